#include "suanwang/net/flows.hpp"

#include <initializer_list>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace suanwang {
namespace {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Time at(Duration since_start) {
  return kStart + since_start;
}
std::vector<BytesPerSecond> capacities(std::initializer_list<double> values) {
  std::vector<BytesPerSecond> made;
  for (const double value : values) made.emplace_back(value);
  return made;
}
const ResourceId kA{0};
const ResourceId kB{1};
const std::vector<ResourceId> kOnA{kA};
const std::vector<ResourceId> kOnB{kB};
const std::vector<ResourceId> kOnBoth{kA, kB};

std::vector<std::uint64_t> taken(Flows& flows, Time now) {
  std::vector<std::uint64_t> keys;
  for (const Flows::Completion& done : flows.take_completed(now)) keys.push_back(done.key);
  flows.settle(now);
  return keys;
}

TEST(Flows, OneFlowTakesTheWholeResource) {
  Flows flows{capacities({10})};
  const FlowId flow = flows.start(at(2s), {.path = kOnA, .size = Bytes{30}, .key = 7});
  EXPECT_EQ(flows.rate(flow).base(), 0);
  flows.settle(at(2s));
  EXPECT_EQ(flows.rate(flow).base(), 10);
  EXPECT_EQ(flows.next(), at(5s));  // 30 bytes at 10 B/s
  EXPECT_EQ(flows.left(flow, at(4s)).base(), 10);
  EXPECT_EQ(flows.carried(kA, at(4s)).base(), 20);
  EXPECT_EQ(flows.key(flow), 7U);
  EXPECT_EQ(flows.size(), 1U);
  EXPECT_THAT(taken(flows, at(5s)), ElementsAre(7U));
  EXPECT_FALSE(flows.alive(flow));
  EXPECT_EQ(flows.size(), 0U);
  EXPECT_EQ(flows.next(), kNever);
  EXPECT_EQ(flows.throughput(kA).base(), 0);
  EXPECT_EQ(flows.carried(kA, at(9s)).base(), 30);
}

// The last byte of 10 at 3 B/s arrives after 3.333... s; of 1e-10 bytes at 1 B/s after a tenth of a
// nanosecond.
TEST(Flows, InstantsAreRoundedUp) {
  Flows flows{capacities({3, 1})};
  static_cast<void>(flows.start(kStart, {.path = kOnA, .size = Bytes{10}}));
  flows.settle(kStart);
  EXPECT_EQ(flows.next(), at(Duration{3'333'333'334}));
  static_cast<void>(flows.start(kStart, {.path = kOnB, .size = Bytes{1e-10}}));
  flows.settle(kStart);
  EXPECT_EQ(flows.next(), at(Duration{1}));
}

// (a + b)/10 bytes, at a/10 B/s for a second, then at b/10: 0.8 - 0.7 is nine digits above 0.1, for whose
// sake the third second is not to begin.
TEST(Flows, NoiseInTheLastDigitsCostsNoNanosecond) {
  for (int a = 1; a < 10; ++a) {
    for (int b = 1; b < 10; ++b) {
      Flows flows{capacities({a / 10.0})};
      static_cast<void>(flows.start(kStart, {.path = kOnA, .size = Bytes{(a + b) / 10.0}}));
      flows.settle(kStart);
      flows.set_capacity(at(1s), kA, BytesPerSecond{b / 10.0});
      flows.settle(at(1s));
      EXPECT_EQ(flows.next(), at(2s)) << a << " and " << b;
    }
  }
}

TEST(Flows, ZeroBytesAreCompleteAtOnceEvenWhereNothingMoves) {
  Flows flows{capacities({0})};
  const FlowId flow = flows.start(at(1s), {.path = kOnA, .size = Bytes{0}, .key = 3});
  flows.settle(at(1s));
  EXPECT_TRUE(flows.alive(flow));
  EXPECT_EQ(flows.next(), at(1s));
  EXPECT_THAT(taken(flows, at(1s)), ElementsAre(3U));
  EXPECT_FALSE(flows.alive(flow));
  const FlowId cancelled = flows.start(at(1s), {.path = kOnA, .size = Bytes{0}});
  EXPECT_EQ(flows.cancel(at(1s), cancelled).base(), 0);
  flows.settle(at(1s));
  EXPECT_EQ(flows.next(), kNever);
}

TEST(Flows, UnlimitedResourcesCostNoTime) {
  Flows flows{{kUnlimited, BytesPerSecond{5}}};
  static_cast<void>(flows.start(at(1s), {.path = kOnA, .size = Bytes{1e18}, .key = 1}));
  static_cast<void>(flows.start(at(1s), {.path = {}, .size = Bytes{1e3}, .key = 2}));
  const FlowId capped = flows.start(at(1s), {.path = kOnA, .size = Bytes{8}, .cap = BytesPerSecond{4}});
  const FlowId alone =
      flows.start(at(1s), {.path = {}, .size = Bytes{9}, .cap = BytesPerSecond{3}, .key = 9});
  const FlowId through = flows.start(at(1s), {.path = kOnBoth, .size = Bytes{50}});
  flows.settle(at(1s));
  EXPECT_EQ(flows.next(), at(1s));
  EXPECT_THAT(taken(flows, at(1s)), ElementsAre(1U, 2U));
  EXPECT_EQ(flows.carried(kA, at(1s)).base(), 1e18);
  EXPECT_EQ(flows.rate(capped).base(), 4);
  EXPECT_EQ(flows.rate(alone).base(), 3);
  EXPECT_EQ(flows.rate(through).base(), 5);
  EXPECT_EQ(flows.throughput(kA).base(), 9);
  EXPECT_FALSE(flows.saturated(kA));
  EXPECT_EQ(flows.bottleneck(through), kB);
  EXPECT_EQ(flows.bottleneck(capped), std::nullopt);
  EXPECT_EQ(flows.next(), at(3s));
  EXPECT_EQ(flows.take_completed(at(3s)).size(), 1U);  // capped: 8 bytes at 4 B/s
}

// Three on A of 12 B/s: weights 1, 2, 3 give 2, 4, 6; with a cap of 4.5 on the last: 2.5, 5, 4.5.
TEST(Flows, WeightsAndCaps) {
  Flows flows{capacities({12})};
  const FlowId one = flows.start(kStart, {.path = kOnA, .size = Bytes{100}, .weight = 1});
  const FlowId two = flows.start(kStart, {.path = kOnA, .size = Bytes{100}, .weight = 2});
  const FlowId three = flows.start(kStart, {.path = kOnA, .size = Bytes{100}, .weight = 3});
  flows.settle(kStart);
  EXPECT_EQ(flows.rate(one).base(), 2);
  EXPECT_EQ(flows.rate(two).base(), 4);
  EXPECT_EQ(flows.rate(three).base(), 6);
  EXPECT_EQ(flows.cancel(kStart, three).base(), 100);
  const FlowId capped =
      flows.start(kStart, {.path = kOnA, .size = Bytes{100}, .weight = 3, .cap = BytesPerSecond{4.5}});
  flows.settle(kStart);
  EXPECT_EQ(flows.rate(one).base(), 2.5);
  EXPECT_EQ(flows.rate(two).base(), 5);
  EXPECT_EQ(flows.rate(capped).base(), 4.5);
}

// 40 bytes at 10 B/s; cut after 1 s with 30 left, for 5 s; then at 20 B/s: 6 s + 1.5 s.
TEST(Flows, ACutStallsAndARepairResumes) {
  Flows flows{capacities({10})};
  const FlowId flow = flows.start(kStart, {.path = kOnA, .size = Bytes{40}});
  flows.settle(kStart);
  flows.set_capacity(at(1s), kA, BytesPerSecond{0});
  flows.settle(at(1s));
  EXPECT_EQ(flows.next(), kNever);
  EXPECT_TRUE(flows.alive(flow));
  EXPECT_EQ(flows.rate(flow).base(), 0);
  EXPECT_TRUE(flows.saturated(kA));
  EXPECT_EQ(flows.left(flow, at(6s)).base(), 30);
  flows.set_capacity(at(6s), kA, BytesPerSecond{20});
  flows.settle(at(6s));
  EXPECT_EQ(flows.capacity(kA).base(), 20);
  EXPECT_EQ(flows.next(), at(7500ms));
  EXPECT_EQ(taken(flows, at(7500ms)).size(), 1U);
  EXPECT_EQ(flows.carried(kA, at(8s)).base(), 40);
  EXPECT_EQ(flows.saturated_for(kA, at(8s)), Duration{7500ms});
}

TEST(Flows, CancellingTellsWhatIsLeft) {
  Flows flows{capacities({10, 5})};
  const FlowId flow = flows.start(kStart, {.path = kOnA, .size = Bytes{40}});
  flows.settle(kStart);
  const Bytes left = flows.cancel(at(1s), flow);
  EXPECT_EQ(left.base(), 30);
  EXPECT_FALSE(flows.alive(flow));
  const FlowId again = flows.start(at(1s), {.path = kOnB, .size = left});
  flows.settle(at(1s));
  EXPECT_NE(again, flow);
  EXPECT_EQ(flows.next(), at(7s));
  EXPECT_EQ(flows.cancel(at(7s), again).base(), 0);  // it is complete, and nobody has taken it yet
  EXPECT_EQ(flows.take_completed(at(7s)).size(), 0U);
  flows.settle(at(7s));
  EXPECT_EQ(flows.carried(kA, at(7s)).base(), 10);
  EXPECT_EQ(flows.carried(kB, at(7s)).base(), 30);
  EXPECT_EQ(flows.next(), kNever);
}

// Ends are rounded up, by 2/3 ns here, but no resource carries more than the flow.
TEST(Flows, AccountsHoldWhatFlowsHaveNotWhatClocksSay) {
  for (const bool cancelled : {false, true}) {
    Flows flows{capacities({3e9})};
    const FlowId flow = flows.start(kStart, {.path = kOnA, .size = Bytes{10}});
    flows.settle(kStart);
    const Time end = kStart + Duration{4};  // 3 1/3 ns
    ASSERT_EQ(flows.next(), end);
    if (cancelled) {
      EXPECT_EQ(flows.cancel(end, flow).base(), 0);
    } else {
      EXPECT_EQ(flows.take_completed(end).size(), 1U);
    }
    flows.settle(end);
    EXPECT_DOUBLE_EQ(flows.carried(kA, end).base(), 10);
  }
}

TEST(Flows, CompletionsOfAnInstantComeByKey) {
  Flows flows{capacities({10, 10})};
  for (const std::uint64_t key : {5U, 1U, 4U}) {
    static_cast<void>(flows.start(
        kStart, {.path = key == 4 ? kOnB : kOnA, .size = Bytes{key == 4 ? 20.0 : 10}, .key = key}));
  }
  flows.settle(kStart);
  EXPECT_EQ(flows.next(), at(2s));
  EXPECT_THAT(taken(flows, at(2s)), ElementsAre(1U, 4U, 5U));
}

TEST(Flows, WhoIsOnAResource) {
  Flows flows{capacities({10, 2})};
  const FlowId late = flows.start(kStart, {.path = kOnA, .size = Bytes{10}, .key = 9});
  const FlowId early = flows.start(kStart, {.path = kOnA, .size = Bytes{10}, .key = 2});
  const FlowId both = flows.start(kStart, {.path = kOnBoth, .size = Bytes{10}, .key = 5});
  flows.settle(kStart);
  EXPECT_THAT(flows.flows_on(kA), ElementsAre(early, both, late));
  EXPECT_THAT(flows.flows_on(kB), ElementsAre(both));
  EXPECT_EQ(flows.flow_count(kA), 3U);
  EXPECT_EQ(flows.bottleneck(both), kB);
  EXPECT_EQ(flows.bottleneck(early), kA);
  EXPECT_EQ(flows.rate(early).base(), 4);
  EXPECT_THAT(flows.changed(), ElementsAre(kA, kB));
  EXPECT_TRUE(flows.saturated(kA));
  EXPECT_EQ(flows.violation(), std::nullopt);
  flows.settle(at(1s));
  EXPECT_THAT(flows.changed(), IsEmpty());
}

// 1e18 bytes beside a hundred thousand flows of one class that come and go. The resource is 1e9 B/s; the
// small ones take 1e3 bytes each, one after the other, each together with the large one, which loses nothing
// by it.
TEST(Flows, LargeFlowsStayPreciseInAClassThatNeverEmpties) {
  Flows flows{capacities({1e9})};
  const FlowId large = flows.start(kStart, {.path = kOnA, .size = Bytes{1e18}, .key = 0});
  flows.settle(kStart);
  Time now = kStart;
  for (std::uint64_t i = 1; i <= 100'000; ++i) {
    static_cast<void>(flows.start(now, {.path = kOnA, .size = Bytes{1000}, .key = i}));
    flows.settle(now);
    ASSERT_EQ(flows.next(), now + Duration{2000});  // 1e3 bytes at half of 1e9 B/s
    now = flows.next();
    ASSERT_THAT(taken(flows, now), ElementsAre(i));
  }
  EXPECT_EQ(flows.left(large, now).base(), 1e18 - 1e8);
  // A span of 31 years is known to two binary digits of its own, of 128 ns.
  EXPECT_NEAR(static_cast<double>((flows.next() - at(Duration{1'000'000'000'100'000'000})).count()), 0, 512);
  // And late in its life too, where a double counts bytes in steps of 128.
  now = at(Duration{900'000'000'000'000'000});
  static_cast<void>(flows.start(now, {.path = kOnA, .size = Bytes{1000}, .key = 1}));
  flows.settle(now);
  EXPECT_EQ(flows.next(), now + Duration{2000});
}

TEST(Flows, TheSameClassMayEmptyAndFillInOneInstant) {
  Flows flows{capacities({10})};
  static_cast<void>(flows.start(kStart, {.path = kOnA, .size = Bytes{10}, .key = 1}));
  flows.settle(kStart);
  ASSERT_EQ(flows.take_completed(at(1s)).size(), 1U);
  const FlowId next = flows.start(at(1s), {.path = kOnA, .size = Bytes{20}, .key = 2});
  flows.settle(at(1s));
  EXPECT_EQ(flows.rate(next).base(), 10);
  EXPECT_EQ(flows.next(), at(3s));
  EXPECT_EQ(flows.cancel(at(2s), next).base(), 10);
  const FlowId last = flows.start(at(2s), {.path = kOnA, .size = Bytes{30}, .key = 3});
  flows.settle(at(2s));
  EXPECT_EQ(flows.rate(last).base(), 10);
  EXPECT_EQ(flows.next(), at(5s));
}

}  // namespace
}  // namespace suanwang
