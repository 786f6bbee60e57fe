#include "budgets.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "logs.hpp"

namespace suanwang::bench {
namespace {

/// Counts of one run that depend on no machine: more of them for the same jobs is a cost, and a change of
/// behaviour.
using Counts = std::map<std::string, std::uint64_t>;

class Records final : public Observer {
 public:
  void on(const Record& /*record*/) override { ++count_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
};

Counts counted(const std::vector<Job>& jobs, std::int64_t accelerators, const PolicySettings& settings) {
  Observed observed;
  Records records;
  const Policy policy{settings};
  simulate(observed, one_pool(accelerators, std::make_unique<Preloaded>(jobs)), policy, {&records});
  return {{"jobs", jobs.size()},
          {"events", observed.outcome.events},
          {"passes", observed.outcome.passes},
          {"records", records.count()}};
}

std::map<std::string, Counts> actual_counts() {
  const std::vector<Job>& kth = kth_jobs();
  const std::vector<Job> generated = drawn(mix(0.9, 100'000));
  return {
      {"kth-easy-per-event", counted(kth, kKthAccelerators, policy("easy", DecideRule::PerEvent))},
      {"kth-easy-per-instant", counted(kth, kKthAccelerators, policy("easy"))},
      {"kth-conservative-per-instant", counted(kth, kKthAccelerators, policy("conservative"))},
      {"mix-easy-per-instant", counted(generated, kMixAccelerators, policy("easy"))},
  };
}

std::map<std::string, Counts> budgeted_counts(const std::string& file) {
  std::map<std::string, Counts> budgets;
  for (const auto& scenario : YAML::LoadFile(file)) {
    Counts& counts = budgets[scenario.first.as<std::string>()];
    for (const auto& count : scenario.second) {
      counts[count.first.as<std::string>()] = count.second.as<std::uint64_t>();
    }
  }
  return budgets;
}

std::string line_of(const Counts& counts) {
  std::string text;
  for (const char* name : {"jobs", "events", "passes", "records"}) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", name, counts.at(name));
  }
  return "{" + text + "}";
}

}  // namespace

bool check_budgets(const std::string& file) {
  const auto budgets = budgeted_counts(file);
  const auto actual = actual_counts();
  bool same = true;
  for (const auto& [name, counts] : budgets) {
    const auto found = actual.find(name);
    if (found == actual.end()) {
      fmt::print("{}: '{}' is no scenario\n", file, name);
      same = false;
    } else if (found->second != counts) {
      fmt::print("{}: '{}' has changed\n", file, name);
      same = false;
    }
  }
  for (const auto& [name, counts] : actual) {
    if (budgets.contains(name)) continue;
    fmt::print("{}: '{}' is missing\n", file, name);
    same = false;
  }
  if (!same) fmt::print("\nIt would now be:\n");
  for (const auto& [name, counts] : actual) fmt::print("{}: {}\n", name, line_of(counts));
  return same;
}

}  // namespace suanwang::bench
