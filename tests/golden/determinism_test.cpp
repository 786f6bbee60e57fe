// The promise of ARCHITECTURE: the fingerprint of a run is the same for any number of threads, any order of
// declaration, and whatever is declared besides that plays no part. Shown on the main scenario.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "suanwang/study/comparison.hpp"

namespace suanwang {
namespace {

namespace fs = std::filesystem;
const fs::path kScenarios = fs::path{SUANWANG_SOURCE_DIR} / "scenarios";

Comparison comparison_of(const fs::path& file, std::size_t threads) {
  Diagnostics diagnostics;
  LoadOptions options;
  options.file = file.string();
  options.replications = 1;
  static std::optional<Scenario> scenario;  // what a comparison is of must outlive it
  scenario = load(options, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << diagnostics.text();
  if (!scenario) return {};
  auto inputs = prepare_all(*scenario, diagnostics);
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  if (!inputs) return {};
  ComparisonOptions how;
  how.parallelism = {threads};
  return compare(*scenario, std::move(*inputs), how);
}

/// Fingerprints of all variants and policies, one replication, in the order of ids.
std::vector<std::string> fingerprints(const fs::path& file, std::size_t threads) {
  std::vector<std::string> result;
  for (const VariantOutcome& variant : comparison_of(file, threads).variants) {
    for (const PolicyOutcome& policy : variant.policies) result.push_back(policy.fingerprint);
  }
  return result;
}

/// A folder beside a copy of what scenarios include.
class Folder {
 public:
  explicit Folder(const std::string& name) : path_{fs::temp_directory_path() / ("suanwang-" + name)} {
    fs::remove_all(path_);
    fs::create_directories(path_);
    fs::copy(kScenarios / "catalogue", path_ / "catalogue", fs::copy_options::recursive);
  }
  ~Folder() { fs::remove_all(path_); }
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name} << text;
    return path_ / name;
  }

 private:
  fs::path path_;
};

std::vector<std::string> lines_of_main_scenario() {
  std::ifstream in{kScenarios / "guangdong.yaml"};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool opens_entry(const std::string& line) {
  return line.size() > 2 && line.starts_with("  ") && line[2] != ' ' && line[2] != '#';
}

/// The text with the entries of its sections in reverse, except where an entry repeats what stands before it.
std::string backwards(const std::vector<std::string>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size();) {
    text += lines[i++] + "\n";
    std::vector<std::string> entries;
    bool repeats = false;
    while (i < lines.size() && (lines[i].empty() || lines[i][0] == ' ' || lines[i][0] == '#')) {
      if (opens_entry(lines[i]) || entries.empty()) entries.emplace_back();
      repeats = repeats || lines[i].find(": *") != std::string::npos;
      entries.back() += lines[i++] + "\n";
    }
    if (!repeats) std::reverse(entries.begin(), entries.end());
    for (const std::string& entry : entries) text += entry;
  }
  return text;
}

TEST(Determinism, AnyNumberOfThreads) {
  const auto one = fingerprints(kScenarios / "guangdong.yaml", 1);
  ASSERT_EQ(one.size(), 8U);
  EXPECT_EQ(fingerprints(kScenarios / "guangdong.yaml", 2), one);
  EXPECT_EQ(fingerprints(kScenarios / "guangdong.yaml", 8), one);
  std::vector<std::string> distinct = one;
  std::sort(distinct.begin(), distinct.end());
  EXPECT_EQ(std::unique(distinct.begin(), distinct.end()) - distinct.begin(), 8)
      << "policies that do the same";
}

/// Twelve centres in a star, one of them with the data of half of 300 jobs, all of which are due together.
/// One run: all threads are for its dispatcher.
std::string large_window() {
  std::string text =
      "suanwang: 1\n"
      "accelerators: {card: {peak: {fp16: 1 TFLOPS}, source: s}}\n"
      "dispatcher: {latency: 1 s}\n"
      "datasets: {corpus: {size: 100 GB, at: c0, source: s}}\n"
      "policies: {p: {order: fifo, backfill: easy, dispatch: national}}\n";
  std::string centres = "centres:\n";
  std::string links = "links:\n";
  for (int c = 0; c < 12; ++c) {
    centres +=
        fmt::format("  c{}: {{pools: {{p: {{accelerator: card, cards: {}, source: s}}}}}}\n", c, 8 + c);
    if (c > 0)
      links += fmt::format("  l{}: {{between: [c0, c{}], bandwidth: {} Gbps, latency: {} ms, source: s}}\n",
                           c, c, 8 * c, c);
  }
  std::string jobs = "workload:\n  w:\n    jobs:\n";
  for (int j = 0; j < 300; ++j) {
    jobs += fmt::format("      j{}: {{centre: c{}, accelerators: {}, duration: {} min, walltime: 3 h{}}}\n",
                        j, j % 5, 1 + j % 7, 5 + (37 * j) % 151, j % 2 == 0 ? ", data: corpus" : "");
  }
  return text + centres + links + jobs;
}

TEST(Determinism, AnyNumberOfThreadsOfADispatcher) {
  const Folder folder{"window"};
  const fs::path file = folder.write("window.yaml", large_window());
  std::string one;
  for (const std::size_t threads : {1, 2, 8}) {
    const Comparison comparison = comparison_of(file, threads);
    const RunResult& run = comparison.variants.at(0).policies.at(0).runs.at(0);
    if (threads == 1) one = run.fingerprint.text();
    EXPECT_EQ(run.fingerprint.text(), one) << threads;
    // 300 jobs are four windows of 64, and one of 44 x 12 = 528 entries.
    EXPECT_EQ(run.parallel_windows, threads == 1 ? 0U : 5U);
  }
}

TEST(Determinism, AnyOrderOfDeclaration) {
  const Folder folder{"backwards"};
  const std::string text = backwards(lines_of_main_scenario());
  ASSERT_LT(text.find("\n  shaoguan:"), text.find("\n  cloud-brain-2:"));
  EXPECT_EQ(fingerprints(folder.write("backwards.yaml", text), 2),
            fingerprints(kScenarios / "guangdong.yaml", 2));
}

TEST(Determinism, ACentreThatComesOnlineAfterTheEndChangesNothing) {
  const Folder folder{"late"};
  std::string text;
  for (const std::string& line : lines_of_main_scenario()) {
    text += line + "\n";
    if (line != "centres:") continue;
    text +=
        "  aaa-late:\n"  // first by id, so that every dense number moves
        "    region: guangdong\n"
        "    joins: 2024-01-01\n"
        "    pools: {main: {accelerator: ascend-910a, cards: 100000, online: 2028-06-01, source: test}}\n";
  }
  EXPECT_EQ(fingerprints(folder.write("late.yaml", text), 2), fingerprints(kScenarios / "guangdong.yaml", 2));
}

}  // namespace
}  // namespace suanwang
