/// Why jobs wait, on worlds small enough to follow by hand: one case for each reason, then what changes under
/// a job that waits. Times in seconds.
#include "suanwang/model/wait_book.hpp"

#include <gtest/gtest.h>

#include "support/audit.hpp"
#include "support/quotas.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::at;
using test::easy;
using test::fifo;
using test::Instance;
using test::job;
using test::one_pool;
using test::seconds;
using Interval = WaitBook::Interval;
using Intervals = std::vector<Interval>;

/// What the job at `index` of the first stream waited for. The run is audited, which works it out anew, too.
Intervals waits_of(const Instance& instance, const PolicySettings& settings, std::uint64_t index) {
  (void)test::simulate_audited(instance, settings);
  WaitBook book;
  book.follow(StreamId{0}, index);
  const test::Outcome run = test::simulate(instance, settings, {}, &book);
  WaitParts sums{};
  for (const Interval& each : book.followed())
    sums[static_cast<std::size_t>(each.reason)] += each.to - each.from;
  const JobRow row = run.rows().at(index);
  for (const JobTable::Wait& part : run.table.waits_of(row))
    sums[static_cast<std::size_t>(part.reason)] -= part.span;
  EXPECT_EQ(sums, WaitParts{}) << "the intervals are those of the row";
  return book.followed();
}

constexpr Interval waited(std::int64_t from, std::int64_t to, WaitReason reason) {
  return {at(from), at(to), reason};
}

TEST(WaitBook, WhoStartsAtOnceWaitsForNothing) {
  EXPECT_EQ(waits_of(one_pool(4).jobs({job(3, 10, 4)}), fifo(), 0), Intervals{});
}

// 3 of 4 are taken until 10.
TEST(WaitBook, Capacity) {
  EXPECT_EQ(waits_of(one_pool(4).jobs({job(0, 10, 3), job(2, 5, 2)}), fifo(), 1),
            (Intervals{waited(2, 10, WaitReason::Capacity)}));
}

// 8 accelerators, of which the tenant may have 4, and has them until 10. Another's job is free to go.
TEST(WaitBook, Quota) {
  const Instance instance =
      test::with_quotas(one_pool(8).jobs({test::of_tenant(job(0, 10, 4), 0), test::of_tenant(job(2, 5, 2), 0),
                                          test::of_tenant(job(3, 5, 2), 1)}),
                        test::one_cohort({test::quota(0, 4)}, 2));
  EXPECT_EQ(waits_of(instance, fifo(), 1), (Intervals{waited(2, 10, WaitReason::Quota)}));
  EXPECT_EQ(waits_of(instance, fifo(), 2), Intervals{});
}

// Two kinds of accelerators, 4 each; 2 of each are taken: 4 are free in all, and 3 in neither, until 10.
TEST(WaitBook, Fragmentation) {
  const Instance instance = Instance{}
                                .centre()
                                .pool(4, kStart, 1, 0)
                                .pool(4, kStart, 1, 1)
                                .jobs({job(0, 20, 3), job(0, 10, 3), job(2, 5, 2)});
  EXPECT_EQ(waits_of(instance, fifo(), 2), (Intervals{waited(2, 10, WaitReason::Fragmentation)}));
}

// The second takes all at 10. The third would fit beside the first, but until 22: in the second's way. At 10
// there is nothing left for it.
TEST(WaitBook, Reservation) {
  const Instance instance = one_pool(4).jobs({job(0, 10, 3), job(1, 5, 4), job(2, 20, 1)});
  EXPECT_EQ(waits_of(instance, easy(), 2),
            (Intervals{waited(2, 10, WaitReason::Reservation), waited(10, 15, WaitReason::Capacity)}));
}

// The same, but nobody reserves anything: the rule lets none pass.
TEST(WaitBook, Order) {
  const Instance instance = one_pool(4).jobs({job(0, 10, 3), job(1, 5, 4), job(2, 20, 1)});
  EXPECT_EQ(waits_of(instance, fifo(), 2),
            (Intervals{waited(2, 10, WaitReason::Order), waited(10, 15, WaitReason::Capacity)}));
}

// Stopped at 5 for the second, which runs until 8; that it would fit for a while is part of it.
TEST(WaitBook, Preempted) {
  Job urgent = job(5, 3, 4);
  urgent.priority = 1;
  PolicySettings policy = fifo();
  policy.order = "priority";
  policy.preemption.emplace();
  EXPECT_EQ(waits_of(one_pool(4).jobs({job(0, 10, 2), urgent}), policy, 0),
            (Intervals{waited(5, 8, WaitReason::Preempted)}));
}

PolicySettings to_data(bool ahead = true) {
  PolicySettings policy = fifo();
  policy.dispatch = "data";
  policy.stage_ahead = ahead;
  return policy;
}

// The dispatcher decides 3 s after the submission.
TEST(WaitBook, Dispatch) {
  Instance instance = one_pool(4).jobs({job(2, 5, 2)});
  instance.more = [](WorldPlan& plan) { plan.dispatcher.latency = seconds(3); };
  EXPECT_EQ(waits_of(instance, to_data(), 0), (Intervals{waited(2, 5, WaitReason::Dispatch)}));
}

/// Centre 1 has no accelerators, but 10 GB of data in each of two datasets, and a link of 1 GB/s to centre 0.
Instance with_data(std::vector<Job> jobs, std::optional<std::int64_t> storage = std::nullopt) {
  for (Job& each : jobs) each.home = CentreId{0};
  Instance instance = Instance{}.centre().pool(4).centre();
  instance.jobs(std::move(jobs));
  instance.more = [storage](WorldPlan& plan) {
    constexpr std::int64_t kSize = 10'000'000'000;
    plan.network.links.push_back({0, 1, Seconds{0}, CapacityPlan{BytesPerSecond{1e9}, {}, {}}});
    for (int i = 0; i < 2; ++i) plan.datasets.push_back({kSize, {CentreId{1}}, {Delivery{}, Delivery{}}});
    plan.data_lists = {{}, {DatasetId{0}}, {DatasetId{1}}};
    plan.storage = {storage, std::nullopt};
  };
  return instance;
}

Job needing(Job made, std::uint32_t list) {
  made.data = list;
  return made;
}

// 10 GB at 1 GB/s; then it waits for the accelerators that the first has until 15.
TEST(WaitBook, Data) {
  const Instance instance = with_data({job(0, 15, 3), needing(job(2, 5, 2), 1)});
  EXPECT_EQ(waits_of(instance, to_data(), 1),
            (Intervals{waited(2, 12, WaitReason::Data), waited(12, 15, WaitReason::Capacity)}));
}

// There is room for one of the datasets: the second job's finds it when the first job, which has its data at
// 10, ends at 15.
TEST(WaitBook, Storage) {
  const Instance instance = with_data({needing(job(0, 5, 1), 1), needing(job(1, 5, 1), 2)}, 10'000'000'000);
  EXPECT_EQ(waits_of(instance, to_data(), 1),
            (Intervals{waited(1, 15, WaitReason::Storage), waited(15, 25, WaitReason::Data)}));
}

// Staged only when its turn comes, at 10.
TEST(WaitBook, DataOnlyWhenItsTurnComes) {
  const Instance instance = with_data({job(0, 10, 3), needing(job(2, 5, 2), 1)});
  EXPECT_EQ(waits_of(instance, to_data(false), 1),
            (Intervals{waited(2, 10, WaitReason::Capacity), waited(10, 20, WaitReason::Data)}));
}

// An island of 2 joins a network of 2 at 10, of which all is taken until 12: then 4 are in no partition, but
// there are 2 in each.
TEST(WaitBook, QueuesAndPartitionsThatJoinTheNetwork) {
  Job at_home = job(1, 5, 2);
  at_home.home = CentreId{1};
  Job long_one = job(0, 30, 1);
  long_one.home = CentreId{1};
  const Instance instance =
      Instance{}.centre().pool(2).centre(at(10)).pool(2).jobs({job(0, 20, 1), long_one, at_home});
  PolicySettings policy = fifo();
  policy.dispatch = "any";
  EXPECT_EQ(waits_of(instance, policy, 2),
            (Intervals{waited(1, 10, WaitReason::Capacity), waited(10, 20, WaitReason::Fragmentation)}));
}

// What waits when the simulation ends has waited until then; one that was never decided, for its dispatcher.
TEST(WaitBook, WhoIsLeft) {
  const Instance instance = one_pool(4).jobs({job(0, 10, 3), job(2, 5, 2)}).until(at(7));
  EXPECT_EQ(waits_of(instance, fifo(), 1), (Intervals{waited(2, 7, WaitReason::Capacity)}));
}

// Within an instant only what is so at its end counts: at 10 one job ends, and the next takes its place.
TEST(WaitBook, WhatLastsNoTimeIsNoReason) {
  for (const DecideRule decide : {DecideRule::PerInstant, DecideRule::PerEvent}) {
    const Instance instance = one_pool(4).jobs({job(0, 10, 4), job(1, 10, 4), job(2, 5, 4)});
    EXPECT_EQ(waits_of(instance, fifo(decide), 2), (Intervals{waited(2, 20, WaitReason::Capacity)}));
  }
}

TEST(WaitBook, NobodyAsks) {
  const test::Outcome run = test::simulate(one_pool(4).jobs({job(0, 10, 3), job(2, 5, 2)}), fifo());
  EXPECT_FALSE(run.table.knows_waits());
}

}  // namespace
}  // namespace suanwang
