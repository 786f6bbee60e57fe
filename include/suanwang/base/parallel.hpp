#pragma once

#include <cstddef>
#include <functional>

namespace suanwang {

/// How many threads a call may use; 0 means as many as the machine has.
struct Parallelism {
  std::size_t threads = 0;
};

/// What is left of it for each of `calls` that run side by side: one thread at least.
[[nodiscard]] Parallelism shared_by(std::size_t calls, Parallelism parallelism);

/// Calls `body(i)` for each i in [0, count), each once, on up to `parallelism` threads, in no particular
/// order. Bodies must not share mutable state: each writes its own slot, and whoever called reads the slots
/// in order. The first exception thrown (lowest index among those that threw) is rethrown after the others
/// have ended. This is the only place that knows TBB; under SUANWANG_TSAN it uses std::jthread, because
/// ThreadSanitizer reports races inside Debian's libtbb.
void for_each_index(std::size_t count, Parallelism parallelism, const std::function<void(std::size_t)>& body);

}  // namespace suanwang
