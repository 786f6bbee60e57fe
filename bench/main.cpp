// Google Benchmark's own main, and further uses of the same program:
//   suanwang_bench --budgets=FILE         checks exact counts against a file (see budgets.hpp)
//   suanwang_bench --decisions=SECONDS    prints decisions.csv, each figure within so many seconds
//   suanwang_bench --peak-memory-of=JOBS  one simulation, for the benchmark of memory
//   suanwang_bench --peak-flow-memory-of=TRANSFERS  the same for flows
#include <charconv>
#include <cstdio>
#include <string_view>
#include <utility>

#include <benchmark/benchmark.h>

#include "budgets.hpp"
#include "decisions.hpp"
#include "flows.hpp"
#include "million.hpp"

int main(int argc, char** argv) {
  using namespace suanwang::bench;
  if (argc == 2) {
    const std::string_view option{argv[1]};
    for (const auto& [name, print] : {std::pair{kPeakMemoryOption, &print_peak_memory_of},
                                      std::pair{kPeakFlowMemoryOption, &print_peak_flow_memory},
                                      std::pair{kDecisionsOption, &print_decisions}}) {
      if (!option.starts_with(name)) continue;
      std::uint64_t count = 0;
      const std::string_view number = option.substr(name.size());
      if (std::from_chars(number.data(), number.data() + number.size(), count).ec != std::errc{}) return 2;
      print(count);
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
