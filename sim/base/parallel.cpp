#include "suanwang/base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#ifndef SUANWANG_TSAN
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace suanwang {
namespace {

using Body = std::function<void(std::size_t)>;

/// The exception of the lowest index, of those that were thrown.
class FirstFailure {
 public:
  /// Runs `body(index)` and keeps what it throws.
  void guard(const Body& body, std::size_t index) {
    try {
      body(index);
    } catch (...) {
      const std::lock_guard lock{mutex_};
      if (index < index_) {
        index_ = index;
        what_ = std::current_exception();
      }
    }
  }

  void rethrow() const {
    if (what_) std::rethrow_exception(what_);
  }

 private:
  std::mutex mutex_;
  std::size_t index_ = std::numeric_limits<std::size_t>::max();
  std::exception_ptr what_;
};

std::size_t threads_of(Parallelism parallelism) {
  if (parallelism.threads > 0) return parallelism.threads;
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

#ifdef SUANWANG_TSAN

void run(std::size_t count, std::size_t threads, const Body& body, FirstFailure& failure) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) failure.guard(body, i);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
}

#else

void run(std::size_t count, std::size_t threads, const Body& body, FirstFailure& failure) {
  using Range = tbb::blocked_range<std::size_t>;
  // TBB's own limit is the number of processors; it answers a request beyond it with a line on stderr.
  // Whoever asks for eight threads gets eight, also to see that the results do not depend on it.
  constexpr std::size_t kMost = 256;
  static const tbb::global_control allowance{tbb::global_control::max_allowed_parallelism, kMost};
  tbb::task_arena arena{static_cast<int>(std::min(threads, kMost))};
  arena.execute([&] {
    // A body is a whole replication: grains of one, so that a long one delays no other.
    tbb::parallel_for(
        Range{0, count, 1},
        [&](const Range& range) {
          for (std::size_t i = range.begin(); i != range.end(); ++i) failure.guard(body, i);
        },
        tbb::simple_partitioner{});
  });
}

#endif

}  // namespace

Parallelism shared_by(std::size_t calls, Parallelism parallelism) {
  return {std::max<std::size_t>(1, threads_of(parallelism) / std::max<std::size_t>(1, calls))};
}

void for_each_index(std::size_t count, Parallelism parallelism, const Body& body) {
  const std::size_t threads = std::min(threads_of(parallelism), count);
  FirstFailure failure;
  if (threads <= 1) {
    for (std::size_t i = 0; i < count; ++i) failure.guard(body, i);
  } else {
    run(count, threads, body, failure);
  }
  failure.rethrow();
}

}  // namespace suanwang
