/// The profile against an array with one number for each nanosecond.
#include "suanwang/policy/profile.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

constexpr Time ns(std::int64_t n) {
  return Time{Duration{n}};
}

constexpr std::int64_t kHorizon = 160;  // from here on nothing changes

struct PlainProfile {
  std::vector<std::int64_t> free = std::vector<std::int64_t>(kHorizon + 1, 0);

  [[nodiscard]] std::int64_t at(std::int64_t t) const {
    return free[static_cast<std::size_t>(std::min(t, kHorizon))];
  }
  void add(std::int64_t from, std::int64_t to, std::int64_t delta) {
    for (std::int64_t t = from; t < std::min(to, kHorizon + 1); ++t)
      free[static_cast<std::size_t>(t)] += delta;
  }
  [[nodiscard]] bool stays(std::int64_t need, std::int64_t from, std::int64_t to) const {
    for (std::int64_t t = from; t < std::min(to, kHorizon + 1); ++t) {
      if (at(t) < need) return false;
    }
    return true;
  }
  [[nodiscard]] Time earliest(std::int64_t need, std::int64_t length, std::int64_t from,
                              std::int64_t before) const {
    for (std::int64_t t = from; t < std::min(before, kHorizon + 1); ++t) {
      if (at(t) >= need && stays(need, t, std::min(t + length, before))) return ns(t);
    }
    return kNever;
  }
  [[nodiscard]] Duration longest(std::int64_t need, std::int64_t now) const {
    if (at(now) < need) return Duration{-1};
    for (std::int64_t t = now; t <= kHorizon; ++t) {
      if (at(t) < need) return Duration{t - now};
    }
    return Duration::max();
  }
};

/// A partition with claims and pools to come, and what they leave free from `now` on.
Profile from_ledger(Rng& rng, std::int64_t now, PlainProfile& plain) {
  std::vector<PoolPart> parts;
  for (std::size_t i = 0; i < 1 + rng.index(3); ++i) {
    parts.push_back({PoolId{i}, rng.integer(1, 8), 1, ns(i == 0 ? 0 : rng.integer(0, 60))});
  }
  Ledger ledger{PartitionId{0}, CentreId{0}, AcceleratorId{0}, 0, parts};
  std::vector<PoolPart> by_date = parts;
  std::stable_sort(by_date.begin(), by_date.end(),
                   [](const auto& a, const auto& b) { return a.online < b.online; });
  for (const PoolPart& part : by_date) {
    if (part.online <= ns(now)) ledger.bring_online(part.pool);
    const std::int64_t from = part.online <= ns(now) ? 0 : part.online.time_since_epoch().count();
    plain.add(from, kHorizon + 1, part.count);
  }
  std::uint64_t order = 0;
  while (ledger.free().count() > 0 && rng.chance(0.8)) {
    const std::size_t first = ledger.free_set().next(0);
    const std::int64_t until = rng.integer(now + 1, kHorizon - 20);
    ledger.claim(JobId{order}, {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(first)}},
                 {ns(until), order});
    ++order;
    plain.add(0, until, -1);
  }
  return Profile{ledger, ns(now)};
}

void expect_equal(const Profile& profile, const PlainProfile& plain, std::int64_t now, Rng& rng) {
  for (std::int64_t t = now; t <= kHorizon + 5; ++t) {
    ASSERT_EQ(profile.free_at(ns(t)), Accelerators::whole(plain.at(t))) << "at " << t;
  }
  for (int probe = 0; probe < 8; ++probe) {
    const std::int64_t need = rng.integer(0, 12);
    const std::int64_t length = rng.integer(1, 60);
    const std::int64_t from = rng.integer(now, kHorizon - 30);
    const Accelerators gang = Accelerators::whole(need);
    ASSERT_EQ(profile.earliest(gang, Duration{length}, ns(from)),
              plain.earliest(need, length, from, 1'000'000))
        << need << " for " << length << " from " << from;
    const std::int64_t before = rng.integer(from, kHorizon - 10);
    ASSERT_EQ(profile.earliest(gang, Duration{length}, ns(from), ns(before)),
              plain.earliest(need, length, from, before))
        << need << " for " << length << " in " << from << " to " << before;
    ASSERT_EQ(profile.longest(gang, ns(now)), plain.longest(need, now)) << need;
    ASSERT_EQ(profile.earliest(gang, Duration::max(), ns(from)),
              plain.earliest(need, 1'000'000, from, 1'000'000))
        << "without end";
  }
}

TEST(ProfileAgainstAnArray, RandomUse) {
  test::for_seeds(400, [](Rng& rng) {
    PlainProfile plain;
    std::int64_t now = rng.integer(0, 10);
    Profile profile = from_ledger(rng, now, plain);
    expect_equal(profile, plain, now, rng);
    std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>> taken;
    for (int step = 0; step < 30; ++step) {
      if (rng.chance(0.2)) {
        now += rng.integer(0, 5);
        profile.trim(ns(now));
      }
      if (!taken.empty() && rng.chance(0.3)) {  // give a reservation back, what is left of it
        const std::size_t i = rng.index(taken.size());
        const auto [from, to, need] = taken[i];
        taken.erase(taken.begin() + static_cast<std::ptrdiff_t>(i));
        if (to <= now) continue;
        profile.add(ns(std::max(from, now)), ns(to), Accelerators::whole(need));
        plain.add(std::max(from, now), to, need);
      } else {
        const std::int64_t need = rng.integer(1, 6);
        const std::int64_t length = rng.integer(1, 30);
        const Time at = profile.earliest(Accelerators::whole(need), Duration{length}, ns(now));
        if (at == kNever || at + Duration{length} > ns(kHorizon)) continue;
        const std::int64_t from = at.time_since_epoch().count();
        profile.add(at, at + Duration{length}, Accelerators{} - Accelerators::whole(need));
        plain.add(from, from + length, -need);
        taken.emplace_back(from, from + length, need);
      }
      expect_equal(profile, plain, now, rng);
    }
    // Neighbours of equal height are joined: no more segments than the array has steps.
    std::size_t steps = 1;
    for (std::int64_t t = now + 1; t <= kHorizon; ++t) steps += plain.at(t) != plain.at(t - 1) ? 1 : 0;
    EXPECT_EQ(profile.segments(), steps);
  });
}

// A reservation without end is taken from all of the future.
TEST(ProfileAgainstAnArray, WithoutEnd) {
  Ledger ledger{PartitionId{0}, CentreId{0}, AcceleratorId{0}, 0, {{PoolId{0}, 4, 1, kStart}}};
  ledger.bring_online(PoolId{0});
  Profile profile{ledger, kStart};
  profile.add(ns(10), saturated_sum(ns(10), Duration::max()), Accelerators{} - Accelerators::whole(3));
  EXPECT_EQ(profile.free_at(ns(9)), Accelerators::whole(4));
  EXPECT_EQ(profile.free_at(ns(1'000'000'000)), Accelerators::whole(1));
  EXPECT_EQ(profile.longest(Accelerators::whole(2), kStart), Duration{10});
  EXPECT_EQ(profile.longest(Accelerators::whole(1), kStart), Duration::max());
  EXPECT_EQ(profile.earliest(Accelerators::whole(2), Duration{11}, kStart), kNever);
  profile.add(ns(10), kNever, Accelerators::whole(3));
  EXPECT_EQ(profile.segments(), 1U);
}

}  // namespace
}  // namespace suanwang
