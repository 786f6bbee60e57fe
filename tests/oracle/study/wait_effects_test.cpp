// What a change does to waits, worked by hand.
#include "suanwang/study/wait_effects.hpp"

#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

/// A job at `a` that needs 12.5 TB which lie at `b`: over 100 Gbps they take 1,000 s, and it waits so long.
/// `c` is on no way of theirs.
std::string scenario_with(const std::string& bandwidth, const std::string& more = "") {
  return "suanwang: 1\nend: 10 days\n"
         "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
         "defaults: {pools: {accelerator: card, cards: 8, source: s}, links: {latency: 0 s, source: s}}\n"
         "centres: {a: {pools: {p: {}}}, b: {pools: {p: {}}}, c: {pools: {p: {}}}}\n"
         "links:\n"
         "  a-b: {between: [a, b], bandwidth: " +
         bandwidth +
         "}\n"
         "  a-c: {between: [a, c], bandwidth: 100 Gbps}\n"
         "  a-c-2: {between: [a, c], bandwidth: unlimited}\n"
         "datasets: {d: {size: 12.5 TB, at: [b], source: s}}\n"
         "tenants: {t: {home: a, source: s}}\n"
         "workload: {w: {source: s, jobs: {one: {tenant: t, accelerators: 8, duration: 1 h, submit: 0 s, "
         "data: [d]}}}}\n"
         "policies: {home: {order: fifo, dispatch: home}, back: {order: fifo, dispatch: home, backfill: "
         "none}}\n" +
         more;
}

struct Prepared {
  Spec spec;
  Inputs inputs;
  [[nodiscard]] PreparedSpec get() const { return {&spec, &inputs}; }
};

Prepared prepared(const std::string& text) {
  Prepared result{test::spec_of(text), {}};
  Diagnostics diagnostics;
  auto inputs = prepare(result.spec, diagnostics);
  EXPECT_TRUE(inputs) << diagnostics.text();
  if (inputs) result.inputs = *std::move(inputs);
  return result;
}

// 100 Gbps more make 500 s of 1,000; the line to c carries nothing, and an unlimited one has no more to give.
TEST(WaitEffects, ALinkThatIsTheBottleneckAndOneThatIsNot) {
  const Prepared base = prepared(scenario_with("100 Gbps"));
  const LinkEffects found = link_effects(base.get(), 1, {2});
  EXPECT_EQ(base.spec.policies[found.policy].id, "home");
  EXPECT_EQ(found.runs, 3);
  EXPECT_TRUE(found.left_out.empty());
  ASSERT_EQ(found.links.size(), 2);
  const LinkWaitChange& bottleneck = found.links.front();
  EXPECT_EQ(base.spec.links[bottleneck.link].id, "a-b");
  EXPECT_NEAR(bottleneck.change.before_s, 1000, 1e-6);
  EXPECT_NEAR(bottleneck.change.after_s, 500, 1e-6);
  EXPECT_NEAR(bottleneck.change.change_s, -500, 1e-6);
  EXPECT_FALSE(bottleneck.change.interval);  // of one replication
  EXPECT_FALSE(bottleneck.change.none);
  EXPECT_EQ(base.spec.links[found.links.back().link].id, "a-c");
  EXPECT_TRUE(found.links.back().change.none);
  EXPECT_EQ(found.links.back().change.change_s, 0);
}

TEST(WaitEffects, PoliciesBeforeAndAfter) {
  const Prepared before = prepared(scenario_with("100 Gbps", "replications: 3\n"));
  const Prepared after = prepared(scenario_with("400 Gbps", "replications: 3\n"));
  const WaitEffects found = wait_effects(before.get(), after.get(), {}, {2});
  EXPECT_EQ(found.replications, 3);
  EXPECT_EQ(found.runs, 12);
  ASSERT_EQ(found.policies.size(), 2);
  for (const PolicyWaitChange& each : found.policies) {
    EXPECT_NEAR(each.change.before_s, 1000, 1e-6);
    EXPECT_NEAR(each.change.change_s, -750, 1e-6);
    ASSERT_TRUE(each.change.interval);
    EXPECT_NEAR(each.change.interval->high - each.change.interval->low, 0, 1e-6);
    EXPECT_EQ(each.change.finished_before, 3);
    EXPECT_EQ(each.change.finished_after, 3);
  }
  const WaitEffects one = wait_effects(before.get(), after.get(), {"back"}, {1});
  ASSERT_EQ(one.policies.size(), 1);
  EXPECT_EQ(before.spec.policies[one.policies.front().policy].id, "back");
  EXPECT_TRUE(wait_effects(before.get(), before.get(), {"back"}, {1}).policies.front().change.none);
}

// Student's interval of paired differences: replications draw sizes of their own, and both runs see the same.
TEST(WaitEffects, ReplicationsArePaired) {
  const auto with_draws = [](const std::string& bandwidth) {
    std::string text = scenario_with(bandwidth, "replications: 8\nseed: 5\n");
    const std::string jobs =
        "jobs: {one: {tenant: t, accelerators: 8, duration: 1 h, submit: 0 s, data: [d]}}";
    return text.replace(text.find(jobs), jobs.size(),
                        "generate: {tenant: t, arrivals: {poisson: 30 per day}, accelerators: 8, duration: "
                        "{exponential: {mean: 30 min}}, data: [d]}");
  };
  const Prepared slow = prepared(with_draws("100 Gbps"));
  const Prepared fast = prepared(with_draws("200 Gbps"));
  const WaitChange change = wait_effects(slow.get(), fast.get(), {"home"}, {2}).policies.front().change;
  EXPECT_LT(change.change_s, 0);
  ASSERT_TRUE(change.interval);
  EXPECT_LT(change.interval->low, change.change_s);
  EXPECT_GT(change.interval->high, change.change_s);
  // Of the waits themselves, hours apart between replications, the difference is known to minutes.
  EXPECT_LT(change.interval->high - change.interval->low, 600);
}

}  // namespace
}  // namespace suanwang
