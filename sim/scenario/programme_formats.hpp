#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "suanwang/scenario/spec.hpp"

#include "scenario/formats.hpp"

// How parts of a programme are written.
namespace suanwang::scenario {

/// The id of an activity, or `{activity, lag}`.
struct AfterFormat {
  [[nodiscard]] std::optional<AfterSpec> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// A date, or `{date, on}`.
struct AnnouncedFormat {
  [[nodiscard]] std::optional<AnnouncedSpec> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// `online` of a pool: when, or `{after, needs, priority}`.
struct OnlineFormat {
  [[nodiscard]] std::optional<std::variant<DateSpec, PhaseSpec>> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// `retires` of a pool: when, or `{after}`.
struct RetirementFormat {
  [[nodiscard]] std::optional<RetirementSpec> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// A need without a quantity becomes one of the pool's own number of accelerators.
/// @pre the size of the pool has been read
void complete_needs(const Object& object, PoolSpec& pool);

/// A quantity of a supply in this unit. @param is_zero_allowed whether it may be nothing
[[nodiscard]] Amount amount_of(SupplyUnit unit, bool is_zero_allowed);

}  // namespace suanwang::scenario
