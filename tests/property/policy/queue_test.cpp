/// The queue's second index against reading the whole queue: long queues of gangs of all sizes, so that there
/// are many size classes and many blocks in each, and long ones of gangs of few sizes.
#include "suanwang/policy/queue.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

struct PlainQueue {
  std::map<QueueKey, Waiting> jobs;

  /// All after `after`, in the order in which candidates are tried.
  [[nodiscard]] std::vector<WaitingQueue::Place> candidates(const QueueKey& after, bool shortest) const {
    std::vector<WaitingQueue::Place> found;
    for (auto job = jobs.upper_bound(after); job != jobs.end(); ++job)
      found.push_back({job->first, job->second});
    if (shortest) {
      std::stable_sort(found.begin(), found.end(),
                       [](const auto& a, const auto& b) { return a.job.walltime < b.job.walltime; });
    }
    return found;
  }
};

/// What a pass allows, as in EASY: `fits` accelerators for a time, `always` without end.
struct Room {
  std::int64_t fits;
  std::int64_t always;
  Duration slack;
  [[nodiscard]] Duration longest(Accelerators need) const {
    if (need.count() <= always) return Duration::max();
    return need.count() <= fits ? slack : Duration{-1};
  }
  /// Something started: there is less room, never more.
  void tighten(std::int64_t need, Rng& rng) {
    fits -= need;
    always = std::min(always, fits);
    if (rng.chance(0.3)) always = std::max<std::int64_t>(0, always - need);
    if (rng.chance(0.1)) slack = slack / 2;
  }
};

/// Queue order, at once and step by step.
void expect_queue_order(const WaitingQueue& queue, const PlainQueue& plain) {
  std::vector<QueueKey> expected;
  for (const auto& entry : plain.jobs) expected.push_back(entry.first);
  std::vector<QueueKey> keys;
  queue.for_each([&](const QueueKey& key, const Waiting& /*job*/) { keys.push_back(key); });
  ASSERT_EQ(keys, expected);
  keys.clear();
  for (auto job = queue.next(std::nullopt); job; job = queue.next(job->key)) keys.push_back(job->key);
  ASSERT_EQ(keys, expected);
}

TEST(CandidateScanAgainstReading, FindsTheSameJobs) {
  test::for_seeds(120, [](Rng& rng) {
    const bool shortest = rng.chance(0.5);
    WaitingQueue queue{shortest ? WaitingQueue::Index::ShortestFirst : WaitingQueue::Index::QueueOrder};
    PlainQueue plain;
    // Some grow so long in few sizes that whole groups of blocks are stepped over.
    const bool few_sizes = rng.chance(0.1);
    const std::int64_t largest = few_sizes ? 4 : rng.pick(std::vector<std::int64_t>{4, 40, 1000, 100'000});
    const std::int64_t most = few_sizes ? 3000 : 300;
    const auto kept = few_sizes ? std::vector<std::size_t>{9000, 9000, 2000, 40}
                                : std::vector<std::size_t>{900, 900, 40, 5};
    std::uint64_t sequence = 0;
    for (int pass = 0; pass < 12; ++pass) {
      for (std::int64_t n = rng.integer(0, rng.chance(0.3) ? 20 : most); n > 0; --n) {
        const std::int64_t limit = rng.chance(0.5) ? largest : std::min<std::int64_t>(largest, 8);
        const QueueKey key{static_cast<double>(rng.integer(0, 3)), sequence++};
        const Waiting job{JobId{static_cast<std::size_t>(sequence)},
                          Accelerators::whole(rng.integer(1, limit)),
                          Duration{rng.integer(1, rng.chance(0.2) ? 20 : 1000)}};
        queue.insert(key, job);
        plain.jobs.emplace(key, job);
      }
      if (plain.jobs.empty()) continue;
      ASSERT_EQ(queue.size(), plain.jobs.size());
      ASSERT_EQ(queue.head_key(), plain.jobs.begin()->first);

      Room room{rng.integer(0, 2 * largest), 0, Duration{rng.integer(0, rng.chance(0.3) ? 10 : 1200)}};
      room.always = rng.integer(0, room.fits);
      const QueueKey after =
          std::next(plain.jobs.begin(), static_cast<int>(rng.index(plain.jobs.size())))->first;
      CandidateScan scan{queue, after};
      for (const WaitingQueue::Place& expected : plain.candidates(after, shortest)) {
        if (expected.job.walltime > room.longest(expected.job.need)) continue;
        const auto found = scan.next([&](Accelerators need) { return room.longest(need); });
        ASSERT_TRUE(found.has_value());
        ASSERT_EQ(found->key, expected.key);
        ASSERT_EQ(found->job.job, expected.job.job);
        queue.erase(found->key, found->job);
        plain.jobs.erase(found->key);
        room.tighten(found->job.need.count(), rng);
      }
      ASSERT_FALSE(scan.next([&](Accelerators need) { return room.longest(need); }).has_value());

      expect_queue_order(queue, plain);
      // So that blocks empty as well, and so that the index by size is dropped and made anew.
      const auto keep = rng.pick(kept);
      while (plain.jobs.size() > keep) {
        const auto job = std::next(plain.jobs.begin(), static_cast<int>(rng.index(plain.jobs.size())));
        queue.erase(job->first, job->second);
        plain.jobs.erase(job);
      }
    }
  });
}

}  // namespace
}  // namespace suanwang
