// Orders against others of which they are special cases, and against schedules worked by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/logs.hpp"
#include "support/random_worlds.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::at;
using test::job;
using test::one_pool;
using test::simulate;
using ::testing::ElementsAre;

PolicySettings by(const std::string& order, const std::string& backfill = "none") {
  PolicySettings policy;
  policy.order = order;
  policy.backfill.rule = backfill;
  return policy;
}
PolicySettings formula(const std::string& text, const std::string& backfill = "none") {
  PolicySettings policy = by("expr", backfill);
  policy.ordering.expression = text;
  return policy;
}

/// Jobs at random instants, many at the same ones, of random sizes and lengths.
test::Instance crowd(test::Rng& rng) {
  std::vector<Job> jobs;
  for (int i = 0; i < 120; ++i) {
    const std::int64_t run = rng.integer(1, 40);
    Job one = job(rng.integer(0, 200), run, rng.integer(1, 8), run + rng.integer(0, 20));
    one.priority = static_cast<std::int32_t>(rng.integer(-2, 2));
    jobs.push_back(one);
  }
  return std::move(one_pool(8).jobs(std::move(jobs)));
}

TEST(Orders, FormulasAreTheOrdersThatTheySpell) {
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"walltime", "sjf"},       {"-walltime", "ljf"},     {"submit", "fifo"}, {"accelerators", "smallest"},
      {"-priority", "priority"}, {"deadline", "deadline"}, {"-wait", "fifo"},  {"walltime + 0 * now", "sjf"}};
  test::for_seeds(20, [&](test::Rng& rng) {
    const test::Instance instance = crowd(rng);
    for (const char* backfill : {"none", "easy", "conservative", "depth"}) {
      for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
        for (const auto& [text, name] : pairs) {
          // Reservations are made anew where ranks change, and kept where they do not.
          if (text == "walltime + 0 * now" && std::string{backfill} == "conservative") continue;
          PolicySettings spelled = formula(text, backfill);
          PolicySettings named = by(name, backfill);
          spelled.decide = named.decide = decide;
          EXPECT_EQ(simulate(instance, spelled).fingerprint, simulate(instance, named).fingerprint)
              << text << ", " << backfill;
        }
      }
    }
  });
}

// One accelerator. At 10 s, a (submitted at 0, 30 s) and b (at 8, 10 s) wait: b's 10/(1+2) is less than a's
// 30/(1+10). At 20 s, c (at 19, 8 s) has 8/(1+1), a by now 30/(1+20): age wins.
TEST(Orders, AFormulaMayChangeWithTheWait) {
  const test::Instance instance =
      std::move(one_pool(1).jobs({job(0, 10, 1), job(0, 30, 1), job(8, 10, 1), job(19, 8, 1)}));
  EXPECT_THAT(simulate(instance, formula("walltime / (1 + wait)")).starts(), ElementsAre(0, 10, 40, 50));
  EXPECT_THAT(simulate(instance, formula("walltime / (1 + 0.01 * wait)")).starts(),
              ElementsAre(0, 28, 10, 20));
}

TEST(Orders, ANumberThatIsNoneEndsTheRun) {
  const test::Instance instance = std::move(one_pool(1).jobs({job(0, 10, 1), job(0, 30, 1)}));
  EXPECT_THROW((void)simulate(instance, formula("1 / (submit - submit)")), SimulationError);
  EXPECT_THROW((void)simulate(instance, formula("0 * log10(0 * walltime)")), SimulationError);
}

/// Jobs of 10 s on one accelerator: those of tenant 0 come first, all at time 0.
test::Instance two_tenants(double second_share) {
  std::vector<Job> jobs;
  for (std::size_t tenant : {0U, 1U}) {
    for (int i = 0; i < 6; ++i) {
      jobs.push_back(job(0, 10, 1));
      jobs.back().tenant = TenantId{tenant};
    }
  }
  test::Instance instance = std::move(one_pool(1).jobs(std::move(jobs)));
  instance.more = [second_share](WorldPlan& plan) { plan.tenants = {{.share = 1}, {.share = second_share}}; };
  return instance;
}

/// Whose jobs start first, second, ...
std::string turns(const test::Instance& instance, const PolicySettings& policy) {
  std::map<double, char> turn;
  const auto rows = simulate(instance, policy).rows();
  for (const JobRow& row : rows) turn[in_seconds(row.start)] = static_cast<char>('a' + row.tenant->index());
  std::string result;
  for (const auto& [start, tenant] : turn) result += tenant;
  return result;
}

TEST(Orders, FairSharesTakeTurns) {
  PolicySettings fair = by("fair-share");
  fair.ordering.half_life = std::chrono::days{3650};
  EXPECT_EQ(turns(two_tenants(1), fair), "abababababab");
  // With twice the share b may use twice as much: after a and b have 1 each, b has 2 more for each of a's.
  EXPECT_EQ(turns(two_tenants(2), fair), "abbabbabbaaa");
  EXPECT_EQ(turns(two_tenants(1), by("fifo")), "aaaaaabbbbbb");
}

// A share never changes, so neither does a rank by it: it is read when the job is submitted. All are there
// before the first pass.
TEST(Orders, AFormulaMayReadSharesAlone) {
  EXPECT_EQ(turns(two_tenants(2), formula("-share")), "bbbbbbaaaaaa");
  EXPECT_EQ(turns(two_tenants(0.5), formula("-share")), "aaaaaabbbbbb");
}

// What was used long ago hardly counts: b has used nothing, but a's use has decayed by the time that counts.
TEST(Orders, UseIsForgotten) {
  std::vector<Job> jobs{job(0, 1000, 1), job(1000, 10, 1), job(1000, 10, 1)};
  jobs[0].tenant = jobs[2].tenant = TenantId{0};
  jobs[1].tenant = TenantId{1};
  jobs.push_back(job(100'000, 10, 1));
  jobs.back().tenant = TenantId{1};
  jobs.push_back(job(100'000, 10, 1));
  jobs.back().tenant = TenantId{0};
  test::Instance instance = std::move(one_pool(1).jobs(std::move(jobs)));
  instance.more = [](WorldPlan& plan) { plan.tenants = {{}, {}}; };
  PolicySettings fair = by("fair-share");
  fair.ordering.half_life = std::chrono::days{3650};
  EXPECT_EQ(simulate(instance, fair).starts(), (std::vector<double>{0, 1000, 1010, 100'000, 100'010}));
  fair.ordering.half_life =
      std::chrono::seconds{2};  // a's 1,000 s are 3 s by now; b's 10 s later ones weigh more
  EXPECT_EQ(simulate(instance, fair).starts()[4], 100'010);
}

TEST(Orders, MultifactorWeighsAgeAndPriority) {
  std::vector<Job> jobs{job(0, 10, 1), job(1, 10, 1), job(9, 10, 1), job(9, 10, 1)};
  jobs[2].priority = 1;
  const test::Instance instance = std::move(one_pool(1).jobs(std::move(jobs)));
  PolicySettings policy = by("multifactor");
  policy.ordering.fair_share = 0;
  policy.ordering.max_age = std::chrono::seconds{100};
  policy.ordering.age = 5;  // 8 s more of a wait are worth 0.4: less than a priority of 1
  EXPECT_THAT(simulate(instance, policy).starts(), ElementsAre(0, 20, 10, 30));
  policy.ordering.age = 50;
  EXPECT_THAT(simulate(instance, policy).starts(), ElementsAre(0, 10, 20, 30));
}

}  // namespace
}  // namespace suanwang
