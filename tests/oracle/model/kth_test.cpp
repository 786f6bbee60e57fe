/// The KTH-SP2 log, 28,481 jobs on 100 processors, against what others have computed from it.
///
/// Source A: raw results behind Gaussier, Glesser, Reis, Trystram, "Improving backfilling by using machine
/// learning to predict running times", SC'15 (predictsim@174c453): mean flow time, and mean, greatest and
/// root mean square bounded slowdown. Source B: an independent simulator written for this project's brief
/// (section 3.4), with a hash of all starts; its PYSS semantics are `decide: per-event`, its BATCH semantics
/// the default.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/simulate.hpp"
#include "support/wait_reference.hpp"

namespace suanwang {
namespace {

const std::string kShared = SUANWANG_SOURCE_DIR "/../shared/";
const std::string kLog = kShared + "goldens/kth/KTH-SP2.swf.gz";
const std::string kOracles = kShared + "brief/oracles.json";

/// What source A publishes of a rule.
struct Published {
  double mean_flow_s;
  double mean_slowdown;
  double max_slowdown;  ///< printed to about six digits
  double rms_slowdown;
};

/// A row of the brief's table under one of its two semantics.
struct Row {
  const char* name;       ///< of the test
  const char* semantics;  ///< in oracles.json
  const char* rule;       ///< in oracles.json
  BackfillSettings backfill;
  DecideRule decide;
  bool exact_walltime = false;
  double mean_wait_s = 0;  ///< printed to six decimals
  std::optional<std::int64_t> makespan_s = std::nullopt;
  std::optional<Published> published = std::nullopt;
};

const BackfillSettings kNone{.rule = "none"};
const BackfillSettings kEasy{.rule = "easy"};
const BackfillSettings kShortest{.rule = "easy", .candidates = BackfillSettings::Candidates::Shortest};
const BackfillSettings kConservative{.rule = "conservative"};
const BackfillSettings kDepth1{.rule = "depth", .depth = 1};
constexpr DecideRule kEvent = DecideRule::PerEvent;
constexpr DecideRule kInstant = DecideRule::PerInstant;

// Where the brief's BATCH column says "=", the row stands under the PYSS semantics in oracles.json.
const std::vector<Row> kRows{
    {"FcfsPerEvent", "PYSS", "FCFS", kNone, kEvent, false, 353776.409150, 29'379'608},
    {"FcfsPerInstant", "PYSS", "FCFS", kNone, kInstant, false, 353776.409150, 29'379'608},
    {"EasyPerEvent", "PYSS", "EASY", kEasy, kEvent, false, 6836.872090, 29'363'626,
     Published{15696.7981812436, 92.5765397336295, 14805.2, 476.260314538994}},
    {"EasyPerInstant", "BATCH", "EASY", kEasy, kInstant, false, 6834.587269, 29'363'626},
    {"DepthOnePerEvent", "PYSS", "EASY", kDepth1, kEvent, false, 6836.872090, 29'363'626},
    {"DepthOnePerInstant", "BATCH", "EASY", kDepth1, kInstant, false, 6834.587269, 29'363'626},
    {"ShortestPerEvent", "PYSS", "EASY-SJBF", kShortest, kEvent, false, 5904.076577, 29'363'626,
     Published{14764.0026684456, 69.4054005803035, 14805.2, 427.204830733767}},
    {"ShortestPerInstant", "BATCH", "EASY-SJBF", kShortest, kInstant, false, 5903.686387, 29'363'626},
    {"ConservativePerEvent", "PYSS", "CONS", kConservative, kEvent, false, 7310.551174, 29'363'626},
    {"ConservativePerInstant", "BATCH", "CONS", kConservative, kInstant, false, 7312.684948, 29'363'626},
    {"EasyExactPerEvent", "PYSS", "EASY-perfect", kEasy, kEvent, true, 6327.681612, std::nullopt,
     Published{15187.6077033812, 71.7223851124418, 10017.2, 368.666676974225}},
    {"EasyExactPerInstant", "PYSS", "EASY-perfect", kEasy, kInstant, true, 6327.681612},
    {"ShortestExactPerEvent", "PYSS", "SJBF-perfect", kShortest, kEvent, true, 5436.020751, std::nullopt,
     Published{14295.9468417542, 49.8477189313406, 9941.7, 326.20971934787}},
    {"ShortestExactPerInstant", "BATCH", "SJBF-perfect", kShortest, kInstant, true, 5435.813525},
    {"ConservativeExactPerEvent", "PYSS", "CONS-perfect", kConservative, kEvent, true, 7027.191953},
    {"ConservativeExactPerInstant", "PYSS", "CONS-perfect", kConservative, kInstant, true, 7027.191953},
};

std::shared_ptr<const Trace> read_log(bool exact_walltime) {
  Diagnostics diagnostics;
  auto trace = read_swf(
      {.file = kLog, .capacity = Accelerators::whole(100), .exact_walltime = exact_walltime}, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return trace;
}

/// FNV-1a over the 8 little-endian bytes of each start in whole seconds, in file order. (The offset basis is
/// the one that the brief's program used; it is FNV's own with its last digit missing.)
std::string hash_of_starts(const std::vector<double>& starts) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const double start : starts) {
    EXPECT_EQ(start, std::floor(start));
    const auto whole = static_cast<std::uint64_t>(start);
    for (int byte = 0; byte < 8; ++byte) hash = (hash ^ (whole >> (8 * byte) & 0xff)) * 1099511628211ULL;
  }
  std::ostringstream text;
  text << std::hex << std::setw(16) << std::setfill('0') << hash;
  return text.str();
}

class Kth : public ::testing::TestWithParam<Row> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kLog) || !std::filesystem::exists(kOracles)) {
      GTEST_SKIP() << "NOT TESTED: the KTH-SP2 goldens are not here (" << kLog << ")";
    }
  }
};

TEST_P(Kth, IsReproduced) {
  const Row& row = GetParam();
  const auto trace = read_log(row.exact_walltime);
  ASSERT_TRUE(trace);
  test::Instance instance = test::one_pool(100);
  instance.source([&] { return trace->open({}, trace->first_submit()); });
  WaitBook waits;
  const test::Outcome run =
      test::simulate(instance, {.backfill = row.backfill, .decide = row.decide}, {}, &waits);

  const auto oracles = nlohmann::json::parse(std::ifstream{kOracles});
  const auto& oracle = oracles.at("kth_sp2").at(row.semantics).at(row.rule);
  EXPECT_EQ(hash_of_starts(run.starts()), oracle.at(0).get<std::string>());

  for (const JobRow& job : run.table.rows()) {  // why each job waited sums to its wait, to the nanosecond
    Duration sum{0};
    for (const JobTable::Wait& part : run.table.waits_of(job)) sum += part.span;
    EXPECT_EQ(sum, job.at - job.submit - job.executed) << job.label;
  }

  const JobSummary summary = summarise({&run.metrics.samples()});
  const auto relative = [](double value) { return std::abs(value) * 1e-12; };
  ASSERT_EQ(summary.jobs, 28'481U);
  const auto slowdown = oracle.at(1).get<double>();
  EXPECT_NEAR(summary.bounded_slowdown.mean, slowdown, relative(slowdown));
  EXPECT_NEAR(summary.wait.mean, row.mean_wait_s, 5.1e-7);
  if (row.makespan_s) {
    EXPECT_EQ(run.metrics.makespan(), test::at(*row.makespan_s));
  }
  // Work is conserved: brief, section 9, row 25.
  EXPECT_EQ(run.metrics.busy_accelerator_seconds(), 2'013'209'080);
  if (!row.published) return;
  EXPECT_NEAR(summary.turnaround.mean, row.published->mean_flow_s, relative(row.published->mean_flow_s));
  EXPECT_NEAR(summary.bounded_slowdown.mean, row.published->mean_slowdown,
              relative(row.published->mean_slowdown));
  EXPECT_NEAR(summary.bounded_slowdown.max, row.published->max_slowdown, 1e-9);
  double squares = 0;
  run.metrics.samples().for_each(
      [&](const JobSample& s) { squares += s.bounded_slowdown() * s.bounded_slowdown(); });
  EXPECT_NEAR(std::sqrt(squares / static_cast<double>(summary.jobs)), row.published->rms_slowdown,
              relative(row.published->rms_slowdown));
}

// What each job of the log waited for, worked out anew from the records alone.
class KthWaits : public Kth {};

TEST_P(KthWaits, AreThoseOfTheReference) {
  const Row& row = GetParam();
  const auto trace = read_log(false);
  ASSERT_TRUE(trace);
  test::Instance instance = test::one_pool(100);
  instance.source([&] { return trace->open({}, trace->first_submit()); });
  const PolicySettings policy{.backfill = row.backfill, .decide = row.decide};
  test::WaitReference reference{instance, policy};
  WaitBook waits;
  (void)test::simulate(instance, policy, {&reference}, &waits);
  reference.check();
  EXPECT_EQ(reference.compared, 28'481U);
}

INSTANTIATE_TEST_SUITE_P(Table, Kth, ::testing::ValuesIn(kRows),
                         [](const auto& tested) { return std::string{tested.param.name}; });

INSTANTIATE_TEST_SUITE_P(Easy, KthWaits, ::testing::Values(kRows[2], kRows[3]),
                         [](const auto& tested) { return std::string{tested.param.name}; });

}  // namespace
}  // namespace suanwang
