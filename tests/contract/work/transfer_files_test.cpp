/// What the reader of transfers must say about files that are wrong, and what it must never do.
#include "support/transfer_files.hpp"

#include <string>

#include <gtest/gtest.h>

#include "support/logs.hpp"

namespace suanwang {
namespace {

using test::complaints_of_transfers;
using test::gzipped;
using test::kTransferColumns;
using test::LogFile;

TEST(TransferFiles, NameTheCentreThatWasMeant) {
  const LogFile file{kTransferColumns + "1,shenzen,shaoguan,5,0\n2,beijing,shenzhen,5,0\n" +
                     "3,shaoguan,shaoguan,5,0\n"};
  EXPECT_EQ(complaints_of_transfers(file),
            "log:2:3: error: from: there is no centre 'shenzen'; did you mean 'shenzhen'?\n"
            "log:3:3: error: from: there is no centre 'beijing'\n"
            "log:4:12: error: a transfer from centre 'shaoguan' to itself\n");
}

TEST(TransferFiles, SayWhichFigureIsWrong) {
  const std::string way = "shaoguan,shenzhen,";
  const LogFile file{"id,from,to,bytes,start_s,cap_bps\n1," + way + "-5,0,\n2," + way + "nan,0,\n3," + way +
                     "1e19,0,\n4," + way + "5,-0.1,\n5," + way + "5,soon,\n6," + way + "5,1e300,\n7," + way +
                     "5,0,0\n8," + way + "5,0,fast\n9," + way + ",,-1\n," + way + "5,0,\n"};
  const std::string bytes = "error: bytes: expected a number of bytes from 0 to 1e18, got ";
  const std::string start = "error: start_s: expected a number of seconds from time 0, not negative, got ";
  const std::string cap = "error: cap_bps: expected a number of bits per second above 0, got ";
  EXPECT_EQ(complaints_of_transfers(file), "log:2:21: " + bytes + "'-5'\n" +        //
                                               "log:3:21: " + bytes + "'nan'\n" +   //
                                               "log:4:21: " + bytes + "'1e19'\n" +  //
                                               "log:5:23: " + start + "'-0.1'\n" +  //
                                               "log:6:23: " + start + "'soon'\n" +  //
                                               "log:7:23: error: start_s: out of range, got '1e300'\n" +
                                               "log:8:25: " + cap + "'0'\n" +     //
                                               "log:9:25: " + cap + "'fast'\n" +  //
                                               "log:10:21: " + bytes + "''\n" +   //
                                               "log:10:22: " + start + "''\n" +   //
                                               "log:10:23: " + cap + "'-1'\n" +   //
                                               "log:11:1: error: id: missing\n");
}

TEST(TransferFiles, TakeWhatIsExtremeButRight) {
  const LogFile file{
      "id,from,to,bytes,start_s,cap_bps\n1,shaoguan,shenzhen,0,0,1\n" +
      std::string{"2,shaoguan,shenzhen,1e18,-0,1e21\n3,shaoguan,shenzhen,0.5,4611686018,1e-9\n"}};
  EXPECT_EQ(complaints_of_transfers(file), "");
}

TEST(TransferFiles, NeedTheirColumns) {
  const auto missing = [](const std::string& name) {
    return "log:1:1: error: no column '" + name +
           "'; the first line must name id, from, to, bytes and start_s\n";
  };
  EXPECT_EQ(complaints_of_transfers(LogFile{"id,from,to,size\n1,shaoguan,shenzhen,5\n"}),
            missing("bytes") + missing("start_s"));
  EXPECT_EQ(complaints_of_transfers(LogFile{"id,from,to,bytes,start_s,to\n"}),
            "log:1:26: error: two columns 'to'\n");
  EXPECT_EQ(complaints_of_transfers(LogFile{""}), "log: error: no transfer in it, and no header line\n");
  EXPECT_EQ(complaints_of_transfers(LogFile{"\n\n"}), "log: error: no transfer in it, and no header line\n");
  EXPECT_EQ(complaints_of_transfers(LogFile{kTransferColumns}), "log: error: no transfer in it\n");
  EXPECT_EQ(complaints_of_transfers(LogFile{kTransferColumns + "1,shaoguan,shenzhen,5\n"}),
            "log:2:1: error: this row has 4 columns, the header 5\n");
  EXPECT_EQ(complaints_of_transfers(LogFile{kTransferColumns + "\"1,shaoguan,shenzhen,5,0\n"}),
            "log:2:1: error: a quote is not closed in this line\n");
}

TEST(TransferFiles, ReportTwentyProblemsAndCountTheRest) {
  std::string text = kTransferColumns;
  for (int i = 0; i < 25; ++i) text += "1,shaoguan,shenzhen,much,0\n";
  const std::string said = complaints_of_transfers(LogFile{text});
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 21);
  EXPECT_TRUE(said.ends_with("log:22: error: 5 more errors in this log\n")) << said;
}

TEST(TransferFiles, ThatAreNoneAreAnsweredWithErrors) {
  std::string garbage;
  std::uint32_t state = 1;
  for (int i = 0; i < 100'000; ++i) {
    state = state * 1664525 + 1013904223;
    garbage += static_cast<char>(state >> 24);
  }
  const std::string whole = gzipped(kTransferColumns + "1,shaoguan,shenzhen,5,0\n");
  for (const std::string& text :
       {std::string(1000, '\0'), garbage, std::string{"\x1f\x8b\x08", 3}, whole.substr(0, whole.size() / 2),
        std::string(1'200'000, '1'), kTransferColumns + std::string(1'200'000, ','),
        kTransferColumns + garbage, std::string(300'000, '\n') + "x"}) {
    EXPECT_NE(complaints_of_transfers(LogFile{text}), "");
  }
  Diagnostics diagnostics;
  EXPECT_EQ(read_transfers({"/no/such/file", {}}, diagnostics), nullptr);
  EXPECT_EQ(read_transfers({::testing::TempDir(), {}}, diagnostics), nullptr);
  EXPECT_EQ(diagnostics.errors(), 2U);
  EXPECT_EQ(complaints_of_transfers(LogFile{whole, "log.gz"}), "");
}

}  // namespace
}  // namespace suanwang
