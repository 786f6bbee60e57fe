// Why a job waited, worked by hand.
#include "suanwang/study/job_story.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using Kind = WhatIf::Kind;

constexpr double kHour = 3600;

/// A job under a policy of a scenario.
struct Told {
  Spec spec;
  JobStory story;

  [[nodiscard]] const WhatIf* find(Kind kind, const std::string& policy = "") const {
    const auto found = std::ranges::find_if(story.what_ifs, [&](const WhatIf& what) {
      return what.kind == kind && (policy.empty() || spec.policies[what.policy].id == policy);
    });
    return found == story.what_ifs.end() ? nullptr : &*found;
  }
  /// Of a what-if that there is [h].
  [[nodiscard]] double wait_if(Kind kind, const std::string& policy = "") const {
    const WhatIf* what = find(kind, policy);
    if (what != nullptr) return in_seconds(what->course.wait) / kHour;
    ADD_FAILURE() << "no such what-if";
    return 0;
  }
};

Told told(const std::string& text, const std::string& policy, const std::string& job) {
  Told result{test::spec_of(text), {}};
  Diagnostics diagnostics;
  const auto inputs = prepare(result.spec, diagnostics);
  EXPECT_TRUE(inputs) << diagnostics.text();
  const auto found = find_job(result.spec, *inputs, 0, job, "--job", diagnostics);
  EXPECT_TRUE(found) << diagnostics.text();
  const auto at = std::ranges::find(result.spec.policies, policy, &PolicySpec::id);
  const auto index = static_cast<std::size_t>(at - result.spec.policies.begin());
  if (inputs && found) result.story = tell_job(result.spec, *inputs, index, 0, *found, {2});
  return result;
}

/// `big` holds all eight accelerators for 10 h, `head` needs them all for another, and `small` comes last.
std::string queue_of_three() {
  return std::string{test::kSmallest} +
         "workload:\n"
         "  w: {source: s, jobs: {big: {accelerators: 8, duration: 10 h, submit: 0 s}, head: {accelerators: "
         "8, "
         "duration: 1 h, submit: 30 min}}}\n"
         "  v: {source: s, jobs: {small: {accelerators: 4, duration: 1 h, walltime: 3 h, submit: 1 h}}}\n"
         "policies: {fifo: {order: fifo}, easy: {order: fifo, backfill: easy}, first: {order: smallest}}\n";
}

TEST(JobStory, TellsWhoHeldWhatItNeeded) {
  const JobStory story = told(queue_of_three(), "fifo", "small").story;
  EXPECT_EQ(story.job.id, "v/small");
  ASSERT_TRUE(story.course.start && story.course.end);
  EXPECT_EQ(in_seconds(*story.course.start), 11 * kHour);
  EXPECT_EQ(in_seconds(*story.course.end), 12 * kHour);
  EXPECT_EQ(in_seconds(story.course.wait), 10 * kHour);
  ASSERT_EQ(story.course.steps.size(), 3);
  EXPECT_EQ(story.course.steps[0].kind, RecordKind::JobSubmitted);
  EXPECT_EQ(story.course.steps[1].kind, RecordKind::JobStarted);
  EXPECT_EQ(story.course.steps[2].kind, RecordKind::JobFinished);
  ASSERT_EQ(story.waits.size(), 1);  // all eight are held all the time
  EXPECT_EQ(story.waits[0].reason, WaitReason::Capacity);
  EXPECT_EQ(story.waits[0].to - story.waits[0].from, story.course.wait);
  EXPECT_EQ(story.online_s, 80 * kHour);
  ASSERT_EQ(story.holders.size(), 1);
  EXPECT_EQ(story.holders[0].jobs, 2);
  EXPECT_EQ(story.holders[0].accelerator_s, (8 * 9 + 8 * 1) * kHour);
  EXPECT_EQ(story.holders[0].passed, 0);  // both were submitted before it
}

// Strict order: with four more, `head` still starts at 10 h, and `small` beside it. Without `big`, `head`
// runs from 0.5 to 1.5 h.
TEST(JobStory, RunsAnewWhatCouldHaveBeen) {
  const Told all = told(queue_of_three(), "fifo", "v/small");
  EXPECT_EQ(all.find(Kind::MoreAccelerators)->accelerators, 4);
  EXPECT_EQ(all.wait_if(Kind::MoreAccelerators), 9);
  EXPECT_EQ(all.find(Kind::WithoutJob)->other.index, 0);
  EXPECT_EQ(all.wait_if(Kind::WithoutJob), 0.5);
  EXPECT_EQ(all.wait_if(Kind::WithoutStream), 0);
  EXPECT_EQ(all.wait_if(Kind::ExactWalltime), 10);
  EXPECT_EQ(all.wait_if(Kind::OtherPolicy, "easy"), 10);
  EXPECT_EQ(all.wait_if(Kind::OtherPolicy, "first"), 9);
  EXPECT_EQ(all.wait_if(Kind::HalfAsMany), 10);
  EXPECT_EQ(in_seconds(*all.find(Kind::HalfAsMany)->course.end), 13 * kHour);
  EXPECT_EQ(all.find(Kind::HighestPriority), nullptr);  // nobody would heed it
  EXPECT_EQ(all.find(Kind::DataThere), nullptr);
  EXPECT_EQ(all.story.what_ifs.front().kind, Kind::WithoutStream);
  EXPECT_TRUE(
      std::ranges::is_sorted(all.story.what_ifs, {}, [](const WhatIf& what) { return what.course.wait; }));
}

// `late` is submitted after `wide` and runs beside `long`, from 2 to 4 h.
TEST(JobStory, TellsWhoPassedIt) {
  const std::string text =
      std::string{test::kSmallest} +
      "workload:\n"
      "  w: {source: s, jobs: {long: {accelerators: 6, duration: 10 h, submit: 0 s}, wide: {accelerators: 8, "
      "duration: 1 h, submit: 1 h, priority: 1}, late: {accelerators: 2, duration: 2 h, submit: 2 h, "
      "priority: "
      "2}}}\n"
      "policies: {easy: {order: priority, backfill: easy}}\n";
  const Told all = told(text, "easy", "wide");
  ASSERT_EQ(all.story.holders.size(), 1);
  EXPECT_EQ(all.story.holders[0].accelerator_s, (6 * 9 + 2 * 2) * kHour);
  EXPECT_EQ(all.story.holders[0].passed, 1);
  EXPECT_EQ(all.story.holders[0].passed_s, 2 * 2 * kHour);
  EXPECT_EQ(all.story.online_s, 8 * 9 * kHour);
  EXPECT_EQ(all.find(Kind::WithoutStream), nullptr);  // there is only its own
  EXPECT_EQ(all.wait_if(Kind::HighestPriority), 9);
  EXPECT_EQ(all.wait_if(Kind::HalfAsMany), 9);  // two are free, and four too many
}

// The tenant may have four of the eight, and has them until 10 h: with four more both run at once.
TEST(JobStory, Quota) {
  const std::string text =
      std::string{test::kSmallest} +
      "tenants: {t: {home: a, quota: 4, source: s}}\n"
      "workload: {w: {source: s, jobs: {one: {tenant: t, accelerators: 4, duration: 10 h, submit: 0 s}, two: "
      "{tenant: t, accelerators: 4, duration: 1 h, submit: 1 h}}}}\n"
      "policies: {fifo: {order: fifo, dispatch: home}}\n";
  const Told all = told(text, "fifo", "two");
  ASSERT_EQ(all.story.waits.size(), 1);
  EXPECT_EQ(all.story.waits[0].reason, WaitReason::Quota);
  EXPECT_EQ(in_seconds(all.story.course.wait), 9 * kHour);
  EXPECT_EQ(all.wait_if(Kind::MoreQuota), 0);
  EXPECT_EQ(all.wait_if(Kind::MoreAccelerators), 9);
  EXPECT_EQ(all.wait_if(Kind::HalfAsMany), 9);
}

// 12.5 TB over 100 Gbps take 1,000 s.
TEST(JobStory, DataOnItsWay) {
  const std::string text =
      "suanwang: 1\n"
      "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
      "defaults: {pools: {accelerator: card, cards: 8, source: s}, links: {latency: 0 s, source: s}}\n"
      "centres: {a: {pools: {p: {}}}, b: {pools: {p: {}}}}\n"
      "links: {a-b: {between: [a, b], bandwidth: 100 Gbps}}\n"
      "datasets: {d: {size: 12.5 TB, at: [b], source: s}}\n"
      "tenants: {t: {home: a, source: s}}\n"
      "workload: {w: {source: s, jobs: {one: {tenant: t, accelerators: 8, duration: 1 h, submit: 0 s, data: "
      "[d]}}}}\n"
      "policies: {home: {order: fifo, dispatch: home}, data: {order: fifo, dispatch: data}}\n";
  const Told all = told(text, "home", "one");
  EXPECT_NEAR(in_seconds(all.story.course.wait), 1000, 1e-6);
  EXPECT_EQ(all.wait_if(Kind::DataThere), 0);
  EXPECT_EQ(all.wait_if(Kind::OtherPolicy, "data"), 0);
  const JobStory sent = told(text, "data", "one").story;
  ASSERT_GE(sent.course.steps.size(), 2);
  EXPECT_EQ(sent.course.steps[1].kind, RecordKind::JobDispatched);
  EXPECT_EQ(sent.course.steps[1].centre, CentreId{1});
  EXPECT_TRUE(sent.what_ifs.empty());  // it did not wait
}

TEST(FindJob, SaysWhatThereIs) {
  const Spec spec =
      test::spec_of(std::string{test::kSmallest} +
                    "workload:\n"
                    "  v: {source: s, jobs: {one: {accelerators: 1, duration: 1 h, submit: 1 h}}}\n"
                    "  w: {source: s, jobs: {one: {accelerators: 1, duration: 1 h, submit: 0 s}, two: "
                    "{accelerators: 1, duration: 1 "
                    "h, submit: 0 s}}}\n"
                    "policies: {fifo: {order: fifo}}\n");
  Diagnostics diagnostics;
  const auto inputs = prepare(spec, diagnostics);
  ASSERT_TRUE(inputs);
  EXPECT_EQ(find_job(spec, *inputs, 0, "two", "--job", diagnostics)->id, "w/two");
  EXPECT_EQ(find_job(spec, *inputs, 0, "v/one", "--job", diagnostics)->id, "v/one");
  EXPECT_EQ(diagnostics.errors(), 0);
  EXPECT_FALSE(find_job(spec, *inputs, 0, "one", "--job", diagnostics));
  EXPECT_FALSE(find_job(spec, *inputs, 0, "three", "--job", diagnostics));
  EXPECT_FALSE(find_job(spec, *inputs, 0, "w/three", "--job", diagnostics));
  EXPECT_EQ(diagnostics.text(),
            "error: --job: several jobs 'one'; say which: v/one, w/one\n"
            "error: --job: no job 'three'; there are v/one to v/one (1 job), w/one to w/two (2 jobs)\n"
            "error: --job: no job 'w/three'; there are w/one to w/two (2 jobs)\n");
}

}  // namespace
}  // namespace suanwang
