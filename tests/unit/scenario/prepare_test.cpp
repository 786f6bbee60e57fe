#include <string>

#include <gtest/gtest.h>

#include "suanwang/scenario/run.hpp"

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

// Three jobs with dates: 2024-01-01, -02 and -03, at noon.
constexpr std::string_view kLog =
    "timestamp,duration,num_gpus\n"
    "2024-01-01 12:00:00,3600,1\n"
    "2024-01-02 12:00:00,3600,1\n"
    "2024-01-03 12:00:00,3600,1\n";

/// What `prepare` says of a scenario of that log with `span` ("start: ...", "end: ..."), and what it finds.
struct Prepared {
  std::string said;
  std::optional<Inputs> inputs;
};
Prepared prepared(const std::string& span) {
  const test::ScenarioFolder folder;
  folder.write("log.csv", kLog);
  folder.write("s.yaml", std::string{test::kSmallest} +
                             "workload: {log: {trace: {format: philly, file: log.csv, centre: a}}}\n"
                             "policies: {p: {order: fifo}}\n" +
                             span);
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << diagnostics.text();
  Prepared result;
  if (!scenario) return result;
  Diagnostics found;
  result.inputs = prepare(scenario->variants.front(), found);
  EXPECT_EQ(result.inputs.has_value(), !found.has_errors());
  result.said = folder.without_folder(found.text());
  return result;
}

TEST(Prepare, SaysWhichJobsOfALogAreLeftOut) {
  const Prepared all = prepared("");
  EXPECT_EQ(all.said, "");
  EXPECT_EQ(all.inputs->windows.at(0).inside, 3U);

  const Prepared one = prepared("start: 2024-01-02\nend: 2024-01-02\n");
  EXPECT_EQ(
      one.said,
      "s.yaml:4:48: warning: workload.log.trace.file: 1 of its 3 jobs are submitted before 'start' and are "
      "left out\n"
      "s.yaml:4:48: warning: workload.log.trace.file: 1 of its 3 jobs are submitted at or after 'end' and "
      "are left out\n");
  EXPECT_EQ(one.inputs->windows.at(0).inside, 1U);
}

// `end` as a duration counts from the first submission, and the job at that instant is out.
TEST(Prepare, AJobAtTheEndIsLeftOut) {
  EXPECT_EQ(prepared("end: 48 h\n").inputs->windows.at(0).inside, 2U);
  EXPECT_EQ(prepared("end: 172801 s\n").inputs->windows.at(0).inside, 3U);
}

TEST(Prepare, RefusesALogOfWhichNothingIsLeft) {
  const std::string where = "s.yaml:4:48: error: workload.log.trace.file: all of its jobs are submitted ";
  EXPECT_EQ(prepared("start: 2024-01-04\n").said, where + "before 'start'\n");
  EXPECT_EQ(prepared("start: 2023-01-01\nend: 2023-12-31\n").said, where + "at or after 'end'\n");
  EXPECT_EQ(prepared("start: 2024-01-01 13:00\nend: 60 min\n").said,
            where + "before 'start' or at or after 'end'\n");
}

/// What `prepare` says of three jobs, in line 8 to 10, with `span` in line 4 and 5.
std::string said_of_jobs(const std::string& span) {
  const test::ScenarioFolder folder;
  folder.write("s.yaml", std::string{test::kSmallest} + span +
                             "policies: {p: {order: fifo}}\n"
                             "workload: {w: {jobs: {\n"
                             "  a: {submit: 2026-01-01, accelerators: 1, duration: 1 h},\n"
                             "  b: {submit: 2026-01-03, accelerators: 1, duration: 1 h},\n"
                             "  c: {submit: 24 h, accelerators: 1, duration: 1 h}}}}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << diagnostics.text();
  Diagnostics found;
  if (!scenario) return "";
  EXPECT_TRUE(prepare(scenario->variants.front(), found));
  return folder.without_folder(found.text());
}

TEST(Prepare, SaysWhichListedJobsAreLeftOut) {
  EXPECT_EQ(said_of_jobs("start: 2026-01-01\nend: 2026-01-03\n"), "") << "the start itself is in";
  EXPECT_EQ(said_of_jobs("start: 2026-01-02\nend: 24 h\n"),
            "s.yaml:8:3: warning: workload.w.jobs.a: is submitted before 'start' and is left out\n"
            "s.yaml:9:3: warning: workload.w.jobs.b: is submitted at or after 'end' and is left out\n"
            "s.yaml:10:3: warning: workload.w.jobs.c: is submitted at or after 'end' and is left out\n");
  EXPECT_EQ(said_of_jobs("start: 2026-01-01 00:00:01\nend: 2026-01-03 00:00\n"),
            "s.yaml:8:3: warning: workload.w.jobs.a: is submitted before 'start' and is left out\n"
            "s.yaml:9:3: warning: workload.w.jobs.b: is submitted at or after 'end' and is left out\n");
}

/// What `prepare` says of a job of a date beside a log that may give time 0.
std::string said_beside(const std::string& log, const std::string& format) {
  const test::ScenarioFolder folder;
  folder.write("log", log);
  folder.write("s.yaml", std::string{test::kSmallest} +
                             "workload:\n"
                             "  log: {trace: {format: " +
                             format +
                             ", file: log, centre: a}}\n"
                             "  w: {jobs: {j: {submit: 2023-12-31, accelerators: 1, duration: 1 h}}}\n"
                             "policies: {p: {order: fifo}}\n");
  Diagnostics diagnostics;
  const auto scenario = folder.load({}, diagnostics);
  EXPECT_TRUE(scenario) << diagnostics.text();
  Diagnostics found;
  if (!scenario) return "";
  const bool is_prepared = prepare(scenario->variants.front(), found).has_value();
  EXPECT_EQ(is_prepared, !found.has_errors());
  return folder.without_folder(found.text());
}

TEST(Prepare, ALogMayGiveListedJobsTheirTimeZero) {
  EXPECT_EQ(
      said_beside(std::string{kLog}, "philly"),
      "s.yaml:6:14: warning: workload.w.jobs.j: is submitted before time 0, the first job of a log, and "
      "is left out\n");
  EXPECT_EQ(said_beside("1 0 0 60 1 -1 -1 1 60 -1 1 -1 -1 -1 -1 -1 -1 -1\n", "swf"),
            "s.yaml:6:14: error: workload.w.jobs.j: a date needs 'start', or a log with dates, to count "
            "from\n");
}

}  // namespace
}  // namespace suanwang
