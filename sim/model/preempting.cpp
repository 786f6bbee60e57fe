// How running jobs give way: the head of a queue that does not fit may take the accelerators of jobs that
// stand behind it in the order, by rank as of now.
//
// Those that stand last go first, among equals those that started last; then whoever turns out not to be
// needed stays. Of several partitions that one is cleared where least work is lost. What is stopped waits
// again, at its rank, and goes on from its last checkpoint.
#include <algorithm>
#include <tuple>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/model/simulation.hpp"

#include "model/length.hpp"

namespace suanwang {

Duration Simulation::work_of(const LiveJob& live, const Placement& placement) const {
  return std::min(run_time(live.job, placement), live.job.walltime);
}

Duration Simulation::length_of(const LiveJob& live, const Placement& placement) const {
  const Duration work = work_of(live, placement) - live.done;
  const std::optional<PreemptionSettings>& settings = policy_.settings().preemption;
  return settings ? held_for(work, live.progress.attempts > 1, *settings) : work;
}

void Simulation::preempt_for_head(Domain& domain) {
  Time next = kNever;
  while (true) {
    const std::uint64_t started = world_.started;
    start_from_head({now(), domain.queue, domain.partitions, domain.submitted, domain.refused,
                     domain.returned, domain.reshaped},
                    policy_.place(), *this);
    if (world_.started != started || went_otherwise_) domain.reshaped = true;
    // Per event, submissions come before the ends of an instant, which bring a pass of their own.
    const bool one_ends_now = std::ranges::any_of(domain.partitions, [this](const Ledger* partition) {
      return world_.partitions[partition->id().index()].ends.top_time() == now();
    });
    if (domain.queue.empty() || one_ends_now) break;
    QueueState state = state_of(domain);
    const Waiting head = domain.queue.head();
    state.remaining = head.walltime;
    const double rank_of_head = rank(world_.jobs[head.job.index()], state);
    std::optional<Victims> best;
    for (const Ledger* partition : domain.partitions) {
      if (head.need > partition->online()) continue;
      std::optional<Victims> here =
          victims(*partition, head.need - partition->free(), rank_of_head, state, next);
      if (here && (!best || here->lost < best->lost)) best = std::move(here);
    }
    if (!best) break;
    if (steps_aside(head.job)) continue;
    for (const JobId id : best->jobs) preempt(id);
  }
  if (next != kNever) wake(domain, domain.preemption, next);
}

/// Nobody is stopped for a job whose data is still to come: its turn has come, and it waits for that.
bool Simulation::steps_aside(JobId id) {
  const LiveJob& live = world_.jobs[id.index()];
  if (live.job.data == 0 || policy_.settings().hold_while_staging || take_data(id)) return false;
  put_aside(id);
  world_.domains[live.domain.index()].reshaped = true;
  return true;
}

/// Who would have to go, or nothing where that is not enough. @param next becomes the first instant, if it is
/// sooner, at which one that might have to go may be stopped
std::optional<Simulation::Victims> Simulation::victims(const Ledger& partition, Accelerators missing,
                                                       double rank_of_head, const QueueState& state,
                                                       Time& next) {
  struct Candidate {
    double rank;
    Time start;
    std::uint64_t sequence;
    JobId job;
  };
  const PreemptionSettings& settings = *policy_.settings().preemption;
  const Duration at_least = std::max(settings.minimum_run, Duration{1});  // none twice in an instant
  std::vector<Candidate> candidates;
  partition.for_each_claim([&](std::uint32_t slot) {
    const JobId id = partition.claim_at(slot).job;
    const LiveJob& live = world_.jobs[id.index()];
    if (live.until == kNever) return;  // it holds for its data
    QueueState of_job = state;
    of_job.remaining = live.until - now();
    const double of_running = rank(live, of_job);
    if (of_running <= rank_of_head) return;
    if (const Time from = saturated_sum(live.works_from, at_least); from > now()) {
      next = std::min(next, from);
      return;
    }
    candidates.push_back({of_running, live.start, live.sequence, id});
  });
  std::ranges::sort(candidates, std::ranges::greater{}, [](const Candidate& c) {
    return std::tuple{c.rank, c.start, c.sequence};
  });
  const auto size_of = [this](const Candidate& c) { return world_.jobs[c.job.index()].job.accelerators; };
  Accelerators freed{};
  std::size_t taken = 0;
  while (freed < missing && taken < candidates.size()) freed += size_of(candidates[taken++]);
  if (freed < missing) return std::nullopt;
  candidates.resize(taken);
  for (std::size_t i = taken; i-- > 0;) {
    if (freed - size_of(candidates[i]) < missing) continue;
    freed -= size_of(candidates[i]);
    candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(i));
  }
  Victims result;
  for (const Candidate& each : candidates) {
    result.lost += lost_by(each.job);
    result.jobs.push_back(each.job);
  }
  return result;
}

Int128 Simulation::lost_by(JobId id) const {
  const LiveJob& live = world_.jobs[id.index()];
  const Duration kept =
      kept_of(now() - live.works_from, live.progress.attempts > 1, *policy_.settings().preemption);
  return static_cast<Int128>(live.job.accelerators.milli) * (now() - live.start - kept).count();
}

void Simulation::preempt(JobId id) {
  ++events_;
  LiveJob& live = world_.jobs[id.index()];
  Partition& partition = world_.partitions[live.partition.index()];
  const bool was_next = partition.ends.top_slot() == live.claim;
  partition.ends.remove(live.claim);
  if (was_next) note_next_end(partition);

  const PreemptionSettings& settings = *policy_.settings().preemption;
  const Duration held = now() - live.start;
  const Duration kept = kept_of(now() - live.works_from, live.progress.attempts > 1, settings);
  live.progress.executed += held;
  live.progress.held = held;
  live.progress.lost = held - kept;
  live.done += kept;
  live.walltime = held_for(live.job.walltime - live.done, true, settings);
  SUANWANG_CHECK(live.job.walltime > live.done);
  emit(RecordKind::JobPreempted, live);
  live.state = JobState::Waiting;

  if (world_.tenants) world_.tenants->change(live.job.tenant, now(), live.job.accelerators, false);
  partition.ledger.release(live.claim);
  partition.ledger.forget(live.claim);
  if (live.job.data != 0) drop_data(id, partition.ledger.centre());
  note_running(live, false);
  give_quota_back(id);
  live.domain = world_.domain_of[partition.ledger.id().index()];
  note_free(live.domain);
  if (waits_ != nullptr) waits_->stopped(id, now());
  Domain& domain = world_.domains[live.domain.index()];
  domain.reshaped = true;
  if (chooses()) domain.expected += live.job.accelerators.milli;
  live.queue_key.rank = fixed_rank(live);
  enqueue_or_stage(id);
  if (order_->changes_with_time()) rank_anew(domain);
}

}  // namespace suanwang
