/// Public logs: how many jobs are kept, mended and dropped, against what others have published about them.
#include "support/logs.hpp"

#include <filesystem>
#include <numeric>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

using test::jobs_of;
using Counts = std::map<std::string, std::uint64_t>;

const std::string kShared = SUANWANG_SOURCE_DIR "/../shared/";

std::shared_ptr<const Trace> read_shared(std::shared_ptr<const Trace> (*read)(const TraceOptions&,
                                                                              Diagnostics&),
                                         TraceOptions options) {
  options.file = kShared + options.file;
  Diagnostics diagnostics;
  std::shared_ptr<const Trace> trace = read(options, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return trace;
}

#define SKIP_WITHOUT(file)                                                                         \
  if (!std::filesystem::exists(kShared + (file))) {                                                \
    GTEST_SKIP() << "NOT TESTED: the public log " << (file) << " is not here (it is not shipped)"; \
  }

/// Processor-seconds of the jobs.
std::int64_t area(const std::vector<Job>& jobs) {
  return std::accumulate(jobs.begin(), jobs.end(), std::int64_t{0}, [](std::int64_t sum, const Job& job) {
    return sum + job.accelerators.count() * std::chrono::duration_cast<std::chrono::seconds>(job.run).count();
  });
}

// 28,481 jobs and 2,013,209,080 processor-seconds: brief, section 3.4 ("strong filter"); its row without
// processors and its 8 rows without a run are already left out, its 475 overruns already cut.
TEST(PublicLogs, KthAsTheGoldensHaveIt) {
  SKIP_WITHOUT("goldens/kth/KTH-SP2.swf.gz");
  const auto trace = read_shared(read_swf, {.file = "goldens/kth/KTH-SP2.swf.gz"});
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->report().rows, 28'481U);
  EXPECT_EQ(trace->report().kept, 28'481U);
  EXPECT_EQ(trace->report().dropped, Counts{});
  EXPECT_EQ(trace->report().repaired, Counts{});
  EXPECT_EQ(trace->first_submit(), Duration{0});
  EXPECT_EQ(trace->zero_date(), CivilTime{std::chrono::seconds{843480031}});

  const std::vector<Job> jobs = jobs_of(*trace);
  EXPECT_EQ(jobs.size(), 28'481U);
  EXPECT_EQ(area(jobs), 2'013'209'080);
  EXPECT_EQ(jobs[1].submit, kStart + std::chrono::seconds{327952});
  EXPECT_EQ(jobs[1].run, std::chrono::seconds{9382});
  EXPECT_EQ(jobs[1].walltime, std::chrono::seconds{14400});
  EXPECT_EQ(jobs[1].accelerators, Accelerators::whole(80));
  EXPECT_EQ(jobs[1].label, 2U);
}

// The archive's cleaned log: 28,476 rows, of which 8 have no run and one other no processors;
// 475 ran beyond their request.
TEST(PublicLogs, KthAsTheArchiveHasIt) {
  SKIP_WITHOUT("traces/swf_kth_sp2/KTH-SP2-1996-2.1-cln.swf.gz");
  const auto trace = read_shared(read_swf, {.file = "traces/swf_kth_sp2/KTH-SP2-1996-2.1-cln.swf.gz"});
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->report().rows, 28'476U);
  EXPECT_EQ(trace->report().dropped, (Counts{{"no accelerators", 1}, {"run time not positive", 8}}));
  EXPECT_EQ(trace->report().repaired, (Counts{{"run longer than walltime: cut to it", 475}}));
}

TEST(PublicLogs, NasaHasNoRequests) {
  SKIP_WITHOUT("traces/swf_nasa_ipsc/NASA-iPSC-1993-3.1-cln.swf.gz");
  const auto trace = read_shared(read_swf, {.file = "traces/swf_nasa_ipsc/NASA-iPSC-1993-3.1-cln.swf.gz"});
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->report().rows, 18'239U);
  EXPECT_EQ(trace->report().dropped, (Counts{{"run time not positive", 173}}));
  EXPECT_EQ(trace->report().repaired, (Counts{{"no requested time: run time taken", 18'239 - 173}}));
  for (const Job& job : jobs_of(*trace)) ASSERT_EQ(job.run, job.walltime);
}

TEST(PublicLogs, Hpc2n) {
  SKIP_WITHOUT("traces/swf_hpc2n_alea/hpc2n.swf");
  const auto trace = read_shared(read_swf, {.file = "traces/swf_hpc2n_alea/hpc2n.swf"});
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->report().rows, 3'170U);
  EXPECT_EQ(trace->report().dropped, (Counts{{"run time not positive", 25}}));
  EXPECT_EQ(trace->report().repaired, (Counts{{"run longer than walltime: cut to it", 320}}));
}

// A capacity of half the machine drops the rows above it; `walltime: exact` leaves the runs as they are.
TEST(PublicLogs, KthWithOptions) {
  SKIP_WITHOUT("traces/swf_kth_sp2/KTH-SP2-1996-2.1-cln.swf.gz");
  const auto trace = read_shared(read_swf, {.file = "traces/swf_kth_sp2/KTH-SP2-1996-2.1-cln.swf.gz",
                                            .capacity = Accelerators::whole(50),
                                            .exact_walltime = true});
  ASSERT_TRUE(trace);
  std::size_t seen = 0;
  for (const Job& job : jobs_of(*trace)) {
    ASSERT_LE(job.accelerators, Accelerators::whole(50));
    ASSERT_EQ(job.run, job.walltime);
    ++seen;
  }
  EXPECT_EQ(seen, trace->report().kept);
  EXPECT_EQ(trace->report().dropped.at("larger than the capacity"), 28'476U - 9U - seen);
}

// 52,849 rows, far from in order: the README of the traces. `gpu_time` there is duration × num_gpus.
TEST(PublicLogs, Philly) {
  SKIP_WITHOUT("traces/philly/split/philly_before_2017-11-01.csv");
  const auto trace = read_shared(read_philly, {.file = "traces/philly/split/philly_before_2017-11-01.csv",
                                               .utc_offset = std::chrono::hours{8}});
  ASSERT_TRUE(trace);
  EXPECT_TRUE(trace->is_civil());
  EXPECT_EQ(trace->report().rows, 52'849U);
  const std::vector<Job> jobs = jobs_of(*trace, trace->first_submit());
  EXPECT_EQ(jobs.size(), trace->report().kept);
  EXPECT_EQ(jobs.front().submit, kStart);
}

TEST(PublicLogs, BatsimMediumLate) {
  SKIP_WITHOUT("goldens/batsim_medium_late/workload.json");
  const auto trace = read_shared(read_batsim, {.file = "goldens/batsim_medium_late/workload.json"});
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->report().kept, 801U);
  const std::vector<Job> jobs = jobs_of(*trace);
  ASSERT_EQ(jobs.size(), 801U);
  const auto source = trace->open({}, Duration{0});
  // The file's first job is its last submission.
  EXPECT_EQ(source->label_text(jobs.front().label), "0");
  EXPECT_EQ(source->label_text(jobs.back().label), "424242");
  EXPECT_EQ(jobs.back().submit, kStart + std::chrono::seconds{16'000});
  EXPECT_EQ(jobs.back().index, 0U);
  EXPECT_EQ(jobs[1].submit, kStart + Duration{4'709'164'021});  // 4.709164021244639 s
  EXPECT_EQ(jobs[0].run, Duration{88'510'000'000});
  EXPECT_EQ(jobs[0].walltime, std::chrono::seconds{149});
}

/// The logs in scenarios/traces, which are always here: what their README says of them.
TEST(ShippedLogs, Kth) {
  TraceOptions options;
  options.file = SUANWANG_SOURCE_DIR "/scenarios/traces/kth-sp2.swf.gz";
  Diagnostics diagnostics;
  const auto trace = read_swf(options, diagnostics);
  ASSERT_TRUE(trace) << diagnostics.text();
  EXPECT_EQ(trace->report().rows, 28'481U);
  EXPECT_EQ(trace->report().kept, 28'481U);
  EXPECT_EQ(trace->report().repaired, Counts{});
  EXPECT_EQ(area(jobs_of(*trace)), 2'013'209'080);
}

TEST(ShippedLogs, PhillySample) {
  TraceOptions options;
  options.file = SUANWANG_SOURCE_DIR "/scenarios/traces/philly-sample.csv";
  Diagnostics diagnostics;
  const auto trace = read_philly(options, diagnostics);
  ASSERT_TRUE(trace) << diagnostics.text();
  EXPECT_EQ(trace->report().kept, 2'000U);
  EXPECT_EQ(trace->first_submit(), std::chrono::seconds{1'507'507'316});  // 2017-10-09T00:01:56Z
  const std::vector<Job> jobs = jobs_of(*trace);
  EXPECT_EQ(area(jobs) / 3600, 10'766);
  for (std::size_t i = 0; i < jobs.size(); ++i) ASSERT_EQ(jobs[i].index, i);  // it is in order
}

}  // namespace
}  // namespace suanwang
