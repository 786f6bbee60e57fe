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

}  // namespace

/// Jobs that have waited long enough may be moved from now on.
void Simulation::settle_in(Time t) {
  auto& settling = world_.dispatch.settling;
  bool any = false;
  while (!settling.empty() && std::get<Time>(*settling.begin()) <= t) {
    const auto [at, key, id] = *settling.begin();
    settling.erase(settling.begin());
    LiveJob& live = world_.jobs[id.index()];
    live.movable = true;
    world_.dispatch.movable.insert(key, waiting_of(id, live));
    any = true;
  }
  if (!any) return;
  for (std::size_t c = 0; c < world_.centres.size(); ++c) pull(CentreId{c});
}

/// Brings waiting jobs to a centre with free accelerators, in queue order: those that could start here as
/// soon as their data is here, but not where they are.
/// The ways between centres have changed: all jobs that may be moved, or stand nowhere, are looked at again.
void Simulation::reconsider() {
  if (!chooses()) return;
  for (std::size_t d = 1; d < world_.domains.size(); ++d) world_.domains[d].affected = true;
  unpark();
}

void Simulation::pull(CentreId centre) {
  if (world_.dispatch.movable.empty()) return;
  const Domain& here = world_.domains[domain_at(centre).index()];
  Accelerators free = most_free(here);
  if (free.milli == 0 || world_.centres[centre.index()].joins > now()) return;
  CandidateScan scan{world_.dispatch.movable, kBeforeAll};
  const auto fits = [&](Accelerators need) { return need <= free ? Duration::max() : Duration{-1}; };
  std::vector<std::pair<JobId, Time>> moves;  // made afterwards: a scan does not see its queue change
  for (std::size_t seen = 0; seen < kPulled && free.milli > 0; ++seen) {
    const auto found = scan.next(fits);
    if (!found) break;
    const LiveJob& live = world_.jobs[found->job.job.index()];
    if (live.domain == domain_at(centre)) {
      free -= live.job.accelerators;  // it stood here before those that follow
      continue;
    }
    const Domain& there = world_.domains[live.domain.index()];
    if (live.job.accelerators <= most_free(there) || !takes(live, centre)) continue;
    look_at(centre);
    Forecast& forecast = world_.dispatch.sights[centre.index()].forecast;
    const Time ready = after(now(), Seconds{staging_seconds(live, centre)});
    // What waits here behind it does not hold it up.
    const bool goes_first = here.queue.empty() || found->key < here.queue.head_key();
    const Time start = goes_first && live.job.accelerators <= free
                           ? ready
                           : forecast.earliest(live.job.accelerators, live.job.walltime, ready);
    if (start == kNever || start > ready) continue;
    if (ready > now() && ready >= live.expected_start) continue;
    free -= live.job.accelerators;
    forecast.add(live.job.accelerators, live.job.walltime, start);
    moves.emplace_back(found->job.job, start);
  }
  for (const auto& [id, start] : moves) {
    if (takes(world_.jobs[id.index()], centre)) move(id, centre, start);
  }
}

void Simulation::move(JobId id, CentreId to, Time expected_start) {
  LiveJob& live = world_.jobs[id.index()];
  const DomainId from = live.domain;
  dequeue(id);
  drop_data(id, centre_at(from));
  Domain& left = world_.domains[from.index()];
  left.expected -= live.job.accelerators.milli;
  if (std::exchange(live.guest, false)) left.guests -= live.job.accelerators.milli;
  left.affected = true;  // who stood behind it may stand first now
  left.reshaped = true;  // what its policy remembers of the queue no longer holds
  note_change(from);
  ++live.moves;
  live.expected_start = expected_start;
  assign(id, domain_at(to));
}

/// At the end of an instant: who was sent to start in it by an outdated view, and found the accelerators
/// taken? Such a job waits in that queue, or has been moved already, where the rule moves jobs.
void Simulation::find_conflicts() {
  for (const auto& [id, sequence] : world_.dispatch.promised) {
    LiveJob& live = world_.jobs[id.index()];
    if (live.sequence != sequence || live.state == JobState::Rejected) continue;
    const bool waits = live.state == JobState::Waiting &&
                       !fits_now(world_.domains[live.domain.index()], live.job.accelerators);
    live.conflict = waits || live.moves > 0;
  }
  world_.dispatch.promised.clear();
}

}  // namespace suanwang
