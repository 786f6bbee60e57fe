/// The containers of `base` against the standard ones, under random use.
#include <algorithm>
#include <map>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/bit_set.hpp"
#include "suanwang/base/blocked_set.hpp"

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

class PlainBits {
 public:
  explicit PlainBits(std::size_t size) : bits_(size) {}
  void fill(std::size_t first, std::size_t last, bool value) {
    for (std::size_t i = first; i <= last; ++i) bits_[i] = value;
  }
  void resize(std::size_t size) { bits_.resize(size, false); }
  [[nodiscard]] std::size_t size() const { return bits_.size(); }
  [[nodiscard]] bool at(std::size_t i) const { return bits_[i]; }
  [[nodiscard]] std::size_t count(std::size_t first, std::size_t last) const {
    std::size_t n = 0;
    for (std::size_t i = first; i <= last; ++i) n += bits_[i] ? 1 : 0;
    return n;
  }
  /// The least i' >= i with this value, or `none`.
  [[nodiscard]] std::size_t next(std::size_t i, bool value, std::size_t none) const {
    while (i < bits_.size() && bits_[i] != value) ++i;
    return i < bits_.size() ? i : none;
  }

 private:
  std::vector<bool> bits_;
};

void expect_equal(const BitSet& set, const PlainBits& plain, Rng& rng) {
  ASSERT_EQ(set.size(), plain.size());
  ASSERT_EQ(set.count(), plain.size() == 0 ? 0 : plain.count(0, plain.size() - 1));
  for (int probe = 0; probe < 12 && plain.size() > 0; ++probe) {
    const std::size_t i = rng.index(plain.size());
    const std::size_t j = i + rng.index(plain.size() - i);
    ASSERT_EQ(set.contains(i), plain.at(i));
    ASSERT_EQ(set.next(i), plain.next(i, true, BitSet::kNone)) << "next member from " << i;
    ASSERT_EQ(set.next_absent(i), plain.next(i, false, plain.size())) << "next absent from " << i;
    BitSet less = set;
    const std::size_t members = plain.count(i, j);
    const bool all = members == j - i + 1;
    ASSERT_EQ(less.take_range(i, j), all) << i << " to " << j;
    ASSERT_EQ(less.count(), set.count() - (all ? members : 0)) << i << " to " << j;
    ASSERT_EQ(less.contains(i), plain.at(i) && !all);
  }
}

// Sizes around the words (64) and the summary words (4096), and ranges of any length.
TEST(BitSetAgainstVector, RandomUse) {
  static const std::vector<std::int64_t> sizes{0, 1, 63, 64, 65, 128, 1000, 4095, 4096, 4097, 12'345};
  test::for_seeds(150, [](Rng& rng) {
    const auto random_size = [&] { return static_cast<std::size_t>(rng.pick(sizes)); };
    BitSet set{random_size()};
    PlainBits plain{set.size()};
    for (int step = 0; step < 60; ++step) {
      if (plain.size() == 0 || rng.chance(0.03)) {
        const std::size_t size = random_size();
        set.resize(size);
        plain.resize(size);
        continue;
      }
      const std::size_t i = rng.index(plain.size());
      const std::size_t j = rng.chance(0.3) ? i : i + rng.index(plain.size() - i);
      const bool value = rng.chance(0.5);
      if (i == j) {
        value ? set.insert(i) : set.erase(i);
      } else {
        value ? set.insert_range(i, j) : set.erase_range(i, j);
      }
      plain.fill(i, j, value);
      if (rng.chance(0.02)) {
        set.clear();
        plain.fill(0, plain.size() - 1, false);
      }
      expect_equal(set, plain, rng);
    }
  });
}

/// Sum and least value of a block; an entry can be taken out where the least is not its own.
template <bool kTakesOut>
struct TotalsOf {
  std::int64_t sum = 0;
  std::int64_t least = 0;
  static TotalsOf of(const int& /*key*/, const std::int64_t& value) { return {value, value}; }
  void add(const TotalsOf& other) {
    sum += other.sum;
    least = std::min(least, other.least);
  }
  bool take_out(const TotalsOf& other) requires kTakesOut {
    if (least >= other.least) return false;
    sum -= other.sum;
    return true;
  }
};
using Blocked = BlockedSet<int, std::int64_t, TotalsOf<false>>;
/// Small blocks and groups, so that there are many of both.
using Grouped = BlockedSet<int, std::int64_t, TotalsOf<true>, 8, 4>;

/// The first entry whose key is not before `from` with a value at most so large, step by step.
void expect_found_in_steps(const Grouped& set, const std::map<int, std::int64_t>& plain, Rng& rng) {
  const std::int64_t most = rng.integer(0, rng.chance(0.5) ? 1000 : 20);
  const int from = static_cast<int>(rng.integer(-1, 4001));
  const auto may_hold = [&](const auto& totals) { return totals.least <= most; };
  const Grouped::Entry* found = nullptr;
  std::size_t block = set.next_block(set.block_for(from), may_hold);
  while (found == nullptr && block < set.end_block()) {
    ASSERT_GE(block, set.first_block());
    found = set.find_in(block, from, [&](const Grouped::Entry& entry) { return entry.value <= most; });
    ASSERT_TRUE(found == nullptr || found->key >= set.first_key_of(block));
    block = set.next_block(block + 1, may_hold);
  }
  auto expected = plain.lower_bound(from);
  while (expected != plain.end() && expected->second > most) ++expected;
  ASSERT_EQ(found == nullptr, expected == plain.end());
  if (found != nullptr) {
    ASSERT_EQ(found->key, expected->first);
  }
  // What is stepped over is stepped over for a reason: the summaries are exact, not only safe.
  for (block = set.next_block(set.first_block(), may_hold); block < set.end_block();
       block = set.next_block(block + 1, may_hold)) {
    const auto* held = set.find_in(block, set.first_key_of(block),
                                   [&](const Grouped::Entry& entry) { return entry.value <= most; });
    ASSERT_NE(held, nullptr);
  }
}

template <class Set>
void expect_equal(const Set& set, const std::map<int, std::int64_t>& plain, Rng& rng) {
  ASSERT_EQ(set.size(), plain.size());
  ASSERT_EQ(set.empty(), plain.empty());
  std::vector<std::pair<int, std::int64_t>> entries;
  set.for_each([&](const auto& entry) { entries.emplace_back(entry.key, entry.value); });
  ASSERT_TRUE(
      std::equal(entries.begin(), entries.end(), plain.begin(), plain.end(),
                 [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; }));
  if (plain.empty()) return;
  ASSERT_EQ(set.front().key, plain.begin()->first);
  ASSERT_EQ(set.first_key(), plain.begin()->first);
  if constexpr (std::is_same_v<Set, Grouped>) expect_found_in_steps(set, plain, rng);

  // The first entry after a key with a value at most so large.
  const std::int64_t most = rng.integer(0, 1000);
  std::optional<int> from;
  if (rng.chance(0.8)) from = static_cast<int>(rng.integer(-1, 4001));
  const auto* found = set.find_after(from, [&](const auto& entry) { return entry.value <= most; });
  auto expected = from ? plain.upper_bound(*from) : plain.begin();
  while (expected != plain.end() && expected->second > most) ++expected;
  ASSERT_EQ(found == nullptr, expected == plain.end());
  if (found != nullptr) {
    ASSERT_EQ(found->key, expected->first);
  }

  // The key at which the running sum reaches a bound, adding whole blocks where it does not.
  const std::int64_t bound = rng.integer(0, static_cast<std::int64_t>(plain.size()) * 600);
  std::int64_t sum = 0;
  std::optional<int> reached;
  set.walk(
      [&](const auto& totals) {
        if (reached || sum + totals.sum >= bound) return false;
        sum += totals.sum;
        return true;
      },
      [&](const auto& entry) {
        sum += entry.value;
        if (sum < bound) return true;
        reached = entry.key;
        return false;
      });
  std::int64_t plain_sum = 0;
  std::optional<int> plain_reached;
  for (const auto& [key, value] : plain) {
    plain_sum += value;
    if (plain_sum >= bound) {
      plain_reached = key;
      break;
    }
  }
  ASSERT_EQ(reached, plain_reached);
}

/// Growing at random, at the end (as queues do), at the front, and shrinking: blocks split, merge and vanish.
template <class Set>
void use_at_random() {
  test::for_seeds(300, [](Rng& rng) {
    Set set;
    std::map<int, std::int64_t> plain;
    double growth = 0.7;
    for (int step = 0; step < 1500; ++step) {
      if (step % 300 == 0) growth = rng.uniform(0.1, 0.95);
      if (plain.empty() || rng.chance(growth)) {
        int key = static_cast<int>(rng.integer(0, 4000));
        if (rng.chance(0.3) && !plain.empty()) key = plain.rbegin()->first + 1;
        if (rng.chance(0.2) && !plain.empty()) key = plain.begin()->first - 1;
        if (plain.contains(key)) continue;
        const std::int64_t value = rng.integer(0, 1000);
        set.insert(key, value);
        plain.emplace(key, value);
      } else {
        int key = static_cast<int>(rng.integer(0, 4000));
        if (rng.chance(0.6)) key = plain.begin()->first;
        if (const auto near = plain.lower_bound(key); rng.chance(0.9) && near != plain.end())
          key = near->first;
        ASSERT_EQ(set.erase(key), plain.erase(key) == 1);
      }
      if (step % 25 == 0) expect_equal(set, plain, rng);
    }
    while (!plain.empty()) {
      ASSERT_TRUE(set.erase(plain.rbegin()->first));
      plain.erase(std::prev(plain.end()));
    }
    ASSERT_TRUE(set.empty());
    ASSERT_FALSE(set.erase(7));
  });
}

TEST(BlockedSetAgainstMap, RandomUse) {
  use_at_random<Blocked>();
}
TEST(BlockedSetAgainstMap, RandomUseWithGroups) {
  use_at_random<Grouped>();
}

}  // namespace
}  // namespace suanwang
