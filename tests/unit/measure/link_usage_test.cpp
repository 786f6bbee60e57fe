#include "suanwang/measure/link_usage.hpp"

#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"

namespace suanwang {
namespace {

using std::chrono::seconds;

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

Time at(double s) {
  return kStart + Duration{static_cast<std::int64_t>(s * 1e9)};
}

/// Records of a network, as the simulation would make them.
class Network {
 public:
  explicit Network(LinkUsage& usage) : usage_{usage} {}

  void load(double s, std::size_t resource, double load, double capacity, bool saturated) {
    const LoadFacts facts{ResourceId{resource}, load, capacity, saturated};
    Record record{.at = at(s), .kind = RecordKind::LinkLoad};
    record.load = &facts;
    usage_.on(record);
  }
  void arrived(double s, TransferFacts facts, const std::vector<ResourceId>& path,
               const std::vector<double>& carried) {
    facts.path = path;
    facts.carried = carried;
    Record record{.at = at(s), .kind = RecordKind::TransferFinished};
    record.transfer = &facts;
    usage_.on(record);
  }

 private:
  LinkUsage& usage_;
};

LinkUsage usage_of(const std::vector<double>& capacities, double end_s) {
  return {capacities, TimeSpans{std::nullopt, {}, at(end_s)}};
}

TEST(LinkUsage, IntegratesRatesBetweenRecords) {
  LinkUsage usage = usage_of({100, 100}, 60);
  Network network{usage};
  network.load(10, 0, 100, 100, true);
  network.load(25, 0, 40, 100, false);
  network.load(55, 0, 0, 100, false);
  const NetworkUsage result = usage.finish(at(60));
  const ResourceUsage& link = result.resources[0];
  // 15 s × 100 B/s + 30 s × 40 B/s of 60 s × 100 B/s
  EXPECT_DOUBLE_EQ(link.all.bytes, 2700);
  EXPECT_DOUBLE_EQ(*link.all.utilisation(), 0.45);
  EXPECT_DOUBLE_EQ(link.peak, 1);
  EXPECT_DOUBLE_EQ(link.saturated_s, 15);
  EXPECT_EQ(result.span_count(), 60U);  // of a second each
  ASSERT_EQ(link.series.size(), 60U);
  EXPECT_EQ(*link.series[9].utilisation(), 0);
  EXPECT_EQ(*link.series[10].utilisation(), 1);
  EXPECT_DOUBLE_EQ(link.series[30].bytes, 40);
  EXPECT_EQ(*link.series[59].utilisation(), 0);
  // The other one never had a record: nothing of 60 s × 100 B/s.
  EXPECT_EQ(*result.resources[1].all.utilisation(), 0);
  EXPECT_DOUBLE_EQ(result.resources[1].all.possible, 6000);
}

TEST(LinkUsage, CutsRatesAtTheEndsOfSpans) {
  LinkUsage usage = usage_of({10}, 120);  // spans of 2 s
  Network network{usage};
  network.load(1.5, 0, 8, 10, false);
  network.load(4.5, 0, 2, 10, false);
  const NetworkUsage result = usage.finish(at(120));
  EXPECT_DOUBLE_EQ(result.resources[0].series[0].bytes, 4);   // 0.5 s × 8
  EXPECT_DOUBLE_EQ(result.resources[0].series[1].bytes, 16);  // 2 s × 8
  EXPECT_DOUBLE_EQ(result.resources[0].series[2].bytes, 7);   // 0.5 s × 8 + 1.5 s × 2
  EXPECT_DOUBLE_EQ(result.resources[0].peak, 0.8);
}

TEST(LinkUsage, CountsOnlyTimeWithACapacity) {
  LinkUsage usage = usage_of({100, kNoLimit}, 60);
  Network network{usage};
  network.load(0, 0, 50, 100, false);
  network.load(10, 0, 0, 0, true);  // cut: it holds all back, and is not called saturated
  network.load(30, 0, 90, 200, false);
  network.load(30, 0, 180, 200, false);  // of an instant, the last word counts
  network.load(40, 0, 0, 200, false);
  network.load(0, 1, 70, kNoLimit, false);
  network.load(10, 1, kNoLimit, kNoLimit, false);  // in no time
  network.load(10, 1, 0, kNoLimit, false);
  const NetworkUsage result = usage.finish(at(60));
  // 10 s × 50 + 10 s × 180 of 10 s × 100 + 30 s × 200
  EXPECT_DOUBLE_EQ(*result.resources[0].all.utilisation(), 2300.0 / 7000);
  EXPECT_DOUBLE_EQ(result.resources[0].peak, 0.9);
  EXPECT_EQ(result.resources[0].saturated_s, 0);
  EXPECT_EQ(result.resources[0].series[20].utilisation(), std::nullopt);
  EXPECT_DOUBLE_EQ(result.resources[1].all.bytes, 700);
  EXPECT_EQ(result.resources[1].all.utilisation(), std::nullopt);
  EXPECT_EQ(result.resources[1].peak, 0);
}

TEST(LinkUsage, DoublesItsSpansAsTimeGoesOn) {
  LinkUsage usage{{10}, TimeSpans{}};
  Network network{usage};
  for (int s = 0; s < 200; ++s) network.load(s, 0, s % 2 == 0 ? 10 : 4, 10, false);
  const NetworkUsage result = usage.finish(at(200));
  const ResourceUsage& link = result.resources[0];
  EXPECT_EQ(result.spans.begin(1), at(4));  // 60 × 2 s < 200 s <= 60 × 4 s
  ASSERT_EQ(link.series.size(), 50U);
  for (const Carried& span : link.series) EXPECT_DOUBLE_EQ(span.bytes, 28);  // 10 + 4 + 10 + 4
  EXPECT_DOUBLE_EQ(link.all.bytes, 1400);
}

TEST(LinkUsage, SaysWhoFilledALink) {
  LinkUsage usage = usage_of({100, 100, 100}, 60);
  Network network{usage};
  const TransferFacts stream{.purpose = TransferPurpose::Workload, .stream = StreamId{2}};
  const TransferFacts data{.purpose = TransferPurpose::Staging, .dataset = DatasetId{2}};
  const TransferFacts output{.purpose = TransferPurpose::Output, .stream = StreamId{2}};
  const ResourceId a{0};
  const ResourceId b{2};
  network.arrived(1, stream, {a, b}, {300, 200});
  network.arrived(2, data, {b}, {1000});
  network.arrived(3, stream, {b}, {50});
  network.arrived(4, output, {b}, {7});
  const NetworkUsage result = usage.finish(at(60));
  using Owners = std::map<TransferOwner, double>;
  EXPECT_EQ(result.resources[0].owners, (Owners{{{TransferPurpose::Workload, 2}, 300}}));
  EXPECT_EQ(result.resources[1].owners, Owners{});
  EXPECT_EQ(result.resources[2].owners, (Owners{{{TransferPurpose::Workload, 2}, 250},
                                                {{TransferPurpose::Staging, 2}, 1000},
                                                {{TransferPurpose::Output, 2}, 7}}));
  EXPECT_EQ(result.resources[2].bytes(), 1257);
}

TEST(LinkUsage, AddsUpReplicationsOfDifferentLengths) {
  NetworkUsage sum;
  for (const int length : {50, 100}) {  // spans of 1 s, and of 2 s
    LinkUsage usage{{10}, TimeSpans{}};
    Network network{usage};
    network.load(0, 0, length == 50 ? 5 : 10, 10, length == 100);
    sum.add(usage.finish(at(length)));
  }
  EXPECT_EQ(sum.runs, 2U);
  EXPECT_EQ(sum.ended, at(100));
  EXPECT_EQ(sum.span_count(), 50U);
  const ResourceUsage& link = sum.resources[0];
  ASSERT_EQ(link.series.size(), 50U);
  EXPECT_DOUBLE_EQ(link.series[0].bytes, 30);  // 2 s × 5 + 2 s × 10
  EXPECT_DOUBLE_EQ(*link.series[0].utilisation(), 0.75);
  EXPECT_DOUBLE_EQ(link.series[49].bytes, 20);
  EXPECT_DOUBLE_EQ(*link.series[49].utilisation(), 1);
  EXPECT_DOUBLE_EQ(*link.all.utilisation(), 1250.0 / 1500);
  EXPECT_DOUBLE_EQ(link.saturated_s, 100);
  EXPECT_DOUBLE_EQ(link.peak, 1);
}

TEST(LinkUsage, CutsTimeIntoMonths) {
  LinkUsage usage{{1}, TimeSpans{parse_date("2024-01-31", {}), {}, at(10 * 86400)}};
  Network network{usage};
  network.load(0, 0, 0.5, 1, false);
  const NetworkUsage result = usage.finish(at(10 * 86400));
  ASSERT_EQ(result.span_count(), 2U);
  EXPECT_DOUBLE_EQ(result.resources[0].series[0].bytes, 0.5 * 86400);
  EXPECT_DOUBLE_EQ(result.resources[0].series[1].bytes, 0.5 * 9 * 86400);
}

}  // namespace
}  // namespace suanwang
