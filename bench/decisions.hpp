#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/policy/policy.hpp"

namespace suanwang::bench {

/// The lengths of the queue at which decisions are timed.
inline constexpr std::size_t kQueueLengths[] = {100, 1'000, 10'000, 100'000};

/// An entry of the catalogue and a policy around it: orders with EASY, backfill rules under fifo, the others
/// under fifo with EASY; dispatch rules over four centres.
struct TimedPolicy {
  std::string kind;
  std::string name;
  PolicySettings settings;
};
[[nodiscard]] std::vector<TimedPolicy> timed_policies();

/// What decisions cost while about `waiting` jobs wait.
struct DecisionCost {
  double seconds = 0;  ///< CPU time for each end or submission of a job, with the pass and starts that follow
  double waiting = 0;  ///< mean number waiting that was really seen
  std::uint64_t decisions = 0;
};
/// Times up to `ends` ends of jobs, fewer when `limit_s` of CPU time is over. Nothing where fewer than ten
/// came within that.
[[nodiscard]] std::optional<DecisionCost> decision_cost(const TimedPolicy& policy, std::size_t waiting,
                                                        std::uint64_t ends, double limit_s);

/// `suanwang_bench --decisions=S`: prints bench/decisions.csv, each figure within S seconds of CPU time.
inline constexpr std::string_view kDecisionsOption = "--decisions=";
void print_decisions(std::uint64_t limit_s);

}  // namespace suanwang::bench
