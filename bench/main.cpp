// Google Benchmark's own main, and two further uses of the same program:
//   suanwang_bench --budgets=FILE         checks exact counts against a file (see budgets.hpp)
//   suanwang_bench --peak-memory-of=JOBS  one simulation, for the benchmark of memory
#include <charconv>
#include <cstdio>
#include <string_view>

#include <benchmark/benchmark.h>

#include "budgets.hpp"
#include "million.hpp"

int main(int argc, char** argv) {
  using namespace suanwang::bench;
  if (argc == 2) {
    const std::string_view option{argv[1]};
    if (option.starts_with(kPeakMemoryOption)) {
      std::uint64_t jobs = 0;
      const std::string_view number = option.substr(kPeakMemoryOption.size());
      if (std::from_chars(number.data(), number.data() + number.size(), jobs).ec != std::errc{}) return 2;
      print_peak_memory(jobs);
      return 0;
    }
    if (option.starts_with(kBudgetsOption)) {
      return check_budgets(std::string{option.substr(kBudgetsOption.size())}) ? 0 : 1;
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
