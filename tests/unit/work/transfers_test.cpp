/// Files of transfers: what a row means, and the order in which rows come.
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/check.hpp"
#include "suanwang/work/transfer.hpp"

#include "support/logs.hpp"
#include "support/transfer_files.hpp"

namespace suanwang {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::kTransferColumns;
using test::LogFile;
using test::read_good;
using test::transfers_of;

TEST(Transfers, ReadsColumnsByNameInAnyOrder) {
  const LogFile file{
      "\xEF\xBB\xBF\"start_s\", to ,bytes,who,from,cap_bps,id\r\n"
      "0.5,shenzhen,1e9,\"a, b\",shaoguan,8e9,\"a \"\"b\"\"\"\r\n\r\n"
      "7,shaoguan,0,x,shenzhen,,7"};
  const auto log = read_good(file);
  EXPECT_EQ(log->size(), 2U);
  EXPECT_EQ(log->last_start(), kStart + seconds{7});
  const std::vector<TransferJob> transfers = transfers_of(*log);
  ASSERT_EQ(transfers.size(), 2U);
  EXPECT_EQ(transfers[0].stream, StreamId{3});
  EXPECT_EQ(transfers[0].from, CentreId{1});
  EXPECT_EQ(transfers[0].to, CentreId{2});
  EXPECT_EQ(transfers[0].bytes, 1e9);
  EXPECT_EQ(transfers[0].cap, 1e9);  // 8 Gbps are bits
  EXPECT_EQ(transfers[0].start, kStart + milliseconds{500});
  EXPECT_EQ(log->label_text(transfers[0].label), "a \"b\"");
  EXPECT_EQ(transfers[1].bytes, 0);
  EXPECT_EQ(transfers[1].cap, std::numeric_limits<double>::infinity());
  EXPECT_EQ(log->label_text(transfers[1].label), "7");
}

TEST(Transfers, StartsAreExactToTheNanosecond) {
  const LogFile file{kTransferColumns + "1,shaoguan,shenzhen,1,0.056838\n2,shaoguan,shenzhen,1,1e3\n" +
                     "3,shaoguan,shenzhen,1,2000000.123456789\n4,shaoguan,shenzhen,1e18,4611686018\n"};
  const std::vector<TransferJob> transfers = transfers_of(*read_good(file));
  ASSERT_EQ(transfers.size(), 4U);
  EXPECT_EQ(transfers[0].start, kStart + Duration{56'838'000});
  EXPECT_EQ(transfers[1].start, kStart + seconds{1000});
  EXPECT_EQ(transfers[2].start, kStart + Duration{2'000'000'123'456'789});
  EXPECT_EQ(transfers[3].bytes, 1e18);
}

TEST(Transfers, PlainNumbersAreTheirOwnLabels) {
  const LogFile numbers{kTransferColumns + "18446744073709551615,shaoguan,shenzhen,1,0\n" +
                        "0,shaoguan,shenzhen,1,0\n"};
  const auto log = read_good(numbers);
  EXPECT_EQ(transfers_of(*log)[0].label, 18446744073709551615U);
  EXPECT_EQ(log->label_text(17), "17");
  // One id that is no plain number, and all are kept as they are written.
  for (const std::string odd : {"007", "+7", "-7", "7.0", "x", "18446744073709551616"}) {
    const LogFile texts{kTransferColumns + "5,shaoguan,shenzhen,1,0\n" + odd + ",shaoguan,shenzhen,1,0\n",
                        "texts.csv"};
    const auto mixed = read_good(texts);
    const auto transfers = transfers_of(*mixed);
    EXPECT_EQ(mixed->label_text(transfers[0].label), "5");
    EXPECT_EQ(mixed->label_text(transfers[1].label), odd);
  }
}

TEST(Transfers, ComesInTheOrderOfStartsAndThenOfRows) {
  const LogFile file{kTransferColumns + "a,shaoguan,shenzhen,1,2\nb,shaoguan,shenzhen,1,1\n" +
                     "c,shaoguan,shenzhen,1,2\nd,shaoguan,shenzhen,1,0\ne,shaoguan,shenzhen,1,1\n"};
  const auto log = read_good(file);
  std::string order;
  for (const TransferJob& transfer : transfers_of(*log)) order += log->label_text(transfer.label);
  EXPECT_EQ(order, "dbeac");
  EXPECT_EQ(log->before(kNever), 5U);
  EXPECT_EQ(log->before(kStart + seconds{2}), 3U);  // those of 2 s start at, and not before
  EXPECT_EQ(log->before(kStart), 0U);
}

TEST(Transfers, IsHeldInMemoryWhereRowsAreFarFromTheirOrder) {
  constexpr int kRows = 70'000;  // the last one belongs first: farther than 65,536 rows
  std::string text = kTransferColumns;
  for (int i = 0; i < kRows; ++i) text += std::to_string(i) + ",shaoguan,shenzhen,1,1\n";
  text += "last,shaoguan,shenzhen,1,0\n";
  const LogFile file{text};
  const auto log = read_good(file);
  file.remove();  // it is not read again
  const auto transfers = transfers_of(*log);
  ASSERT_EQ(transfers.size(), kRows + 1U);
  EXPECT_EQ(log->label_text(transfers[0].label), "last");
  EXPECT_EQ(log->label_text(transfers[1].label), "0");
  EXPECT_EQ(log->label_text(transfers.back().label), "69999");
}

TEST(Transfers, NeverReplaysAnotherFileThanItChecked) {
  const LogFile file{kTransferColumns + "1,shaoguan,shenzhen,1,0\n2,shaoguan,shenzhen,1,0\n"};
  const auto log = read_good(file);
  const auto why = [&] {
    try {
      transfers_of(*log);
    } catch (const SimulationError& error) {
      std::string text = error.what();
      return text.replace(text.find(file.path()), file.path().size(), "log");
    }
    return std::string{"nothing"};
  };
  EXPECT_EQ(why(), "nothing");
  const std::string changed = ": the file has changed since it was checked: ";
  file.write(kTransferColumns + "1,shaoguan,shenzhen,1,0\n2,shaoguan,shenzhen,2,0\n");
  EXPECT_EQ(why(), "log:3" + changed + "other transfers are in it now");
  file.write(kTransferColumns + "1,shaoguan,shenzhen,much,0\n");
  EXPECT_EQ(why(), "log:2" + changed + "bytes: expected a number of bytes from 0 to 1e18, got 'much'");
  file.remove();
  EXPECT_EQ(why(), "log:0" + changed + "no such file");
}

}  // namespace
}  // namespace suanwang
