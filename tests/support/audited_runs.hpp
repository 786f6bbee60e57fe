#pragma once

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/process.hpp"

namespace suanwang::test {

/// Three centres in a row, two types of accelerators, a pool that comes late, an island that joins late, data
/// in a zone and outside it, two tenants with quotas in one cohort, and jobs that send home what they made.
inline constexpr std::string_view kAuditedNetwork = R"(suanwang: 1
end: 20 days
replications: 2
accelerators:
  card: {peak: {fp16: 256 TFLOPS}, source: x}
  chip: {peak: {fp16: 100 TFLOPS}, source: x}
centres:
  a:
    at: [22, 113]
    joins: 0 s
    pools:
      early: {accelerator: card, nodes: 2, per_node: 8, source: x}
      late: {accelerator: card, nodes: 2, per_node: 8, online: {uniform: [3 days, 6 days]}, source: x}
      other: {accelerator: chip, cards: 8, source: x}
  b: {at: [23, 113], joins: 0 s, pools: {p: {accelerator: card, cards: 32, source: x}}}
  c: {at: [24, 113], joins: 5 days, pools: {p: {accelerator: card, cards: 16, source: x}}}
links:
  a-b: {between: [a, b], bandwidth: 8 Gbps, source: x}
  b-c: {between: [b, c], bandwidth: 8 Gbps, source: x}
zones: {z: {centres: [a, b], source: x}}
datasets:
  open: {size: 1 TB, at: [b], source: x}
  kept: {size: 2 TB, at: [b], zone: z, source: x}
tenants: {first: {home: a, cohort: both, quota: 64, source: x}, second: {home: c, cohort: both, quota: 40, source: x}}
workload:
  train: {source: x, generate: {tenant: first, arrivals: {poisson: 36 per day}, duration: {lognormal: {median: 3 h, sigma: 1}}, accelerators: {choice: {1: 0.3, 8: 0.5, 16: 0.2}}, walltime: {factor: {uniform: [0.5, 3]}}, data: [kept], output: 10 GB, checkpoint: 5 GB}}
  tune: {source: x, generate: {tenant: second, arrivals: {poisson: 30 per day}, duration: {lognormal: {median: 2 h, sigma: 1}}, accelerators: {choice: {2: 0.5, 4: 0.5}}, data: [open]}}
)";
inline constexpr std::string_view kAuditedPolicies =
    "policies:\n"
    "  islands: {order: fifo, backfill: easy, dispatch: home}\n"
    "  national: {order: fifo, backfill: easy, dispatch: national}\n";

/// A CSV file without quotes, to be changed and written back.
class Csv {
 public:
  explicit Csv(std::string path) : path_{std::move(path)} {
    std::istringstream in{text_of(path_)};
    for (std::string line; std::getline(in, line);) {
      auto& row = rows_.emplace_back();
      for (std::size_t at = 0; at <= line.size();) {
        const std::size_t comma = std::min(line.find(',', at), line.size());
        row.push_back(line.substr(at, comma - at));
        at = comma + 1;
      }
    }
  }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::string& at(std::size_t line, std::string_view column) {
    const auto found = std::ranges::find(rows_.at(0), column);
    EXPECT_NE(found, rows_[0].end()) << column;
    return rows_.at(line - 1).at(static_cast<std::size_t>(found - rows_[0].begin()));
  }
  [[nodiscard]] double number(std::size_t line, std::string_view column) {
    return std::stod(at(line, column));
  }
  /// The first line of which this is true.
  [[nodiscard]] std::size_t line_where(const std::function<bool(std::size_t)>& is) {
    for (std::size_t line = 2; line <= rows_.size(); ++line) {
      if (is(line)) return line;
    }
    ADD_FAILURE() << path_ << ": no such row";
    return 2;
  }
  void erase(std::size_t line) { rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(line - 1)); }
  void write() const {
    std::ofstream out{path_, std::ios::binary};
    for (const auto& row : rows_) {
      for (std::size_t i = 0; i < row.size(); ++i) out << (i > 0 ? "," : "") << row[i];
      out << '\n';
    }
  }

 private:
  std::string path_;
  std::vector<std::vector<std::string>> rows_;
};

/// Runs the network and audits what it leaves.
class AuditedRuns : public Suanwang {
 protected:
  void make(const std::string& scenario) const {
    const Ended ended =
        run({"run", folder().file("s.yaml", scenario), "--out", out_, "--quiet", "--lang", "en"});
    ASSERT_EQ(ended.code, 0) << ended.err;
  }
  [[nodiscard]] Ended audit(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"audit", out_, "--lang", "en"});
    return run(options);
  }
  const std::string out_ = in_folder("out");
};

}  // namespace suanwang::test
