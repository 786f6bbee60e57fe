#include "suanwang/work/generator.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "suanwang/base/hash.hpp"

namespace suanwang {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// One class of one accelerator and one hour; 100 jobs an hour.
Generator plain() {
  Generator generator;
  generator.entity = hash_of("plain");
  generator.arrivals.per_second = 100.0 / 3600;
  generator.classes = {{ClassId{3}, 1, Distribution::constant(1), Distribution::constant(3600)}};
  generator.until = kStart + hours{1000};
  return generator;
}

std::vector<Job> jobs_of(const Generator& generator, std::uint64_t seed = 1, std::uint32_t replication = 0) {
  std::vector<Job> jobs;
  for (const auto source = generate(generator, seed, replication); const auto job = source->next();) {
    jobs.push_back(*job);
  }
  return jobs;
}

std::vector<Time> submissions(const std::vector<Job>& jobs) {
  std::vector<Time> times;
  for (const Job& job : jobs) times.push_back(job.submit);
  return times;
}

TEST(Generator, FillsEveryFieldOfAJob) {
  Generator generator = plain();
  generator.defaults = {.stream = StreamId{5},
                        .job_class = ClassId{9},
                        .tenant = TenantId{2},
                        .home = CentreId{4},
                        .priority = 7};
  generator.classes[0].accelerators = Distribution::constant(7.6);
  generator.priority = Distribution::constant(2.5);
  generator.arrivals.kind = Arrivals::Kind::Every;
  generator.arrivals.every = minutes{10};
  generator.count = 3;
  const std::vector<Job> jobs = jobs_of(generator);
  ASSERT_EQ(jobs.size(), 3U);
  const Job& job = jobs[2];
  EXPECT_EQ(job.stream, StreamId{5});
  EXPECT_EQ(job.job_class, ClassId{3});  // of the class, not of the defaults
  EXPECT_EQ(job.index, 2U);
  EXPECT_EQ(job.label, 2U);
  EXPECT_EQ(job.submit, kStart + minutes{20});
  EXPECT_EQ(job.accelerators, Accelerators::whole(8));
  EXPECT_EQ(job.run, hours{1});
  EXPECT_EQ(job.walltime, hours{1});
  EXPECT_EQ(job.priority, 3);
  EXPECT_EQ(job.tenant, TenantId{2});
  EXPECT_EQ(job.home, CentreId{4});
}

TEST(Generator, RegularArrivalsEndBeforeUntil) {
  Generator generator = plain();
  generator.arrivals.kind = Arrivals::Kind::Every;
  generator.arrivals.every = minutes{10};
  generator.until = kStart + hours{1};
  EXPECT_EQ(jobs_of(generator).size(), 6U);  // 0, 10, …, 50 min; 60 min is the end
  EXPECT_EQ(expected_arrivals(generator.arrivals, generator.until), 6);
  generator.until += Duration{1};
  EXPECT_EQ(jobs_of(generator).size(), 7U);
  EXPECT_EQ(expected_arrivals(generator.arrivals, generator.until), 7);
  EXPECT_EQ(expected_arrivals(generator.arrivals, kStart), 0);
}

TEST(Generator, IntervalsAddUpFromTimeZero) {
  Generator generator = plain();
  generator.arrivals.kind = Arrivals::Kind::Intervals;
  generator.arrivals.interval = Distribution::constant(0.25);
  generator.count = 3;
  EXPECT_EQ(submissions(jobs_of(generator)),
            (std::vector<Time>{kStart + Duration{250'000'000}, kStart + Duration{500'000'000},
                               kStart + Duration{750'000'000}}));
}

TEST(Generator, SmallAndNegativeDrawsAreRaisedToTheLeastJob) {
  Generator generator = plain();
  generator.classes[0].accelerators = Distribution::constant(-3);
  generator.classes[0].duration = Distribution::constant(0);
  generator.walltime = {WalltimeRule::Kind::Given, Distribution::constant(0)};
  generator.count = 1;
  const Job job = jobs_of(generator).at(0);
  EXPECT_EQ(job.accelerators, Accelerators::whole(1));
  EXPECT_EQ(job.run, Duration{1});
  EXPECT_EQ(job.walltime, Duration{1});
}

TEST(Generator, WalltimeRules) {
  Generator generator = plain();
  generator.count = 1;
  generator.walltime = {WalltimeRule::Kind::Factor, Distribution::constant(3)};
  EXPECT_EQ(jobs_of(generator)[0].walltime, hours{3});
  generator.walltime = {WalltimeRule::Kind::Factor, Distribution::constant(0.5)};
  EXPECT_EQ(jobs_of(generator)[0].walltime, minutes{30});  // it will be killed
  generator.walltime = {WalltimeRule::Kind::Given, Distribution::constant(90)};
  EXPECT_EQ(jobs_of(generator)[0].walltime, seconds{90});
}

// 2^53 ns are 104 days: beyond, a product in doubles no longer gives the same nanosecond.
TEST(Generator, AFactorOfOneIsExactForLongJobs) {
  Generator generator = plain();
  generator.count = 200;
  generator.classes[0].duration = Distribution::uniform(1e7, 1e9);
  generator.walltime = {WalltimeRule::Kind::Factor, Distribution::constant(1)};
  for (const Job& job : jobs_of(generator)) ASSERT_EQ(job.walltime, job.run);
}

TEST(Generator, CountEndsAStreamWithoutEnd) {
  Generator generator = plain();
  generator.until = kNever;
  generator.count = 1000;
  EXPECT_EQ(jobs_of(generator).size(), 1000U);
}

// A rate that growth has brought to nothing gives no more jobs; the stream ends instead of searching for
// ever.
TEST(Generator, ARateThatDiesOutEndsTheStream) {
  Generator generator = plain();
  generator.arrivals.growth = {{kStart, 1.0}, {kStart + hours{10}, 0.0}};
  generator.until = kNever;
  generator.count = 1'000'000;
  const std::vector<Job> jobs = jobs_of(generator);
  EXPECT_GT(jobs.size(), 300U);  // 500 expected
  EXPECT_LT(jobs.size(), 700U);
  EXPECT_LT(jobs.back().submit, kStart + hours{10});
}

TEST(Generator, ArrivalsDoNotDependOnTheClasses) {
  Generator generator = plain();
  const std::vector<Time> before = submissions(jobs_of(generator));
  generator.classes.push_back({ClassId{4}, 3, Distribution::lognormal(8, 1), Distribution::exponential(60)});
  generator.walltime = {WalltimeRule::Kind::Factor, Distribution::uniform(1, 2)};
  generator.priority = Distribution::uniform(0, 10);
  EXPECT_EQ(submissions(jobs_of(generator)), before);
}

TEST(Generator, JobsOfAClassDoNotDependOnTheOthers) {
  Generator generator = plain();
  generator.classes[0].duration = Distribution::exponential(60);
  const std::vector<Job> alone = jobs_of(generator);
  generator.classes.push_back({ClassId{4}, 1, Distribution::constant(2), Distribution::constant(1)});
  const std::vector<Job> mixed = jobs_of(generator);
  ASSERT_EQ(mixed.size(), alone.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < alone.size(); ++i) {
    if (mixed[i].job_class != ClassId{3}) continue;
    ASSERT_EQ(mixed[i].run, alone[i].run);
    ++kept;
  }
  EXPECT_GT(kept, alone.size() / 3);
}

// Every draw of a job depends on seed, replication and stream; of ten draws of each kind, some must differ.
TEST(Generator, EveryDrawDependsOnSeedReplicationAndStream) {
  Generator generator = plain();
  generator.count = 10;
  const Distribution wide = Distribution::uniform(1, 1e6);
  generator.classes = {{ClassId{0}, 1, wide, wide}, {ClassId{1}, 1, wide, wide}};
  generator.walltime = {WalltimeRule::Kind::Given, wide};
  generator.priority = wide;
  Generator other = generator;
  other.entity = hash_of("other");
  const std::vector<Job> reference = jobs_of(generator, 1, 0);
  for (const std::vector<Job>& jobs :
       {jobs_of(generator, 2, 0), jobs_of(generator, 1, 1), jobs_of(other, 1, 0)}) {
    const auto differ = [&](auto field) {
      for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (field(jobs[i]) != field(reference[i])) return true;
      }
      return false;
    };
    EXPECT_TRUE(differ([](const Job& job) { return job.submit; }));
    EXPECT_TRUE(differ([](const Job& job) { return job.job_class; }));
    EXPECT_TRUE(differ([](const Job& job) { return job.accelerators; }));
    EXPECT_TRUE(differ([](const Job& job) { return job.run; }));
    EXPECT_TRUE(differ([](const Job& job) { return job.walltime; }));
    EXPECT_TRUE(differ([](const Job& job) { return job.priority; }));
  }
  // And not on each other: the same distribution gives other values in each place.
  for (const Job& job : reference) {
    EXPECT_NE(std::llround(in_seconds(job.run)), job.accelerators.count());
    EXPECT_NE(std::llround(in_seconds(job.walltime)), std::llround(in_seconds(job.run)));
    EXPECT_NE(job.priority, job.accelerators.count());
  }
  EXPECT_EQ(submissions(jobs_of(generator, 1, 0)), submissions(reference));
}

TEST(Generator, ClassesOfWeightZeroAreNeverDrawn) {
  Generator generator = plain();
  generator.classes[0].weight = 0;
  generator.classes.push_back({ClassId{4}, 2, Distribution::constant(2), Distribution::constant(1)});
  generator.classes.push_back({ClassId{5}, 0, Distribution::constant(2), Distribution::constant(1)});
  generator.count = 1000;
  for (const Job& job : jobs_of(generator)) ASSERT_EQ(job.job_class, ClassId{4});
}

// Worked by hand: growth from 1 to 3 over the first 10 h, then 3; 6 jobs an hour at first.
// In 10 h: 10 × 2 × 6 = 120; in 20 h: 120 + 10 × 3 × 6 = 300; in the first 5 h (1 to 2): 5 × 1.5 × 6 = 45.
TEST(ExpectedArrivals, IntegratesLinearGrowth) {
  Arrivals arrivals;
  arrivals.per_second = 6.0 / 3600;
  arrivals.growth = {{kStart, 1.0}, {kStart + hours{10}, 3.0}};
  EXPECT_NEAR(expected_arrivals(arrivals, kStart + hours{5}), 45, 1e-9);
  EXPECT_NEAR(expected_arrivals(arrivals, kStart + hours{10}), 120, 1e-9);
  EXPECT_NEAR(expected_arrivals(arrivals, kStart + hours{20}), 300, 1e-9);
  // A corner before time 0 and one within a second.
  arrivals.growth = {{kStart - hours{10}, 0.0}, {kStart + Duration{500'000'000}, 2.0}};
  EXPECT_NEAR(expected_arrivals(arrivals, kStart + hours{1}), 12, 1e-3);
}

// Hours of weights 1 (0-11 h) and 3 (12-23 h), mean 2, are factors 0.5 and 1.5; weekdays 0 on Saturday and
// Sunday, 1 otherwise, mean 5/7, are 0 and 1.4. Time 0 is Friday 18:00. At 10 jobs an hour:
// 6 h × 1.5 × 1.4 × 10 = 126 until midnight, nothing for two days, then 12 h × 0.5 × 1.4 × 10 = 84 by noon.
TEST(ExpectedArrivals, FollowsHoursAndWeekdays) {
  Arrivals arrivals;
  arrivals.per_second = 10.0 / 3600;
  arrivals.hours.assign(12, 1);
  arrivals.hours.insert(arrivals.hours.end(), 12, 3);
  arrivals.weekdays = {1, 1, 1, 1, 1, 0, 0};
  arrivals.week_second_at_start = 4 * 86'400 + 18 * 3600;
  EXPECT_NEAR(expected_arrivals(arrivals, kStart + hours{6}), 126, 1e-9);
  EXPECT_NEAR(expected_arrivals(arrivals, kStart + hours{54}), 126, 1e-9);
  EXPECT_NEAR(expected_arrivals(arrivals, kStart + hours{66}), 210, 1e-9);
  // From Monday 11:40, 20 minutes are left of the slow hours: 1/3 h × 0.5 × 1.4 × 10.
  Arrivals noon = arrivals;
  noon.week_second_at_start = 11 * 3600 + 40 * 60;
  EXPECT_NEAR(expected_arrivals(noon, kStart + std::chrono::minutes{20}), 7.0 / 3, 1e-9);
  EXPECT_NEAR(expected_arrivals(noon, kStart + std::chrono::minutes{80}), 7.0 / 3 + 21, 1e-9);
  // A whole week has the base rate, wherever it begins, also in the middle of an hour.
  arrivals.week_second_at_start += 1234;
  EXPECT_NEAR(expected_arrivals(arrivals, kStart + hours{168}), 1680, 1e-6);
}

TEST(ExpectedArrivals, OfIntervalsIsTheLengthOverTheMean) {
  Arrivals arrivals;
  arrivals.kind = Arrivals::Kind::Intervals;
  arrivals.interval = Distribution::exponential(30);
  EXPECT_DOUBLE_EQ(expected_arrivals(arrivals, kStart + hours{1}), 120);
}

}  // namespace
}  // namespace suanwang
