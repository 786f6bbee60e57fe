#pragma once

#include <chrono>
#include <cstdint>
#include <thread>

#include "suanwang/kernel/progress.hpp"

#include "cli/screen.hpp"

namespace suanwang {

/// While it lives, tells on standard error how far `progress` has come: on a terminal a bar that is drawn
/// five times a second and vanishes in the end, elsewhere a plain line every ten seconds.
class ProgressReporter {
 public:
  /// @param all what is to be done, as far as that is known
  ProgressReporter(const Progress& progress, const ProgressFacts& all, Screen& screen);
  ~ProgressReporter();
  ProgressReporter(const ProgressReporter&) = delete;
  ProgressReporter& operator=(const ProgressReporter&) = delete;

 private:
  void report(const std::stop_token& stop);
  void draw();

  const Progress& progress_;
  ProgressFacts facts_;
  Screen& screen_;
  std::chrono::steady_clock::time_point started_;
  bool drawn_ = false;
  std::jthread thread_;  // the last member: it uses the others
};

}  // namespace suanwang
