#pragma once

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

namespace suanwang::bench {

/// Whether sizes are to be small: a smoke test, not a measurement (SUANWANG_BENCH_SMALL=1).
inline bool small() {
  const char* value = std::getenv("SUANWANG_BENCH_SMALL");
  return value != nullptr && std::string_view{value} == "1";
}

/// CPU time of this thread [s], which other programs on a shared machine disturb less than the wall clock.
inline double thread_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

template <class Work>
double seconds_of(Work&& work) {
  const double began = thread_seconds();
  work();
  return thread_seconds() - began;
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Two ways to do the same work, measured in turn within one benchmark, so that the noise of a shared machine
/// meets both alike. The Time and CPU columns are ours; the rival's time and the ratio are counters.
class Versus {
 public:
  /// One round: first the rival, outside of the benchmark's own clock, then ours.
  template <class Rival, class Ours>
  void round(benchmark::State& state, Rival&& rival, Ours&& ours) {
    state.PauseTiming();
    rival_.push_back(seconds_of(rival));
    state.ResumeTiming();
    ours_.push_back(seconds_of(ours));
  }

  /// @pre a round; `items` are what one round processes
  void report(benchmark::State& state, double items) const {
    std::vector<double> speeds;
    for (std::size_t i = 0; i < ours_.size(); ++i) speeds.push_back(rival_[i] / ours_[i]);
    state.counters["ours_ns"] = median(ours_) / items * 1e9;
    state.counters["rival_ns"] = median(rival_) / items * 1e9;
    state.counters["speed_of_rival"] = median(std::move(speeds));
  }

 private:
  std::vector<double> ours_;
  std::vector<double> rival_;
};

}  // namespace suanwang::bench
