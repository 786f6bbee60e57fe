#include "suanwang/measure/transfer_table.hpp"

#include <gtest/gtest.h>

namespace suanwang {
namespace {

using std::chrono::seconds;

void record(Observer& observer, RecordKind kind, seconds at, const TransferFacts& facts) {
  Record record{.at = kStart + at, .kind = kind};
  record.transfer = &facts;
  observer.on(record);
}

TransferFacts transfer(std::uint64_t id, seconds start, double bytes) {
  return {.id = id, .from = CentreId{1}, .to = CentreId{2}, .bytes = bytes, .start = kStart + start};
}

TEST(TransferTable, HasARowForEachInTheOrderOfStarts) {
  TransferTable table;
  const TransferFacts first = transfer(0, seconds{5}, 10);
  const TransferFacts second = transfer(1, seconds{5}, 20);
  const TransferFacts third = transfer(2, seconds{7}, 30);
  for (const TransferFacts& each : {first, second, third})
    record(table, RecordKind::TransferStarted, seconds{7}, each);
  record(table, RecordKind::TransferFinished, seconds{8}, third);
  record(table, RecordKind::TransferFinished, seconds{9}, second);
  record(table, RecordKind::TransferLeft, seconds{10}, first);
  table.on({.at = kStart, .kind = RecordKind::JobSubmitted});
  table.finish();
  ASSERT_EQ(table.rows().size(), 3U);
  EXPECT_EQ(table.rows()[0].id, 0U);
  EXPECT_FALSE(table.rows()[0].arrived);
  EXPECT_EQ(table.rows()[1].id, 1U);
  EXPECT_TRUE(table.rows()[1].arrived);
  EXPECT_EQ(table.rows()[1].at, kStart + seconds{9});
  EXPECT_EQ(table.rows()[2].id, 2U);
  EXPECT_EQ(table.rows()[2].bytes, 30);
}

TEST(TransferCounter, CountsByPurpose) {
  TransferCounter counter;
  TransferFacts data = transfer(0, seconds{0}, 100);
  data.purpose = TransferPurpose::Staging;
  TransferFacts left = transfer(1, seconds{0}, 50);
  record(counter, RecordKind::TransferStarted, seconds{0}, data);
  record(counter, RecordKind::TransferStarted, seconds{0}, left);
  record(counter, RecordKind::TransferFinished, seconds{1}, data);
  left.left = 20;
  record(counter, RecordKind::TransferLeft, seconds{2}, left);
  TransferCounts counts = counter.counts();
  EXPECT_EQ(counts.of(TransferPurpose::Staging).finished, 1U);
  EXPECT_EQ(counts.of(TransferPurpose::Staging).arrived, 100);
  EXPECT_EQ(counts.of(TransferPurpose::Workload).under_way, 1U);
  EXPECT_EQ(counts.of(TransferPurpose::Workload).bytes, 50);
  EXPECT_EQ(counts.of(TransferPurpose::Workload).arrived, 30);
  EXPECT_EQ(counts.of(TransferPurpose::Output).started, 0U);
  counts.add(counter.counts());
  EXPECT_EQ(counts.all().started, 4U);
  EXPECT_EQ(counts.all().bytes, 300);
}

}  // namespace
}  // namespace suanwang
