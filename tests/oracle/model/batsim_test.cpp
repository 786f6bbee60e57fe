/// Batsim's own run of its workload "medium late", 801 delay jobs on 32 hosts under its EASY: every start,
/// finish and allocation. Source: evalys (oar-team), licence beside the files.
///
/// Batsim's EASY differs from the textbook's in that the head's reservation binds machines, the lowest that
/// are free at its shadow time; counting alone starts 76 jobs elsewhere or at another time.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "support/simulate.hpp"

namespace suanwang {
namespace {

const std::string kFolder = SUANWANG_SOURCE_DIR "/../shared/goldens/batsim_medium_late/";

/// Rows of a CSV file without quotes, as maps from column to text.
std::vector<std::map<std::string, std::string>> read_csv(const std::string& path) {
  const auto cells = [](const std::string& line) {
    std::vector<std::string> found;
    std::istringstream in{line};
    for (std::string cell; std::getline(in, cell, ',');) found.push_back(cell);
    return found;
  };
  std::ifstream in{path};
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> columns = cells(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> row = cells(line);
    EXPECT_EQ(row.size(), columns.size()) << line;
    auto& named = rows.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) named[columns[i]] = row[i];
  }
  return rows;
}

class BatsimMediumLate : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kFolder)) GTEST_SKIP() << "NOT TESTED: no goldens in " << kFolder;
    Diagnostics diagnostics;
    trace_ =
        read_batsim({.file = kFolder + "workload.json", .capacity = Accelerators::whole(32)}, diagnostics);
    ASSERT_EQ(diagnostics.text(), "");
    instance_ = test::one_pool(32);
    instance_.source([this] { return trace_->open({}, Duration{0}); });
    for (const auto& row : read_csv(kFolder + "easy_jobs.csv")) golden_[row.at("job_id")] = row;
    ASSERT_EQ(golden_.size(), 801U);
  }

  std::shared_ptr<const Trace> trace_;
  test::Instance instance_;
  std::map<std::string, std::map<std::string, std::string>> golden_;  // by job id
};

PolicySettings machines(DecideRule decide) {
  return {.backfill = {.rule = "easy", .reserve = BackfillSettings::Reserve::Machines}, .decide = decide};
}

// Both rules of deciding give Batsim's schedule: no two events of one instant are such that it matters.
TEST_F(BatsimMediumLate, EveryStartFinishAndAllocation) {
  for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
    const test::Outcome run = test::simulate(instance_, machines(decide));
    ASSERT_EQ(run.table.rows().size(), 801U);
    const auto source = trace_->open({}, Duration{0});
    for (const JobRow& row : run.table.rows()) {
      const std::string id = source->label_text(row.label);
      SCOPED_TRACE("job " + id);
      const auto& golden = golden_.at(id);
      const auto near = [&](double value, const char* column) {
        EXPECT_NEAR(value, std::stod(golden.at(column)), 5.1e-7) << column;  // printed to six decimals
      };
      near(in_seconds(row.submit), "submission_time");
      near(in_seconds(row.start), "starting_time");
      near(in_seconds(row.at), "finish_time");
      near(in_seconds(row.executed), "execution_time");
      near(in_seconds(row.at - row.submit - row.executed), "waiting_time");
      EXPECT_EQ(row.last, RecordKind::JobFinished);
      EXPECT_EQ(to_text(run.table.ranges_of(row)), golden.at("allocated_resources"));
    }
  }
}

TEST_F(BatsimMediumLate, Summary) {
  const test::Outcome run = test::simulate(instance_, machines(DecideRule::PerInstant));
  const auto golden = read_csv(kFolder + "easy_schedule.csv").at(0);
  const JobSummary summary = summarise({&run.metrics.samples()});
  EXPECT_EQ(summary.jobs, 801U);
  EXPECT_EQ(run.metrics.counts().killed, 0U);
  EXPECT_NEAR(summary.wait.mean, std::stod(golden.at("mean_waiting_time")), 5.1e-7);
  EXPECT_NEAR(summary.wait.max, std::stod(golden.at("max_waiting_time")), 5.1e-7);
  EXPECT_NEAR(summary.turnaround.mean, std::stod(golden.at("mean_turnaround_time")), 5.1e-7);
  EXPECT_NEAR(summary.turnaround.max, std::stod(golden.at("max_turnaround_time")), 5.1e-7);
  EXPECT_NEAR(in_seconds(run.metrics.makespan()), std::stod(golden.at("makespan")), 5.1e-7);
  EXPECT_NEAR(run.metrics.busy_accelerator_seconds(), std::stod(golden.at("time_computing")), 5.1e-7);
  EXPECT_NEAR(run.metrics.available_accelerator_seconds(), 32 * 16'088.51, 1e-6);
}

// Which also shows that the schedule above tells the two reservations apart.
TEST_F(BatsimMediumLate, CountingReservationsDifferOnSeventySixJobs) {
  const test::Outcome run = test::simulate(instance_, test::easy());
  const auto source = trace_->open({}, Duration{0});
  int differing = 0;
  for (const JobRow& row : run.table.rows()) {
    const auto& golden = golden_.at(source->label_text(row.label));
    if (std::abs(in_seconds(row.start) - std::stod(golden.at("starting_time"))) > 5.1e-7) ++differing;
  }
  EXPECT_EQ(differing, 76);
}

}  // namespace
}  // namespace suanwang
