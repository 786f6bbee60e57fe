#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/distribution.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/scenario/network_spec.hpp"

// What a scenario says of its build-out: what is to be done and delivered, and which pools wait for it.
// `scenario/programme.hpp` makes a `Programme` of it. All dates are the beginning of their civil day.
namespace suanwang {

/// A date, or the distribution of one in seconds since 1970 (UTC).
struct DateSpec {
  Distribution seconds;
  bool from_start = false;  ///< then `seconds` counts from time 0 of the scenario (`online: 10 h`)
  [[nodiscard]] bool is_fixed() const { return seconds.is_constant(); }
};

/// What was promised, and when.
struct AnnouncedSpec {
  CivilTime date;
  std::optional<CivilTime> on;  ///< when it was said; none: not known
};

/// An activity that must have ended, and how long after its end.
struct AfterSpec {
  std::string activity;
  Seconds lag;
};

/// What makes several activities late together.
struct ShockSpec {
  std::string id;
  Name name;
  double rho = 0;  ///< 0: independent; 1: all at the same quantile
  Provenance provenance;
  Location at;
};

/// Teams that do one activity each at a time.
struct CrewSpec {
  std::string id;
  Name name;
  std::int64_t count = 1;
  Provenance provenance;
  Location at;
};

/// Either a `date`, or a `duration` from when it starts: `begun`, or else once all of `after` has ended and
/// not before `not_before`. What is `done` needs neither.
struct ActivitySpec {
  std::string id;
  Name name;
  std::vector<AfterSpec> after;
  std::optional<Distribution> duration;  ///< s
  std::optional<Distribution> date;      ///< s since 1970
  std::optional<CivilTime> begun;        ///< fact
  std::optional<CivilTime> done;         ///< fact
  std::optional<CivilTime> not_before;
  std::optional<std::string> shock;
  std::optional<std::string> crew;
  std::optional<AnnouncedSpec> announced;
  Provenance provenance;
  Location at;
};

enum class SupplyUnit : std::uint8_t { Cards, Megawatts };

/// A part of a supply, and how it comes.
struct LotSpec : ActivitySpec {
  Distribution quantity;  ///< cards, or watts
};

/// What pools draw from before they are in service: chips, or power.
struct SupplySpec {
  std::string id;
  Name name;
  SupplyUnit unit = SupplyUnit::Cards;
  std::vector<LotSpec> lots;  ///< by id
  Provenance provenance;      ///< of its lots where they give none
  Location at;
};

/// The long form of a pool's `online`: in service once all of `after` has ended, as far as what it needs has
/// arrived by then.
struct PhaseSpec {
  struct Need {
    std::string supply;
    double quantity = 0;  ///< of the whole pool; cards, or watts
  };
  std::vector<AfterSpec> after;
  std::vector<Need> needs;  ///< by supply
  std::int32_t priority = 0;
  Location at;
};

/// When a pool leaves service for good: a date, or once all of these have ended.
using RetirementSpec = std::variant<DateSpec, std::vector<AfterSpec>>;

/// All lists are sorted by id.
struct ProgrammeSpec {
  std::vector<ShockSpec> shocks;
  std::vector<CrewSpec> crews;
  std::vector<ActivitySpec> activities;
  std::vector<SupplySpec> supplies;
};

}  // namespace suanwang
