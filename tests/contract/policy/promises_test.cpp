/// What backfilling promises, over random cases: EASY never delays the head, conservative delays nobody.
#include <algorithm>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/instances.hpp"
#include "support/seeds.hpp"
#include "support/simulate.hpp"

namespace suanwang {
namespace {

using test::Instance;
using test::Rng;
using test::Variety;

/// Whenever another job has become the head of the queue, under fifo in one pool: when it could start at the
/// latest, if running jobs took all of their walltimes and nobody else started.
class Heads final : public Observer {
 public:
  explicit Heads(Accelerators pool) : free_{pool} {}

  void on(const Record& record) override {
    if (record.at != now_) settle();
    now_ = record.at;
    if (record.job == nullptr) return;
    const std::uint64_t index = record.job->index;
    switch (record.kind) {
      case RecordKind::JobSubmitted:
        waiting_[index] = record.job->accelerators;
        break;
      case RecordKind::JobRejected:
        waiting_.erase(index);
        break;
      case RecordKind::JobStarted:
        waiting_.erase(index);
        free_ -= record.accelerators;
        running_[index] = {record.at + record.job->walltime, record.accelerators};
        starts_[index] = record.at;
        break;
      case RecordKind::JobFinished:
      case RecordKind::JobKilled:
        free_ += record.accelerators;
        running_.erase(index);
        break;
      default:
        break;
    }
  }

  /// Calls `check(shadow time, start)` for each job that was a blocked head.
  template <class Check>
  std::size_t for_each(Check&& check) const {
    for (const auto& [index, shadow] : shadows_) check(shadow, starts_.at(index));
    return shadows_.size();
  }

 private:
  struct Running {
    Time until;
    Accelerators accelerators;
  };
  /// The instant is over: who is the head now?
  void settle() {
    if (waiting_.empty() || shadows_.contains(waiting_.begin()->first)) return;
    std::vector<Running> ends;
    for (const auto& [index, running] : running_) ends.push_back(running);
    std::ranges::sort(ends, {}, &Running::until);
    Accelerators free = free_;
    const auto& [head, need] = *waiting_.begin();
    for (const Running& end : ends) {
      free += end.accelerators;
      if (free < need) continue;
      shadows_[head] = end.until;
      return;
    }
  }

  Accelerators free_;
  Time now_ = kStart;
  std::map<std::uint64_t, Accelerators> waiting_;
  std::map<std::uint64_t, Running> running_;
  std::map<std::uint64_t, Time> starts_;
  std::map<std::uint64_t, Time> shadows_;
};

constexpr Variety kOnePool{.centres = 1, .types = 1, .pools = 1, .jobs = 40, .streams = 1, .largest_pool = 6};
constexpr Variety kExact{.centres = 1,
                         .types = 1,
                         .pools = 1,
                         .jobs = 40,
                         .streams = 1,
                         .largest_pool = 6,
                         .exact_walltimes = true};

TEST(BackfillPromises, EasyNeverDelaysTheHead) {
  std::size_t heads = 0;
  for (const bool exact : {false, true}) {
    for (const BackfillSettings::Candidates candidates :
         {BackfillSettings::Candidates::Queue, BackfillSettings::Candidates::Shortest}) {
      test::for_seeds(200, [&](Rng& rng) {
        const Instance instance = random_instance(rng, exact ? kExact : kOnePool);
        PolicySettings settings = test::easy();
        settings.backfill.candidates = candidates;
        Heads observed{Accelerators::whole(instance.pools.front().count)};
        (void)test::simulate(instance, settings, {&observed});
        heads += observed.for_each([&](Time shadow, Time start) {
          EXPECT_LE(start, shadow);
          if (exact) {
            EXPECT_EQ(start, shadow) << "nothing ends before its walltime";
          }
        });
      });
    }
  }
  EXPECT_GT(heads, 2000U) << "this test shows nothing";
}

/// Without the jobs that come later, every job starts when it does with them.
TEST(BackfillPromises, ConservativeDelaysNobodyWhereWalltimesAreExact) {
  std::size_t waits = 0;
  test::for_seeds(60, [&](Rng& rng) {
    const Instance whole = random_instance(rng, kExact);
    std::vector<Job> jobs;
    const auto source = whole.streams.front()();
    while (const auto job = source->next()) jobs.push_back(*job);
    const std::vector<double> starts = test::simulate(whole, test::conservative()).starts();
    for (std::size_t known = 1; known < jobs.size(); ++known) {
      Instance before = test::one_pool(whole.pools.front().count);
      before.jobs({jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(known)});
      EXPECT_EQ(test::simulate(before, test::conservative()).starts().back(), starts[known - 1]);
      waits += starts[known - 1] > in_seconds(jobs[known - 1].submit - kStart) ? 1 : 0;
    }
  });
  EXPECT_GT(waits, 300U) << "this test shows nothing";
}

/// Nobody starts later than by the reservation that it was given at its submission: when it would have
/// started had nobody come after that instant, and had all that had not ended by then taken their walltimes.
TEST(BackfillPromises, ConservativeKeepsWhatItReserved) {
  std::size_t earlier = 0;
  test::for_seeds(60, [&](Rng& rng) {
    const Instance whole = random_instance(rng, kOnePool);
    std::vector<Job> jobs;
    const auto source = whole.streams.front()();
    while (const auto job = source->next()) jobs.push_back(*job);
    const std::vector<JobRow> rows = test::simulate(whole, test::conservative()).rows();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      std::vector<Job> known;
      std::ranges::copy_if(jobs, std::back_inserter(known),
                           [&](const Job& job) { return job.submit <= jobs[i].submit; });
      for (std::size_t k = 0; k < known.size(); ++k) {
        if (rows[k].at > jobs[i].submit) known[k].run = known[k].walltime;
      }
      Instance planned = test::one_pool(whole.pools.front().count);
      planned.jobs(known);
      const double reserved = test::simulate(planned, test::conservative()).starts()[i];
      EXPECT_LE(in_seconds(rows[i].start - kStart), reserved);
      earlier += in_seconds(rows[i].start - kStart) < reserved ? 1 : 0;
    }
  });
  EXPECT_GT(earlier, 100U) << "this test shows nothing";
}

}  // namespace
}  // namespace suanwang
