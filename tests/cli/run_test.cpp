// `suanwang run` and `suanwang validate`, as a person or a script sees them.
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/process.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using test::names_in;
using test::text_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Run : public test::Suanwang {
 protected:
  const std::string small_ = folder().file("small.yaml", std::string{test::kSmallScenario});
  const std::string out_ = in_folder("out");
};

TEST_F(Run, PrintsTablesInTheLanguageOfTheReader) {
  const Ended en = run({"run", small_});
  EXPECT_EQ(en.code, 0);
  EXPECT_EQ(en.err, "");
  EXPECT_THAT(en.out, HasSubstr(" · A small network · " + small_ + "\n"));
  EXPECT_THAT(en.out,
              HasSubstr("\n1  POLICIES  (same demand, same random numbers; * best)\n  policy  mean wait"));
  EXPECT_THAT(en.out,
              HasSubstr("simulate ████████████████████ 2 policies × 1 replication · 200 jobs each · "));
  EXPECT_THAT(en.out, Not(HasSubstr("\x1b")));  // no terminal, no colours
  const std::vector<std::vector<std::string>> chinese{
      {"LANG=zh_CN.UTF-8"}, {"LANG=en_US.UTF-8", "LC_ALL=zh_HK"}, {"LANG=C", "LC_MESSAGES=zh_CN.UTF-8"}};
  for (const std::vector<std::string>& environment : chinese) {
    EXPECT_THAT(run({"run", small_}, environment).out, HasSubstr("一、规则（"));
  }
  EXPECT_THAT(run({"run", small_}, {"LC_ALL=C", "LANG=zh_CN.UTF-8"}).out, HasSubstr("1  POLICIES"));
  EXPECT_THAT(run({"run", small_, "--lang", "zh"}, {"LC_ALL=C"}).out, HasSubstr("一、规则（"));
  EXPECT_THAT(run({"run", small_, "--lang=en"}, {"LC_ALL=zh_CN.UTF-8"}).out, HasSubstr("1  POLICIES"));
}

TEST_F(Run, JsonIsAllThatStandsOnStandardOutput) {
  const Ended ended = run({"run", source("scenarios/first.yaml"), "--json"});
  EXPECT_EQ(ended.code, 0);
  const json summary = json::parse(ended.out);
  EXPECT_EQ(summary["policies"].size(), 2U);
  EXPECT_GT(summary["timing"]["peak_rss_bytes"], 1'000'000);
  EXPECT_THAT(ended.err, HasSubstr("first.yaml:3:16: warning: accelerators.card: "));
  EXPECT_EQ(run({"run", source("scenarios/first.yaml"), "--json", "--quiet"}).err, "");
}

TEST_F(Run, WritesSummaryAndRows) {
  const Ended ended = run({"run", small_, "--out", out_, "--replications", "2"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(names_in(out_), ElementsAre("easy", "fifo", "pools.csv", "summary.json"));
  EXPECT_THAT(names_in(out_ + "/easy"), ElementsAre("jobs.csv"));
  const json summary = json::parse(text_of(out_ + "/summary.json"));
  EXPECT_EQ(summary["policies"]["easy"]["jobs"]["submitted"], 400);
  EXPECT_EQ(summary["interrupted"], false);
  const std::string rows = text_of(out_ + "/easy/jobs.csv");
  EXPECT_EQ(std::ranges::count(rows, '\n'), 401);
  EXPECT_THAT(rows, HasSubstr(",COMPLETED_SUCCESSFULLY,"));
  EXPECT_THAT(rows, HasSubstr(",1,lab,,training,0,1,,lab,,\n"));  // replication 1
  EXPECT_THAT(ended.out,
              HasSubstr("\nopen       " + out_ + "/summary.json   " + out_ + "/POLICY/jobs.csv\n"));
}

TEST_F(Run, TheSameForAnyNumberOfThreads) {
  const auto policies_with = [this](const std::string& threads) {
    return json::parse(
        run({"run", small_, "--json", "--replications", "4", "--threads", threads}).out)["policies"];
  };
  EXPECT_EQ(policies_with("1"), policies_with("8"));
}

TEST_F(Run, AnExistingFolderIsUsedAgain) {
  std::filesystem::create_directories(out_ + "/easy");
  static_cast<void>(folder().file("out/summary.json", "old"));
  static_cast<void>(folder().file("out/notes.txt", "mine"));
  EXPECT_EQ(run({"run", small_, "--out", out_}).code, 0);
  EXPECT_THAT(names_in(out_), ElementsAre("easy", "fifo", "notes.txt", "pools.csv", "summary.json"));
  EXPECT_EQ(text_of(out_ + "/notes.txt"), "mine");
  EXPECT_EQ(json::parse(text_of(out_ + "/summary.json"))["policies"].size(), 2U);
}

TEST_F(Run, RowsThatAreNotOfThisRunAreRemovedAndNothingElse) {
  EXPECT_EQ(run({"run", small_, "--out", out_}).err, "");
  EXPECT_EQ(json::parse(text_of(out_ + "/summary.json"))["files"],
            json::array({"pools.csv", "easy/jobs.csv", "fifo/jobs.csv"}));
  static_cast<void>(folder().file("out/fifo/notes.txt", "mine"));
  std::filesystem::create_directories(out_ + "/other");
  static_cast<void>(folder().file("out/other/jobs.csv", "not of suanwang"));

  const Ended other = run({"run", small_, "--out", out_, "--policy", "easy"});
  EXPECT_EQ(other.err, "removed from " + out_ + ", as rows of an earlier run: fifo/jobs.csv\n");
  EXPECT_THAT(names_in(out_), ElementsAre("easy", "fifo", "other", "pools.csv", "summary.json"));
  EXPECT_THAT(names_in(out_ + "/fifo"), ElementsAre("notes.txt"));

  const Ended none = run({"run", small_, "--out", out_, "--no-job-records", "--lang", "zh"});
  EXPECT_EQ(none.err, "已从 " + out_ + " 删除较早一次运行的明细：pools.csv、easy/jobs.csv\n");
  EXPECT_THAT(names_in(out_), ElementsAre("fifo", "other", "summary.json"));
  EXPECT_EQ(json::parse(text_of(out_ + "/summary.json"))["files"], json::array());
  EXPECT_EQ(text_of(out_ + "/other/jobs.csv"), "not of suanwang");
}

TEST_F(Run, AnEarlierSummaryCannotPointElsewhere) {
  const std::string rows = folder().file("jobs.csv", "mine");
  std::filesystem::create_directories(out_);
  static_cast<void>(
      folder().file("out/summary.json",
                    R"({"suanwang": {}, "files": ["../jobs.csv", "a/../../jobs.csv", ")" + rows + R"("]})"));
  EXPECT_EQ(run({"run", small_, "--out", out_}).err, "");
  EXPECT_EQ(text_of(rows), "mine");
}

TEST_F(Run, AnUnwritableFolderIsFoundBeforeTheSimulation) {
  const std::string file = folder().file("file", "in the way");
  const Ended on_file = run({"run", small_, "--out", file});
  EXPECT_EQ(on_file.code, 2);
  EXPECT_EQ(on_file.err, "error: --out: cannot write " + file + ": a file is in the way\n");
  EXPECT_EQ(on_file.out, "");
  const Ended in_proc = run({"run", small_, "--out", "/proc/suanwang"});
  EXPECT_EQ(in_proc.code, 2);
  EXPECT_EQ(in_proc.err, "error: --out: cannot write /proc/suanwang: No such file or directory\n");
}

TEST_F(Run, WithoutJobRecordsWritesTheSummaryOnly) {
  EXPECT_EQ(run({"run", small_, "--out", out_, "--no-job-records"}).code, 0);
  EXPECT_THAT(names_in(out_), ElementsAre("summary.json"));
}

TEST_F(Run, DeclaredVariantsHaveFoldersAndKeys) {
  const std::string file = folder().file(
      "variants.yaml", std::string{test::kSmallScenario} +
                           "variants: {base: {}, large: {set: {centres.lab.pools.main.cards: 32}}}\n");
  EXPECT_EQ(run({"run", file, "--out", out_, "--policy", "fifo"}).code, 0);
  EXPECT_THAT(names_in(out_), ElementsAre("base", "large", "summary.json"));
  EXPECT_THAT(names_in(out_ + "/large"), ElementsAre("fifo", "pools.csv"));
  const json summary = json::parse(text_of(out_ + "/summary.json"));
  EXPECT_EQ(summary["variants"]["large"]["policies"].size(), 1U);
  const json one = json::parse(run({"run", file, "--variant", "large", "--policy", "fifo", "--json"}).out);
  EXPECT_FALSE(one["variants"].contains("base"));
  EXPECT_EQ(one["variants"]["large"]["policies"]["fifo"]["fingerprint"],
            summary["variants"]["large"]["policies"]["fifo"]["fingerprint"]);
}

TEST_F(Run, UnknownIdsAreRefused) {
  const Ended ended = run({"run", small_, "--policy", "fifoo", "--policy", "zebra", "--variant", "other"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err,
            "error: --variant: no such id 'other'; there are: base\n"
            "error: --policy: no such id 'fifoo'; did you mean 'fifo'?\n"
            "error: --policy: no such id 'zebra'; there are: easy, fifo\n"
            "3 errors, 0 warnings\n");
}

TEST_F(Run, OptionsChangeTheScenario) {
  const auto wait_with = [this](std::vector<std::string> more) {
    std::vector<std::string> arguments{"run", small_, "--json", "--policy", "fifo"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return json::parse(run(arguments).out)["policies"]["fifo"]["wait_s"]["mean"].get<double>();
  };
  const double as_written = wait_with({});
  EXPECT_EQ(wait_with({"--seed", "0"}), as_written);
  EXPECT_NE(wait_with({"--seed", "1"}), as_written);
  EXPECT_EQ(wait_with({"--set", "centres.lab.pools.main.cards=100000"}), 0);
}

TEST_F(Run, BadInputIsNamedAtItsPlaceAndNothingIsRun) {
  std::string text{test::kSmallScenario};
  text.replace(text.find("backfill"), 8, "backfil");
  const std::string bad = folder().file("bad.yaml", text);
  const Ended ended = run({"run", bad, "--out", out_});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(
      ended.err,
      StartsWith(bad + ":16:53: error: policies.easy: unknown key 'backfil'; did you mean 'backfill'?\n"));
  EXPECT_THAT(ended.err, HasSubstr("1 error, 0 warnings\n"));
  EXPECT_FALSE(std::filesystem::exists(out_));
  const Ended missing = run({"run", in_folder("missing.yaml")});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("error: "));
}

TEST_F(Run, ValidateTellsCountsAndExpectedLoad) {
  const std::string file =
      folder().file("ends.yaml", std::string{test::kSmallScenario} + "end: 5 days\nseed: 3\n");
  const Ended good = run({"validate", file});
  EXPECT_EQ(good.code, 0);
  EXPECT_EQ(good.err, "");
  EXPECT_THAT(good.out, StartsWith(file + ": 1 centre, 0 links, 2 policies, 0 bases, 0 errors, 0 warnings\n"
                                          "offered load: "));
  EXPECT_THAT(good.out, HasSubstr("\n0 errors, 0 warnings\n"));
  EXPECT_THAT(run({"validate", file, "--lang", "zh"}).out, HasSubstr("\n供需比："));

  const Ended warned = run({"validate", source("scenarios/first.yaml")});
  EXPECT_EQ(warned.code, 0);
  EXPECT_THAT(warned.err, HasSubstr("first.yaml:3:16: warning: "));
  EXPECT_THAT(warned.out, HasSubstr("\n0 errors, 2 warnings\n"));
}

// What is wrong with a log is asked for before the run, not after it.
TEST_F(Run, ValidateTellsWhatReadersKeptAndThatALogHasNoPriorities) {
  const std::string rest = " -1 -1 -1 -1 -1 -1 -1 -1 -1\n";
  (void)folder().file("log.swf", "1 0 0 10 1 -1 -1 1 20" + rest + "2 5 0 0 1 -1 -1 1 20" + rest +
                                     "3 9 0 30 1 -1 -1 1 30" + rest);
  const std::string file =
      folder().file("replay.yaml",
                    "suanwang: 1\naccelerators: {a: {peak: {fp16: 1 TFLOPS}, source: here}}\n"
                    "centres: {lab: {pools: {p: {accelerator: a, cards: 4, source: here}}}}\n"
                    "workload: {log: {trace: {format: swf, file: log.swf, centre: lab}}}\n"
                    "policies: {first: {order: priority}}\n");
  const Ended ended = run({"validate", file, "--lang", "en"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("\nlog log (log.swf): 3 jobs, kept 2; dropped 1 × "));
  EXPECT_THAT(ended.err,
              HasSubstr("replay.yaml:5:12: warning: policies.first: all jobs have the same priority "));
}

TEST_F(Run, QuietPrintsResultsOnly) {
  const Ended ended = run({"run", source("scenarios/first.yaml"), "--quiet"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(ended.out, StartsWith("1  POLICIES"));
  EXPECT_THAT(ended.out, Not(HasSubstr("warnings")));
}

TEST_F(Run, WarningsOfShippedScenariosAreInChineseToo) {
  for (const char* scenario : {"first", "pooling", "guangdong"}) {
    const Ended ended = run({"validate", source("scenarios/") + scenario + ".yaml", "--lang", "zh"});
    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.err, HasSubstr(": 提醒: "));
    for (const char* english : {"assumed", "warning", "uniform", "nodes of", "island"}) {
      EXPECT_THAT(ended.err, Not(HasSubstr(english)));
    }
  }
}

TEST_F(Run, ValidateWarnsOfALoadFarAboveOne) {
  const std::string file = folder().file("ends.yaml", std::string{test::kSmallScenario} + "end: 1 day\n");
  const std::string arrivals = "workload.training.generate.arrivals.poisson=400 per day";
  const Ended ended = run({"validate", file, "--set", arrivals});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.err, HasSubstr(": warning: workload: offered load "));
  EXPECT_THAT(ended.out, HasSubstr("0 errors, 1 warning\n"));
  EXPECT_THAT(run({"run", file, "--set", arrivals}).out, HasSubstr(": warning: workload: offered load "));
}

TEST_F(Run, ValidateAnswersInJson) {
  const Ended ended = run({"validate", source("scenarios/first.yaml"), "--json"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.err, "");
  const json findings = json::parse(ended.out);
  EXPECT_EQ(findings["errors"], 0);
  EXPECT_EQ(findings["warnings"], 2);
  EXPECT_GT(findings["load"]["base"]["offered"], 0);
  const Ended bad = run({"validate", folder().file("bad.yaml", "suanwang: 1\nnonsense: 1\n"), "--json"});
  EXPECT_EQ(bad.code, 2);
  EXPECT_GT(json::parse(bad.out)["errors"], 0);
}

}  // namespace
}  // namespace suanwang
