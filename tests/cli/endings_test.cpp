// Ends that nobody likes: readers who go away, full disks, and Ctrl-C.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/mount.h>

#include "support/process.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using test::names_in;
using test::Process;
using test::text_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Endings : public test::Suanwang {
 protected:
  /// A queue that grows to tens of thousands: instant for FIFO, and minutes of work for conservative
  /// backfill.
  [[nodiscard]] std::string long_scenario() const {
    std::string text{test::kSmallScenario};
    text.replace(text.find("count: 200"), 10, "count: 30000");
    text.replace(text.find("40 per day"), 10, "4000 per day");
    text.replace(text.find("easy: {order: fifo, backfill: easy}"), 35,
                 "slow: {order: fifo, backfill: conservative}");
    return folder().file("long.yaml", text);
  }
  const std::string small_ = folder().file("small.yaml", std::string{test::kSmallScenario});
  const std::string out_ = in_folder("out");
};

TEST_F(Endings, AReaderWhoGoesAwayIsNoError) {
  const Ended ended = shell("set -o pipefail; $suanwang run $folder/small.yaml | head -1");
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("A small network"));
  EXPECT_EQ(ended.err, "");
  // Gone before a word is said, and with results to write: they are.
  EXPECT_EQ(shell("$suanwang run $folder/small.yaml --out $folder/out | true; exit ${PIPESTATUS[0]}").code,
            0);
  EXPECT_TRUE(std::filesystem::exists(out_ + "/summary.json"));
  EXPECT_EQ(shell("$suanwang run $folder/small.yaml >&-").code, 1);  // nobody ever was there
}

TEST_F(Endings, StandardOutputOnAFullDiskFails) {
  const Ended ended = shell("$suanwang run $folder/small.yaml > /dev/full");
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.err, "error: cannot write standard output: No space left on device\n");
}

TEST_F(Endings, AFileThatMayNotGrowLeavesNoHalf) {
  const Ended ended =
      shell("ulimit -f 8; $suanwang run $folder/small.yaml --out $folder/out | cat; exit ${PIPESTATUS[0]}");
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.err, "error: cannot write " + out_ + "/easy/jobs.csv: File too large\n");
  EXPECT_THAT(ended.out, HasSubstr("1  POLICIES"));  // what cannot be kept is still shown
  EXPECT_FALSE(std::filesystem::exists(out_)) << "it made the folder, and nothing is in it";
}

TEST_F(Endings, ResultsThatCannotBeWrittenLeaveThoseOfAnEarlierRun) {
  ASSERT_EQ(run({"run", small_, "--out", out_, "--policy", "fifo"}).code, 0);
  const std::string summary = text_of(out_ + "/summary.json");
  const std::string rows = text_of(out_ + "/fifo/jobs.csv");
  const Ended ended = shell(
      "ulimit -f 8; $suanwang run $folder/small.yaml --seed 5 --out $folder/out | cat; exit "
      "${PIPESTATUS[0]}");
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(text_of(out_ + "/summary.json"), summary);
  EXPECT_EQ(text_of(out_ + "/fifo/jobs.csv"), rows);
  EXPECT_EQ(names_in(out_), (std::vector<std::string>{"fifo", "pools.csv", "summary.json"}));
}

TEST_F(Endings, AFullDiskLeavesNoHalf) {
  const std::string disk = in_folder("disk");
  std::filesystem::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0) {
    GTEST_SKIP() << "NOT TESTED: a disk that is full (no tmpfs can be mounted here)";
  }
  const Ended ended = run({"run", small_, "--replications", "20", "--out", disk + "/out"});
  const std::vector<std::string> left = names_in(disk);
  ::umount(disk.c_str());
  EXPECT_EQ(ended.code, 1);
  EXPECT_EQ(ended.err, "error: cannot write " + disk + "/out/easy/jobs.csv: No space left on device\n");
  EXPECT_THAT(left, IsEmpty());
}

TEST_F(Endings, CtrlCKeepsWhatIsComplete) {
  Process process = start({"run", long_scenario(), "--threads", "1", "--out", out_});
  ASSERT_TRUE(process.says("scenario: "));
  std::this_thread::sleep_for(std::chrono::milliseconds{1500});
  process.signal(SIGINT);
  const Ended ended = process.wait();
  EXPECT_EQ(ended.code, 130);
  EXPECT_THAT(ended.out, HasSubstr("Interrupted. Below stands only what is complete. Missing:\n"));
  EXPECT_THAT(ended.out, HasSubstr("  slow, replication 0\n"));
  EXPECT_THAT(ended.out, Not(HasSubstr("same bytes for any number of threads")));
  EXPECT_FALSE(std::filesystem::exists(out_ + "/slow"));
  if (ended.out.find("fifo, replication 0") == std::string::npos) {  // FIFO had ended by then
    const json summary = json::parse(text_of(out_ + "/summary.json"));
    EXPECT_EQ(summary["interrupted"], true);
    EXPECT_EQ(summary["missing"], json::array({"slow, replication 0"}));
    EXPECT_FALSE(summary["policies"].contains("slow"));
    EXPECT_EQ(std::ranges::count(text_of(out_ + "/fifo/jobs.csv"), '\n'), 30'001);
  } else {
    EXPECT_FALSE(std::filesystem::exists(out_));
  }
}

TEST_F(Endings, ASecondCtrlCEndsAtOnce) {
  Process process = start({"run", long_scenario(), "--policy", "slow", "--out", out_});
  ASSERT_TRUE(process.says("scenario: "));
  process.signal(SIGTERM);
  process.signal(SIGINT);
  EXPECT_EQ(process.wait().code, 130);
  EXPECT_FALSE(std::filesystem::exists(out_ + "/summary.json"));
}

// Rows of 200,000 jobs take a while to write; the second signal comes when a megabyte of them is there.
TEST_F(Endings, ASecondCtrlCWhileWritingLeavesNoHalf) {
  Process process = start({"run", small_, "--policy", "fifo", "--replications", "1000", "--out", out_});
  const auto half_of = [this] {
    std::error_code gone;  // a name may vanish between its listing and its use
    for (const auto& entry : std::filesystem::directory_iterator{out_ + "/fifo", gone}) {
      const bool temporary = entry.path().extension() == ".tmp";
      if (temporary && std::filesystem::file_size(entry.path(), gone) > 1'000'000 && !gone) return true;
    }
    return false;
  };
  for (int i = 0; i < 60'000 && !half_of(); ++i) {
    if (std::filesystem::exists(out_ + "/summary.json")) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  process.signal(SIGINT);
  process.signal(SIGTERM);
  const Ended ended = process.wait();
  if (ended.code == 0) GTEST_SKIP() << "NOT TESTED: it had written all before the signals came";
  EXPECT_EQ(ended.code, 130);
  EXPECT_EQ(names_in(out_ + "/fifo"), std::vector<std::string>{});
}

TEST_F(Endings, OnATerminalThereAreColoursAndABar) {
  const auto on_terminal = [this](const std::string& environment) {
    const std::string line = environment + " $suanwang run $folder/small.yaml --replications 600 --threads 1";
    return shell("export line='" + line + "'; script -qec \"$line\" /dev/null").out;
  };
  if (shell("script -qec true /dev/null").code != 0)
    GTEST_SKIP() << "NOT TESTED: output on a terminal (`script` finds none here)";
  const std::string coloured = on_terminal("TERM=xterm");
  EXPECT_THAT(coloured, HasSubstr("\x1b[1m1  POLICIES\x1b[0m"));
  EXPECT_THAT(coloured, HasSubstr("\r\x1b[Ksimulate "));
  const std::string plain = on_terminal("TERM=xterm NO_COLOR=1");
  EXPECT_THAT(plain, HasSubstr("1  POLICIES"));
  EXPECT_EQ(plain.find("\x1b[1m"), std::string::npos);
}

}  // namespace
}  // namespace suanwang
