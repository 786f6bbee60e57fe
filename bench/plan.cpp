// What does the cheapest set of levers cost to find, and how much of trying all sets is spared?
#include "suanwang/study/plan.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "suanwang/scenario/levers.hpp"
#include "suanwang/study/reach.hpp"

#include "timing.hpp"

namespace suanwang::bench {
namespace {

/// As many levers as asked, in threes that bring one site forward (hall, power, chips) and go together; each
/// site is a pool of its own.
std::string sites(int levers) {
  std::string activities, pools, list;
  for (int i = 0; i < levers; ++i) {
    const int site = i / 3;
    const int first = 1 + (7 * i + 3) % 9;
    activities += fmt::format("    a{}: {{date: {{uniform: [2027-0{}-01, 2028-06-01]}}}}\n", i, first);
    list += fmt::format(
        "    l{}: {{set: {{programme.activities.a{}.date: {{uniform: [2026-0{}-01, 2027-06-01]}}}}, cost: {} "
        "M CNY}}\n",
        i, i, first, 10 + (37 * i) % 50);
    if (i % 3 != 2 && i + 1 != levers) continue;
    std::string after;
    for (int a = 3 * site; a <= i; ++a) after += fmt::format("{}a{}", after.empty() ? "" : ", ", a);
    pools += fmt::format(
        "      p{}: {{schedulable: false, capacity: {{fp16: {{uniform: [{} EFLOPS, {} EFLOPS]}}}}, online: "
        "{{after: "
        "[{}]}}}}\n",
        site, 4 + site % 3, 6 + site % 4, after);
  }
  return fmt::format(
      "suanwang: 1\nstart: 2026-01-01\nend: 2028-12-31\nseed: 1\nprogramme:\n  activities:\n{}centres:\n  "
      "a:\n    "
      "pools:\n{}targets: {{t: {{more_than: {} EFLOPS, by: 2027-12-31, basis: fp16}}}}\nplan:\n  levers:\n{}",
      activities, pools, 5 * levers / 3 * 7 / 10, list);
}

Scenario loaded(const std::string& text) {
  const auto file = std::filesystem::temp_directory_path() / "suanwang-bench-plan.yaml";
  std::ofstream{file} << text;
  Diagnostics diagnostics;
  LoadOptions options;
  options.file = file.string();
  auto scenario = load(options, diagnostics);
  std::filesystem::remove(file);
  if (!scenario) throw std::runtime_error(diagnostics.text());
  return *std::move(scenario);
}

PlanOptions plan_options() {
  PlanOptions options;
  options.samples = small() ? 200 : 10'000;
  options.fresh_samples = small() ? 200 : 40'000;
  return options;
}

void plan_search(benchmark::State& state) {
  const Scenario scenario = loaded(sites(static_cast<int>(state.range(0))));
  std::optional<Plan> found;
  for (auto _ : state) {
    Diagnostics diagnostics;
    found = plan(scenario, plan_options(), diagnostics);
    benchmark::DoNotOptimize(found);
  }
  state.counters["sets"] = static_cast<double>(found->sets);
  state.counters["sets_of_all"] = static_cast<double>(found->sets) / std::exp2(state.range(0));
  state.counters["programmes"] = static_cast<double>(found->programmes);
  state.counters["evaluations"] = static_cast<double>(found->evaluations);
}
BENCHMARK(plan_search)
    ->Name("plan/search")
    ->Arg(12)
    ->Arg(18)
    ->Arg(24)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

/// The same case with each of the 2^12 sets read and sampled by itself, in the same run: the ratio is what
/// tables and cuts spare. Of the sets every 64th is tried, and the time is that of all.
void plan_against_all_sets(benchmark::State& state) {
  const int kLevers = small() ? 6 : 12, kEvery = small() ? 8 : 64;
  const Scenario scenario = loaded(sites(kLevers));
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(plan(scenario, plan_options(), diagnostics));
    const auto middle = std::chrono::steady_clock::now();
    for (int set = 0; set < 1 << kLevers; set += kEvery) {
      std::vector<std::string> levers;
      for (int i = 0; i < kLevers; ++i) {
        if ((set >> i & 1) != 0) levers.push_back(fmt::format("l{}", i));
      }
      Scenario one;
      one.variants.push_back(*with_levers(scenario, {}, levers, diagnostics));
      ReachOptions options;
      options.samples = plan_options().samples;
      options.influences = false;
      benchmark::DoNotOptimize(reach(one, options));
    }
    const auto end = std::chrono::steady_clock::now();
    const double search = std::chrono::duration<double>(middle - begin).count();
    state.counters["search_s"] = search;
    state.counters["all_sets_s"] = kEvery * std::chrono::duration<double>(end - middle).count();
    state.counters["all_sets/search"] = kEvery * std::chrono::duration<double>(end - middle).count() / search;
  }
}
BENCHMARK(plan_against_all_sets)->Name("plan/against all sets")->Unit(benchmark::kMillisecond)->Iterations(1);

/// One spec with levers, read from the tree that is already there.
void plan_lever_read(benchmark::State& state) {
  const Scenario scenario = loaded(sites(12));
  for (auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(with_levers(scenario, {}, {"l3", "l7"}, diagnostics));
  }
}
BENCHMARK(plan_lever_read)->Name("plan/lever read")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace suanwang::bench
