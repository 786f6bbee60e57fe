/// A dispatcher of a region below that of the network, with times worked out by hand.
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/network_runs.hpp"

namespace suanwang {
namespace {

using test::runs_of;

/// Two centres of one card in the bay, and one of four cards far away. No data, so no links.
std::string bay(const std::string& above, const std::string& below, const std::string& jobs,
                const std::string& dispatch = "national", const std::string& of_a2 = "cards: 1") {
  return fmt::format(
      "suanwang: 1\n"
      "accelerators: {{card: {{peak: {{fp16: 1 TFLOPS}}, source: s}}}}\n"
      "defaults: {{pools: {{accelerator: card, source: s}}}}\n"
      "centres:\n"
      "  a1: {{region: bay, pools: {{p: {{cards: 1}}}}}}\n"
      "  a2: {{region: bay, {}}}\n"
      "  far: {{pools: {{p: {{cards: 4}}}}}}\n"
      "dispatcher: {{{}below: {{bay: {{region: bay{}}}}}}}\n"
      "workload: {{w: {{source: s, jobs: {{{}}}}}}}\n"
      "policies: {{p: {{order: fifo, dispatch: {}}}}}\n",
      of_a2.starts_with("cards") ? "pools: {p: {" + of_a2 + "}}" : of_a2, above, below, jobs, dispatch);
}

/// (centre by id, start in seconds) of each job, by its id.
using Starts = std::vector<std::pair<std::string, double>>;
Starts starts_of(const RunResult& result) {
  static const std::vector<std::string> kCentres{"a1", "a2", "far"};
  Starts found;
  for (const test::Ran& job : test::jobs_of(result)) {
    if (job.last == RecordKind::JobRejected) {
      found.emplace_back("rejected", 0);
    } else {
      found.emplace_back(kCentres.at(job.centre->index()), in_seconds(job.start - kStart));
    }
  }
  return found;
}
RunResult run_of(const std::string& text) {
  return std::move(runs_of(text).at("p"));
}

std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t> of(const RunResult& result,
                                                                          std::size_t d) {
  const DispatchTotals::Decisions& by = result.dispatch.dispatchers.at(d);
  return {by.decided, by.moved, by.passed_on, by.conflicts};
}

/// j1 and j2 take the bay's two cards for 100 s. j3 finds none there, and four far away.
constexpr const char* kThree =
    "j1: {centre: a1, accelerators: 1, duration: 100 s}, j2: {centre: a1, accelerators: 1, duration: 100 s}, "
    "j3: {centre: a1, accelerators: 1, duration: 10 s}";

TEST(RegionalDispatcher, PassesOnWhatHasNotStarted) {
  const RunResult result = run_of(bay("latency: 5 s, ", ", passes_on: 20 s", kThree));
  EXPECT_EQ(starts_of(result), (Starts{{"a1", 0}, {"a2", 0}, {"far", 25}}));
  EXPECT_EQ(of(result, 0), std::tuple(3U, 0U, 1U, 0U));
  EXPECT_EQ(of(result, 1), std::tuple(0U, 1U, 0U, 0U));
}

TEST(RegionalDispatcher, PassesOnAtOnceWhereNothingIsSaid) {
  const RunResult result = run_of(bay("", "", kThree));
  EXPECT_EQ(starts_of(result), (Starts{{"a1", 0}, {"a2", 0}, {"far", 0}}));
  EXPECT_EQ(of(result, 0), std::tuple(3U, 0U, 1U, 0U)) << "what starts in its instant is not passed on";
  EXPECT_EQ(starts_of(run_of(bay("latency: 5 s, ", "", kThree))), (Starts{{"a1", 0}, {"a2", 0}, {"far", 5}}));
}

/// The region decides after 10 s; the one above takes its own 5 s from then on.
TEST(RegionalDispatcher, DecidesFirst) {
  EXPECT_EQ(starts_of(run_of(bay("latency: 5 s, ", ", latency: 10 s", kThree))),
            (Starts{{"a1", 10}, {"a2", 10}, {"far", 15}}));
}

TEST(RegionalDispatcher, MayKeepItsJobs) {
  const RunResult result = run_of(bay("latency: 5 s, ", ", passes_on: never", kThree));
  EXPECT_EQ(starts_of(result), (Starts{{"a1", 0}, {"a2", 0}, {"a1", 100}}));
  EXPECT_EQ(of(result, 0), std::tuple(3U, 0U, 0U, 0U));
  EXPECT_EQ(of(result, 1), std::tuple(0U, 0U, 0U, 0U));
}

/// Four cards are in no centre of the bay: the wait of an hour would be in vain.
TEST(RegionalDispatcher, PassesOnAtOnceWhatNoneOfItsCentresEverTakes) {
  const char* const job = "j: {centre: a1, accelerators: 4, duration: 10 s}";
  for (const std::string rule : {"national", "{overflow: {after: 1 h}}", "data", "round-robin", "random",
                                 "least-loaded", "power-of-two"}) {
    EXPECT_EQ(starts_of(run_of(bay("latency: 5 s, ", ", latency: 10 s, passes_on: 1 h", job, rule))),
              (Starts{{"far", 15}}))
        << rule;
    EXPECT_EQ(starts_of(run_of(bay("latency: 5 s, ", ", latency: 10 s, passes_on: never", job, rule))),
              (Starts{{"rejected", 0}}))
        << rule;
  }
}

/// a2 takes nothing from elsewhere for 100 s, and a1 has one card: a job of two has no centre.
TEST(RegionalDispatcher, PassesOnWhatStandsNowhere) {
  const char* const job = "j: {centre: a1, accelerators: 2, duration: 10 s}";
  const char* const a2 = "opt_outs: {from: 0 s, for: 100 s}, pools: {p: {cards: 4}}";
  for (const std::string rule : {"national", "random", "round-robin"}) {
    EXPECT_EQ(starts_of(run_of(bay("latency: 5 s, ", ", passes_on: 30 s", job, rule, a2))),
              (Starts{{"far", 35}}))
        << rule;
    EXPECT_EQ(starts_of(run_of(bay("latency: 5 s, ", ", passes_on: 2 min", job, rule, a2))),
              (Starts{{"a2", 100}}))
        << rule;
  }
}

/// What belongs to no region is decided by the one above, over all centres: also those of a region.
TEST(RegionalDispatcher, LeavesTheRestToTheOneAbove) {
  const RunResult result = run_of(
      bay("latency: 5 s, ", ", latency: 1 s",
          "k1: {centre: far, accelerators: 4, duration: 100 s}, "
          "k2: {centre: far, accelerators: 1, duration: 10 s}, k3: {accelerators: 1, duration: 10 s}"));
  EXPECT_EQ(starts_of(result), (Starts{{"far", 5}, {"a1", 5}, {"a2", 5}}));
  EXPECT_EQ(of(result, 0), std::tuple(0U, 0U, 0U, 0U));
  EXPECT_EQ(of(result, 1), std::tuple(3U, 0U, 0U, 0U));
}

/// Overflow moves nothing before its own time, the region nothing abroad, and the one above nothing before it
/// has been told. j1 has a1 for 1000 s, k has a2 until 150 s.
TEST(RegionalDispatcher, MovesByTheRuleOfThePolicy) {
  const char* const jobs =
      "j1: {centre: a1, accelerators: 1, duration: 1000 s}, j2: {centre: a1, accelerators: 1, duration: 10 "
      "s}, k: {centre: a2, accelerators: 1, duration: 150 s}";
  const auto start = [&](const std::string& after, const std::string& passes_on) {
    return starts_of(run_of(
        bay("latency: 5 s, ", ", passes_on: " + passes_on, jobs, "{overflow: {after: " + after + "}}")))[1];
  };
  EXPECT_EQ(start("60 s", "30 s"), std::pair(std::string{"far"}, 60.0));
  EXPECT_EQ(start("20 s", "100 s"), std::pair(std::string{"far"}, 105.0));
  EXPECT_EQ(start("20 s", "1000 s"), std::pair(std::string{"a2"}, 150.0));
  EXPECT_EQ(start("200 s", "1000 s"), std::pair(std::string{"a2"}, 200.0));
}

/// A rule that moves no jobs leaves them where they stand.
TEST(RegionalDispatcher, DoesNotMoveWhereTheRuleDoesNot) {
  const RunResult result = run_of(bay("", "", kThree, "least-loaded"));
  EXPECT_EQ(starts_of(result), (Starts{{"a1", 0}, {"a2", 0}, {"a1", 100}}));
  EXPECT_EQ(of(result, 0), std::tuple(3U, 0U, 0U, 0U));
}

/// j's belong to the bay, k's to nobody: each dispatcher goes round its own centres.
TEST(RegionalDispatcher, HasItsOwnTurn) {
  const RunResult result = run_of(bay("", ", passes_on: never",
                                      "j1: {centre: a1, submit: 1 s, accelerators: 1, duration: 1 s}, k1: "
                                      "{submit: 3 s, accelerators: 1, duration: 1 s}, "
                                      "j2: {centre: a1, submit: 5 s, accelerators: 1, duration: 1 s}, k2: "
                                      "{submit: 7 s, accelerators: 1, duration: 1 s}, "
                                      "j3: {centre: a1, submit: 9 s, accelerators: 1, duration: 1 s}, k3: "
                                      "{submit: 11 s, accelerators: 1, duration: 1 s}",
                                      "round-robin"));
  EXPECT_EQ(starts_of(result), (Starts{{"a1", 1}, {"a1", 3}, {"a2", 5}, {"a2", 7}, {"a1", 9}, {"far", 11}}));
}

/// The one above saw a1 and a2 free at 0 s, and looks again after an hour. Meanwhile the bay has filled them:
/// k3 is sent to a1 to start at once, and does not.
TEST(RegionalDispatcher, ConflictsAreOfTheOneWhoseViewIsOld) {
  const RunResult result = run_of(bay("refresh: 1 h, ", "",
                                      "k1: {centre: far, accelerators: 4, duration: 100 s}, "
                                      "j2: {centre: a1, submit: 1 s, accelerators: 1, duration: 50 s}, "
                                      "j1: {centre: a1, submit: 1 s, accelerators: 1, duration: 50 s}, "
                                      "k3: {centre: far, submit: 2 s, accelerators: 1, duration: 10 s}"));
  EXPECT_EQ(starts_of(result), (Starts{{"far", 0}, {"a1", 1}, {"a2", 1}, {"a1", 51}}));
  EXPECT_EQ(result.dispatch.conflicts, 1U);
  EXPECT_EQ(of(result, 0), std::tuple(2U, 0U, 0U, 0U));
  EXPECT_EQ(of(result, 1), std::tuple(2U, 0U, 0U, 1U));
}

/// Of passed-on jobs and those of its region, a centre takes the first in queue order.
TEST(RegionalDispatcher, CentresTakeBothInOneOrder) {
  // far is taken for 500 s, a1 for 100 s, and a2, which says 300 s, for 60 s: until then all wait for a1. j3
  // is passed on at 20 s, j4 would be at 65 s.
  const RunResult result = run_of(bay("", ", passes_on: 20 s",
                                      "j1: {centre: a1, accelerators: 1, duration: 100 s}, "
                                      "j2: {centre: a2, accelerators: 1, duration: 60 s, walltime: 300 s}, "
                                      "j3: {centre: a1, accelerators: 1, duration: 80 s}, "
                                      "j4: {centre: a1, submit: 45 s, accelerators: 1, duration: 10 s}, "
                                      "j0: {centre: far, accelerators: 4, duration: 500 s}"));
  EXPECT_EQ(starts_of(result), (Starts{{"far", 0}, {"a1", 0}, {"a2", 0}, {"a2", 60}, {"a1", 100}}));
  EXPECT_EQ(of(result, 1), std::tuple(1U, 1U, 0U, 0U));
}

/// Islands have no dispatcher.
TEST(RegionalDispatcher, IsNothingToPoliciesThatDoNotChoose) {
  const std::string with = bay("latency: 5 s, ", "", kThree, "home");
  std::string without = with;
  without.replace(without.find("dispatcher:"), without.find("workload:") - without.find("dispatcher:"), "");
  EXPECT_EQ(run_of(with).fingerprint.text(), run_of(without).fingerprint.text());
}

}  // namespace
}  // namespace suanwang
