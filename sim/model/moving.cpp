// How a dispatcher moves jobs that wait to centres that can start them.
#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "suanwang/model/simulation.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kPulled = 64;  // jobs that a centre with free accelerators looks at
constexpr QueueKey kBeforeAll{-std::numeric_limits<double>::infinity(), 0};

Accelerators most_free(const Domain& domain) {
  Accelerators most;
  for (const Ledger* partition : domain.partitions) most = std::max(most, partition->free());
  return most;
}

/// Reads two queues as one, in queue order.
class MovableScan {
 public:
  /// `a` and `b` may be the same.
  MovableScan(const WaitingQueue& a, const WaitingQueue& b) {
    lanes_.push_back({CandidateScan{a, kBeforeAll}, {}});
    if (&a != &b) lanes_.push_back({CandidateScan{b, kBeforeAll}, {}});
  }

  /// The next job that `fits`, or none; what fits may tighten between calls, but never widen.
  template <class Fits>
  std::optional<WaitingQueue::Place> next(const Fits& fits) {
    Lane* first = nullptr;
    for (Lane& lane : lanes_) {
      if (lane.ahead && fits(lane.ahead->job.need) < Duration{0}) lane.ahead.reset();
      if (!lane.ahead) lane.ahead = lane.scan.next(fits);
      if (lane.ahead && (first == nullptr || lane.ahead->key < first->ahead->key)) first = &lane;
    }
    return first == nullptr ? std::nullopt : std::exchange(first->ahead, std::nullopt);
  }

 private:
  struct Lane {
    CandidateScan scan;
    std::optional<WaitingQueue::Place> ahead;
  };
  std::vector<Lane> lanes_;
};

}  // namespace

Time Simulation::movable_from(const LiveJob& live) const {
  return saturated_sum(live.job.submit, desk_of(live).rule->movable_after());
}

/// Jobs that have waited long enough may be moved from now on.
void Simulation::settle_in(Time t) {
  auto& settling = world_.dispatch.settling;
  bool any = false;
  while (!settling.empty() && std::get<Time>(*settling.begin()) <= t) {
    const auto [at, key, id] = *settling.begin();
    settling.erase(settling.begin());
    LiveJob& live = world_.jobs[id.index()];
    live.movable = true;
    desk_of(live).movable.insert(key, waiting_of(id, live));
    any = true;
  }
  if (any) pull_all();
}

void Simulation::pull_all() {
  for (std::size_t c = 0; c < world_.centres.size(); ++c) pull(CentreId{c});
}

/// The ways between centres have changed: all jobs that may be moved, or stand nowhere, are looked at again.
void Simulation::reconsider() {
  if (!chooses()) return;
  for (std::size_t d = 1; d < world_.domains.size(); ++d) world_.domains[d].affected = true;
  unpark();
}

/// Brings waiting jobs to a centre with free accelerators, in queue order: those that could start here as
/// soon as their data is here, but not where they are.
void Simulation::pull(CentreId centre) {
  const std::vector<Desk>& desks = world_.dispatch.desks;
  const WaitingQueue& of_region = desks[world_.dispatch.serving[centre.index()].index()].movable;
  const WaitingQueue& of_all = desks.back().movable;
  if (of_region.empty() && of_all.empty()) return;
  const Domain& here = world_.domains[domain_at(centre).index()];
  Accelerators free = most_free(here);
  if (free.milli == 0 || world_.centres[centre.index()].joins > now()) return;
  MovableScan scan{of_region, of_all};
  const auto fits = [&](Accelerators need) { return need <= free ? Duration::max() : Duration{-1}; };
  std::vector<std::pair<JobId, Time>> moves;  // made afterwards: a scan does not see its queue change
  for (std::size_t seen = 0; seen < kPulled && free.milli > 0; ++seen) {
    const auto found = scan.next(fits);
    if (!found) break;
    LiveJob& live = world_.jobs[found->job.job.index()];
    if (live.domain == domain_at(centre)) {
      free -= live.job.accelerators;  // it stood here before those that follow
      continue;
    }
    const Domain& there = world_.domains[live.domain.index()];
    if (live.job.accelerators <= most_free(there) || !takes(live, centre)) continue;
    if (!may_move_to_quota(live, centre)) continue;
    Desk& desk = desk_of(live);
    look_at(desk, centre);
    Forecast& forecast = desk.sights[centre.index()].forecast;
    const Time ready = after(now(), Seconds{staging_seconds(live, centre)});
    // What waits here behind it does not hold it up.
    const bool goes_first = here.queue.empty() || found->key < here.queue.head_key();
    const Time start = goes_first && live.job.accelerators <= free
                           ? ready
                           : forecast.earliest(live.job.accelerators, live.walltime, ready);
    if (start == kNever || start > ready) continue;
    if (ready > now() && ready >= live.expected_start) continue;
    free -= live.job.accelerators;
    forecast.add(live.job.accelerators, live.walltime, start);
    moves.emplace_back(found->job.job, start);
  }
  for (const auto& [id, start] : moves) {
    const LiveJob& live = world_.jobs[id.index()];
    if (takes(live, centre) && may_move_to_quota(live, centre)) move(id, centre, start);
  }
}

void Simulation::move(JobId id, CentreId to, Time expected_start) {
  LiveJob& live = world_.jobs[id.index()];
  const DomainId from = live.domain;
  dequeue(id);
  give_quota_back(id);
  drop_data(id, centre_at(from));
  Domain& left = world_.domains[from.index()];
  left.expected -= live.job.accelerators.milli;
  if (std::exchange(live.guest, false)) left.guests -= live.job.accelerators.milli;
  left.affected = true;  // who stood behind it may stand first now
  left.reshaped = true;  // what its policy remembers of the queue no longer holds
  note_change(from);
  ++live.progress.moves;
  live.expected_start = expected_start;
  assign(id, domain_at(to));
}

/// At the end of an instant: who was sent to start in it by an outdated view, and found the accelerators
/// taken? Such a job waits in that queue, or has been moved already, where the rule moves jobs.
void Simulation::find_conflicts() {
  for (const DispatchState::Promise& promise : world_.dispatch.promised) {
    LiveJob& live = world_.jobs[promise.job.index()];
    if (live.sequence != promise.sequence || live.state == JobState::Rejected) continue;
    const bool waits = live.state == JobState::Waiting &&
                       !fits_now(world_.domains[live.domain.index()], live.job.accelerators);
    if (waits || live.progress.moves > 0) live.progress.conflict = promise.dispatcher;
  }
  world_.dispatch.promised.clear();
}

}  // namespace suanwang
