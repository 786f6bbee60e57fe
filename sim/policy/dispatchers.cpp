// Rules that choose a centre for a job.
#include <algorithm>
#include <tuple>

#include "suanwang/policy/dispatch.hpp"

#include "policy/parts.hpp"

namespace suanwang {
namespace {

/// The option of the least `key`; ties go to the first, which is the lowest centre.
template <class Key>
std::size_t least(std::span<const CentreOption> options, Key&& key) {
  const auto best = std::min_element(options.begin(), options.end(),
                                     [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return static_cast<std::size_t>(best - options.begin());
}

std::size_t least_completion(std::span<const CentreOption> options) {
  return least(options, [](const CentreOption& o) { return std::tuple{o.completion_s, !o.is_home}; });
}

/// Where the job is expected to end first.
class National final : public Dispatcher {
 public:
  std::size_t choose(std::span<const CentreOption> options, const RandomStream& /*draw*/) override {
    return least_completion(options);
  }
  [[nodiscard]] bool needs_completion() const override { return true; }
  [[nodiscard]] Duration movable_after() const override { return Duration{0}; }
};

/// At home, as long as the wait is short.
class Overflow final : public Dispatcher {
 public:
  explicit Overflow(Duration after) : after_{after} {}
  std::size_t choose(std::span<const CentreOption> options, const RandomStream& /*draw*/) override {
    const auto home = std::ranges::find(options, true, &CentreOption::is_home);
    if (home != options.end()) return static_cast<std::size_t>(home - options.begin());
    return least_completion(options);
  }
  [[nodiscard]] bool needs_completion() const override { return true; }
  [[nodiscard]] Duration movable_after() const override { return after_; }

 private:
  Duration after_;
};

/// Where the fewest bytes must go; among those, where the job is expected to end first.
class ToData final : public Dispatcher {
 public:
  std::size_t choose(std::span<const CentreOption> options, const RandomStream& /*draw*/) override {
    return least(options, [](const CentreOption& o) {
      return std::tuple{o.bytes_to_move, o.completion_s, !o.is_home};
    });
  }
  [[nodiscard]] bool needs_completion() const override { return true; }
};

/// The next centre, by id, after the one that was chosen last.
class RoundRobin final : public Dispatcher {
 public:
  std::size_t choose(std::span<const CentreOption> options, const RandomStream& /*draw*/) override {
    const auto next =
        std::ranges::find_if(options, [&](const CentreOption& o) { return o.centre.index() >= next_; });
    const auto chosen = next == options.end() ? options.begin() : next;
    next_ = chosen->centre.index() + 1;
    return static_cast<std::size_t>(chosen - options.begin());
  }

 private:
  std::size_t next_ = 0;
};

/// Draw `index` as a number below `count`.
std::size_t drawn(const RandomStream& draw, std::uint64_t index, std::size_t count) {
  return std::min(static_cast<std::size_t>(draw.uniform(index) * static_cast<double>(count)), count - 1);
}

class AtRandom final : public Dispatcher {
 public:
  std::size_t choose(std::span<const CentreOption> options, const RandomStream& draw) override {
    return drawn(draw, 0, options.size());
  }
};

class LeastLoaded final : public Dispatcher {
 public:
  std::size_t choose(std::span<const CentreOption> options, const RandomStream& /*draw*/) override {
    return least(options, [](const CentreOption& o) { return std::tuple{o.load, !o.is_home}; });
  }
};

/// The less loaded of two different centres drawn at random, the first of them where they are alike.
class PowerOfTwo final : public Dispatcher {
 public:
  std::size_t choose(std::span<const CentreOption> options, const RandomStream& draw) override {
    if (options.size() == 1) return 0;
    const std::size_t first = drawn(draw, 0, options.size());
    const std::size_t other = drawn(draw, 1, options.size() - 1);
    const std::size_t second = other < first ? other : other + 1;
    return options[second].load < options[first].load ? second : first;
  }
};

}  // namespace

std::unique_ptr<Dispatcher> make_national(const PolicySettings& /*settings*/) {
  return std::make_unique<National>();
}
std::unique_ptr<Dispatcher> make_overflow(const PolicySettings& settings) {
  return std::make_unique<Overflow>(settings.overflow_after);
}
std::unique_ptr<Dispatcher> make_to_data(const PolicySettings& /*settings*/) {
  return std::make_unique<ToData>();
}
std::unique_ptr<Dispatcher> make_round_robin(const PolicySettings& /*settings*/) {
  return std::make_unique<RoundRobin>();
}
std::unique_ptr<Dispatcher> make_at_random(const PolicySettings& /*settings*/) {
  return std::make_unique<AtRandom>();
}
std::unique_ptr<Dispatcher> make_least_loaded(const PolicySettings& /*settings*/) {
  return std::make_unique<LeastLoaded>();
}
std::unique_ptr<Dispatcher> make_power_of_two(const PolicySettings& /*settings*/) {
  return std::make_unique<PowerOfTwo>();
}

}  // namespace suanwang
