// `suanwang explain --job`, as a planner or a script sees it.
#include <algorithm>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/audited_runs.hpp"
#include "support/process.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Csv;
using test::Ended;
using test::text_of;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr std::string_view kCrowded = R"(suanwang: 1
start: 2025-01-01
end: 2025-03-01
timezone: "+08:00"
accelerators: {card: {peak: {fp16: 256 TFLOPS}, source: x}}
centres: {a: {name: {zh: 甲}, pools: {p: {accelerator: card, cards: 16, source: x}}}}
workload:
  train: {source: x, generate: {arrivals: {poisson: 30 per day}, duration: {lognormal: {median: 2 h, sigma: 1}}, accelerators: {choice: {1: 0.3, 4: 0.5, 8: 0.2}}, walltime: {factor: 3}}}
  tune: {source: x, generate: {arrivals: {poisson: 20 per day}, duration: {lognormal: {median: 1 h, sigma: 1}}, accelerators: 2}}
policies:
  easy: {order: fifo, backfill: easy}
  fifo: {order: fifo}
)";

class ExplainJob : public test::Suanwang {
 protected:
  const std::string file_ = folder().file("crowded.yaml", std::string{kCrowded});
  const std::string out_ = (folder().path() / "out").string();

  /// Line of the row of a job of stream `train`.
  static std::size_t line_of(Csv& rows, const std::string& id) {
    return rows.line_where([&](std::size_t line) {
      return rows.at(line, "job_id") == id && rows.at(line, "workload_name") == "train";
    });
  }
  /// When such a job starts in a run with `more` options [s].
  double start_in_run(const std::string& id, const std::string& policy, std::vector<std::string> more = {}) {
    std::vector<std::string> call{"run", file_, "--out", out_, "--quiet", "--policy", policy};
    std::ranges::copy(more, std::back_inserter(call));
    EXPECT_EQ(run(call).code, 0);
    Csv rows{out_ + "/" + policy + "/jobs.csv"};
    return rows.number(line_of(rows, id), "starting_time");
  }
};

// Each answer is what a run of the scenario changed in that way says.
TEST_F(ExplainJob, ItsAnswersAreThoseOfRuns) {
  ASSERT_EQ(run({"run", file_, "--out", out_, "--quiet"}).code, 0);
  Csv rows{out_ + "/fifo/jobs.csv"};
  std::size_t longest = line_of(rows, "0");
  for (std::size_t line = 2; line <= rows.size(); ++line) {
    if (rows.at(line, "workload_name") != "train" || rows.at(line, "success") != "1") continue;
    if (rows.number(line, "waiting_time") > rows.number(longest, "waiting_time")) longest = line;
  }
  const std::string id = rows.at(longest, "job_id");
  const Ended ended = run({"explain", file_, "--policy", "fifo", "--job", "train/" + id, "--json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json story = json::parse(ended.out);
  EXPECT_NEAR(story["start_s"], rows.number(longest, "starting_time"), 1e-8);
  EXPECT_NEAR(story["wait_s"], rows.number(longest, "waiting_time"), 1e-8);
  ASSERT_GT(story["wait_s"], 3600);
  double waited = 0;
  for (const json& each : story["waits"]) {
    waited += each["to_s"].get<double>() - each["from_s"].get<double>();
    EXPECT_THAT(each["reason"].get<std::string>(),
                AnyOf("capacity", "order"));  // one partition, strict order
  }
  EXPECT_NEAR(waited, story["wait_s"], 1e-4);
  double held = 0;
  for (const json& holder : story["holders"]) held += holder["accelerator_s"].get<double>();
  EXPECT_LE(held, story["online_accelerator_s"].get<double>() * (1 + 1e-12));
  EXPECT_NEAR(story["online_accelerator_s"], 16 * story["wait_s"].get<double>(), 1e-3);

  std::size_t confirmed = 0;
  for (const json& what : story["what_ifs"]) {
    if (what["what"] == "other_policy") {
      EXPECT_NEAR(what["start_s"], start_in_run(id, what["policy"]), 1e-8);
      ++confirmed;
    } else if (what["what"] == "more_accelerators") {
      const int cards = 16 + what["accelerators"].get<int>();
      EXPECT_NEAR(what["start_s"],
                  start_in_run(id, "fifo", {"--set", "centres.a.pools.p.cards=" + std::to_string(cards)}),
                  1e-8);
      EXPECT_LT(what["wait_s"], story["wait_s"]);
      ++confirmed;
    } else if (what["what"] == "without_stream" && what["stream"] == "tune") {
      EXPECT_NEAR(what["start_s"],
                  start_in_run(id, "fifo", {"--set", "workload.tune.generate.arrivals={every: 1000 days}"}),
                  1e-8);
      ++confirmed;
    }
  }
  EXPECT_EQ(confirmed, 3);
}

TEST_F(ExplainJob, ForPeople) {
  const std::string shown = run({"explain", file_, "--policy", "fifo", "--job", "train/300"}).out;
  EXPECT_THAT(shown,
              AllOf(HasSubstr("1  JOB  (train/300 under fifo, replication 0)\n"), HasSubstr("submitted"),
                    HasSubstr("2  WHY IT WAITED"), HasSubstr("3  WHO HELD WHAT IT NEEDED"),
                    HasSubstr("nobody: free"), HasSubstr("4  WHAT WOULD HAVE LET IT START EARLIER"),
                    HasSubstr(" more at a"), HasSubstr("without the other jobs of tune"),
                    HasSubstr("under policy easy"), HasSubstr("2025-01-")));
  EXPECT_THAT(run({"explain", file_, "--policy", "fifo", "--job", "train/300", "--lang", "zh"}).out,
              AllOf(HasSubstr("一、作业（train/300，规则 fifo，第 0 次重复）\n"), HasSubstr("在 甲 启动"),
                    HasSubstr("三、谁占着它要的加速卡"), HasSubstr("四、怎样能更早启动")));
  ASSERT_EQ(
      run({"explain", file_, "--policy", "fifo", "--job", "train/300", "--out", out_, "--threads", "1"}).code,
      0);
  EXPECT_EQ(text_of(out_ + "/job.json"),
            run({"explain", file_, "--policy", "fifo", "--job", "train/300", "--json"}).out);
}

TEST_F(ExplainJob, SaysWhatIsMissing) {
  const auto says = [this](std::vector<std::string> more) {
    std::vector<std::string> call{"explain", file_};
    std::ranges::copy(more, std::back_inserter(call));
    const Ended ended = run(call);
    EXPECT_EQ(ended.code, 2);
    return ended.err;
  };
  EXPECT_THAT(says({"--job", "train/1"}),
              HasSubstr("error: --policy: expected one; there are: easy, fifo\n"));
  EXPECT_THAT(says({"--job", "1", "--policy", "esay"}),
              HasSubstr("error: --policy: no such id 'esay'; did you mean 'easy'?\n"));
  EXPECT_THAT(says({"--job", "1", "--policy", "easy"}),
              HasSubstr("error: --job: several jobs '1'; say which: train/1, tune/1\n"));
  EXPECT_THAT(says({"--job", "trian/1", "--policy", "easy"}),
              HasSubstr("error: --job: no job 'trian/1'; there are train/0 to train/"));
  EXPECT_THAT(says({"--job", "train/1", "--policy", "easy", "--replication", "1"}),
              HasSubstr("error: --replication: the scenario has 1: expected a number from 0 to 0\n"));
  EXPECT_THAT(says({"--job", "train/1", "--policy", "easy", "--target", "y"}),
              HasSubstr("error: --target: stands beside --job; give one of them\n"));
  EXPECT_THAT(says({}), HasSubstr("error: --target: expected one target, or --job with one job"));
}

}  // namespace
}  // namespace suanwang
