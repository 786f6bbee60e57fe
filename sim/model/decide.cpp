// How a simulation decides: which queue a job joins, passes over queues, and what policies' decisions do.
#include <algorithm>

#include "suanwang/base/check.hpp"
#include "suanwang/model/simulation.hpp"

#include "model/length.hpp"

namespace suanwang {
namespace {

constexpr DomainId kNetwork{0};

DomainId domain_of_centre(CentreId centre) {
  return DomainId{1 + centre.index()};
}

}  // namespace

std::optional<DomainId> Simulation::domain_for(const Job& job) const {
  if (policy_.dispatch() == Dispatch::Home) {
    if (!job.home) return std::nullopt;
    return domain_of_centre(*job.home);
  }
  // A centre that has not joined serves its own jobs, and only those.
  if (job.home && world_.centres[job.home->index()].joins > now()) return domain_of_centre(*job.home);
  return kNetwork;
}

void Simulation::decide_all() {
  for (Domain& domain : world_.domains) {
    if (domain.affected || domain.woken) pass(domain);
  }
}

void Simulation::pass(Domain& domain) {
  bool again = true;
  while (again) {
    ++events_;
    ++passes_;
    domain.affected = false;
    domain.woken = false;
    deciding_ = &domain;
    domain.backfill->pass({now(), domain.queue, domain.partitions, domain.submitted, domain.refused,
                           domain.returned, domain.reshaped},
                          *this);
    deciding_ = nullptr;
    domain.reshaped = false;
    domain.refused.clear();
    domain.returned.clear();
    again = refuse_overflow(domain);
    domain.submitted.clear();
  }
}

bool Simulation::refuse_overflow(Domain& domain) {
  const auto& limit = policy_.settings().max_waiting;
  if (!limit) return false;
  bool stood_before_others = false;
  while (domain.queue.size() > *limit && !domain.submitted.empty()) {
    const WaitingQueue::Place last = domain.submitted.back();
    domain.submitted.pop_back();
    const LiveJob& live = world_.jobs[last.job.job.index()];
    if (live.state != JobState::Waiting || live.sequence != last.key.sequence) continue;  // it has started
    domain.queue.erase(last.key, last.job);
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
  const std::uint64_t order = world_.started++;
  live.start = now();
  const Duration walltime = estimate(live.job, where_to);
  live.until = walltime < kNever - now() ? now() + walltime : kNever;
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
  deciding_->queue.erase(place.key, place.job);
  if (live.attempts++ == 0) live.first_start = now();
  live.state = JobState::Running;
  live.partition = where_to.id();
  live.released = false;
  const Duration length = std::min(run_time(live.job, claim.placement), walltime);
  SUANWANG_CHECK(length.count() >= 1);
  partition.ends.push(length < kNever - now() ? now() + length : kNever, order, live.claim);
  to_arm_.push_back(where_to.id());
  emit(RecordKind::JobStarted, live);
}

void Simulation::wake(Time at) {
  const auto index = static_cast<std::uint32_t>(deciding_ - world_.domains.data());
  if (at == kNever) {
    engine_.cancel(deciding_->wake);
  } else if (engine_.pending(deciding_->wake)) {
    engine_.move(deciding_->wake, at);
  } else {
    deciding_->wake = engine_.schedule(at, Phase::Decision, index, {EventKind::WakeUp, index});
  }
}

void Simulation::release_due(Domain& domain) {
  for (const Ledger* ledger : domain.partitions) {
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
