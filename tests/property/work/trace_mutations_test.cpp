/// Readers on damaged logs: whatever the bytes, they answer with a trace that keeps its promises or with
/// errors, and never with a crash.
#include <string>

#include <gtest/gtest.h>

#include "support/logs.hpp"
#include "support/seeds.hpp"
#include "support/trace_examples.hpp"

namespace suanwang {
namespace {

using test::LogFile;
using test::Rng;

/// Changes that break formats: bytes overwritten, removed, doubled, swapped in from a list of nasty texts.
std::string mutated(std::string text, Rng& rng) {
  static const std::vector<std::string> nasty{"-",
                                              "1e308",
                                              "1e-308",
                                              "99999999999999999999",
                                              "-9223372036854775808",
                                              "0x1p3",
                                              "nan",
                                              "inf",
                                              "\"",
                                              ",",
                                              "\n",
                                              "\r",
                                              "\t",
                                              ";",
                                              "{",
                                              "}",
                                              "[",
                                              "]",
                                              ":",
                                              "null",
                                              "\\u0000",
                                              std::string(1, '\0'),
                                              "\xff\xfe",
                                              ".",
                                              "e",
                                              " ",
                                              "-1",
                                              "0",
                                              "4611686018",
                                              "9223372036.854775807",
                                              std::string(400, '7'),
                                              "\"jobs\": [",
                                              "2399-12-31 23:59:59"};
  for (std::int64_t changes = rng.integer(1, 8); changes > 0 && !text.empty(); --changes) {
    const std::size_t at = rng.index(text.size());
    const std::size_t length =
        std::min<std::size_t>(text.size() - at, static_cast<std::size_t>(rng.integer(1, 12)));
    switch (rng.integer(0, 5)) {
      case 0:
        text[at] = static_cast<char>(rng.integer(0, 255));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(rng.index(text.size()), length));
        break;
      case 3:
        text.insert(at, rng.pick(nasty));
        break;
      case 4:
        text.replace(at, length, rng.pick(nasty));
        break;
      default:
        text.resize(at);
        break;
    }
  }
  return text;
}

class DamagedLogs : public ::testing::TestWithParam<TraceFormat> {};

void expect_sound(const TraceFormat& format, const std::string& text) {
  const LogFile log{text};
  TraceOptions options;
  options.file = log.path();
  options.capacity = Accelerators::whole(64);
  Diagnostics diagnostics;
  const auto trace = format.read(options, diagnostics);
  ASSERT_EQ(trace == nullptr, diagnostics.has_errors());
  ASSERT_LE(diagnostics.errors(), 21U);
  if (!trace) return;
  Time last = kStart;
  std::uint64_t count = 0;
  for (const auto source = trace->open({}, trace->first_submit()); const auto job = source->next(); ++count) {
    ASSERT_GE(job->submit, last);
    ASSERT_GE(job->accelerators, Accelerators::whole(1));
    ASSERT_LE(job->accelerators, Accelerators::whole(64));
    ASSERT_GE(job->run, Duration{1});
    ASSERT_GE(job->walltime, Duration{1});
    ASSERT_FALSE(source->label_text(job->label).empty());
    last = job->submit;
  }
  ASSERT_EQ(count, trace->report().kept);
}

TEST_P(DamagedLogs, GiveSoundJobsOrErrors) {
  const std::string example = test::trace_example(GetParam().name);
  test::for_seeds(600, [&](Rng& rng) { expect_sound(GetParam(), mutated(example, rng)); });
}

TEST_P(DamagedLogs, CompressedOnesToo) {
  const std::string packed = test::gzipped(test::trace_example(GetParam().name));
  test::for_seeds(300, [&](Rng& rng) { expect_sound(GetParam(), mutated(packed, rng)); });
}

INSTANTIATE_TEST_SUITE_P(Catalogue, DamagedLogs, ::testing::ValuesIn(trace_formats()),
                         [](const auto& param) { return std::string{param.param.name}; });

/// Rows shuffled within a window or wholly come out as a stable sort puts them.
TEST(ShuffledLogs, ComeOutInOrder) {
  test::for_seeds(40, [](Rng& rng) {
    const auto rows = static_cast<std::size_t>(rng.integer(1, 300));
    const auto reach = rng.integer(1, rng.chance(0.5) ? 5 : 300);
    std::vector<std::int64_t> submits;
    for (std::size_t i = 0; i < rows; ++i) {
      submits.push_back(std::max<std::int64_t>(0, static_cast<std::int64_t>(i) - rng.integer(0, reach)));
    }
    std::string text;
    std::vector<std::pair<std::int64_t, std::uint64_t>> expected;
    for (std::size_t i = 0; i < rows; ++i) {
      text += std::to_string(i) + " " + std::to_string(submits[i]) + " 0 5 1 0 0 1 5 0 1 1 1 1 1 1 1 1\n";
      expected.emplace_back(submits[i], i);
    }
    std::stable_sort(expected.begin(), expected.end());
    const LogFile log{text};
    TraceOptions options;
    options.file = log.path();
    Diagnostics diagnostics;
    const auto trace = read_swf(options, diagnostics);
    ASSERT_TRUE(trace);
    std::vector<std::pair<std::int64_t, std::uint64_t>> got;
    for (const Job& job : test::jobs_of(*trace)) {
      got.emplace_back((job.submit - kStart) / std::chrono::seconds{1}, job.index);
    }
    EXPECT_EQ(got, expected);
  });
}

}  // namespace
}  // namespace suanwang
