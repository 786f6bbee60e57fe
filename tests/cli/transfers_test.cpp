// Transfers as a workload, as a person or a script sees them.
#include <algorithm>
#include <string>

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

/// Three centres in a row, 1 GB/s and 10 GB/s between them; the last one takes in 1 GB/s.
constexpr std::string_view kScenario = R"(suanwang: 1
accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}
centres:
  guangzhou: {name: {en: Guangzhou, zh: 广州}, pools: {p: {accelerator: card, cards: 8, source: s}}, source: s}
  shaoguan: {name: {en: Shaoguan, zh: 韶关}, pools: {p: {accelerator: card, cards: 8, source: s}}, source: s}
  shenzhen:
    {name: {en: Shenzhen, zh: 深圳}, pools: {p: {accelerator: card, cards: 8, source: s}}, source: s, ingress: 1 GB/s}
links:
  gz-sg: {between: [guangzhou, shaoguan], bandwidth: 8 Gbps, latency: 1 ms, source: s}
  gz-sz: {between: [guangzhou, shenzhen], bandwidth: 80 Gbps, latency: 1 ms, source: s}
policies: {fifo: {order: fifo}}
workload:
  backup: {source: s, transfers: {file: t.csv}}
)";

/// `a` and `b` share the link from Shaoguan from 2 ms on; `c` may have 0.1 GB/s.
constexpr std::string_view kTransfers =
    "id,from,to,bytes,start_s,cap_bps\n"
    "c,guangzhou,shenzhen,1e9,2,0.8e9\n"
    "\"a, the first\",shaoguan,shenzhen,10e9,0,\n"
    "b,shaoguan,guangzhou,5e9,0,\n";

class RunTransfers : public test::Suanwang {
 protected:
  [[nodiscard]] Ended run_with(const std::string& transfers, const std::string& more = "",
                               std::vector<std::string> options = {}) const {
    static_cast<void>(folder().file("t.csv", transfers));
    const std::string file = folder().file("s.yaml", std::string{kScenario} + more);
    options.insert(options.begin(), {"run", file});
    return run(options);
  }
  /// Messages without the name of the folder.
  [[nodiscard]] std::string plain(std::string text) const {
    const std::string own = folder().path().string() + "/";
    for (std::size_t at = text.find(own); at != std::string::npos; at = text.find(own))
      text.erase(at, own.size());
    return text;
  }
  const std::string out_ = in_folder("out");
};

TEST_F(RunTransfers, AreWrittenWithTheirTimes) {
  ASSERT_EQ(run_with(std::string{kTransfers}, "", {"--out", out_, "--quiet"}).code, 0);
  EXPECT_THAT(names_in(out_ + "/fifo"), ElementsAre("jobs.csv", "links.csv", "transfers.csv"));
  // b: 1 ms of latency, 1 ms alone at 1 GB/s, then 4.999 GB at 0.5 GB/s: 10 s.
  // a: by then 5.001 GB are left, of which 0.9 GB/s go on until c ends at 12.001 s: 3.2001 s at 1 GB/s
  // remain.
  EXPECT_EQ(text_of(out_ + "/fifo/transfers.csv"),
            "id,from,to,bytes,start_s,finish_s,purpose,stream,dataset,job,replication\n"
            "\"a, the first\",shaoguan,shenzhen,10000000000,0.000000000,15.201100000,workload,backup,,,0\n"
            "b,shaoguan,guangzhou,5000000000,0.000000000,10.000000000,workload,backup,,,0\n"
            "c,guangzhou,shenzhen,1000000000,2.000000000,12.001000000,workload,backup,,,0\n");
}

TEST_F(RunTransfers, OfAnEndedSimulationMayBeUnderWay) {
  const Ended ended = run_with(std::string{kTransfers}, "end: 12 s\n", {"--out", out_});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(text_of(out_ + "/fifo/transfers.csv"),
              HasSubstr("\nb,shaoguan,guangzhou,5000000000,0.000000000,10.000000000,workload,backup,,,0\n"
                        "c,guangzhou,shenzhen,1000000000,2.000000000,,workload,backup,,,0\n"));
  const json policy = json::parse(text_of(out_ + "/summary.json"))["policies"]["fifo"];
  EXPECT_EQ(policy["transfers"]["started"], 3);
  EXPECT_EQ(policy["transfers"]["finished"], 1);
  EXPECT_EQ(policy["transfers"]["under_way"], 2);
  EXPECT_EQ(policy["transfers"]["bytes"], 16e9);
  // b all, c 0.1 GB/s × 9.999 s, a 4.999 GB + 0.9 GB/s × 2 s
  EXPECT_NEAR(policy["transfers"]["arrived_bytes"].get<double>(), 5e9 + 0.9999e9 + 6.799e9, 1);
  EXPECT_EQ(policy["transfers"]["by_purpose"]["staging"]["started"], 0);
  const json link = policy["links"]["gz-sg"]["backward"];
  EXPECT_EQ(link["from"], "shaoguan");
  EXPECT_EQ(link["to"], "guangzhou");
  EXPECT_NEAR(link["bytes"].get<double>(), 11.799e9, 1);
  EXPECT_NEAR(link["utilisation"]["mean"].get<double>(), 11.799 / 12, 1e-9);
  EXPECT_NEAR(link["utilisation"]["peak"].get<double>(), 1, 1e-12);
  EXPECT_NEAR(link["saturated_s"].get<double>(), 9.999, 1e-9);
  EXPECT_EQ(link["owners"][0]["id"], "backup");
  EXPECT_EQ(link["owners"][0]["purpose"], "workload");
  EXPECT_EQ(link["series"].size(), 60U);  // of 0.2 s
  EXPECT_NEAR(link["series"][59].get<double>(), 0.9, 1e-9);
  EXPECT_EQ(policy["links"]["gz-sg"]["forward"]["bytes"], 0);
  EXPECT_NEAR(policy["centre_limits"]["shenzhen"]["ingress"]["saturated_s"].get<double>(), 2, 1e-9);
  EXPECT_EQ(policy["link_spans"][59]["end_s"], 12);
}

TEST_F(RunTransfers, LinksAreWrittenOverTime) {
  ASSERT_EQ(run_with(std::string{kTransfers}, "start: 2024-01-31\nend: 1 days\n", {"--out", out_}).code, 0);
  const std::string links = text_of(out_ + "/fifo/links.csv");
  EXPECT_THAT(links, HasSubstr("link,from,to,month,span_start_s,span_end_s,bytes,utilisation\n"
                               "gz-sg,guangzhou,shaoguan,2024-01,0.000000000,86400.000000000,0,0\n"
                               "gz-sg,shaoguan,guangzhou,2024-01,0.000000000,86400.000000000,"));
  EXPECT_THAT(links, HasSubstr("\nshenzhen.ingress,shenzhen,shenzhen,2024-01,0.000000000,86400.000000000,"));
  EXPECT_EQ(std::ranges::count(links, '\n'), 6);
  // The rows of transfers go with those of jobs; links are no rows of theirs.
  const Ended again = run_with(std::string{kTransfers}, "", {"--out", out_, "--no-job-records"});
  EXPECT_THAT(names_in(out_ + "/fifo"), ElementsAre("links.csv"));
  EXPECT_THAT(again.err,
              HasSubstr("as rows of an earlier run: pools.csv, fifo/jobs.csv, fifo/transfers.csv\n"));
}

TEST_F(RunTransfers, ConsoleNamesTheBusiestLinks) {
  EXPECT_THAT(
      run_with(std::string{kTransfers}, "", {"--lang", "en"}).out,
      HasSubstr(
          "\n2  LINKS  (the busiest directions of each policy)\n"
          "  link              direction             mean util.   peak  saturated  carried  filled by\n"
          "  gz-sg             Shaoguan → Guangzhou        99 %  100 %     13.2 s  15.0 GB  backup 100 %\n"
          "  shenzhen.ingress  Shenzhen, ingress           72 %  100 %      5.2 s  11.0 GB  backup 100 %\n"
          "  gz-sz             Guangzhou → Shenzhen         7 %   10 %      0.0 s  11.0 GB  backup 100 %\n"
          "  Each direction has the whole bandwidth."));
  const std::string chinese = run_with(std::string{kTransfers}, "", {"--lang", "zh"}).out;
  EXPECT_THAT(chinese, HasSubstr("\n二、链路（各规则下最忙的方向）\n"));
  EXPECT_THAT(chinese, HasSubstr("韶关 → 广州"));
}

TEST_F(RunTransfers, NothingIsSaidOfLinksWithoutThem) {
  const std::string text{kScenario};
  const std::string file =
      folder().file("s.yaml", text.substr(0, text.find("workload:")) +
                                  "workload: {w: {source: s, jobs: {j: {accelerators: 1, duration: 1 h, "
                                  "centre: shaoguan, submit: 0 s}}}}\n");
  const Ended ended = run({"run", file, "--out", out_});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, Not(HasSubstr("LINKS")));
  EXPECT_THAT(names_in(out_ + "/fifo"), ElementsAre("jobs.csv"));
  const json summary = json::parse(text_of(out_ + "/summary.json"));
  EXPECT_FALSE(summary["policies"]["fifo"].contains("links"));
  EXPECT_FALSE(summary["definitions"].contains("links"));
}

TEST_F(RunTransfers, OfDataAndOutputsHaveIdsOfTheirOwn) {
  const std::string file = folder().file("s.yaml", R"(suanwang: 1
accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}
centres:
  guangzhou: {pools: {p: {accelerator: card, cards: 8, source: s}}, source: s}
  shenzhen: {pools: {p: {accelerator: card, cards: 8, source: s}}, source: s}
links: {gz-sz: {between: [guangzhou, shenzhen], bandwidth: 8 Gbps, latency: 0 ms, source: s}}
datasets: {corpus: {size: 10 GB, at: [guangzhou], source: s}}
tenants: {labs: {home: shenzhen}, uni: {home: guangzhou}}
workload:
  train:
    source: s
    jobs:
      one: {tenant: labs, accelerators: 8, duration: 60 s, submit: 0 s, data: [corpus], output: 2 GB}
      two: {tenant: uni, accelerators: 8, duration: 60 s, submit: 0 s, output: 2 GB}
      zero: {tenant: labs, accelerators: 8, duration: 60 s, walltime: 5 s, submit: 0 s, checkpoint: 1 GB}
policies: {local: {order: fifo, dispatch: home}, turns: {order: fifo, dispatch: round-robin}}
)");
  const Ended ended = run({"run", file, "--out", out_, "--lang", "en"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(text_of(out_ + "/local/transfers.csv"),
              HasSubstr("\ncorpus@shenzhen#1,guangzhou,shenzhen,10000000000,0.000000000,10.000000000,"
                        "staging,,corpus,,0\n"));
  EXPECT_THAT(text_of(out_ + "/turns/transfers.csv"),
              HasSubstr("\ntrain/one,guangzhou,shenzhen,2000000000,60.000000000,62.000000000,"
                        "output,train,,one,0\n"
                        "train/two,shenzhen,guangzhou,2000000000,60.000000000,62.000000000,"
                        "output,train,,two,0\n"
                        "train/zero,guangzhou,shenzhen,1000000000,65.000000000,66.000000000,"
                        "checkpoint,train,,zero,0\n"));
  EXPECT_THAT(ended.out,
              HasSubstr("\n  local\n  gz-sz  guangzhou → shenzhen        14 %  100 %     10.0 s  10.0 GB  "
                        "corpus 100 %\n"));
  EXPECT_THAT(ended.out, HasSubstr("train (output) 100 %\n"));
  EXPECT_THAT(ended.out, HasSubstr("train (output) 67 %, train (checkpoint) 33 %\n"));
  const json summary = json::parse(text_of(out_ + "/summary.json"));
  EXPECT_EQ(summary["policies"]["turns"]["transfers"]["by_purpose"]["checkpoint"]["bytes"], 1e9);
}

// The data is at ax, which is full until 60 h; bx has been idle all the time. Nothing else happens at 13 h.
TEST_F(RunTransfers, ALinkThatComesBackSetsWaitingJobsOnTheirWay) {
  const std::string file = folder().file("s.yaml", R"(suanwang: 1
end: 5 days
accelerators: {card: {peak: {fp16: 1 TFLOPS}, source: s}}
defaults: {pools: {accelerator: card, cards: 8, source: s}}
centres: {ax: {pools: {p: {}}}, bx: {pools: {p: {}}}}
links: {ab: {between: [ax, bx], bandwidth: 8 Gbps, latency: 0 ms, outages: [{from: 9 h, for: 4 h}], source: s}}
datasets: {d: {size: 3.6 TB, at: [ax], source: s}}
workload:
  w:
    source: s
    jobs:
      big: {centre: ax, accelerators: 8, duration: 60 h, submit: 0 s}
      small: {centre: ax, accelerators: 4, duration: 2 h, submit: 10 h, data: [d]}
policies: {nat: {order: fifo, dispatch: national}, over: {order: fifo, dispatch: {overflow: {after: 30 min}}}}
)");
  ASSERT_EQ(run({"run", file, "--out", out_}).code, 0);
  // 3.6 TB at 1 GB/s: staged from 13 h to 14 h.
  for (const char* policy : {"nat", "over"}) {
    EXPECT_THAT(text_of(out_ + "/" + policy + "/transfers.csv"),
                HasSubstr(",ax,bx,3600000000000,46800.000000000,50400.000000000,staging,"));
  }
}

/// As Conflicts.TwoJobsForTheSameLastFreeAccelerators of the oracles.
TEST_F(RunTransfers, ConflictsAreCountedAndNamed) {
  const std::string file = folder().file("s.yaml", R"(suanwang: 1
accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}
centres: {b: {pools: {p: {accelerator: card, cards: 4, source: s}}}}
dispatcher: {refresh: 1 h}
workload:
  w:
    source: s
    jobs:
      j1: {accelerators: 3, duration: 10 s, walltime: 100 s}
      j2: {submit: 1 s, accelerators: 4, duration: 100 s}
      j3: {submit: 20 s, accelerators: 1, duration: 60 s}
policies: {national: {order: fifo, dispatch: national}, one: {order: fifo}}
)");
  const Ended ended = run({"run", file, "--out", out_, "--lang", "en"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out,
              HasSubstr("\n  > national: conflicts from outdated views: 1 (sent to accelerators that "
                        "were taken by then)\n"));
  EXPECT_THAT(ended.out, Not(HasSubstr("one: conflicts")));
  const json summary = json::parse(text_of(out_ + "/summary.json"));
  EXPECT_EQ(summary["policies"]["national"]["dispatch"]["conflicts"], 1);
  EXPECT_EQ(summary["policies"]["one"]["dispatch"]["conflicts"], 0);
  EXPECT_TRUE(summary["definitions"].contains("conflicts"));
}

TEST_F(RunTransfers, MistakesAreNamedWithTheirLine) {
  const Ended ended =
      run_with("id,from,to,bytes,start_s\n1,shenzen,shaoguan,5,0\n2,shaoguan,shenzhen,-1,0\n");
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(plain(ended.err),
              HasSubstr("t.csv:2:3: error: from: there is no centre 'shenzen'; did you mean 'shenzhen'?\n"
                        "t.csv:3:21: error: bytes: expected a number of bytes from 0 to 1e18, got '-1'\n"));
}

TEST_F(RunTransfers, AfterTheEndAreLeftOut) {
  const std::string rows = "id,from,to,bytes,start_s\n1,shaoguan,shenzhen,5,0\n2,shaoguan,shenzhen,5,3600\n";
  const Ended some = run_with(rows, "end: 1 h\n", {"--json"});
  EXPECT_EQ(some.code, 0);
  EXPECT_THAT(plain(some.err), HasSubstr("s.yaml:13:41: warning: workload.backup.transfers.file: 1 of its 2 "
                                         "transfers start at or after 'end' and are left out\n"));
  EXPECT_EQ(json::parse(some.out)["policies"]["fifo"]["transfers"]["started"], 1);
  const Ended none = run_with("id,from,to,bytes,start_s\n2,shaoguan,shenzhen,5,3600\n", "end: 1 h\n");
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(
      plain(none.err),
      HasSubstr("error: workload.backup.transfers.file: all of its transfers start at or after 'end'\n"));
}

}  // namespace
}  // namespace suanwang
