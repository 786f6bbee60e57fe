/// Batsim's JSON workloads.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/logs.hpp"

namespace suanwang {
namespace {

using std::chrono::seconds;
using test::complaints;
using test::gzipped;
using test::jobs_of;
using test::LogFile;
using Counts = std::map<std::string, std::uint64_t>;

std::string workload(const std::string& jobs,
                     const std::string& profiles = R"("p": {"type": "delay", "delay": 10})") {
  return "{\"jobs\": [\n" + jobs + "\n], \"profiles\": {\n" + profiles + "\n}, \"nb_res\": 32}\n";
}

std::shared_ptr<const Trace> read(const LogFile& log, TraceOptions options = {}) {
  options.file = log.path();
  Diagnostics diagnostics;
  std::shared_ptr<const Trace> trace = read_batsim(options, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return trace;
}

TEST(Batsim, BothGenerationsOfNames) {
  const std::string text = workload(
      R"({"id": 7, "subtime": 5, "walltime": 20, "res": 4, "profile": "p", "extra": [1, {"res": 9}]},
{"id": "w0!3", "subtime": 4.709164021244639, "res": 1, "profile": "q"},
{"id": "b", "subtime": 5.0, "walltime": -1, "res": 2, "profile": "p"})",
      R"("q": {"type": "DelayProfile", "delay": 88.51, "command": "x"}, "p": {"type": "delay", "delay": 10},
"other": {"type": "ParallelTaskProfile", "cpu": [1, 2], "com": [[0]]})");
  for (const std::string& form : {text, gzipped(text)}) {
    const LogFile log{form};
    const auto trace = read(log);
    EXPECT_FALSE(trace->is_civil());
    const auto jobs = jobs_of(*trace);
    const auto source = trace->open({}, Duration{0});
    ASSERT_EQ(jobs.size(), 3U);
    EXPECT_EQ(source->label_text(jobs[0].label), "w0!3");
    EXPECT_EQ(jobs[0].submit, kStart + Duration{4'709'164'021});
    EXPECT_EQ(jobs[0].run, Duration{88'510'000'000});
    EXPECT_EQ(jobs[0].walltime, jobs[0].run);
    EXPECT_EQ(source->label_text(jobs[1].label), "7");  // equal submissions: order of the file
    EXPECT_EQ(jobs[1].walltime, seconds{20});
    EXPECT_EQ(jobs[1].accelerators, Accelerators::whole(4));
    EXPECT_EQ(source->label_text(jobs[2].label), "b");
    EXPECT_EQ(trace->report().repaired, (Counts{{"no requested time: run time taken", 2}}));
  }
}

TEST(Batsim, AJobBeyondItsWalltimeIsKeptToBeKilled) {
  const LogFile log{workload(R"({"id": 7, "subtime": 5, "walltime": 3, "res": 4, "profile": "p"},
                                {"id": 8, "subtime": 5, "walltime": 30, "res": 4, "profile": "p"})")};
  auto jobs = jobs_of(*read(log));
  EXPECT_EQ(jobs[0].run, seconds{10});
  EXPECT_EQ(jobs[0].walltime, seconds{3});
  jobs = jobs_of(*read(log, {.exact_walltime = true}));
  EXPECT_EQ(jobs[0].run, seconds{10});
  EXPECT_EQ(jobs[0].walltime, seconds{3});
  EXPECT_EQ(jobs[1].walltime, seconds{10});
}

TEST(Batsim, DropsAndCounts) {
  const std::string text =
      workload(R"({"id": 1, "subtime": 5, "res": 33, "profile": "p"},
{"id": 2, "subtime": 5, "res": 0, "profile": "p"}, {"id": 3, "subtime": -5, "res": 1, "profile": "p"},
{"id": 4, "subtime": 5, "res": 1, "profile": "z"}, {"id": 5, "subtime": 5, "res": 32, "profile": "p"})",
               R"("p": {"type": "delay", "delay": 10}, "z": {"type": "delay", "delay": 0})");
  const LogFile log{text};
  EXPECT_EQ(read(log)->report().dropped, (Counts{{"larger than the capacity", 1},
                                                 {"no accelerators", 1},
                                                 {"submitted before time 0 of the log", 1},
                                                 {"run time not positive", 1}}));
  EXPECT_EQ(read(log, {.capacity = Accelerators::whole(64)})->report().kept, 2U);  // rather than nb_res
}

TEST(Batsim, ComplainsWithTheLineOfTheJobOrProfile) {
  const LogFile log{workload(R"({"id": 1, "subtime": 5, "res": 1, "profile": "none"},
{"id": 2, "res": 1, "profile": "p"},
{"subtime": "5", "res": 1.5, "profile": "p"},
  {"id": 4, "subtime": 5, "res": 1, "profile": "par"},
{"id": 5, "subtime": 5, "res": 1, "profile": "par", "walltime": -7},
{"id": 2, "subtime": 1e300, "res": "four"},
{"id": {"a": 1}, "subtime": 1, "res": 1, "profile": "bad"},
{"id": 8, "subtime": 1, "res": 1, "profile": "typeless"})",
                             R"("p": {"type": "delay", "delay": 10},
"par": {"type": "parallel_homogeneous", "cpu": 1},
"bad": {"type": "delay", "delay": [10]},
"typeless": {"delay": 1}, "p": {"type": "delay", "delay": 11})")};
  EXPECT_EQ(complaints(read_batsim, log),
            "log:2:1: error: job '1': there is no profile 'none'\n"
            "log:3:1: error: job '2' has no 'subtime'\n"
            "log:4:1: error: a job has no 'id'\n"
            "log:4:1: error: job '': 'subtime' must be a number of seconds, got '5'\n"
            "log:4:1: error: job '': 'res' must be a whole number, got 1.5\n"
            "log:6:1: error: job '5': 'walltime' must be positive, or -1 for none, got -7\n"
            "log:7:1: error: job '2': 'subtime' is out of range: 1e300\n"
            "log:7:1: error: job '2': 'res' must be a whole number, got 'four'\n"
            "log:7:1: error: job '2' names no 'profile'\n"
            "log:7:1: error: job '2' has the id of the job in line 3\n"
            "log:8:1: error: the 'id' of a job must be a string or a number\n"
            "log:12:8: error: profile 'par': type 'parallel_homogeneous' is not supported, only delay\n"
            "log:13:8: error: profile 'bad': 'delay' must be a number of seconds, got another kind of value\n"
            "log:14:13: error: profile 'typeless' has no 'type'\n"
            "log:14:32: error: profile 'p' is defined twice\n");
}

TEST(Batsim, ComplainsAboutWhatIsNoWorkload) {
  EXPECT_EQ(complaints(read_batsim, LogFile{"[]"}), "log:1:1: error: expected a JSON object\n");
  EXPECT_EQ(complaints(read_batsim, LogFile{"{}"}), "log:1:1: error: no list 'jobs' in it\n");
  EXPECT_EQ(complaints(read_batsim, LogFile{R"({"jobs": []})"}),
            "log:1:1: error: no object 'profiles' in it\n");
  EXPECT_EQ(complaints(read_batsim, LogFile{workload("")}), "log: error: no job in it\n");
  EXPECT_EQ(complaints(read_batsim, LogFile{workload("5")}),
            "log:2:1: error: expected an object for each of the jobs\n");
  EXPECT_EQ(complaints(read_batsim, LogFile{"{\"jobs\": [\n  {\"id\": }"}),
            "log:2:10: error: syntax error while parsing value - unexpected '}'; expected '[', '{', or a "
            "literal\n");
  EXPECT_EQ(complaints(read_batsim, LogFile{workload(R"({"id": 1, "res": 1, "res": 2})")}),
            "log:2:28: error: 'res' twice in one object\n");
  EXPECT_THAT(complaints(read_batsim, LogFile{""}), ::testing::HasSubstr("unexpected end of input"));
  EXPECT_THAT(complaints(read_batsim, LogFile{workload(R"({"id": 1e999})")}),
              ::testing::StartsWith("log:2:13: error: number overflow parsing '1e999'"));
  const std::string cut = gzipped(workload(R"({"id": 1, "subtime": 5, "res": 1, "profile": "p"})"));
  EXPECT_EQ(
      complaints(read_batsim, LogFile{cut.substr(0, cut.size() - 9)}),
      "log: error: cannot read the log: the compressed data ends too early: the file has been cut short\n");
}

TEST(Batsim, DepthAndNumbersOfProblemsAreHarmless) {
  const std::string deep = std::string(100'000, '[');
  EXPECT_THAT(complaints(read_batsim, LogFile{deep}), ::testing::HasSubstr("error"));
  const LogFile nested{workload(R"({"id": 1, "subtime": 5, "res": 1, "profile": "p", "x": )" + deep +
                                std::string(100'000, ']') + "}")};
  EXPECT_EQ(read(nested)->report().kept, 1U);
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"a":)";
  EXPECT_THAT(complaints(read_batsim, LogFile{objects}), ::testing::HasSubstr("unexpected end of input"));
  std::string scalars = "1";
  for (int i = 0; i < 100'000; ++i) scalars += ",1";
  EXPECT_THAT(complaints(read_batsim, LogFile{workload(scalars)}),
              ::testing::HasSubstr("more errors in this log"));
}

}  // namespace
}  // namespace suanwang
