/// The ledger against a list of accelerators, under random claims, releases and pools coming online.
#include "suanwang/centre/ledger.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/check.hpp"

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

constexpr Time ns(std::int64_t n) {
  return Time{Duration{n}};
}

/// One record for each accelerator, and answers found by looking at all of them at all instants.
struct PlainLedger {
  struct One {
    Time online;
    bool is_online = false;
    int holder = -1;
  };
  std::vector<One> all;
  std::map<int, Time> until;  // by holder

  [[nodiscard]] std::vector<std::size_t> free() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].is_online && all[i].holder < 0) found.push_back(i);
    }
    return found;
  }
  [[nodiscard]] std::vector<std::size_t> free_at(Time t) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const One& one = all[i];
      const bool there = one.is_online || one.online <= t;
      if (there && (one.holder < 0 || until.at(one.holder) <= t)) found.push_back(i);
    }
    return found;
  }
  /// The first instant at which something changes and `need` are free.
  [[nodiscard]] Ledger::Opening opening(std::int64_t need, Time now) const {
    std::vector<Time> instants{now};
    for (const auto& entry : until) instants.push_back(entry.second);
    for (const One& one : all) {
      if (!one.is_online) instants.push_back(one.online);
    }
    std::sort(instants.begin(), instants.end());
    for (const Time t : instants) {
      if (t == kNever) break;
      const auto n = static_cast<std::int64_t>((t == now ? free() : free_at(t)).size());
      if (n >= need) return {t, Accelerators::whole(n - need)};
    }
    return {};
  }
};

std::vector<std::size_t> members(const BitSet& set) {
  std::vector<std::size_t> found;
  for (std::size_t i = set.next(0); i != BitSet::kNone; i = set.next(i + 1)) found.push_back(i);
  return found;
}

Ranges ranges_of(const std::vector<std::size_t>& numbers) {
  Ranges ranges;
  for (const std::size_t n : numbers) {
    const auto number = static_cast<std::uint32_t>(n);
    if (!ranges.empty() && ranges.back().last + 1 == number) {
      ranges.back().last = number;
    } else {
      ranges.push_back({number, number});
    }
  }
  return ranges;
}

class LedgerAgainstAList {
 public:
  explicit LedgerAgainstAList(Rng& rng) : rng_{rng}, ledger_{make(rng)} {
    for (const PoolPart& part : ledger_.parts()) {
      plain_.all.insert(plain_.all.end(), static_cast<std::size_t>(part.count), {part.online});
    }
  }

  void run(int steps) {
    for (int step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
      now_ += Duration{rng_.integer(0, 3)};
      bring_online_what_is_due();
      const std::int64_t action = rng_.integer(0, 9);
      if (action <= 5) {
        claim();
      } else if (!slots_.empty()) {
        release();
      }
      compare();
    }
  }

 private:
  static Ledger make(Rng& rng) {
    std::vector<PoolPart> parts;
    for (std::size_t i = 0; i < 1 + rng.index(4); ++i) {
      const std::int64_t count = rng.chance(0.1) ? 0 : rng.integer(1, rng.chance(0.2) ? 200 : 12);
      parts.push_back(
          {PoolId{10 + i}, count, rng.integer(1, 8), ns(rng.chance(0.5) ? 0 : rng.integer(0, 60))});
    }
    return Ledger{PartitionId{3}, CentreId{1}, AcceleratorId{2}, 1000, parts};
  }

  void bring_online_what_is_due() {
    std::vector<std::size_t> due;
    for (std::size_t i = 0; i < ledger_.parts().size(); ++i) {
      if (online_.count(i) == 0 && ledger_.parts()[i].online <= now_) due.push_back(i);
    }
    std::stable_sort(due.begin(), due.end(), [&](std::size_t a, std::size_t b) {
      return ledger_.parts()[a].online < ledger_.parts()[b].online;
    });
    for (const std::size_t i : due) {
      ledger_.bring_online(ledger_.parts()[i].pool);
      online_[i] = true;
      std::size_t first = 0;
      for (std::size_t p = 0; p < i; ++p) first += static_cast<std::size_t>(ledger_.parts()[p].count);
      for (std::int64_t k = 0; k < ledger_.parts()[i].count; ++k) {
        plain_.all[first + static_cast<std::size_t>(k)].is_online = true;
      }
    }
  }

  void claim() {
    std::vector<std::size_t> numbers = plain_.free();
    if (numbers.empty()) return;
    rng_.shuffle(numbers);
    numbers.resize(1 +
                   rng_.index(rng_.chance(0.5) ? numbers.size() : std::min<std::size_t>(4, numbers.size())));
    std::sort(numbers.begin(), numbers.end());
    const int job = next_job_++;
    const Time until = rng_.chance(0.05) ? kNever : now_ + Duration{rng_.integer(1, 30)};
    const std::uint32_t slot = ledger_.claim(JobId{static_cast<std::size_t>(job)}, ranges_of(numbers),
                                             {until, static_cast<std::uint64_t>(job)});
    for (const std::size_t n : numbers) plain_.all[n].holder = job;
    plain_.until[job] = until;
    slots_.emplace_back(job, slot);

    const Claim& claim = ledger_.claim_at(slot);
    ASSERT_EQ(claim.job, JobId{static_cast<std::size_t>(job)});
    ASSERT_EQ(claim.accelerators, Accelerators::whole(static_cast<std::int64_t>(numbers.size())));
    Ranges numbered = ranges_of(numbers);
    for (Range& range : numbered) range = {range.first + 1000, range.last + 1000};
    ASSERT_TRUE(claim.placement.ranges == numbered) << "numbers are those of the centre";
    Accelerators shared;
    for (const Share& share : claim.placement.shares) {
      ASSERT_EQ(share.centre, CentreId{1});
      shared += share.resources.accelerators;
    }
    ASSERT_EQ(shared, claim.accelerators) << "shares of pools add up";

    // One that is taken, or not there yet, is refused, and nothing changes.
    const std::size_t wrong = rng_.index(plain_.all.size());
    const PlainLedger::One& one = plain_.all[wrong];
    if (!one.is_online || one.holder >= 0) {
      ASSERT_THROW(ledger_.claim(JobId{0}, ranges_of({wrong}), {kNever, 0}), SimulationError);
    }
  }

  void release() {
    const std::size_t i = rng_.index(slots_.size());
    const auto [job, slot] = slots_[i];
    slots_.erase(slots_.begin() + static_cast<std::ptrdiff_t>(i));
    ledger_.release(slot);
    ASSERT_EQ(ledger_.claim_at(slot).job, JobId{static_cast<std::size_t>(job)}) << "readable until forgotten";
    ledger_.forget(slot);
    for (PlainLedger::One& one : plain_.all) {
      if (one.holder == job) one.holder = -1;
    }
    plain_.until.erase(job);
  }

  void compare() {
    ASSERT_EQ(members(ledger_.free_set()), plain_.free());
    ASSERT_EQ(ledger_.free(), Accelerators::whole(static_cast<std::int64_t>(plain_.free().size())));
    const auto there =
        std::count_if(plain_.all.begin(), plain_.all.end(), [](const auto& one) { return one.is_online; });
    ASSERT_EQ(ledger_.online(), Accelerators::whole(there));
    ASSERT_EQ(ledger_.eventual(), Accelerators::whole(static_cast<std::int64_t>(plain_.all.size())));

    std::vector<std::pair<Time, int>> ends;
    for (const auto& [job, until] : plain_.until) ends.emplace_back(until, job);
    std::sort(ends.begin(), ends.end());
    std::size_t next = 0;
    ledger_.for_each_claim_end(
        [&](Time until, Accelerators /*n*/) { ASSERT_EQ(until, ends.at(next++).first); });
    ASSERT_EQ(next, ends.size());
    const auto due = ledger_.due(now_);
    ASSERT_EQ(due.has_value(), !ends.empty() && ends.front().first <= now_);
    if (due) {
      ASSERT_EQ(ledger_.claim_at(*due).job, JobId{static_cast<std::size_t>(ends.front().second)});
    }

    // Forecasts assume that walltimes are kept from now on, so ask only where none has passed.
    if (!ends.empty() && ends.front().first <= now_) return;
    for (int probe = 0; probe < 3; ++probe) {
      const auto need = static_cast<std::int64_t>(1 + rng_.index(plain_.all.size() + 2));
      const Ledger::Opening found = ledger_.opening(Accelerators::whole(need), now_);
      const Ledger::Opening expected = plain_.opening(need, now_);
      ASSERT_EQ(found.at, expected.at) << need << " at " << now_.time_since_epoch().count();
      if (found.at != kNever) {
        ASSERT_EQ(found.extra, expected.extra) << need;
      }
      const Time t = now_ + Duration{rng_.integer(0, 40)};
      ASSERT_EQ(members(ledger_.free_at(t)), plain_.free_at(t)) << t.time_since_epoch().count();
    }
  }

  Rng& rng_;
  Ledger ledger_;
  PlainLedger plain_;
  std::map<std::size_t, bool> online_;
  std::vector<std::pair<int, std::uint32_t>> slots_;  // (job, slot)
  int next_job_ = 0;
  Time now_ = kStart;
};

TEST(LedgerAgainstAList, RandomUse) {
  test::for_seeds(300, [](Rng& rng) {
    LedgerAgainstAList pair{rng};
    pair.run(80);
  });
}

}  // namespace
}  // namespace suanwang
