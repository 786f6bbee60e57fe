/// What a scenario may say of quotas, and each way to get them wrong, at its line.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::problems_of;
using test::problems_with;
using test::spec_with;
using ::testing::HasSubstr;
using ::testing::Not;

/// Two tenants with jobs; what they have is up to the test, from line 4 on.
std::string tenants(const std::string& first, const std::string& second, const std::string& policy = "fifo") {
  return "tenants:\n  t: {" + first + "}\n  u: {" + second +
         "}\nworkload:\n  w: {jobs: {one: {tenant: t, submit: 0 s, accelerators: 2, duration: 1 h}, "
         "two: {tenant: u, submit: 0 s, accelerators: 2, duration: 1 h}}}\npolicies: {p: {order: " +
         policy + "}}\n";
}

TEST(QuotaSpec, ANumberCountsEverywhere) {
  const Spec spec = spec_with(tenants("quota: 4", ""));
  ASSERT_EQ(spec.tenants[0].quotas.size(), 1U);
  EXPECT_EQ(spec.tenants[0].quotas[0].region, "");
  EXPECT_EQ(spec.tenants[0].quotas[0].nominal, 4);
  EXPECT_FALSE(spec.tenants[0].quotas[0].borrow);
  EXPECT_TRUE(spec.tenants[1].quotas.empty());
}

TEST(QuotaSpec, LimitsStandBesideTheNumber) {
  const Spec spec = spec_with(tenants("cohort: c, quota: {anywhere: {nominal: 4, borrow: 2, lend: 1}}",
                                      "cohort: c, quota: {anywhere: 3}"));
  const QuotaSpec& quota = spec.tenants[0].quotas.at(0);
  EXPECT_EQ(quota.nominal, 4);
  EXPECT_EQ(quota.borrow, 2);
  EXPECT_EQ(quota.lend, 1);
  EXPECT_EQ(spec.tenants[1].cohort, "c");
}

TEST(QuotaSpec, ProblemsStandAtTheirLine) {
  EXPECT_THAT(problems_with(tenants("quota: -1", "")),
              HasSubstr("s.yaml:5:14: error: tenants.t.quota: expected"));
  EXPECT_THAT(
      problems_with(tenants("quota: 9", "")),
      HasSubstr("s.yaml:5:7: error: tenants.t.quota.anywhere: 9 accelerators, and the network will ever "
                "have 8 that take jobs"));
  EXPECT_THAT(
      problems_with(tenants("quota: {anywhere: {nominal: 4, borrow: 2}}", "")),
      HasSubstr("s.yaml:5:15: error: tenants.t.quota.anywhere: 'borrow' needs a 'cohort': without one a "
                "tenant neither borrows nor lends"));
  EXPECT_THAT(
      problems_with(tenants("cohort: c, quota: {anywhere: {nominal: 4, lend: 5}}", "cohort: c, quota: 1")),
      HasSubstr("tenants.t.quota.anywhere.lend: expected no more than 'nominal'"));
  EXPECT_THAT(
      problems_with(tenants("cohort: c", "cohort: c, quota: 1")),
      HasSubstr("tenants.t.cohort: a cohort lends quotas, and this tenant has none: give it a 'quota'"));
  EXPECT_THAT(
      problems_with(tenants("cohort: research, quota: 4", "cohort: reserch, quota: 4")),
      HasSubstr("tenants.t.cohort: no other tenant is of cohort 'research'; did you mean 'reserch'?"));
  EXPECT_THAT(
      problems_with(tenants("quota: 1", "")),
      HasSubstr("warning: workload.w.jobs.one: is rejected: it needs 2 accelerators, and its tenant may "
                "hold 1 at most, with all that it may borrow"));
  EXPECT_THAT(problems_with(tenants("cohort: c, quota: 1", "cohort: c, quota: 4")),
              Not(HasSubstr("is rejected")));
}

TEST(QuotaSpec, NothingIsReclaimedWhereNothingIsLent) {
  const std::string policy = "fifo, preemption: {reclaim: any}";
  EXPECT_THAT(
      problems_with(tenants("quota: 4", "quota: 4", policy)),
      HasSubstr("error: policies.p.preemption.reclaim: no two tenants of a cohort have a quota for the "
                "same region: nothing would ever be reclaimed"));
  EXPECT_EQ(problems_with(tenants("cohort: c, quota: 4", "cohort: c, quota: 4", policy)), "");
  EXPECT_THAT(problems_with(tenants("cohort: c, quota: 4", "cohort: c, quota: 4",
                                    "fifo, preemption: {reclaim: never}")),
              HasSubstr("nothing would ever be stopped"));
}

constexpr std::string_view kTwoCities =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "defaults: {pools: {accelerator: card, source: s}}\n"
    "centres:\n"
    "  a: {at: [0, 0], region: gd.sz, pools: {p: {cards: 8}}}\n"
    "  b: {at: [0, 1], region: gd.sg, pools: {p: {cards: 8}}}\n"
    "links: {l: {between: [a, b], bandwidth: unlimited, latency: 1 ms, source: s}}\n"
    "workload: {w: {jobs: {one: {tenant: t, centre: a, submit: 0 s, accelerators: 2, duration: 1 h}}}}\n";

TEST(QuotaSpec, RegionsAreThoseOfCentres) {
  const auto problems = [](const std::string& quota, const std::string& dispatch) {
    return problems_of(std::string{kTwoCities} + "policies: {p: {order: fifo, dispatch: " + dispatch +
                       "}}\ntenants: {t: {quota: {" + quota + "}}}\n");
  };
  EXPECT_EQ(problems("gd: 16, gd.sz: 8, anywhere: 16", "national"), "");
  EXPECT_EQ(problems("gd: 16", "any"), "");
  EXPECT_THAT(
      problems("gd.sx: 8", "national"),
      HasSubstr("s.yaml:10:23: error: tenants.t.quota.gd.sx: no centre lies in region 'gd.sx'; did you "
                "mean 'gd.s"));
  EXPECT_THAT(problems("gd.sz: 9", "national"),
              HasSubstr("9 accelerators, and region 'gd.sz' will ever have 8 that take jobs"));
  EXPECT_THAT(
      problems("gd.sz: 8", "any"),
      HasSubstr("error: tenants.t.quota.gd.sz: policy 'p' has 'dispatch: any', for which all centres are "
                "one queue, and this quota is of some of them"));
}

TEST(QuotaSpec, ATenantThatOthersBelongToHasNone) {
  EXPECT_THAT(problems_with(tenants("quota: 4", "") + "\n"), Not(HasSubstr("error")));
  EXPECT_THAT(
      problems_of(std::string{test::kSmallest} +
                  "tenants: {t: {parent: top}, top: {quota: 4}}\n"
                  "workload: {w: {jobs: {one: {tenant: t, submit: 0 s, accelerators: 2, duration: 1 h}}}}\n"
                  "policies: {p: {order: fifo}}\n"),
      HasSubstr("tenants.top.quota.anywhere: tenants belong to it, and it has no jobs of its own"));
}

}  // namespace
}  // namespace suanwang
