#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "suanwang/policy/policy.hpp"

namespace suanwang {

/// A parameter of a catalogue entry, as a scenario writes it.
struct PolicyParameter {
  std::string_view name;
  std::string_view values;    ///< "queue | shortest", "integer >= 1"
  std::string_view fallback;  ///< default, as written; empty: required
  std::string_view summary;
};

/// One named part of a policy: what `suanwang list policies` prints, the scenario reader accepts and the
/// contract tests run. To add a policy, write it in a file of its own and name it in one line of
/// catalogue.cpp.
struct PolicyEntry {
  std::string_view name;
  std::string_view summary;
  std::vector<PolicyParameter> parameters;
  std::string_view source;  ///< paper or standard; may be empty
};

struct OrderEntry : PolicyEntry {
  std::unique_ptr<Order> (*make)(const OrderSettings&);
};
struct PlaceEntry : PolicyEntry {
  std::unique_ptr<const Place> (*make)();
};
struct BackfillEntry : PolicyEntry {
  std::unique_ptr<Backfill> (*make)(const Policy&);
};
struct DispatchEntry : PolicyEntry {
  Dispatch dispatch;
  std::unique_ptr<Dispatcher> (*make)(const PolicySettings&) = nullptr;  ///< where it is Chosen
};

[[nodiscard]] const std::vector<OrderEntry>& order_entries();
[[nodiscard]] const std::vector<BackfillEntry>& backfill_entries();
[[nodiscard]] const std::vector<PlaceEntry>& place_entries();
[[nodiscard]] const std::vector<DispatchEntry>& dispatch_entries();
[[nodiscard]] const std::vector<PolicyEntry>& preemption_entries();

/// The entry of this name, or null.
template <class Entry>
[[nodiscard]] const Entry* find_entry(const std::vector<Entry>& entries, std::string_view name) {
  for (const Entry& entry : entries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace suanwang
