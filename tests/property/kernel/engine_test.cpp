/// The engine against a sorted container, under random scheduling, moving and cancelling; and its promises:
/// order by (time, phase, key) whoever scheduled first, tickets that go stale.
#include "suanwang/kernel/engine.hpp"

#include <map>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

constexpr Time ns(std::int64_t n) {
  return Time{Duration{n}};
}

using Key = std::tuple<Time, Phase, std::uint32_t>;  // time, phase, key: unique among pending events
struct Pending {
  Ticket ticket;
  int payload;
};

// Few instants and keys, so that many events tie in time and in phase.
TEST(EngineAgainstMap, RandomUse) {
  test::for_seeds(300, [](Rng& rng) {
    Engine<int> engine;
    std::map<Key, Pending> plain;
    std::vector<Ticket> stale;
    const std::int64_t spread = rng.pick(std::vector<std::int64_t>{1, 10, 1'000'000'000'000});
    const auto random_key = [&] {
      return Key{engine.now() + Duration{rng.integer(0, spread)}, static_cast<Phase>(rng.integer(0, 4)),
                 static_cast<std::uint32_t>(rng.chance(0.1) ? 0xffffffffU - rng.index(5) : rng.index(40))};
    };
    const auto random_entry = [&] {
      return std::next(plain.begin(), static_cast<int>(rng.index(plain.size())));
    };
    int next_payload = 0;
    for (int step = 0; step < 600; ++step) {
      const std::int64_t action = plain.empty() ? 0 : rng.integer(0, 9);
      if (action <= 3) {
        const Key key = random_key();
        if (plain.contains(key)) continue;
        const auto& [at, phase, content] = key;
        const Ticket ticket = engine.schedule(at, phase, content, next_payload);
        plain.emplace(key, Pending{ticket, next_payload++});
      } else if (action <= 5) {
        auto node = plain.extract(random_entry());
        const Time at = std::get<0>(random_key());
        const Key moved{at, std::get<1>(node.key()), std::get<2>(node.key())};
        if (!plain.contains(moved)) {
          engine.move(node.mapped().ticket, at);
          node.key() = moved;
        }
        plain.insert(std::move(node));
      } else if (action == 6) {
        const auto entry = random_entry();
        engine.cancel(entry->second.ticket);
        stale.push_back(entry->second.ticket);
        plain.erase(entry);
      } else {
        const auto first = plain.begin();
        ASSERT_EQ(engine.next_time(), std::get<0>(first->first));
        ASSERT_EQ(engine.next_phase(), std::get<1>(first->first));
        ASSERT_EQ(engine.pop(), first->second.payload);
        ASSERT_EQ(engine.now(), std::get<0>(first->first));
        stale.push_back(first->second.ticket);
        plain.erase(first);
      }
      ASSERT_EQ(engine.size(), plain.size());
      ASSERT_EQ(engine.empty(), plain.empty());
      ASSERT_EQ(engine.next_time(), plain.empty() ? kNever : std::get<0>(plain.begin()->first));
      for (const Ticket ticket : stale) ASSERT_FALSE(engine.pending(ticket));
      if (!stale.empty()) engine.cancel(rng.pick(stale));  // does nothing
      if (stale.size() > 20) stale.erase(stale.begin(), stale.begin() + 10);
    }
    for (const auto& entry : plain) ASSERT_TRUE(engine.pending(entry.second.ticket));
    while (!plain.empty()) {
      ASSERT_EQ(engine.pop(), plain.begin()->second.payload);
      plain.erase(plain.begin());
    }
    ASSERT_EQ(engine.next_time(), kNever);
  });
}

// The order of scheduling does not matter.
TEST(EngineAgainstMap, AnyOrderOfSchedulingGivesOneOrderOfEvents) {
  test::for_seeds(50, [](Rng& rng) {
    std::vector<Key> keys;
    for (std::int64_t t = 0; t < 3; ++t) {
      for (int phase = 0; phase < 5; ++phase) {
        for (std::uint32_t key = 0; key < 4; ++key) keys.emplace_back(ns(t), static_cast<Phase>(phase), key);
      }
    }
    const std::vector<Key> sorted = keys;
    rng.shuffle(keys);
    Engine<Key> engine;
    for (const Key& key : keys) engine.schedule(std::get<0>(key), std::get<1>(key), std::get<2>(key), key);
    for (const Key& key : sorted) ASSERT_EQ(engine.pop(), key);
  });
}

}  // namespace
}  // namespace suanwang
