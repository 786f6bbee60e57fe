// How a simulation decides: which queue a job joins, passes over queues, and what policies' decisions do.
#include <algorithm>
#include <cmath>

#include "suanwang/base/check.hpp"
#include "suanwang/model/simulation.hpp"

#include "model/length.hpp"

namespace suanwang {
std::optional<DomainId> Simulation::domain_for(const Job& job) const {
  if (policy_.dispatch() == Dispatch::Home) {
    if (!job.home) return std::nullopt;
    return domain_at(*job.home);
  }
  // A centre that has not joined serves its own jobs, and only those.
  if (job.home && world_.centres[job.home->index()].joins > now()) return domain_at(*job.home);
  return kNetworkDomain;
}

void Simulation::assign(JobId id, DomainId domain_id) {
  LiveJob& live = world_.jobs[id.index()];
  live.domain = domain_id;
  Domain& domain = world_.domains[domain_id.index()];
  if (chooses()) {
    domain.expected += live.job.accelerators.milli;
    live.guest = live.job.home && domain_at(*live.job.home) != domain_id;
    if (live.guest) domain.guests += live.job.accelerators.milli;
    job_record_.dispatcher = live.dispatcher;
    job_record_.chosen = centre_at(domain_id);
    emit(RecordKind::JobDispatched, live);
  }
  enqueue_or_stage(id);
}

/// Puts a job into the queue of its domain, or lets it wait for its data first.
void Simulation::enqueue_or_stage(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  if (live.job.data != 0 && policy_.settings().stage_ahead && live.domain != kNetworkDomain &&
      !take_data(id)) {
    world_.domains[live.domain.index()].aside.emplace(live.queue_key, waiting_of(id, live));
    note_change(live.domain);
    return;
  }
  enqueue(id);
}

/// Puts a job into the queue of its domain, if it has its quota.
void Simulation::enqueue(JobId id) {
  if (world_.quotas && !take_quota(id)) return;
  LiveJob& live = world_.jobs[id.index()];
  Domain& domain = world_.domains[live.domain.index()];
  const Waiting waiting = waiting_of(id, live);
  live.place = live.queue_key;
  domain.queue.insert(live.place, waiting);
  domain.submitted.push_back({live.place, waiting});
  domain.affected = true;
  live.queued = true;
  if (waits_ != nullptr) waits_->queued(id, live.domain, now());
  note_change(live.domain);
  if (!chooses()) return;
  const Time from = movable_from(live);
  if (from == kNever) return;
  if (from <= now()) {
    live.movable = true;
    desk_of(live).movable.insert(live.queue_key, waiting);
  } else {
    world_.dispatch.settling.emplace(from, live.queue_key, id);
  }
}

/// Takes a job out of wherever it waits in its domain.
void Simulation::dequeue(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  Domain& domain = world_.domains[live.domain.index()];
  const Waiting waiting = waiting_of(id, live);
  if (std::exchange(live.queued, false)) {
    domain.queue.erase(live.place, waiting);
    if (live.has_quota) quota_of(live)->queued.erase(live.queue_key);
  } else {
    domain.aside.erase(live.queue_key);
  }
  if (!chooses()) return;
  if (std::exchange(live.movable, false)) {
    desk_of(live).movable.erase(live.queue_key, waiting);
  } else if (const Time from = movable_from(live); from != kNever) {
    world_.dispatch.settling.erase({from, live.queue_key, id});
  }
}

/// A job whose turn has come waits for its data instead.
void Simulation::put_aside(JobId id) {
  dequeue(id);
  const LiveJob& live = world_.jobs[id.index()];
  world_.domains[live.domain.index()].aside.emplace(live.queue_key, waiting_of(id, live));
}

/// A job leaves the queue of its domain for good: it starts, or is refused.
void Simulation::leave_queue(JobId id) {
  dequeue(id);
  LiveJob& live = world_.jobs[id.index()];
  if (!chooses()) return;
  world_.domains[live.domain.index()].expected -= live.job.accelerators.milli;
  if (const Time at = passes_at(live); at != kNever) world_.dispatch.passing.erase({at, live.queue_key, id});
}

void Simulation::decide_all() {
  if (world_.quotas) settle_quotas();
  do {
    for (Domain& domain : world_.domains) {
      if (domain.affected || domain.woken) pass(domain);
    }
  } while (world_.quotas && quotas_moved());
}

double Simulation::rank(const LiveJob& live, const QueueState& state) {
  const double rank = order_->rank(live.job, state);
  if (!std::isfinite(rank)) throw SimulationError(where(live) + ": its order gives " + std::to_string(rank));
  return rank;
}

double Simulation::fixed_rank(const LiveJob& live) {
  if (order_->changes_with_time()) return 0;
  return rank(
      live,
      {.now = now(), .tenants = world_.tenants ? &*world_.tenants : nullptr, .remaining = live.walltime});
}

QueueState Simulation::state_of(const Domain& domain) const {
  QueueState state{.now = now(), .waiting = domain.queue.size()};
  for (const Ledger* partition : domain.partitions) {
    state.free += partition->free();
    state.online += partition->online();
  }
  if (world_.tenants) state.tenants = &*world_.tenants;
  return state;
}

void Simulation::rank_anew(Domain& domain) {
  QueueState state = state_of(domain);
  std::vector<QueueKey> keys;
  keys.reserve(domain.queue.size());
  domain.queue.for_each([&](const QueueKey& key, const Waiting& waiting) {
    state.remaining = waiting.walltime;
    keys.push_back({rank(world_.jobs[waiting.job.index()], state), key.sequence});
  });
  if (std::is_sorted(keys.begin(), keys.end())) return;  // whatever they are, the order stays
  auto next = keys.begin();
  domain.queue.replace(
      [&](const Waiting& waiting) { return world_.jobs[waiting.job.index()].place = *next++; });
  for (WaitingQueue::Place& place : domain.submitted) {
    const LiveJob& live = world_.jobs[place.job.job.index()];
    if (live.sequence == place.key.sequence) place.key = live.place;
  }
  domain.reshaped = true;
}

void Simulation::pass(Domain& domain) {
  bool again = true;
  while (again) {
    if (order_->changes_with_time()) rank_anew(domain);
    ++events_;
    ++passes_;
    domain.affected = false;
    domain.woken = false;
    deciding_ = &domain;
    if (policy_.settings().preemption) preempt_for_head(domain);
    domain.backfill->pass({now(), domain.queue, domain.partitions, domain.submitted, domain.refused,
                           domain.returned, domain.reshaped},
                          *this);
    deciding_ = nullptr;
    domain.reshaped = false;
    domain.refused.clear();
    domain.returned.clear();
    again = policy_.settings().max_waiting && refuse_overflow(domain);
    domain.submitted.clear();
    if (std::exchange(went_otherwise_, false)) {
      domain.reshaped = true;
      again = true;
    }
  }
}

bool Simulation::refuse_overflow(Domain& domain) {
  const std::size_t limit = *policy_.settings().max_waiting;
  bool stood_before_others = false;
  while (domain.queue.size() > limit && !domain.submitted.empty()) {
    const WaitingQueue::Place last = domain.submitted.back();
    domain.submitted.pop_back();
    const LiveJob& live = world_.jobs[last.job.job.index()];
    const bool waits = live.state == JobState::Waiting && live.sequence == last.key.sequence && live.queued;
    if (!waits || live.progress.attempts > 0) continue;  // it has started, or gone for its data
    leave_queue(last.job.job);
    stood_before_others = stood_before_others || domain.queue.next(last.key).has_value();
    domain.refused.push_back(last);
    reject(last.job.job, RejectReason::QueueFull);
  }
  return stood_before_others;
}

void Simulation::start(const WaitingQueue::Place& place, const Ledger& where_to, const Ranges& local) {
  LiveJob& live = world_.jobs[place.job.job.index()];
  Partition& partition = world_.partitions[where_to.id().index()];
  if (live.state != JobState::Waiting || live.sequence != place.key.sequence) {
    throw SimulationError(where(live) + ": the policy starts a job that does not wait");
  }
  const bool has_data = live.job.data == 0 || take_data(place.job.job);
  if (!has_data && !(policy_.settings().hold_while_staging && live.data == LiveJob::Data::Coming)) {
    put_aside(place.job.job);
    went_otherwise_ = true;
    return;
  }
  if (!has_data) went_otherwise_ = true;  // it holds its accelerators until nobody knows when
  const std::uint64_t order = world_.started++;
  live.start = now();
  live.works_from = now();
  live.until = has_data ? saturated_sum(now(), live.walltime) : kNever;
  try {
    live.claim = partition.ledger.claim(place.job.job, local, {live.until, order});
  } catch (const SimulationError& error) {
    throw SimulationError(where(live) + ": the policy over-allocates: " + error.what());
  }
  const Claim& claim = partition.ledger.claim_at(live.claim);
  if (claim.accelerators != live.job.accelerators) {
    throw SimulationError(where(live) + ": the policy gives " + std::to_string(claim.accelerators.count()) +
                          " accelerators to a gang of " + std::to_string(live.job.accelerators.count()));
  }
  leave_queue(place.job.job);
  if (live.progress.attempts++ == 0) live.progress.start = now();
  if (world_.tenants) world_.tenants->change(live.job.tenant, now(), live.job.accelerators, true);
  live.state = JobState::Running;
  note_running(live, true);
  live.partition = where_to.id();
  live.released = false;
  const Duration length = length_of(live, claim.placement);
  SUANWANG_CHECK(length.count() >= 1);
  if (has_data) {
    partition.ends.push(saturated_sum(now(), length), order, live.claim);
    if (partition.ends.top_slot() == live.claim) note_next_end(partition);
  }
  if (waits_ != nullptr) waits_->leaves(place.job.job, now());
  note_free(world_.domain_of[where_to.id().index()]);
  note_change(live.domain);
  emit(RecordKind::JobStarted, live);
}

void Simulation::wake(Time at) {
  wake(*deciding_, deciding_->wake, at);
}

void Simulation::wake(const Domain& domain, Ticket& ticket, Time at) {
  const auto index = static_cast<std::uint32_t>(&domain - world_.domains.data());
  if (at == kNever) {
    engine_.cancel(ticket);
  } else if (engine_.pending(ticket)) {
    engine_.move(ticket, at);
  } else {
    ticket = engine_.schedule(at, Phase::Decision, index, {EventKind::WakeUp, index});
  }
}

void Simulation::release_due(Domain& domain) {
  for (const Ledger* ledger : domain.partitions) {
    if (!ledger->due(now())) continue;
    Partition& partition = world_.partitions[ledger->id().index()];
    while (const auto claim = partition.ledger.due(now())) {
      world_.jobs[partition.ledger.claim_at(*claim).job.index()].released = true;
      partition.ledger.release(*claim);
    }
  }
}

void Simulation::release_due_and_pass(Domain& domain) {
  release_due(domain);
  pass(domain);
}

bool Simulation::fits_now(const Domain& domain, Accelerators need) {
  return std::any_of(domain.partitions.begin(), domain.partitions.end(),
                     [&](const Ledger* p) { return need <= p->free(); });
}

std::string Simulation::where(const LiveJob& live) const {
  return "at " + std::to_string(in_seconds(now())) + " s, job " + std::to_string(live.job.index) +
         " of stream '" + stream_names_[live.job.stream.index()] + "'";
}

}  // namespace suanwang
