/// Samples and their summaries: nearest ranks against sorting, and files against memory.
#include "suanwang/measure/samples.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using std::chrono::seconds;
using test::Rng;

// max(1, turnaround / max(run, 10 s)).
TEST(BoundedSlowdown, ByHand) {
  EXPECT_EQ((JobSample{seconds{30}, seconds{10}}.bounded_slowdown()), 4);    // 40 / 10
  EXPECT_EQ((JobSample{seconds{30}, seconds{20}}.bounded_slowdown()), 2.5);  // 50 / 20
  EXPECT_EQ((JobSample{seconds{30}, seconds{2}}.bounded_slowdown()), 3.2);   // 32 / 10
  EXPECT_EQ((JobSample{seconds{3}, seconds{2}}.bounded_slowdown()), 1);      // 5 / 10, at least 1
  EXPECT_EQ((JobSample{seconds{0}, seconds{100}}.bounded_slowdown()), 1);
}

// Four jobs: waits 0, 10, 20, 90; runs 10, 10, 20, 10. Turnarounds 10, 20, 40, 100; slowdowns 1, 2, 2, 10.
// The p-th percentile of 4 is the ceil(4p)-th smallest: the 2nd for p50, the 4th for p95 and p99.
TEST(Summary, ByHand) {
  Samples samples{Samples::Keep::Memory};
  samples.add({seconds{90}, seconds{10}});
  samples.add({seconds{0}, seconds{10}});
  samples.add({seconds{20}, seconds{20}});
  samples.add({seconds{10}, seconds{10}});
  const JobSummary summary = summarise({&samples});
  EXPECT_EQ(summary.jobs, 4U);
  EXPECT_EQ(summary.wait.mean, 30);
  EXPECT_EQ(summary.wait.p50, 10);
  EXPECT_EQ(summary.wait.p95, 90);
  EXPECT_EQ(summary.wait.p99, 90);
  EXPECT_EQ(summary.wait.max, 90);
  EXPECT_EQ(summary.turnaround.mean, 42.5);
  EXPECT_EQ(summary.turnaround.p50, 20);
  EXPECT_EQ(summary.turnaround.max, 100);
  EXPECT_EQ(summary.bounded_slowdown.mean, 3.75);
  EXPECT_EQ(summary.bounded_slowdown.p50, 2);
  EXPECT_EQ(summary.bounded_slowdown.max, 10);
}

TEST(Summary, OfNothingIsZero) {
  const Samples samples{Samples::Keep::Memory};
  const JobSummary summary = summarise({&samples, &samples});
  EXPECT_EQ(summary.jobs, 0U);
  EXPECT_EQ(summary.wait.max, 0);
  EXPECT_EQ(summary.bounded_slowdown.mean, 0);
  EXPECT_EQ(summarise({}).jobs, 0U);
}

TEST(Summary, OfOneIsThatOne) {
  Samples samples{Samples::Keep::File};
  samples.add({Duration{7}, Duration{1}});
  const JobSummary summary = summarise({&samples});
  EXPECT_EQ(summary.wait.p50, 7e-9);
  EXPECT_EQ(summary.wait.p99, 7e-9);
  EXPECT_EQ(summary.turnaround.max, 8e-9);
  EXPECT_EQ(summary.bounded_slowdown.p95, 1);
}

double nearest_rank(std::vector<double> values, std::size_t percent) {
  std::sort(values.begin(), values.end());
  return values[(values.size() * percent + 99) / 100 - 1];
}

void expect_summary(const Summary& found, const std::vector<double>& values) {
  EXPECT_EQ(found.p50, nearest_rank(values, 50));
  EXPECT_EQ(found.p95, nearest_rank(values, 95));
  EXPECT_EQ(found.p99, nearest_rank(values, 99));
  EXPECT_EQ(found.max, *std::max_element(values.begin(), values.end()));
  long double sum = 0;
  for (const double value : values) sum += value;
  const double mean = static_cast<double>(sum / static_cast<long double>(values.size()));
  EXPECT_NEAR(found.mean, mean, std::abs(mean) * 1e-13);
}

// Several runs, kept in memory and in files, of sizes around the chunks (4096); waits from 0 to years.
TEST(Summary, IsThatOfSorting) {
  test::for_seeds(24, [](Rng& rng) {
    std::vector<Samples> memory;
    std::vector<Samples> file;
    std::vector<double> waits;
    std::vector<double> slowdowns;
    std::vector<double> turnarounds;
    for (std::int64_t runs = rng.integer(1, 3); runs > 0; --runs) {
      memory.emplace_back(Samples::Keep::Memory);
      file.emplace_back(Samples::Keep::File);
      const std::int64_t n = rng.pick(std::vector<std::int64_t>{0, 1, 99, 100, 101, 4095, 4096, 4097, 9000});
      for (std::int64_t i = 0; i < n; ++i) {
        const double longest = std::exp(rng.uniform(0, 39));  // up to 2.7 years in ns
        const JobSample sample{
            Duration{rng.chance(0.3) ? 0 : rng.integer(0, static_cast<std::int64_t>(longest))},
            Duration{rng.integer(1, 1 + static_cast<std::int64_t>(longest))}};
        memory.back().add(sample);
        file.back().add(sample);
        waits.push_back(in_seconds(sample.wait));
        slowdowns.push_back(sample.bounded_slowdown());
        turnarounds.push_back(in_seconds(sample.turnaround()));
      }
    }
    if (waits.empty()) return;
    const auto pointers = [](const std::vector<Samples>& all) {
      std::vector<const Samples*> found;
      for (const Samples& samples : all) found.push_back(&samples);
      return found;
    };
    const JobSummary of_memory = summarise(pointers(memory));
    const JobSummary of_files = summarise(pointers(file));
    EXPECT_EQ(of_memory.jobs, waits.size());
    expect_summary(of_memory.wait, waits);
    expect_summary(of_memory.bounded_slowdown, slowdowns);
    expect_summary(of_memory.turnaround, turnarounds);
    for (const auto member : {&JobSummary::wait, &JobSummary::bounded_slowdown, &JobSummary::turnaround}) {
      const Summary& a = of_memory.*member;
      const Summary& b = of_files.*member;
      EXPECT_EQ(a.mean, b.mean);
      EXPECT_EQ(a.p50, b.p50);
      EXPECT_EQ(a.p95, b.p95);
      EXPECT_EQ(a.p99, b.p99);
      EXPECT_EQ(a.max, b.max);
    }
  });
}

// Reading in the middle does not disturb writing.
TEST(Samples, AFileCanBeReadAndWrittenInTurn) {
  Samples samples{Samples::Keep::File};
  std::int64_t next = 0;
  for (const int n : {1, 4095, 4096, 5000, 3}) {
    for (int i = 0; i < n; ++i) samples.add({Duration{next++}, Duration{1}});
    std::int64_t expected = 0;
    samples.for_each([&](const JobSample& sample) { ASSERT_EQ(sample.wait, Duration{expected++}); });
    ASSERT_EQ(expected, next);
  }
  const Samples moved = std::move(samples);
  EXPECT_EQ(moved.size(), static_cast<std::uint64_t>(next));
  std::int64_t seen = 0;
  moved.for_each([&](const JobSample& /*sample*/) { ++seen; });
  EXPECT_EQ(seen, next);
}

}  // namespace
}  // namespace suanwang
