// How jobs wait for quota.
//
// A job takes its quota when it joins the queue of its domain, and gives it back when its attempt ends, when
// it is moved elsewhere or refused. What does not fit its quota stands aside and keeps nobody waiting:
// whatever the policy, others of its tenant that fit go first (Kueue's BestEffortFIFO). So a policy sees jobs
// that have their quota, and its reservations hold.
//
// Within a tenant quota goes by the order: a job that has not started gives its quota up to one that stands
// before it. Between tenants, what is a tenant's own goes first, and nobody borrows from a pool while a job
// waits for what is its tenant's own there.
// Source: Kueue, "Cluster Queue".
#include <algorithm>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/model/simulation.hpp"

namespace suanwang {
namespace {

std::optional<CentreId> place_of(DomainId domain) {
  return domain == kNetworkDomain ? std::nullopt : std::optional{centre_at(domain)};
}

}  // namespace

/// @pre where all centres are one queue, the same quotas count at all that take jobs
void Simulation::open_quotas(QuotaPlan plan) {
  const std::size_t tenants = plan.cohorts.size();
  const CentreId first = world_.pools.empty() ? CentreId{0} : world_.pools.front().centre;
  QuotaState& quotas = world_.quotas.emplace(std::move(plan), first);
  if (policy_.dispatch() != Dispatch::Any) return;
  for (const PoolPlan& pool : world_.pools) {
    for (std::size_t t = 0; t < tenants; ++t)
      SUANWANG_CHECK(quotas.group_of(TenantId{t}, pool.centre) == quotas.group_of(TenantId{t}, first));
  }
}

/// Null where no quota counts.
QuotaGroup* Simulation::quota_of(const LiveJob& live) {
  const auto found = world_.quotas->group_of(live.job.tenant, place_of(live.domain));
  return found ? &world_.quotas->group(*found) : nullptr;
}

bool Simulation::ever_within_quota(const Job& job, DomainId domain) const {
  if (!world_.quotas) return true;
  const auto found = world_.quotas->group_of(job.tenant, place_of(domain));
  return !found || job.accelerators <= world_.quotas->book.most(world_.quotas->group(*found).accounts);
}

/// Whether a job that has its quota where it stands would have it there, too.
bool Simulation::may_move_to_quota(const LiveJob& live, CentreId to) const {
  if (!world_.quotas) return true;
  const auto there = world_.quotas->group_of(live.job.tenant, to);
  if (!there) return true;
  const auto here = world_.quotas->group_of(live.job.tenant, place_of(live.domain));
  return std::ranges::all_of(world_.quotas->group(*there).accounts, [&](Quotas::Account account) {
    if (here) {
      const auto& own = world_.quotas->group(*here).accounts;
      if (std::ranges::find(own, account) != own.end()) return true;
    }
    return live.job.accelerators <= world_.quotas->book.room(account);
  });
}

bool Simulation::take_quota(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  QuotaGroup* group = quota_of(live);
  if (group == nullptr) return true;
  QuotaState& quotas = *world_.quotas;
  if (!live.has_quota && !quotas.any_aside() && live.job.accelerators <= quotas.book.room(group->accounts)) {
    quotas.book.take(group->accounts, live.job.accelerators);
    live.has_quota = true;
  }
  if (live.has_quota) {
    group->queued.emplace(live.queue_key, id);
    return true;
  }
  quotas.set_aside(*group, {live.queue_key, waiting_of(id, live)});
  if (waits_ != nullptr) waits_->waits_for(id, WaitReason::Quota, now());
  return false;
}

void Simulation::give_quota_back(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  if (!std::exchange(live.has_quota, false)) return;
  world_.quotas->book.give_back(quota_of(live)->accounts, live.job.accelerators);
  world_.quotas->changed = true;
}

void Simulation::note_running(const LiveJob& live, bool starts) {
  if (live.has_quota)
    world_.quotas->book.note_running(quota_of(live)->accounts, live.job.accelerators, starts);
}

void Simulation::settle_quotas() {
  QuotaState& quotas = *world_.quotas;
  while (std::exchange(quotas.changed, false)) {
    while (const auto next = quotas.next()) grant(*next);
    for (QuotaGroup* group : quotas.waiting()) {
      if (overtake(*group)) quotas.changed = true;
    }
    if (!quotas.changed && reclaim(false)) quotas.changed = true;
  }
}

bool Simulation::quotas_moved() {
  settle_quotas();
  const bool reclaimed = reclaim(true);
  if (reclaimed) settle_quotas();
  return std::exchange(world_.quotas->moved, false) || reclaimed;
}

/// A job ends to wait for quota.
void Simulation::grant(const QuotaState::Next& next) {
  QuotaState& quotas = *world_.quotas;
  quotas.take_from_aside(*next.group, next.job);
  quotas.book.take(next.group->accounts, next.job.job.need);
  quotas.moved = true;
  world_.jobs[next.job.job.job.index()].has_quota = true;
  enqueue(next.job.job.job);
}

/// The first job aside takes the quota of jobs of its tenant that stand behind it and have not started.
bool Simulation::overtake(QuotaGroup& group) {
  if (group.aside.empty() || group.queued.empty()) return false;
  const WaitingQueue::Place head{group.aside.head_key(), group.aside.head()};
  if (!(head.key < group.queued.rbegin()->first)) return false;
  Accelerators room = world_.quotas->limit(group);
  std::vector<JobId> behind;
  for (auto last = group.queued.rbegin(); last != group.queued.rend() && room < head.job.need; ++last) {
    if (!(head.key < last->first)) return false;
    room += world_.jobs[last->second.index()].job.accelerators;
    behind.push_back(last->second);
  }
  if (room < head.job.need) return false;
  for (const JobId id : behind) withdraw(id);
  grant({&group, head});
  return true;
}

/// A job that has not started leaves its queue and waits for quota again.
void Simulation::withdraw(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  dequeue(id);
  give_quota_back(id);
  world_.quotas->set_aside(*quota_of(live), {live.queue_key, waiting_of(id, live)});
  if (waits_ != nullptr) waits_->waits_for(id, WaitReason::Quota, now());
  Domain& domain = world_.domains[live.domain.index()];
  domain.affected = true;  // who stood behind it may stand first now
  domain.reshaped = true;  // what its policy remembers of the queue no longer holds
  note_change(live.domain);
}

}  // namespace suanwang
