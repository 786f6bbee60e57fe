// What the program makes of networks, datasets and transfers that cannot be: a message at its line where it
// can be known beforehand, a rejected job with its reason where not.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/process.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using ::testing::HasSubstr;

/// Three centres in a row. Three jobs of a need what b has.
const std::string kSound =
    "suanwang: 1\n"
    "end: 10 days\n"
    "accelerators: {card: {peak: {fp16: 256 TFLOPS}, source: x}}\n"
    "defaults: {pools: {accelerator: card, cards: 8, source: x}}\n"
    "centres:\n"
    "  a: {at: [22, 113], pools: {p: {}}}\n"
    "  b: {at: [23, 113], pools: {p: {}}}\n"
    "  c: {at: [24, 113], pools: {p: {}}}\n"
    "links:\n"
    "  a-b: {between: [a, b], bandwidth: 8 Gbps, source: x}\n"
    "  b-c: {between: [b, c], bandwidth: 8 Gbps, source: x}\n"
    "tenants: {t: {home: a, source: x}}\n"
    "datasets: {d: {size: 1 TB, at: [b], source: x}}\n"
    "workload:\n"
    "  w: {source: x, generate: {tenant: t, arrivals: {every: 1 h}, count: 3, duration: 1 h, accelerators: "
    "1, data: [d]}}\n"
    "policies: {home: {order: fifo, dispatch: home}, national: {order: fifo, dispatch: national}}\n";

class BadNetwork : public test::Suanwang {
 protected:
  /// The scenario with each first text replaced by the second, and more at its end.
  [[nodiscard]] Ended run_with(const std::vector<std::pair<std::string, std::string>>& changes,
                               const std::string& more = "", std::vector<std::string> options = {}) const {
    std::string text = kSound + more;
    for (const auto& [from, to] : changes) {
      const std::size_t at = text.find(from);
      EXPECT_NE(at, std::string::npos) << from;
      if (at != std::string::npos) text.replace(at, from.size(), to);
    }
    options.insert(options.begin(), {"run", folder().file("s.yaml", text)});
    Ended ended = run(options);
    const std::string own = folder().path().string() + "/";
    for (std::size_t at = ended.err.find(own); at != std::string::npos; at = ended.err.find(own))
      ended.err.erase(at, own.size());
    return ended;
  }
  [[nodiscard]] Ended run_transfer(const std::string& row, std::vector<std::string> options = {}) const {
    static_cast<void>(folder().file("t.csv", "id,from,to,bytes,start_s\n" + row + "\n"));
    return run_with({{"workload:\n", "workload:\n  t: {source: x, transfers: {file: t.csv}}\n"}}, "",
                    std::move(options));
  }
};

void expect_refused(const Ended& ended, const std::string& message) {
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, message + "1 error, 0 warnings\n");
}

/// All three jobs of one policy are rejected for this reason, and the other policy runs on.
void expect_rejected(const Ended& ended, const std::string& reason) {
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json policies = json::parse(ended.out)["policies"];
  EXPECT_EQ(policies["home"]["jobs"]["rejected_by_reason"], (json{{reason, 3}}));
  EXPECT_EQ(policies["national"]["jobs"]["finished"], 3);
}

TEST_F(BadNetwork, IsSoundAsItStands) {
  const Ended ended = run_with({}, "", {"--json", "--quiet"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(json::parse(ended.out)["policies"]["home"]["jobs"]["finished"], 3);
}

TEST_F(BadNetwork, ADatasetAtAnUnknownCentre) {
  expect_refused(run_with({{"at: [b]", "at: [q]"}}),
                 "s.yaml:13:33: error: datasets.d.at[0]: there is no centre 'q'\n");
}

TEST_F(BadNetwork, ADatasetOutsideItsZone) {
  expect_refused(run_with({{"at: [b]", "at: [b], zone: z"}}, "zones: {z: {centres: [a, c], source: x}}\n"),
                 "s.yaml:13:12: error: datasets.d: its replica at 'b' lies outside its zone 'z'\n");
}

TEST_F(BadNetwork, AZoneThatCutsAJobOffFromItsData) {
  const std::string reason = "its data may not be where it fits, or cannot get there";
  // It may not be at a; and where it may be at a, all ways there lead through b.
  expect_rejected(
      run_with({{"at: [b]", "at: [b], zone: z"}}, "zones: {z: {centres: [b], source: x}}\n", {"--json"}),
      reason);
  expect_rejected(
      run_with({{"at: [b]", "at: [c], zone: z"}}, "zones: {z: {centres: [a, c], source: x}}\n", {"--json"}),
      reason);
  const Ended ended = run_with({{"at: [b]", "at: [b], zone: z"}}, "zones: {z: {centres: [b], source: x}}\n");
  EXPECT_THAT(ended.out, HasSubstr("  > rejected, home: 3 × " + reason + "\n"));
  // It is said before the run, too, where the zone alone forbids it.
  EXPECT_THAT(ended.out,
              HasSubstr(": warning: workload.w: dataset 'd' may not be at their home 'a': its zone is "
                        "'z'. A policy that sends jobs home rejects them\n"));
}

TEST_F(BadNetwork, ARouteThroughAMissingLink) {
  static_cast<void>(folder().file("r.csv", "from,to,links\na,c,a-b b-x\n"));
  expect_refused(run_with({}, "routes: {file: r.csv}\n"),
                 "r.csv:2:1: error: there is no link 'b-x'; did you mean 'b-c'?\n");
}

TEST_F(BadNetwork, ANegativeBandwidth) {
  expect_refused(
      run_with({{"8 Gbps", "-8 Gbps"}}),
      "s.yaml:10:37: error: links.a-b.bandwidth: expected a rate from 0 to 100 PB/s, got '-8 Gbps'\n");
}

TEST_F(BadNetwork, ATransferToItself) {
  expect_refused(run_transfer("1,a,a,1000,0"), "t.csv:2:5: error: a transfer from centre 'a' to itself\n");
}

TEST_F(BadNetwork, ATransferOfNothingOrOfAnExabyte) {
  const auto transfers = [this](const std::string& bytes) {
    const Ended ended = run_transfer("1,a,b," + bytes + ",0", {"--json"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return json::parse(ended.out)["policies"]["home"]["transfers"]["by_purpose"]["workload"];
  };
  EXPECT_EQ(transfers("0")["finished"], 1);
  const json exabyte = transfers("1e18");  // some 30 years: at the end it is under way
  EXPECT_EQ(exabyte["started"], 1);
  EXPECT_EQ(exabyte["finished"], 0);
  for (const std::string bytes : {"-1", "1.01e18"}) {
    expect_refused(
        run_transfer("1,a,b," + bytes + ",0"),
        "t.csv:2:7: error: bytes: expected a number of bytes from 0 to 1e18, got '" + bytes + "'\n");
  }
}

TEST_F(BadNetwork, ADatasetOfNothingOrOfAnExabyte) {
  const auto jobs = [this](const std::string& size) {
    const Ended ended = run_with({{"1 TB", size}}, "", {"--json"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return json::parse(ended.out)["policies"]["home"]["jobs"];
  };
  EXPECT_EQ(jobs("0 B")["finished"], 3);
  EXPECT_EQ(jobs("1 EB")["waiting"], 3);  // for data that is under way for some 30 years
  for (const std::string size : {"-1 TB", "2 EB"}) {
    expect_refused(run_with({{"1 TB", size}}),
                   "s.yaml:13:22: error: datasets.d.size: expected an amount of data from 0 to 1 EB, got '" +
                       size + "'\n");
  }
}

TEST_F(BadNetwork, AStorageSmallerThanADataset) {
  expect_refused(
      run_with({{"b: {at", "b: {storage: 100 GB, at"}}),
      "s.yaml:7:3: error: centres.b.storage: 0.1 TB, and the datasets that it has from the beginning take "
      "1 TB\n");
  expect_rejected(run_with({{"a: {at", "a: {storage: 100 GB, at"}}, "", {"--json"}),
                  "no centre where it fits can ever hold its data");
}

}  // namespace
}  // namespace suanwang
