#include "suanwang/report/csv.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suanwang/measure/job_table.hpp"
#include "suanwang/report/output.hpp"

#include "support/folders.hpp"

namespace suanwang {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

Spec spec_with_names() {
  Spec spec;
  for (const char* id : {"logs", "odd, \"name\""}) {
    StreamSpec stream;
    stream.id = id;
    spec.workload.push_back(stream);
  }
  CentreSpec centre;
  centre.id = "lab";
  spec.centres.push_back(centre);
  TenantSpec tenant;
  tenant.id = "users";
  spec.tenants.push_back(tenant);
  return spec;
}

/// A job of 32 accelerators, submitted at 10 s; what happens to it is up to the test.
const JobFacts kJob{.stream = StreamId{0},
                    .job_class = ClassId{1},
                    .label = 42,
                    .submit = kStart + seconds{10},
                    .accelerators = Accelerators::whole(32),
                    .walltime = seconds{7200}};

const JobProgress kNotStarted{};

Record record_of(RecordKind kind, Time at, const JobFacts& job = kJob,
                 const JobProgress& progress = kNotStarted) {
  Record record;
  record.at = at;
  record.kind = kind;
  record.accelerators = job.accelerators;
  record.job = &job;
  record.progress = &progress;
  return record;
}

/// The rows of jobs.csv, without its header, after these records.
std::string rows_after(const std::vector<Record>& records, const Spec& spec = spec_with_names()) {
  JobTable table;
  for (const Record& record : records) table.on(record);
  table.finish();
  const test::Folder folder;
  const std::filesystem::path path = folder.path() / "jobs.csv";
  const JobTable* tables[] = {&table};
  OutputFile file{path};
  write_jobs_csv(
      file, spec, {"eval", "train"}, [](const JobRow& row) { return "job-" + std::to_string(row.label); },
      tables);
  file.commit();
  const std::string text = test::text_of(path);
  EXPECT_TRUE(text.starts_with(jobs_csv_header(false)));
  return text.substr(jobs_csv_header(false).size());
}

TEST(JobsCsv, HasTheColumnsOfTheContract) {
  EXPECT_EQ(
      jobs_csv_header(false),
      "job_id,workload_name,profile,submission_time,requested_number_of_resources,requested_time,success,"
      "final_state,starting_time,execution_time,finish_time,waiting_time,turnaround_time,stretch,"
      "allocated_resources,replication,centre,tenant,class,priority,attempts,reason,home,data\n");
}

TEST(JobsCsv, AFinishedJobHasExactTimesAndItsAccelerators) {
  const std::vector<Range> held{{0, 29}, {31, 31}, {40, 40}};
  JobFacts job = kJob;
  job.tenant = TenantId{0};
  job.priority = -3;
  const JobProgress progress{
      .attempts = 1, .start = kStart + nanoseconds{40'000'000'001}, .executed = seconds{30}};
  Record end = record_of(RecordKind::JobFinished, kStart + nanoseconds{70'000'000'001}, job, progress);
  end.centre = CentreId{0};
  end.held = held;
  // 60.000000001 s from submission to end, of which 30 s were held: it stretched by 2.0000000000333…
  EXPECT_EQ(
      rows_after({end}),
      "job-42,logs,train,10.000000000,32,7200.000000000,1,COMPLETED_SUCCESSFULLY,40.000000001,30.000000000,"
      "70.000000001,30.000000001,60.000000001,2.0000000000333333,0-29 31 40,0,lab,users,train,-3,1,,,\n");
}

TEST(JobsCsv, PartsOfAWaitAreWrittenWhereTheyAreKnown) {
  WaitParts parts{};
  parts[static_cast<std::size_t>(WaitReason::Capacity)] = nanoseconds{30'000'000'001};
  parts[static_cast<std::size_t>(WaitReason::Order)] = seconds{2};
  JobTable known;
  Record first = record_of(RecordKind::JobLeftWaiting, kStart + seconds{50});
  first.waited = &parts;
  known.on(first);
  const WaitParts none{};
  first.waited = &none;
  known.on(first);
  EXPECT_TRUE(known.knows_waits());
  const test::Folder folder;
  const std::filesystem::path path = folder.path() / "jobs.csv";
  const JobTable* tables[] = {&known};
  OutputFile file{path};
  write_jobs_csv(
      file, spec_with_names(), {"eval", "train"}, [](const JobRow&) { return "x"; }, tables);
  file.commit();
  const std::string text = test::text_of(path);
  EXPECT_TRUE(text.starts_with(jobs_csv_header(false, true)));
  EXPECT_THAT(text, ::testing::HasSubstr(",home,data,waited_for\n"));
  EXPECT_THAT(text, ::testing::HasSubstr(",,,capacity:30.000000001;order:2.000000000\nx,"));
  EXPECT_TRUE(text.ends_with(",,,\n"));
}

TEST(JobsCsv, AKilledJobWasNoSuccess) {
  const JobProgress progress{.attempts = 1, .start = kJob.submit, .executed = seconds{7200}};
  const Record end = record_of(RecordKind::JobKilled, kStart + seconds{7210}, kJob, progress);
  EXPECT_EQ(rows_after({end}),
            "job-42,logs,train,10.000000000,32,7200.000000000,0,COMPLETED_WALLTIME_REACHED,10.000000000,"
            "7200.000000000,7210.000000000,0.000000000,7200.000000000,1,,0,,,train,0,1,,,\n");
}

TEST(JobsCsv, ARejectedJobHasNoTimesButAReason) {
  JobFacts job = kJob;
  job.stream = StreamId{1};
  Record end = record_of(RecordKind::JobRejected, kStart + seconds{10}, job);
  end.reason = "larger than every pool, \"all\" of them";
  EXPECT_EQ(
      rows_after({end}),
      "job-42,\"odd, \"\"name\"\"\",train,10.000000000,32,7200.000000000,0,REJECTED,,,,,,,,0,,,train,0,0,"
      "\"larger than every pool, \"\"all\"\" of them\",,\n");
}

TEST(JobsCsv, NamesTheHomeAndTheDataOfAJob) {
  Spec spec = spec_with_names();
  std::get<GenerateSpec>(spec.workload[0].jobs).data = {"corpus", "weights, all"};
  spec.workload[1].jobs = std::vector<ExplicitJobSpec>(2);
  std::get<std::vector<ExplicitJobSpec>>(spec.workload[1].jobs)[1].data = {"corpus"};
  JobFacts listed = kJob;
  listed.stream = StreamId{1};
  listed.label = 1;
  listed.home = CentreId{0};
  EXPECT_THAT(rows_after({record_of(RecordKind::JobLeftWaiting, kStart),
                          record_of(RecordKind::JobLeftWaiting, kStart, listed)},
                         spec),
              testing::AllOf(testing::HasSubstr(",train,0,0,,,\"corpus weights, all\"\n"),
                             testing::EndsWith(",train,0,0,,lab,corpus\n")));
}

TEST(JobsCsv, WhatIsNotOverHasNoEnd) {
  const Record waiting = record_of(RecordKind::JobLeftWaiting, kStart + seconds{100});
  JobFacts second = kJob;
  second.index = 1;
  const JobProgress progress{.attempts = 1, .start = kStart + seconds{60}, .executed = seconds{40}};
  const Record running = record_of(RecordKind::JobLeftRunning, kStart + seconds{100}, second, progress);
  EXPECT_EQ(
      rows_after({waiting, running}),
      "job-42,logs,train,10.000000000,32,7200.000000000,0,WAITING,,,,,,,,0,,,train,0,0,,,\n"
      "job-42,logs,train,10.000000000,32,7200.000000000,0,RUNNING,60.000000000,,,,,,,0,,,train,0,1,,,\n");
}

TEST(JobsCsv, TimesReachAsFarAsTheClock) {
  JobFacts job = kJob;
  job.submit = kStart;
  job.walltime = Duration::max();
  const JobProgress progress{.attempts = 1, .executed = Duration::max()};
  const Record end = record_of(RecordKind::JobFinished, kNever, job, progress);
  EXPECT_NE(
      rows_after({end}).find("9223372036.854775807,9223372036.854775807,0.000000000,9223372036.854775807,1,"),
      std::string::npos);
}

TEST(JobsCsv, WritesAllReplicationsAndManyRanges) {
  std::vector<Range> held;
  for (std::uint32_t i = 0; i < 100'000; ++i)
    held.push_back({4'000'000'000U + 4 * i, 4'000'000'001U + 4 * i});
  JobTable first;
  JobTable second;
  for (JobTable* table : {&first, &second}) {
    const JobProgress progress{.attempts = 1, .executed = seconds{10}};
    Record end = record_of(RecordKind::JobFinished, kStart + seconds{20}, kJob, progress);
    end.held = held;
    table->on(end);
    table->finish();
  }
  const test::Folder folder;
  const JobTable* tables[] = {&first, &second};
  OutputFile file{folder.path() / "jobs.csv"};
  write_jobs_csv(
      file, spec_with_names(), {"eval", "train"}, [](const JobRow&) { return std::string{"1"}; }, tables);
  file.commit();
  const std::string text = test::text_of(folder.path() / "jobs.csv");
  EXPECT_NE(text.find(" 4000399996-4000399997,0,,,train,0,1,,,\n"), std::string::npos);
  EXPECT_NE(text.find(" 4000399996-4000399997,1,,,train,0,1,,,\n"), std::string::npos);
}

}  // namespace
}  // namespace suanwang
