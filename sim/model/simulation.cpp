#include "suanwang/model/simulation.hpp"

#include <algorithm>
#include <utility>

#include "suanwang/base/check.hpp"

#include "model/length.hpp"

namespace suanwang {

SimulationOutcome Simulation::run() {
  constexpr int kMaxRounds = 64;
  const bool per_event = policy_.settings().decide == DecideRule::PerEvent;
  int round = 0;
  decide_all();  // what is there at time 0
  while (anything_left()) {
    Time t =
        std::min(engine_.next_time(), std::min(world_.next_ends.top_time(), world_.arrivals.next_time()));
    if (networked_) t = std::min(t, next_on_network());
    if (t == kNever || t >= world_.end) break;
    round = t == now() ? round + 1 : 0;
    SUANWANG_CHECK(round < kMaxRounds);
    engine_.advance(t);
    if (per_event) {
      run_events(t);
    } else {
      run_instant(t);
    }
    if (networked_) settle_network();
    if (waits_ != nullptr) settle_waits();
    if (progress_ != nullptr && events_ - reported_events_ >= 4096) {
      reported_events_ = events_;
      progress_->jobs += world_.submitted - std::exchange(reported_jobs_, world_.submitted);
      if (progress_->stop) throw Interrupted{};
    }
  }
  if (world_.end != kNever && world_.end > now() && engine_.next_time() >= world_.end)
    engine_.advance(world_.end);
  report_left();
  if (progress_ != nullptr) progress_->jobs += world_.submitted - reported_jobs_;
  SUANWANG_CHECK(world_.submitted == world_.left + (world_.jobs.size() - world_.spare_jobs.size()));
  return {now(), events_, passes_, parallel_windows_,
          world_.arrivals.reading_seconds() + world_.transfers.reading_seconds()};
}

bool Simulation::anything_left() const {
  return world_.arrivals.next_time() != kNever || world_.jobs.size() > world_.spare_jobs.size() ||
         (networked_ && (world_.transfers.next_time() != kNever || world_.network.under_way() > 0));
}

void Simulation::run_instant(Time t) {
  supply_and_wakes(t);
  finish_due(t);
  if (networked_) network_arrivals(t);
  while (world_.arrivals.next_time() == t) submit(world_.arrivals.take());
  if (networked_) start_transfers(t);
  if (chooses()) dispatch(t);
  decide_all();
  if (pass_on_due(t)) decide_all();
  find_conflicts();
}

void Simulation::dispatch(Time t) {
  dispatch_due(t);
  settle_in(t);
  for (std::size_t d = 1; d < world_.domains.size(); ++d) {
    if (world_.domains[d].affected) pull(centre_at(DomainId{d}));
  }
}

void Simulation::run_events(Time t) {
  const Due due = engine_.next_time() == t ? supply_and_wakes(t) : Due{};
  if (networked_) network_arrivals(t);
  if (chooses()) dispatch(t);
  if (due.changes || networked_) {
    for (Domain& domain : world_.domains) {
      if (domain.affected) release_due_and_pass(domain);
    }
  }
  while (world_.arrivals.next_time() == t) {
    const Job& job = world_.arrivals.take();
    const std::optional<DomainId> id = submit(job);
    if (!id) continue;
    Domain& domain = world_.domains[id->index()];
    release_due(domain);
    if (fits_now(domain, job.accelerators) || domain.backfill->reserves_at_submission() ||
        policy_.settings().preemption || (world_.quotas && world_.quotas->moved)) {
      pass(domain);
    } else {
      if (policy_.settings().max_waiting)
        (void)refuse_overflow(domain);  // it kept no other from starting: there was no pass
      domain.affected = false;
    }
  }
  if (networked_) start_transfers(t);
  while (world_.next_ends.top_time() == t) {
    Partition& next = world_.partitions[world_.next_ends.top_slot()];
    Domain& domain = world_.domains[world_.domain_of[next.ledger.id().index()].index()];
    finish(next);
    if (chooses()) dispatch(t);
    if (world_.quotas) settle_quotas();
    release_due_and_pass(domain);
  }
  if (!due.wakes && !chooses() && !world_.quotas) return;
  const auto pass_affected = [this] {
    for (Domain& domain : world_.domains) {
      if (domain.affected) release_due_and_pass(domain);
    }
  };
  for (Domain& domain : world_.domains) {
    if (domain.woken || (chooses() && domain.affected)) release_due_and_pass(domain);
  }
  if (pass_on_due(t)) pass_affected();
  while (world_.quotas && quotas_moved()) pass_affected();
  find_conflicts();
}

Simulation::Due Simulation::supply_and_wakes(Time t) {
  Due due;
  while (engine_.next_time() == t) {
    const Event event = engine_.pop();
    ++events_;
    switch (event.kind) {
      case EventKind::PoolOnline:
        bring_online(PoolId{event.index});
        due.changes = true;
        break;
      case EventKind::CentreJoins:
        join(CentreId{event.index});
        due.changes = true;
        break;
      case EventKind::WakeUp:
        world_.domains[event.index].woken = true;
        due.wakes = true;
        break;
      case EventKind::OptOutEnds:
        world_.domains[domain_at(CentreId{event.index}).index()].affected = true;
        unpark();
        due.changes = true;
        break;
      case EventKind::LinkChanges:
        change_link(LinkId{event.index});
        reconsider();
        due.changes = true;
        break;
    }
  }
  return due;
}

void Simulation::finish_due(Time t) {
  while (world_.next_ends.top_time() == t) finish(world_.partitions[world_.next_ends.top_slot()]);
}

/// The next job of a partition ends.
void Simulation::finish(Partition& partition) {
  ++events_;
  const std::uint32_t claim = partition.ends.top_slot();
  partition.ends.pop();
  note_next_end(partition);
  const JobId id = partition.ledger.claim_at(claim).job;
  LiveJob& live = world_.jobs[id.index()];
  live.state = run_time(live.job, partition.ledger.claim_at(claim).placement) > live.job.walltime
                   ? JobState::Killed
                   : JobState::Finished;
  const Duration held = now() - live.start;
  live.progress.executed += held;
  live.progress.held = held;
  if (policy_.settings().preemption)
    live.progress.lost = held - (work_of(live, partition.ledger.claim_at(claim).placement) - live.done);
  if (waits_ != nullptr && live.state == JobState::Finished) waits_->finished(id, live.job);
  emit(live.state == JobState::Killed ? RecordKind::JobKilled : RecordKind::JobFinished, live);

  const DomainId domain_id = world_.domain_of[partition.ledger.id().index()];
  Domain& domain = world_.domains[domain_id.index()];
  note_free(domain_id);
  if (world_.tenants) world_.tenants->change(live.job.tenant, now(), live.job.accelerators, false);
  domain.affected = true;
  domain.returned.push_back({partition.ledger.id(), live.job.accelerators, live.until});
  if (!live.released) partition.ledger.release(claim);
  partition.ledger.forget(claim);
  world_.spare_jobs.push_back(id);
  ++world_.left;
  if (std::exchange(live.guest, false)) domain.guests -= live.job.accelerators.milli;
  note_change(live.domain);
  note_running(live, false);
  give_quota_back(id);
  if (live.job.data != 0) drop_data(id, partition.ledger.centre());
  if (live.job.output > 0 || live.job.checkpoint > 0) send_home(live, partition.ledger.centre());
  if (chooses() && !world_.dispatch.parked.empty()) unpark();
}

std::optional<DomainId> Simulation::submit(const Job& job) {
  ++events_;
  JobId id;
  if (world_.spare_jobs.empty()) {
    id = JobId{world_.jobs.size()};
    world_.jobs.emplace_back();
  } else {
    id = world_.spare_jobs.back();
    world_.spare_jobs.pop_back();
  }
  LiveJob& live = world_.jobs[id.index()];  // perhaps of a job that has left: what no start sets is set here
  live.job = job;
  live.state = JobState::Waiting;
  live.progress = {};
  live.done = Duration{0};
  live.walltime = job.walltime;
  if (policy_.settings().preemption)
    live.walltime = held_for(job.walltime, false, *policy_.settings().preemption);
  live.released = false;
  live.data = LiveJob::Data::None;
  live.queued = false;
  live.movable = false;
  live.guest = false;
  live.has_quota = false;
  live.expected_start = kNever;
  live.sequence = world_.submitted++;
  live.queue_key = {fixed_rank(live), live.sequence};
  if (waits_ != nullptr) waits_->submitted(id, job, now());
  emit(RecordKind::JobSubmitted, live);

  if (chooses()) {
    const std::vector<DispatcherId>& serving = world_.dispatch.serving;
    live.dispatcher = job.home ? serving[job.home->index()] : DispatcherId{world_.dispatch.desks.size() - 1};
    const Duration latency = desk_of(live).plan.dispatcher.latency;
    desk_of(live).due.emplace(std::pair{saturated_sum(now(), latency), live.sequence}, id);
    if (latency > Duration{0} || policy_.settings().decide == DecideRule::PerInstant) return std::nullopt;
    dispatch_due(now());
    if (world_.quotas) settle_quotas();
    return live.queued ? std::optional{live.domain} : std::nullopt;
  }
  const std::optional<DomainId> domain = domain_for(job);
  RejectReason reason = RejectReason::None;
  if (!domain) {
    reason = RejectReason::NoHome;
  } else if (job.accelerators > world_.domains[domain->index()].largest) {
    reason = RejectReason::TooLarge;
  } else if (!ever_within_quota(job, *domain)) {
    reason = RejectReason::OverQuota;
  } else if (job.data != 0 && domain->index() > 0) {
    reason = world_.data.possible[job.data][domain->index() - 1];
  }
  if (reason != RejectReason::None) {
    reject(id, reason);
    return std::nullopt;
  }
  assign(id, *domain);
  if (world_.quotas && policy_.settings().decide == DecideRule::PerEvent) settle_quotas();
  return live.queued ? domain : std::nullopt;
}

void Simulation::reject(JobId id, RejectReason reason) {
  LiveJob& live = world_.jobs[id.index()];
  live.state = JobState::Rejected;
  if (std::exchange(live.guest, false))
    world_.domains[live.domain.index()].guests -= live.job.accelerators.milli;
  give_quota_back(id);
  if (live.data != LiveJob::Data::None) drop_data(id, centre_at(live.domain));
  if (waits_ != nullptr) waits_->leaves(id, now());
  emit(RecordKind::JobRejected, live, to_text(reason));
  world_.spare_jobs.push_back(id);
  ++world_.left;
}

void Simulation::note_next_end(const Partition& partition) {
  const auto slot = static_cast<std::uint32_t>(partition.ledger.id().index());
  if (partition.ends.empty()) return world_.next_ends.remove(slot);
  // Ends of one instant: one after the other in the order of starting, or partition by partition.
  const bool per_event = policy_.settings().decide == DecideRule::PerEvent;
  world_.next_ends.set(partition.ends.top_time(), per_event ? partition.ends.top_order() : slot, slot);
}

}  // namespace suanwang
