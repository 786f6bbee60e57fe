#pragma once

#include <csignal>

#include "suanwang/kernel/progress.hpp"

namespace suanwang {

/// While it lives, the first SIGINT or SIGTERM asks the work of `progress` to stop, and the second ends the
/// program at once, with exit code 130 and without the files that are only half written. A signal that was
/// ignored before stays ignored. One at a time.
class InterruptHandler {
 public:
  explicit InterruptHandler(Progress& progress);
  ~InterruptHandler();
  InterruptHandler(const InterruptHandler&) = delete;
  InterruptHandler& operator=(const InterruptHandler&) = delete;

 private:
  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

}  // namespace suanwang
