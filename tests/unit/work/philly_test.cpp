/// Philly's CSV logs.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/logs.hpp"

namespace suanwang {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using test::complaints;
using test::jobs_of;
using test::LogFile;
using Counts = std::map<std::string, std::uint64_t>;

const std::string kHeader = "timestamp,duration,num_gpus,gpu_time,cluster\n";

std::shared_ptr<const Trace> read(const LogFile& log, TraceOptions options = {}) {
  options.file = log.path();
  Diagnostics diagnostics;
  std::shared_ptr<const Trace> trace = read_philly(options, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return trace;
}

TEST(Philly, ReadsCivilTimesAtTheOffsetAndPutsRowsInOrder) {
  const LogFile log{kHeader + "2017-10-09 07:01:55,66.0,1,66.0,11cb48\n" +
                    "2017-10-09 06:13:03,2951.5,8,2951.0,6214e9\n\n"};
  const auto trace = read(log, {.utc_offset = hours{8}});
  EXPECT_TRUE(trace->is_civil());
  // 2017-10-08T22:13:03Z
  EXPECT_EQ(trace->first_submit(), seconds{1'507'500'783});
  const auto jobs = jobs_of(*trace, trace->first_submit());
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0].submit, kStart);
  EXPECT_EQ(jobs[0].run, Duration{2'951'500'000'000});
  EXPECT_EQ(jobs[0].walltime, jobs[0].run);
  EXPECT_EQ(jobs[0].accelerators, Accelerators::whole(8));
  EXPECT_EQ(jobs[0].label, 2U);  // second data row
  EXPECT_EQ(jobs[0].index, 1U);
  EXPECT_EQ(jobs[1].submit, kStart + seconds{48 * 60 + 52});
  EXPECT_EQ(trace->report().repaired, Counts{});
}

TEST(Philly, GoesByTheNamesOfTheColumns) {
  const LogFile log{
      "\xEF\xBB\xBF\"num_gpus\", user ,timestamp,duration\r\n4,\"a, b\",\"2017-10-09 07:01:55\",\"60\"\r\n"};
  const auto jobs = jobs_of(*read(log));
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].accelerators, Accelerators::whole(4));
  EXPECT_EQ(jobs[0].run, seconds{60});
}

TEST(Philly, DropsAndCounts) {
  const LogFile log{
      kHeader + "2017-10-09 07:01:55,0,1,0,a\n2017-10-09 07:01:55,-3,1,0,a\n" +
      "2017-10-09 07:01:55,5,0,0,a\n2017-10-09 07:01:55,5,9,0,a\n1969-01-01 00:00:00,5,8,0,a\n"};
  const auto trace = read(log, {.capacity = Accelerators::whole(8)});
  EXPECT_EQ(trace->report().rows, 5U);
  EXPECT_EQ(trace->report().kept, 1U);  // a date before 1970 is a date
  EXPECT_EQ(trace->report().dropped,
            (Counts{{"run time not positive", 2}, {"no accelerators", 1}, {"larger than the capacity", 1}}));
  EXPECT_EQ(trace->first_submit(), seconds{-31'536'000});
}

TEST(Philly, ComplainsWithLineAndColumn) {
  const LogFile log{kHeader + "2017-13-09 07:01:55,5,1,0,a\n" + "2017-10-09 07:01:55,long,1,0,a\n" +
                    "2017-10-09 07:01:55,5,1.5,0,a\n" + "2017-10-09 07:01:55,1e300,1,0,a\n" +
                    "2017-10-09,5\n" + "2017-10-09 07:01:55,\"5,1,0,a\n" +
                    "2017-10-09 07:01:55,5,99999999999,0,a\n" + "2399-10-09 07:01:55,5,1,0,a\n"};
  EXPECT_EQ(
      complaints(read_philly, log),
      "log:2:1: error: timestamp: expected a date like '2017-10-09 07:01:55', got '2017-13-09 07:01:55'\n"
      "log:3:21: error: duration: expected a number of seconds, got 'long'\n"
      "log:4:23: error: num_gpus: expected a whole number, got '1.5'\n"
      "log:5:21: error: duration: out of range, got '1e300'\n"
      "log:6:1: error: this row has 2 columns, the header 5\n"
      "log:7:1: error: a quote is not closed in this line\n"
      "log:8:23: error: num_gpus: out of range, got '99999999999'\n"
      "log:9:1: error: timestamp: out of range, got '2399-10-09 07:01:55'\n");
}

TEST(Philly, NeedsItsColumns) {
  EXPECT_EQ(
      complaints(read_philly, LogFile{"timestamp,run,num_gpus\n2017-10-09 07:01:55,5,1\n"}),
      "log:1:1: error: no column 'duration'; the first line must name timestamp, duration and num_gpus\n");
  EXPECT_EQ(complaints(read_philly, LogFile{"timestamp,duration,num_gpus,duration\n"}),
            "log:1:29: error: two columns 'duration'\n");
  EXPECT_EQ(complaints(read_philly, LogFile{""}), "log: error: no job in it, and no header line\n");
  EXPECT_EQ(complaints(read_philly, LogFile{kHeader}), "log: error: no job in it\n");
}

}  // namespace
}  // namespace suanwang
