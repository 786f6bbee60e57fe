// What does the kernel's event queue cost? The hold model: the earliest event is taken off and schedules its
// successor, so the number pending stays; beside a `std::priority_queue` of entries of the same content. Ours
// can also move and cancel any event, which a priority queue cannot.
#include <array>
#include <cmath>
#include <queue>
#include <string>

#include <benchmark/benchmark.h>

#include "suanwang/base/hash.hpp"
#include "suanwang/base/random.hpp"
#include "suanwang/kernel/engine.hpp"

#include "timing.hpp"

namespace suanwang::bench {
namespace {

enum class Increments : std::uint8_t { Exponential, Bimodal };

/// What an event carries: 8 bytes, as in the model.
struct Payload {
  std::uint32_t kind;
  std::uint32_t entity;
};

/// Times from an event to its successor, drawn beforehand.
class Steps {
 public:
  explicit Steps(Increments kind) {
    const RandomStream random{1, 0, Purpose::Test, hash_of("engine_hold")};
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const double unit = -std::log(random.uniform(2 * i));
      // Bimodal: nine soon, one a hundred times as far; of mean 1 too.
      const double scale =
          kind == Increments::Exponential ? 1.0 : (random.uniform(2 * i + 1) < 0.9 ? 1.0 : 100.0) / 10.9;
      steps_[i] = Duration{1 + static_cast<std::int64_t>(unit * scale * 1e12)};
    }
  }
  Duration next() { return steps_[next_++ % steps_.size()]; }

 private:
  std::array<Duration, 1 << 16> steps_{};
  std::size_t next_ = 0;
};

class Ours {
 public:
  Ours(std::size_t pending, Increments kind) : steps_{kind} {
    for (std::size_t i = 0; i < pending; ++i) add(static_cast<std::uint32_t>(i));
  }
  std::uint32_t hold() {
    const Payload payload = engine_.pop();
    add(payload.entity);
    return payload.entity;
  }
  [[nodiscard]] Time now() const { return engine_.now(); }

 private:
  void add(std::uint32_t entity) {
    engine_.schedule(engine_.now() + steps_.next(), Phase::Completion, entity, {1, entity});
  }
  Steps steps_;
  Engine<Payload> engine_;
};

class Rival {
 public:
  Rival(std::size_t pending, Increments kind) : steps_{kind} {
    for (std::size_t i = 0; i < pending; ++i) add(static_cast<std::uint32_t>(i));
  }
  std::uint32_t hold() {
    const Entry entry = queue_.top();
    queue_.pop();
    now_ = entry.at;
    add(entry.payload.entity);
    return entry.payload.entity;
  }
  [[nodiscard]] Time now() const { return now_; }

 private:
  struct Entry {
    Time at;
    std::uint64_t order;  // phase and key
    Payload payload;
    bool operator>(const Entry& other) const { return at != other.at ? at > other.at : order > other.order; }
  };
  void add(std::uint32_t entity) {
    const std::uint64_t order = static_cast<std::uint64_t>(Phase::Completion) << 32 | entity;
    queue_.push({now_ + steps_.next(), order, {1, entity}});
  }
  Steps steps_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
  Time now_ = kStart;
};

void engine_hold(benchmark::State& state, Increments kind) {
  const auto pending = static_cast<std::size_t>(state.range(0));
  const std::size_t holds = small() ? 1'000 : 200'000;
  Ours ours{pending, kind};
  Rival rival{pending, kind};
  // Both are taken to their steady state, event by event, in the same order.
  for (std::size_t i = 0; i < (small() ? holds : 2 * pending + holds); ++i) {
    if (ours.hold() != rival.hold() || ours.now() != rival.now()) {
      state.SkipWithError("the two run events in different orders");
      return;
    }
  }
  Versus versus;
  for (auto _ : state) {
    const auto run = [holds](auto& queue) {
      for (std::size_t i = 0; i < holds; ++i) queue.hold();
    };
    versus.round(
        state, [&] { run(rival); }, [&] { run(ours); });
  }
  if (ours.now() != rival.now()) state.SkipWithError("the two have come apart");
  versus.report(state, static_cast<double>(holds));
  state.counters["events/s"] =
      benchmark::Counter(static_cast<double>(holds), benchmark::Counter::kIsIterationInvariantRate);
}

void engine_hold_exponential(benchmark::State& state) {
  engine_hold(state, Increments::Exponential);
}
void engine_hold_bimodal(benchmark::State& state) {
  engine_hold(state, Increments::Bimodal);
}
BENCHMARK(engine_hold_exponential)
    ->Name("engine_hold")
    ->Arg(1'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(engine_hold_bimodal)
    ->Name("engine_hold/bimodal")
    ->Arg(1'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace suanwang::bench
