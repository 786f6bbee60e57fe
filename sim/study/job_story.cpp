// What happened to one job, and what would have, had one thing been otherwise: each is simulated.
#include "suanwang/study/job_story.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/model/world.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/work/changed_jobs.hpp"

#include "study/job_follower.hpp"

namespace suanwang {
namespace {

using Rewrite = std::function<void(WorldPlan&)>;

constexpr std::size_t kMostStreams = 2;    ///< without which it is run, each by itself
constexpr std::size_t kMostPolicies = 12;  ///< of the scenario, besides its own

/// Changes the jobs of the streams for which `concerns` holds.
void change_jobs(WorldPlan& plan, const std::function<bool(StreamId)>& concerns,
                 const ChangedJobs::Change& change) {
  for (std::size_t s = 0; s < plan.sources.size(); ++s) {
    if (!concerns(StreamId{s})) continue;
    plan.sources[s] = std::make_unique<ChangedJobs>(std::move(plan.sources[s]), change);
  }
}

/// Changes this job alone.
Rewrite for_job(const Job& job, std::function<void(Job&)> change) {
  return [key = key_of(job), change = std::move(change)](WorldPlan& plan) {
    change_jobs(
        plan, [&](StreamId stream) { return stream == key.first; },
        [key, change](Job& each) {
          if (key_of(each) == key) change(each);
          return true;
        });
  };
}

/// The pool beside which the centre gets more accelerators: the first in service of the type of which it has
/// most. Without a centre, that of all centres.
std::optional<std::size_t> pool_to_extend(const std::vector<PoolPlan>& pools,
                                          const std::optional<CentreId>& centre) {
  const auto amount = [&](const PoolPlan& pool) {
    std::int64_t sum = 0;
    for (const PoolPlan& other : pools) {
      if (other.centre == pool.centre && other.type == pool.type) sum += other.count;
    }
    return sum;
  };
  const auto rank = [&](const PoolPlan& each) { return std::pair{-amount(each), each.online}; };
  std::optional<std::size_t> best;
  for (std::size_t p = 0; p < pools.size(); ++p) {
    if (centre && pools[p].centre != *centre) continue;
    if (!best || rank(pools[p]) < rank(pools[*best])) best = p;
  }
  return best;
}

Rewrite rewrite_of(const WhatIf& what, const Job& job) {
  switch (what.kind) {
    case WhatIf::Kind::MoreAccelerators:
      return [centre = what.centre, more = what.accelerators](WorldPlan& plan) {
        const auto pool = pool_to_extend(plan.pools, centre);
        SUANWANG_CHECK(pool.has_value());
        PoolPlan extension = plan.pools[*pool];
        extension.count = more;
        extension.online = kStart;
        plan.pools.insert(plan.pools.begin() + static_cast<std::ptrdiff_t>(*pool) + 1, extension);
      };
    case WhatIf::Kind::WithoutJob:
      return [gone = key_of(what.other)](WorldPlan& plan) {
        change_jobs(
            plan, [&](StreamId each) { return each == gone.first; },
            [gone](const Job& each) { return key_of(each) != gone; });
      };
    case WhatIf::Kind::WithoutStream:
      return [stream = what.stream, key = key_of(job)](WorldPlan& plan) {
        change_jobs(
            plan, [&](StreamId each) { return each == stream; },
            [key](const Job& each) { return key_of(each) == key; });
      };
    case WhatIf::Kind::ExactWalltime:
      return for_job(job, [](Job& each) { each.walltime = each.run; });
    case WhatIf::Kind::HalfAsMany:
      return for_job(job, [](Job& each) {
        each.accelerators.milli /= 2;
        each.run *= 2;
        each.walltime *= 2;
      });
    case WhatIf::Kind::MoreQuota:
      return [tenant = *job.tenant, more = what.accelerators](WorldPlan& plan) {
        for (Quota& quota : plan.quotas.quotas) {
          if (quota.tenant == tenant) quota.nominal += Accelerators::whole(more);
        }
      };
    case WhatIf::Kind::HighestPriority:
      return for_job(job, [](Job& each) { each.priority = std::numeric_limits<std::int32_t>::max(); });
    case WhatIf::Kind::DataThere:
      return [list = job.data](WorldPlan& plan) {
        for (const DatasetId id : plan.data_lists[list]) {
          DatasetPlan& dataset = plan.datasets[id.index()];
          for (std::size_t c = 0; c < dataset.delivery.size(); ++c) {
            if (dataset.delivery[c]) dataset.at.emplace_back(c);
          }
          std::ranges::sort(dataset.at);
          const auto twice = std::ranges::unique(dataset.at);
          dataset.at.erase(twice.begin(), twice.end());
        }
      };
    case WhatIf::Kind::OtherPolicy:
      return {};
  }
  return {};
}

bool heeds_priority(const PolicySettings& settings) {
  return settings.order == "priority" || (settings.order == "multifactor" && settings.ordering.priority > 0);
}

/// What may have let the job start earlier.
std::size_t streams_of_jobs(const Spec& spec) {
  return static_cast<std::size_t>(std::ranges::count_if(spec.workload, [](const StreamSpec& stream) {
    return !std::holds_alternative<TransfersSpec>(stream.jobs);
  }));
}

/// @param extended where more accelerators might have helped @param largest who held the most of them
std::vector<WhatIf> candidates(const Spec& spec, const JobStory& story,
                               const std::optional<CentreId>& extended,
                               const std::optional<JobFacts>& largest) {
  const Job& job = story.job.job;
  std::vector<WhatIf> list;
  const auto add = [&](WhatIf::Kind kind) -> WhatIf& {
    WhatIf& what = list.emplace_back();
    what.kind = kind;
    what.policy = story.policy;
    return what;
  };
  const std::int64_t need = (job.accelerators.milli + 999) / 1000;
  if (extended) {
    WhatIf& more = add(WhatIf::Kind::MoreAccelerators);
    more.centre = *extended;
    more.accelerators = need;
  }
  if (job.tenant && !spec.tenants[job.tenant->index()].quotas.empty())
    add(WhatIf::Kind::MoreQuota).accelerators = need;
  if (largest) add(WhatIf::Kind::WithoutJob).other = *largest;
  std::vector<StreamId> streams;
  for (const JobHolder& holder : story.holders) {
    if (streams.size() == kMostStreams || streams_of_jobs(spec) < 2) break;
    if (std::ranges::find(streams, holder.stream) != streams.end()) continue;
    streams.push_back(holder.stream);
    add(WhatIf::Kind::WithoutStream).stream = holder.stream;
  }
  constexpr auto kHalf = std::numeric_limits<Duration::rep>::max() / 2;
  if (job.walltime > job.run) add(WhatIf::Kind::ExactWalltime);
  const bool can_double = std::max(job.run, job.walltime).count() <= kHalf;
  if (job.accelerators.milli % 2000 == 0 && can_double) add(WhatIf::Kind::HalfAsMany);
  if (heeds_priority(spec.policies[story.policy].settings)) add(WhatIf::Kind::HighestPriority);
  if (job.data != 0) add(WhatIf::Kind::DataThere);
  std::size_t others = 0;
  for (std::size_t p = 0; p < spec.policies.size() && others < kMostPolicies; ++p) {
    if (p == story.policy) continue;
    add(WhatIf::Kind::OtherPolicy).policy = p;
    ++others;
  }
  return list;
}

/// Runs until the job has ended.
JobCourse follow(const Spec& spec, const Inputs& inputs, std::size_t policy, std::uint32_t replication,
                 const Job& job, const Rewrite& rewrite, Progress* progress, Observer* beside = nullptr,
                 WaitBook* waits = nullptr) {
  JobFollower follower{job, progress};
  std::vector<Observer*> observers;
  if (beside != nullptr) observers.push_back(beside);
  observers.push_back(&follower);
  try {
    replay(spec, inputs, policy, replication, std::move(observers), rewrite, &follower.progress(), waits);
  } catch (const Interrupted&) {
    if (!follower.course().end || (progress != nullptr && progress->stop)) throw;
  }
  if (progress != nullptr) ++progress->runs;
  return follower.course();
}

}  // namespace

JobStory tell_job(const Spec& spec, const Inputs& inputs, std::size_t policy, std::uint32_t replication,
                  FoundJob job, Parallelism parallelism, Progress* progress) {
  JobStory story;
  story.job = std::move(job);
  story.policy = policy;
  story.replication = replication;
  const Job& own = story.job.job;
  const Dispatch dispatch = Policy{spec.policies[policy].settings, *spec.catalogue}.dispatch();
  std::optional<HolderBook> book;
  // Simulations refer to their observers from the moment in which the plan is complete.
  struct Beside final : Observer {
    std::optional<HolderBook>* book = nullptr;
    void on(const Record& record) override { (*book)->on(record); }
  } beside;
  beside.book = &book;
  std::vector<PoolPlan> pools;
  const Rewrite look = [&](WorldPlan& plan) {
    pools = plan.pools;
    std::vector<Time> joins;
    for (const CentrePlan& centre : plan.centres) joins.push_back(centre.joins);
    book.emplace(own, dispatch, std::move(joins));
  };
  WaitBook waits;
  waits.follow(own.stream, own.index);
  story.course = follow(spec, inputs, policy, replication, own, look, progress, &beside, &waits);
  story.waits = waits.followed();
  story.holders = book->holders();
  story.online_s = book->online_seconds();
  if (story.course.wait <= Duration{0} && story.course.start) return story;

  const auto pool = pool_to_extend(pools, book->last_centre());
  story.what_ifs =
      candidates(spec, story, pool ? std::optional{pools[*pool].centre} : std::nullopt, book->largest());
  for_each_index(story.what_ifs.size(), parallelism, [&](std::size_t i) {
    WhatIf& what = story.what_ifs[i];
    what.course = follow(spec, inputs, what.policy, replication, own, rewrite_of(what, own), progress);
  });
  std::ranges::stable_sort(story.what_ifs, std::ranges::less{}, [](const WhatIf& what) {
    return std::pair{!what.course.end.has_value(), what.course.wait};
  });
  return story;
}

}  // namespace suanwang
