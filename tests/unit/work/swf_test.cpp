/// Standard Workload Format: the rules for each row, and the messages for rows that are none.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suanwang/base/check.hpp"

#include "support/logs.hpp"

namespace suanwang {
namespace {

using std::chrono::seconds;
using test::complaints;
using test::gzipped;
using test::jobs_of;
using test::LogFile;
using Counts = std::map<std::string, std::uint64_t>;

/// A row from the six columns that count.
std::string row(const std::string& job, const std::string& submit, const std::string& run,
                const std::string& allocated, const std::string& requested, const std::string& time) {
  return job + " " + submit + " -1 " + run + " " + allocated + " -1 -1 " + requested + " " + time +
         " -1 1 1 1 -1 -1 -1 -1 -1\n";
}

std::shared_ptr<const Trace> read(const LogFile& log, TraceOptions options = {}) {
  options.file = log.path();
  Diagnostics diagnostics;
  std::shared_ptr<const Trace> trace = read_swf(options, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return trace;
}

TEST(Swf, RequestedProcessorsElseAllocated) {
  const LogFile log{row("1", "0", "10", "4", "8", "60") + row("2", "1", "10", "4", "-1", "60") +
                    row("3", "2", "10", "4", "0", "60")};
  const auto jobs = jobs_of(*read(log));
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(jobs[0].accelerators, Accelerators::whole(8));
  EXPECT_EQ(jobs[1].accelerators, Accelerators::whole(4));
  EXPECT_EQ(jobs[2].accelerators, Accelerators::whole(4));
}

TEST(Swf, DropsEachRowForOneReason) {
  const LogFile log{row("1", "0", "10", "-1", "-1", "60") + row("2", "0", "10", "101", "-1", "60") +
                    row("3", "0", "0", "1", "1", "60") + row("4", "-5", "10", "1", "1", "60") +
                    row("5", "-5", "-1", "0", "0", "60") + row("6", "7", "10", "1", "1", "60")};
  const auto trace = read(log, {.capacity = Accelerators::whole(100)});
  EXPECT_EQ(trace->report().rows, 6U);
  EXPECT_EQ(trace->report().kept, 1U);
  EXPECT_EQ(trace->report().dropped, (Counts{{"no accelerators", 2},
                                             {"larger than the capacity", 1},
                                             {"run time not positive", 1},
                                             {"submitted before time 0 of the log", 1}}));
  EXPECT_EQ(trace->first_submit(), seconds{7});
}

TEST(Swf, CutsTheRunToTheRequestAndTakesTheRunForNone) {
  const LogFile log{row("1", "0", "100", "1", "1", "60") + row("2", "1", "100", "1", "1", "-1") +
                    row("3", "2", "100", "1", "1", "100")};
  const auto trace = read(log);
  EXPECT_EQ(trace->report().repaired,
            (Counts{{"run longer than walltime: cut to it", 1}, {"no requested time: run time taken", 1}}));
  const auto jobs = jobs_of(*trace);
  EXPECT_EQ(jobs[0].run, seconds{60});
  EXPECT_EQ(jobs[0].walltime, seconds{60});
  EXPECT_EQ(jobs[1].walltime, seconds{100});
}

// The published rows for perfect estimates run on the log after its overruns have been cut.
TEST(Swf, ExactWalltimeIsTheRunAfterTheCut) {
  const LogFile log{row("1", "0", "100", "1", "1", "60") + row("2", "1", "30", "1", "1", "60") +
                    row("3", "1", "30", "1", "1", "-1")};
  const auto trace = read(log, {.exact_walltime = true});
  const auto jobs = jobs_of(*trace);
  EXPECT_EQ(jobs[0].run, seconds{60});
  EXPECT_EQ(jobs[0].walltime, seconds{60});
  EXPECT_EQ(jobs[1].walltime, seconds{30});
  EXPECT_EQ(trace->report().repaired, (Counts{{"run longer than walltime: cut to it", 1}}));
}

TEST(Swf, HeaderGivesTheCapacityUnlessTheCallerDoes) {
  const std::string rows = row("1", "0", "10", "8", "8", "60") + row("2", "1", "10", "4", "4", "60");
  const auto kept = [&](const std::string& header, TraceOptions options = {}) {
    const LogFile log{header + rows};
    return read(log, options)->report().kept;
  };
  EXPECT_EQ(kept(""), 2U);
  EXPECT_EQ(kept("; MaxProcs: 4\n"), 1U);
  EXPECT_EQ(kept(";MaxProcs:4\n"), 1U);
  EXPECT_EQ(kept("; MaxNodes: 4\n"), 1U);
  EXPECT_EQ(kept("; MaxNodes: 4\n; MaxProcs: 8\n"), 2U);  // nodes of two processors
  EXPECT_EQ(kept("; MaxProcs: -1\n; MaxNodes: many\n"), 2U);
  EXPECT_EQ(kept("; MaxProcs: 4\n", {.capacity = Accelerators::whole(8)}), 2U);
  EXPECT_EQ(kept("; Note: MaxProcs: 4\n"), 2U);
}

TEST(Swf, FormsThatOccurInTheWild) {
  const std::string plain =
      row("1", "0", "10", "8", "8", "60") + row("-2", "1.25", "12.5", "4.0", "4", "1e2");
  std::string windows = "\xEF\xBB\xBF; comment\r\n\r\n";
  for (const char c : plain) windows += c == '\n' ? "\r\n" : c == ' ' ? "\t " : std::string(1, c);
  const std::string unfinished = "   " + plain.substr(0, plain.size() - 1);
  const std::string wide =
      row("1", "0", "10", "8", "8", "60 ").insert(0, " ") + plain.substr(plain.find('\n') + 1, plain.size());
  std::string extra = plain;
  extra.insert(extra.find('\n'), " 19 twenty");
  for (const std::string& text : {plain, windows, unfinished, wide, extra, gzipped(plain)}) {
    const LogFile log{text};
    const auto trace = read(log);
    const auto jobs = jobs_of(*trace);
    ASSERT_EQ(jobs.size(), 2U);
    EXPECT_EQ(jobs[1].submit, kStart + Duration{1'250'000'000});
    EXPECT_EQ(jobs[1].run, Duration{12'500'000'000});
    EXPECT_EQ(jobs[1].walltime, seconds{100});
    EXPECT_EQ(jobs[1].accelerators, Accelerators::whole(4));
    EXPECT_EQ(trace->open({}, Duration{0})->label_text(jobs[1].label), "-2");
  }
}

TEST(Swf, ComplainsWithLineAndColumn) {
  const std::string good = row("1", "0", "10", "8", "8", "60");
  const LogFile log{"; header\n" + good + "2 5 abc 10 1 -1 -1 1 60 -1 1 1 1 -1 -1 -1 -1 -1\n" + "3 5 7\n" +
                    good + row("4", "0", "1e308", "8", "8", "60") + row("5", "0", "10", "8", "8.5", "60") +
                    row("6", "-1e11", "10", "8", "8", "60") +
                    row("99999999999999999999", "1", "10", "8", "8", "60") +
                    row("7", "1", "10", "8", "2000000000", "60") + row("8", "1", "10", "1e12", "1", "60") +
                    std::string("\0\0\n", 3)};
  EXPECT_EQ(complaints(read_swf, log),
            "log:3:5: error: column 3 (wait time): expected a number, got 'abc'\n"
            "log:4:1: error: a row of the Standard Workload Format has 18 columns, this one has 3\n"
            "log:6:8: error: column 4 (run time): '1e308' is out of range\n"
            "log:7:19: error: column 8 (requested processors): expected a whole number, got '8.5'\n"
            "log:8:3: error: column 2 (submit time): '-1e11' is out of range\n"
            "log:9:1: error: column 1 (job number): '99999999999999999999' is out of range\n"
            "log:10:19: error: column 8 (requested processors): '2000000000' is out of range\n"
            "log:11:11: error: column 5 (allocated processors): '1e12' is out of range\n"
            "log:12:1: error: column 1 (job number): expected a number, got '?\?'\n");
}

TEST(Swf, ShowsTwentyProblemsAndCountsTheRest) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "x\n";
  const LogFile log{text};
  const std::string said = complaints(read_swf, log);
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 21);
  EXPECT_TRUE(said.ends_with("log:21: error: 980 more errors in this log\n"))
      << said.substr(said.size() - 200);
}

TEST(Swf, SaysWhyNoJobIsLeft) {
  EXPECT_EQ(complaints(read_swf, LogFile{""}), "log: error: no job in it\n");
  EXPECT_EQ(complaints(read_swf, LogFile{"; only a header\n"}), "log: error: no job in it\n");
  EXPECT_EQ(
      complaints(read_swf, LogFile{row("1", "0", "0", "1", "1", "1") + row("2", "0", "9", "8", "1", "1")},
                 {.capacity = Accelerators::whole(0)}),
      "log: error: no job in it: all 2 rows are dropped (larger than the capacity: 2)\n");
}

TEST(Swf, SaysThatTheFileIsCutShort) {
  std::string rows;
  for (int i = 0; i < 5000; ++i) rows += row(std::to_string(i), std::to_string(i * i), "10", "8", "8", "60");
  const std::string whole = gzipped(rows);
  const LogFile log{whole.substr(0, whole.size() / 2), "log.swf.gz"};
  EXPECT_THAT(complaints(read_swf, log),
              ::testing::MatchesRegex(
                  "log:[0-9]+: error: cannot read the log: the compressed data ends too early: the "
                  "file has been cut short\n"));
}

TEST(Swf, LongCommentsAreCommentsAndLongRowsAreErrors) {
  const std::string good = row("1", "0", "10", "8", "8", "60");
  const LogFile log{";" + std::string(5'000'000, 'c') + "\n" + good};
  EXPECT_EQ(read(log)->report().kept, 1U);
  log.write(good + std::string(5'000'000, '1') + "\n" + good);
  EXPECT_EQ(complaints(read_swf, log), "log:2:1: error: a line of more than 1048576 bytes\n");
  log.write(good + row("1", std::string(400, '9'), "10", "8", "8", "60"));
  EXPECT_EQ(complaints(read_swf, log),
            "log:2:3: error: column 2 (submit time): '" + std::string(40, '9') + "…' is out of range\n");
}

// Rows out of order are put in order; equal submissions keep the order of the file, and `index` is the place
// there among the kept rows.
TEST(Swf, PutsRowsInOrder) {
  const LogFile log{row("1", "50", "10", "1", "1", "60") + row("2", "10", "10", "1", "1", "60") +
                    row("3", "10", "0", "1", "1", "60") + row("4", "50", "10", "1", "1", "60") +
                    row("5", "10", "10", "1", "1", "60") + row("6", "0", "10", "1", "1", "60")};
  const auto trace = read(log);
  std::vector<std::uint64_t> labels;
  std::vector<std::uint64_t> places;
  for (const Job& job : jobs_of(*trace)) {
    labels.push_back(job.label);
    places.push_back(job.index);
  }
  EXPECT_EQ(labels, (std::vector<std::uint64_t>{6, 2, 5, 1, 4}));
  EXPECT_EQ(places, (std::vector<std::uint64_t>{4, 1, 3, 0, 2}));
  EXPECT_EQ(trace->first_submit(), seconds{0});
}

// Two halves, the later one first: farther out of order than the window reaches, so the log is held.
TEST(Swf, PutsRowsInOrderOverAnyDistance) {
  std::string text;
  constexpr int kHalf = 70'000;
  for (int i = 0; i < 2 * kHalf; ++i)
    text += row(std::to_string(i), std::to_string((i + kHalf) % (2 * kHalf)), "1", "1", "1", "1");
  const LogFile log{gzipped(text)};
  const auto trace = read(log);
  log.remove();  // it is in memory
  std::int64_t expected = 0;
  for (const Job& job : jobs_of(*trace)) {
    ASSERT_EQ(job.submit, kStart + seconds{expected});
    ASSERT_EQ(job.label, (expected + kHalf) % (2 * kHalf));
    ++expected;
  }
  EXPECT_EQ(expected, 2 * kHalf);
}

TEST(Swf, NoticesThatTheFileHasChanged) {
  const std::string one = row("1", "0", "10", "8", "8", "60");
  const std::string two = row("2", "5", "10", "8", "8", "60");
  const LogFile log{one + two};
  const auto trace = read(log);
  log.write(one + row("2", "5", "11", "8", "8", "60"));
  EXPECT_THROW(jobs_of(*trace), SimulationError);
  log.write(one);
  EXPECT_THROW(jobs_of(*trace), SimulationError);
  log.write(one + "2 5\n");
  try {
    jobs_of(*trace);
    FAIL();
  } catch (const SimulationError& error) {
    EXPECT_THAT(error.what(),
                ::testing::EndsWith("log.txt:2: the log has changed since it was checked: a row of the "
                                    "Standard Workload Format has 18 columns, this one has 2"));
  }
  log.remove();
  EXPECT_THROW((void)trace->open({}, Duration{0}), SimulationError);
}

TEST(Swf, TimeZeroLeavesEarlierJobsOut) {
  const LogFile log{row("1", "0", "10", "8", "8", "60") + row("2", "5", "10", "8", "8", "60") +
                    row("3", "9", "10", "8", "8", "60")};
  const auto trace = read(log);
  const auto jobs = jobs_of(*trace, seconds{5});
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0].submit, kStart);
  EXPECT_EQ(jobs[0].index, 1U);
  EXPECT_EQ(jobs[1].submit, kStart + seconds{4});
  const auto inside_from = [&](Duration zero) { return trace->window(zero, Duration::max()).inside; };
  EXPECT_EQ(inside_from(seconds{5}), 2U);
  EXPECT_EQ(inside_from(seconds{0}), 3U);
  EXPECT_EQ(inside_from(seconds{10}), 0U);
  EXPECT_EQ(jobs_of(*trace, seconds{-100})[0].submit, kStart + seconds{100});
}

TEST(Swf, DefaultsReachEveryJob) {
  const LogFile log{row("1", "0", "10", "8", "8", "60")};
  const auto source = read(log)->open({.stream = StreamId{1},
                                       .job_class = ClassId{2},
                                       .tenant = TenantId{3},
                                       .home = CentreId{4},
                                       .priority = 5},
                                      Duration{0});
  const auto job = source->next();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->stream, StreamId{1});
  EXPECT_EQ(job->job_class, ClassId{2});
  EXPECT_EQ(job->tenant, TenantId{3});
  EXPECT_EQ(job->home, CentreId{4});
  EXPECT_EQ(job->priority, 5);
}

}  // namespace
}  // namespace suanwang
