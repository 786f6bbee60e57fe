// The command line itself: what is accepted, and what is said of what is not.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suanwang/base/version.hpp"

#include "support/process.hpp"

namespace suanwang {
namespace {

using test::Ended;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using Usage = test::Suanwang;

TEST_F(Usage, TellsVersionAndCommit) {
  const Ended ended = run({"--version"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.out, "suanwang " + std::string{kVersion} + " (" + std::string{kCommit} + ")\n");
}

TEST_F(Usage, HelpIsShortAndNamesTheCommands) {
  const Ended ended = run({"--help"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("run "), HasSubstr("validate "), HasSubstr("list "), HasSubstr("schema ")));
  EXPECT_LE(std::ranges::count(ended.out, '\n'), 25);
  EXPECT_EQ(run({}).code, 2);
  EXPECT_EQ(run({}).err, ended.out);
  const Ended of_run = run({"run", "--help"});
  EXPECT_EQ(of_run.code, 0);
  EXPECT_THAT(of_run.out,
              AllOf(HasSubstr("Usage: suanwang run [OPTIONS] SCENARIO"), HasSubstr("--no-job-records ")));
}

TEST_F(Usage, RefusesWithAHint) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"rum", "x.yaml"}, "error: unknown command 'rum'; did you mean 'run'?\nTry: suanwang --help\n"},
      {{"frobnicate"}, "error: unknown command 'frobnicate'\nTry: suanwang --help\n"},
      {{"run", "x.yaml", "--polcy", "easy"},
       "error: unknown option '--polcy'; did you mean '--policy'?\nTry: suanwang run --help\n"},
      {{"run", "x.yaml", "--out=a", "--tread=2"},
       "error: unknown option '--tread'; did you mean '--threads'?\nTry: suanwang run --help\n"},
      {{"run", "x.yaml", "y.yaml"}, "error: unexpected argument 'y.yaml'\nTry: suanwang run --help\n"},
      {{"run"}, "error: SCENARIO is required\nTry: suanwang run --help\n"},
      {{"run", "x.yaml", "--lang", "fr"},
       "error: --lang: expected zh or en, got 'fr'\nTry: suanwang run --help\n"},
      {{"run", "x.yaml", "--threads", "0"},
       "error: --threads: expected a whole number from 1 to 1024, got '0'\nTry: suanwang run --help\n"},
      {{"run", "x.yaml", "--replications", "2.5"},
       "error: --replications: expected a whole number from 1 to 4294967295, got '2.5'\n"
       "Try: suanwang run --help\n"},
      {{"run", "x.yaml", "--seed=18446744073709551616"},
       "error: --seed: expected a whole number from 0 to 18446744073709551615, got '18446744073709551616'\n"
       "Try: suanwang run --help\n"},
      {{"list", "polices"},
       "error: list: expected policies, formats or accelerators, got 'polices'; did you mean 'policies'?\n"
       "Try: suanwang list --help\n"},
      {{"list", "accelerators"},
       "error: list accelerators: expected a scenario file, as in: list accelerators scenarios/first.yaml\n"
       "Try: suanwang list --help\n"},
  };
  for (const auto& [arguments, message] : cases) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 2) << message;
    EXPECT_EQ(ended.err, message);
    EXPECT_EQ(ended.out, "");
  }
}

TEST_F(Usage, LaterCommandsAreNotAvailableYet) {
  for (const char* command : {"sweep", "merge", "diff", "import"}) {
    const Ended ended = run({command, "x.yaml"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, StartsWith("error: command '" + std::string{command} +
                                      "' is not available yet (this is version "));
  }
}

TEST_F(Usage, ListsPoliciesWithTheirParameters) {
  const Ended ended = run({"list", "policies"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("\n  backfill\n    none            strict queue order"));
  EXPECT_THAT(ended.out,
              HasSubstr("\n      candidates      queue | shortest (default queue): the order in which"));
  EXPECT_THAT(ended.out, HasSubstr("\n      source          Mu'alem and Feitelson"));
}

TEST_F(Usage, ListsFormatsOfLogs) {
  const Ended ended = run({"list", "formats"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("\n  swf "), HasSubstr("\n  philly "), HasSubstr("\n  batsim ")));
}

TEST_F(Usage, ListsInChinese) {
  const std::string policies = run({"list", "policies", "--lang", "zh"}).out;
  EXPECT_THAT(policies, HasSubstr("\n  order（必填）\n    fifo            按提交先后\n"));
  EXPECT_THAT(policies,
              HasSubstr("\n      candidates      queue | shortest（默认 queue）：按什么次序试候选作业\n"));
  EXPECT_THAT(run({"list", "formats", "--lang", "zh"}).out, HasSubstr("\n  swf             并行负载档案的"));
  EXPECT_THAT(run({"list", "--help"}).out, HasSubstr("list accelerators SCENARIO"));
}

TEST_F(Usage, ListsTheAcceleratorsOfAScenario) {
  const Ended ended =
      run({"list", "accelerators", folder().file("small.yaml", std::string{test::kSmallScenario})});
  EXPECT_EQ(ended.code, 0);
  EXPECT_EQ(ended.out,
            "  id    name  peak             memory  power  origin  source\n"
            "  card  card  fp16 256 TFLOPS       —      —  —       made up for a test\n");
}

TEST_F(Usage, PrintsTheSchema) {
  const Ended ended = run({"schema"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("\"https://json-schema.org/draft/2020-12/schema\""));
}

}  // namespace
}  // namespace suanwang
