#pragma once

#include <memory>
#include <string>
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

/// A few jobs under a rule, beside the plainest of its kind: fifo, no backfill, first-fit, any, no
/// preemption.
struct PolicyCase {
  std::string_view when{};  ///< empty: there is none
  double rule = 0;          ///< mean time from submission to end [s]
  double plainest = 0;      ///< the same, of the plainest [s]
};

/// One named part of a policy: what `suanwang list policies` prints, the scenario reader accepts and the
/// contract tests run.
struct PolicyEntry {
  std::string_view name;  ///< an id: letters, digits, hyphens
  std::string_view summary;
  std::vector<PolicyParameter> parameters{};
  std::string_view source{};              ///< paper or standard; may be empty
  std::string_view promise{};             ///< what is true of it whatever the workload; may be empty
  bool starves_nobody = false;            ///< beside parts that do so too, every job that fits starts
  std::vector<std::string_view> tests{};  ///< files that hold it to closed forms or brute force
  PolicyCase wins{};                      ///< the plainest have neither
  PolicyCase loses{};
};

struct OrderEntry : PolicyEntry {
  MakeOrder make;
};
struct PlaceEntry : PolicyEntry {
  MakePlace make;
};
struct BackfillEntry : PolicyEntry {
  MakeBackfill make;
};
struct DispatchEntry : PolicyEntry {
  Dispatch dispatch;
  MakeDispatcher make = nullptr;  ///< where it is Chosen
};

/// What policies may be composed of. To add a rule of your own, add its entry to a copy of the standard one
/// (`suanwang new policy` writes an example); a rule that comes with the library is one file in sim/policy/
/// and one entry in `standard_catalogue`.
struct Catalogue {
  std::vector<OrderEntry> orders;
  std::vector<BackfillEntry> backfills;
  std::vector<PlaceEntry> places;
  std::vector<DispatchEntry> dispatches;
  std::vector<PolicyEntry> preemptions;

  /// What is wrong with it, each in a sentence: names that are no ids, or that two entries of a kind share.
  [[nodiscard]] std::vector<std::string> problems() const;
};

/// The entry of this name, or null.
template <class Entry>
[[nodiscard]] const Entry* find_entry(const std::vector<Entry>& entries, std::string_view name) {
  for (const Entry& entry : entries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace suanwang
