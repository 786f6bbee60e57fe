#pragma once

#include <stdexcept>
#include <string>

namespace suanwang {

/// A request that cannot be carried out while the simulation runs (a policy over-allocates). The message
/// names simulated time, job and centre. Commands answer it with exit code 1.
class SimulationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Raised when a run is asked to stop (Ctrl-C); commands answer it with exit code 130.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

namespace detail {
[[noreturn, gnu::cold]] void check_failed(const char* condition, const char* file, int line);
}

}  // namespace suanwang

/// States what our own code guarantees. Always compiled: a failure is a bug in suanwang, never in its input.
#define SUANWANG_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::suanwang::detail::check_failed(#condition, __FILE__, __LINE__))
