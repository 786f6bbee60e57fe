/// SimGrid 3.32's finish times through the whole program: a scenario with the 30 nodes, 60 links and fixed
/// routes of its network, a file of transfers, and what transfers.csv says.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/csv.hpp"
#include "support/process.hpp"

namespace suanwang {
namespace {

using test::rows_of;

const std::string kFolder = SUANWANG_SOURCE_DIR "/../shared/goldens/flows/";

std::string centre(const std::string& node) {
  return (node.size() == 1 ? "c0" : "c") + node;
}

class SimGridTransfers : public test::Suanwang {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kFolder)) GTEST_SKIP() << "NOT TESTED: no goldens in " << kFolder;
    write_network();
  }

  /// Both directions of a link are one of ours; its id is that of the direction that comes first.
  void write_network() {
    std::map<std::pair<std::string, std::string>, std::string> links;
    std::vector<std::string> link_of;  // by direction
    std::set<std::string> nodes;
    std::string yaml;
    for (const auto& row : rows_of(kFolder + "topo.csv")) {
      nodes.insert(row.at(1));
      const auto back = links.find({row.at(2), row.at(1)});
      if (back != links.end()) {
        link_of.push_back(back->second);
        continue;
      }
      const std::string link = "l" + row.at(0);
      links[{row.at(1), row.at(2)}] = link;
      link_of.push_back(link);
      yaml += "  " + link + ": {between: [" + centre(row.at(1)) + ", " + centre(row.at(2)) +
              "], bandwidth: " + row.at(3) + " B/s, latency: 0 s, source: golden}\n";
    }
    ASSERT_EQ(nodes.size(), 30U);
    ASSERT_EQ(links.size(), 60U);
    std::string routes = "from,to,links\n";
    for (const auto& row : rows_of(kFolder + "routes.csv")) {
      routes += centre(row.at(0)) + "," + centre(row.at(1)) + ",";
      std::istringstream in{row.at(2)};
      for (std::size_t direction = 0; in >> direction;) routes += " " + link_of.at(direction);
      routes += "\n";
    }
    static_cast<void>(folder().file("routes.csv", routes));
    scenario_ = "suanwang: 1\naccelerators: {card: {peak: {fp16: 1 TFLOPS}, source: none}}\ncentres:\n";
    for (const std::string& node : nodes) {
      scenario_ += "  " + centre(node) +
                   ": {source: golden, pools: {p: {accelerator: card, cards: 1, source: none}}}\n";
    }
    scenario_ += "links:\n" + yaml +
                 "routes: {file: routes.csv}\nworkload: {golden: {source: golden, transfers: {file: "
                 "transfers.csv}}}\npolicies: {fifo: {order: fifo}}\n";
  }

  void expect_as_simgrid(const std::string& name) {
    std::string transfers = "start_s,id,to,from,bytes\n";
    for (const auto& row : rows_of(kFolder + "flows_" + name + ".csv.gz")) {
      transfers += row.at(3) + "," + row.at(0) + "," + centre(row.at(2)) + "," + centre(row.at(1)) + "," +
                   row.at(4) + "\n";
    }
    static_cast<void>(folder().file("transfers.csv", transfers));
    const std::string file = folder().file("golden.yaml", scenario_);
    const test::Ended ended = run({"run", file, "--out", in_folder("out"), "--quiet"});
    ASSERT_EQ(ended.code, 0) << ended.err;

    std::map<std::string, std::pair<std::string, double>> golden;  // start and finish, by id
    for (const auto& row : rows_of(kFolder + "simgrid_" + name + ".csv.gz")) {
      golden[row.at(0)] = {row.at(1), std::stod(row.at(2))};
    }
    ASSERT_EQ(golden.size(), 1000U);
    double worst = 0;
    for (const auto& row : rows_of(in_folder("out/fifo/transfers.csv"))) {
      const auto found = golden.extract(row.at(0));
      ASSERT_FALSE(found.empty()) << row.at(0);
      EXPECT_EQ(row.at(4), found.mapped().first + "000");
      worst = std::max(worst, std::abs(std::stod(row.at(5)) - found.mapped().second));
    }
    EXPECT_TRUE(golden.empty());
    EXPECT_LE(worst, 1e-6);
    RecordProperty("worst_s", std::to_string(worst));
  }

 private:
  std::string scenario_;
};

TEST_F(SimGridTransfers, FewAtATime) {
  expect_as_simgrid("1k");
}
TEST_F(SimGridTransfers, ABurst) {
  expect_as_simgrid("burst1k");
}

}  // namespace
}  // namespace suanwang
