/// SimGrid 3.32's finish times of 1,000 transfers on 30 nodes and 60 links, on fixed routes and without
/// latency: `1k` comes to 31 at a time, `burst1k` to 945.
#include "suanwang/net/flows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/csv.hpp"

namespace suanwang {
namespace {

const std::string kFolder = SUANWANG_SOURCE_DIR "/../shared/goldens/flows/";

using test::rows_of;

/// Seconds with six decimals, exactly.
Time instant(const std::string& seconds) {
  return kStart + Duration{std::llround(std::stod(seconds) * 1e6) * 1000};
}

class SimGridFlows : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kFolder)) GTEST_SKIP() << "NOT TESTED: no goldens in " << kFolder;
    for (const auto& row : rows_of(kFolder + "topo.csv")) {
      ASSERT_EQ(std::stoul(row.at(0)), capacities_.size());
      capacities_.emplace_back(std::stod(row.at(3)));
    }
    for (const auto& row : rows_of(kFolder + "routes.csv")) {
      auto& route = routes_[{row.at(0), row.at(1)}];
      std::istringstream in{row.at(2)};
      for (std::size_t link = 0; in >> link;) route.emplace_back(link);
    }
    ASSERT_EQ(capacities_.size(), 120U);
    ASSERT_EQ(routes_.size(), 870U);
  }

  void expect_as_simgrid(const std::string& name, std::size_t most_at_once) {
    const auto transfers = rows_of(kFolder + "flows_" + name + ".csv.gz");
    const auto golden = rows_of(kFolder + "simgrid_" + name + ".csv.gz");
    ASSERT_EQ(transfers.size(), 1000U);
    ASSERT_EQ(golden.size(), 1000U);
    Flows flows{capacities_};
    std::vector<Time> finish(transfers.size(), kNever);
    std::size_t most = 0;
    for (std::size_t i = 0; i < transfers.size() || flows.size() > 0;) {
      const Time start = i < transfers.size() ? instant(transfers[i].at(3)) : kNever;
      const Time now = std::min(start, flows.next());
      ASSERT_LT(now, kNever);
      for (const Flows::Completion& done : flows.take_completed(now)) finish[done.key] = now;
      if (start == now) {
        const auto& row = transfers[i];
        static_cast<void>(flows.start(
            now,
            {.path = routes_.at({row.at(1), row.at(2)}), .size = Bytes{std::stod(row.at(4))}, .key = i}));
        ++i;
      }
      flows.settle(now);
      most = std::max(most, flows.size());
    }
    EXPECT_EQ(most, most_at_once);
    double worst = 0;
    for (std::size_t i = 0; i < golden.size(); ++i) {
      worst = std::max(worst, std::abs(in_seconds(finish[i]) - std::stod(golden[i].at(2))));
    }
    EXPECT_LE(worst, 1e-6);
    RecordProperty("worst_s", std::to_string(worst));
    std::printf("%s: at most %.3g s from SimGrid's\n", name.c_str(), worst);
  }

  std::vector<BytesPerSecond> capacities_;
  std::map<std::pair<std::string, std::string>, std::vector<ResourceId>> routes_;
};

TEST_F(SimGridFlows, FewAtATime) {
  expect_as_simgrid("1k", 31);
}
TEST_F(SimGridFlows, ABurst) {
  expect_as_simgrid("burst1k", 945);
}

}  // namespace
}  // namespace suanwang
