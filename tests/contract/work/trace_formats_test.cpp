/// What every reader of `trace_formats()` must do; a new one is covered by being listed (and by giving an
/// example below).
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/check.hpp"

#include "support/logs.hpp"
#include "support/trace_examples.hpp"

namespace suanwang {
namespace {

using test::gzipped;
using test::LogFile;

class EveryTraceFormat : public ::testing::TestWithParam<TraceFormat> {
 protected:
  [[nodiscard]] std::shared_ptr<const Trace> read(const std::string& file, Diagnostics& diagnostics) const {
    TraceOptions options;
    options.file = file;
    options.capacity = Accelerators::whole(64);
    return GetParam().read(options, diagnostics);
  }

  [[nodiscard]] std::shared_ptr<const Trace> read_example(const LogFile& log) const {
    Diagnostics diagnostics;
    std::shared_ptr<const Trace> trace = read(log.path(), diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    return trace;
  }

  [[nodiscard]] std::string example() const { return test::trace_example(GetParam().name); }

  void expect_one_error(const std::string& file) const {
    Diagnostics diagnostics;
    EXPECT_EQ(read(file, diagnostics), nullptr);
    EXPECT_GE(diagnostics.errors(), 1U);
    EXPECT_LE(diagnostics.errors(), 21U);
    EXPECT_TRUE(diagnostics.text().starts_with(file + ":")) << diagnostics.text();
  }
};

void expect_equal(const Job& a, const Job& b) {
  EXPECT_EQ(a.index, b.index);
  EXPECT_EQ(a.label, b.label);
  EXPECT_EQ(a.submit, b.submit);
  EXPECT_EQ(a.accelerators, b.accelerators);
  EXPECT_EQ(a.run, b.run);
  EXPECT_EQ(a.walltime, b.walltime);
}

TEST_P(EveryTraceFormat, HasANameAndASummary) {
  EXPECT_FALSE(GetParam().name.empty());
  EXPECT_FALSE(GetParam().summary.empty());
}

TEST_P(EveryTraceFormat, GivesJobsInOrderWithPositiveFields) {
  const LogFile log{example()};
  const auto trace = read_example(log);
  const std::vector<Job> jobs = test::jobs_of(*trace, trace->first_submit());
  ASSERT_GE(jobs.size(), 5U);
  EXPECT_EQ(jobs.front().submit, kStart);
  std::vector<bool> seen(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (i > 0) {
      EXPECT_TRUE(jobs[i - 1].submit < jobs[i].submit ||
                  (jobs[i - 1].submit == jobs[i].submit && jobs[i - 1].index < jobs[i].index));
    }
    EXPECT_GE(jobs[i].accelerators, Accelerators::whole(1));
    EXPECT_LE(jobs[i].accelerators, Accelerators::whole(64));
    EXPECT_GE(jobs[i].run, Duration{1});
    EXPECT_GE(jobs[i].walltime, Duration{1});
    ASSERT_LT(jobs[i].index, jobs.size());
    EXPECT_FALSE(seen[jobs[i].index]);
    seen[jobs[i].index] = true;
  }
}

TEST_P(EveryTraceFormat, AccountsForEveryRow) {
  const LogFile log{example()};
  const ReadReport report = read_example(log)->report();
  std::uint64_t dropped = 0;
  for (const auto& [reason, count] : report.dropped) {
    EXPECT_FALSE(reason.empty());
    EXPECT_GT(count, 0U);
    dropped += count;
  }
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(report.rows, report.kept + dropped);
}

TEST_P(EveryTraceFormat, GivesTheSameJobsEachTime) {
  const LogFile log{example()};
  const auto trace = read_example(log);
  const std::vector<Job> reference = test::jobs_of(*trace, trace->first_submit());
  EXPECT_EQ(reference.size(), trace->report().kept);
  std::vector<std::vector<Job>> copies(4);
  std::vector<std::thread> threads;
  for (std::vector<Job>& copy : copies) {
    threads.emplace_back([&trace, &copy] { copy = test::jobs_of(*trace, trace->first_submit()); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<Job>& copy : copies) {
    ASSERT_EQ(copy.size(), reference.size());
    for (std::size_t i = 0; i < copy.size(); ++i) expect_equal(copy[i], reference[i]);
  }
}

TEST_P(EveryTraceFormat, ShiftsTimesByItsZero) {
  const LogFile log{example()};
  const auto trace = read_example(log);
  const Duration first = trace->first_submit();
  const std::vector<Job> reference = test::jobs_of(*trace, first);
  const std::vector<Job> earlier = test::jobs_of(*trace, first - std::chrono::seconds{100});
  ASSERT_EQ(earlier.size(), reference.size());
  for (std::size_t i = 0; i < reference.size(); ++i) {
    EXPECT_EQ(earlier[i].submit, reference[i].submit + std::chrono::seconds{100});
  }
  // From the third job on: what comes before is left out, and places in the file stay.
  const Duration third = first + (reference[2].submit - kStart);
  const std::vector<Job> rest = test::jobs_of(*trace, third);
  const auto inside_from = [&](Duration zero) { return trace->window(zero, Duration::max()).inside; };
  EXPECT_EQ(inside_from(third), rest.size());
  ASSERT_LT(rest.size(), reference.size());
  for (std::size_t i = 0; i < rest.size(); ++i) {
    EXPECT_EQ(rest[i].index, reference[reference.size() - rest.size() + i].index);
  }
  EXPECT_EQ(inside_from(first + std::chrono::hours{500'000}), 0U);
  EXPECT_EQ(inside_from(Duration::max()), 0U);
  // A window ends before its last instant.
  const Trace::Window two = trace->window(first, third - first);
  EXPECT_EQ(two.before, 0U);
  EXPECT_EQ(two.inside, reference.size() - rest.size());
  EXPECT_EQ(two.after, rest.size());
  EXPECT_EQ(trace->last_submit() - first, reference.back().submit - kStart);
  EXPECT_EQ(trace->window(first, trace->last_submit() - first + Duration{1}).after, 0U);
  EXPECT_EQ(test::jobs_of(*trace, Duration::min()).size(), reference.size());
}

TEST_P(EveryTraceFormat, ReadsCompressedAndWindowsFiles) {
  const LogFile log{example()};
  const auto plain = read_example(log);
  const std::vector<Job> reference = test::jobs_of(*plain, plain->first_submit());
  std::string windows;
  for (const char c : example()) windows += c == '\n' ? std::string{"\r\n"} : std::string(1, c);
  std::string unfinished = example();
  while (unfinished.ends_with('\n')) unfinished.pop_back();
  for (const std::string& form : {gzipped(example()), windows, unfinished}) {
    const LogFile other{form, "other"};
    const auto trace = read_example(other);
    const std::vector<Job> jobs = test::jobs_of(*trace, trace->first_submit());
    ASSERT_EQ(jobs.size(), reference.size());
    for (std::size_t i = 0; i < jobs.size(); ++i) expect_equal(jobs[i], reference[i]);
  }
}

TEST_P(EveryTraceFormat, AnswersWhatIsNoLogWithErrors) {
  expect_one_error("/no/such/file");
  expect_one_error(::testing::TempDir());
  expect_one_error("/dev/null");
  std::string garbage;
  std::uint32_t state = 1;
  for (int i = 0; i < 100'000; ++i) {
    state = state * 1664525 + 1013904223;
    garbage += static_cast<char>(state >> 24);
  }
  const std::string whole = gzipped(example());
  for (const std::string& text :
       {std::string{}, std::string{"\n\n"}, std::string(1000, '\0'), garbage, std::string{"\x1f\x8b\x08", 3},
        whole.substr(0, whole.size() / 2), std::string(1'200'000, '1'), std::string(300'000, '\n') + "x",
        std::string(400'000, '{'), std::string(400'000, '[')}) {
    const LogFile log{text};
    expect_one_error(log.path());
  }
}

TEST_P(EveryTraceFormat, NeverReplaysAnotherFileThanItChecked) {
  const LogFile log{example()};
  const auto trace = read_example(log);
  const std::size_t kept = trace->report().kept;
  log.write("something else entirely\n");
  try {
    EXPECT_EQ(test::jobs_of(*trace, trace->first_submit()).size(), kept);  // held in memory
  } catch (const SimulationError& error) {
    EXPECT_NE(std::string{error.what()}.find("has changed"), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryTraceFormat, ::testing::ValuesIn(trace_formats()),
                         [](const auto& param) { return std::string{param.param.name}; });

}  // namespace
}  // namespace suanwang
