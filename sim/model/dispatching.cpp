// How a dispatcher chooses centres for jobs.
//
// A job without a centre is decided when its dispatcher's latency is over. Jobs that are due together are
// scored together (scoring.cpp). A rule that decides about them together is asked first, and what it gives is
// counted; then all are sent off in the order of their submission. Those that it gave nothing choose one by
// one, and a centre that has been given a job is scored anew for them.
#include <algorithm>
#include <optional>
#include <utility>

#include "suanwang/model/simulation.hpp"

#include "model/scores.hpp"

namespace suanwang {
namespace {

/// Whether a centre never takes such a job from elsewhere.
bool refuses(const CentrePlan& plan, const Job& job) {
  return (plan.most_accelerators && job.accelerators.count() > *plan.most_accelerators) ||
         (plan.longest && job.walltime > *plan.longest);
}

bool is_guest(const Job& job, const CentreOption& chosen) {
  return job.home && !chosen.is_home;
}

/// Counts a job in what its dispatcher sees of a centre: it will be sent there.
void promise(World& world, Desk& desk, JobId id, const CentreOption& chosen, Time now) {
  LiveJob& live = world.jobs[id.index()];
  const Job& job = live.job;
  const Time ready = after(now, Seconds{chosen.staging_s});
  live.expected_start = kNever;
  Desk::Sight& sight = desk.sights[chosen.centre.index()];
  if (desk.rule->needs_completion()) {
    live.expected_start = sight.forecast.earliest(job.accelerators, live.walltime, ready);
    if (sight.stale && live.expected_start == now)
      world.dispatch.promised.push_back({id, live.sequence, live.dispatcher});
    sight.forecast.add(job.accelerators, live.walltime, std::max(ready, now));
  }
  sight.centre.load += share_of(job.accelerators.milli, world.domains[domain_at(chosen.centre).index()]);
  sight.centre.add(job.accelerators, is_guest(job, chosen));
}

/// A job that is to be sent to a centre uses its reserve up already.
void count_guest(World& world, JobId id, const CentreOption& chosen, bool more) {
  const Job& job = world.jobs[id.index()].job;
  if (!is_guest(job, chosen)) return;
  Domain& domain = world.domains[domain_at(chosen.centre).index()];
  domain.guests += more ? job.accelerators.milli : -job.accelerators.milli;
}

}  // namespace

/// When something happens next of which the engine does not know.
Time Simulation::next_on_network() const {
  const DispatchState& d = world_.dispatch;
  Time next = std::min(world_.transfers.next_time(), world_.network.next());
  for (const Desk& desk : d.desks) {
    if (!desk.due.empty()) next = std::min(next, desk.due.begin()->first.first);
  }
  if (!d.passing.empty()) next = std::min(next, std::get<Time>(*d.passing.begin()));
  if (!d.settling.empty()) next = std::min(next, std::get<Time>(*d.settling.begin()));
  if (!world_.data.reviews.empty()) next = std::min(next, std::get<Time>(*world_.data.reviews.begin()));
  return next;
}

void Simulation::dispatch_due(Time t) {
  for (Desk& desk : world_.dispatch.desks) {  // the one above comes last, also for what is passed on now
    auto& due = desk.due;
    while (!due.empty() && due.begin()->first.first <= t) {
      std::vector<JobId> window;
      while (!due.empty() && due.begin()->first.first <= t && window.size() < desk.rule->window()) {
        window.push_back(due.begin()->second);
        due.erase(due.begin());
      }
      ++events_;
      decide(desk, window);
    }
  }
}

/// Why a job can never run at a centre, whoever else is there; None where it can.
RejectReason Simulation::possible(const Job& job, CentreId centre) const {
  const Domain& domain = world_.domains[domain_at(centre).index()];
  if (job.accelerators > domain.largest) return RejectReason::TooLarge;
  if (!ever_within_quota(job, domain_at(centre))) return RejectReason::OverQuota;
  const auto& parts = world_.data.parts;
  if (job.home && parts[job.home->index()] != parts[centre.index()]) return RejectReason::Refused;
  return world_.data.possible[job.data][centre.index()];
}

/// Whether a centre takes a job now: its own always, those of others as far as it has joined, has room for
/// guests and does not refuse.
bool Simulation::takes(const LiveJob& live, CentreId centre) const {
  const Job& job = live.job;
  if (possible(job, centre) != RejectReason::None) return false;
  if (job.home == centre) return true;
  const CentrePlan& plan = world_.centres[centre.index()];
  if (plan.joins > now()) return false;
  if (job.home && world_.centres[job.home->index()].joins > now()) return false;  // an island keeps its jobs
  if (refuses(plan, job)) return false;
  for (const auto& [from, to] : plan.opt_outs) {
    if (from <= now() && now() < to) return false;
  }
  if (plan.reserve <= 0 || !job.home) return true;
  const Domain& domain = world_.domains[domain_at(centre).index()];
  return share_of(domain.guests + job.accelerators.milli, domain) <= 1 - plan.reserve;
}

void Simulation::decide(Desk& desk, std::span<const JobId> window) {
  for (const CentreId centre : desk.plan.centres) look_at(desk, centre);
  Scores scores = score(desk, window);

  std::vector<bool> given(world_.centres.size(), false);
  std::vector<std::optional<CentreOption>> matched(window.size());
  if (desk.rule->matches()) {
    const Matches matches = match(desk, window, scores);
    for (std::size_t row = 0; row < window.size(); ++row) {
      if (!matches[row]) continue;
      const CentreId centre{*matches[row]};
      if (!takes(world_.jobs[window[row].index()], centre)) continue;  // others have used its reserve up
      matched[row] = option(window[row], row, centre, scores);
      promise(world_, desk, window[row], *matched[row], now());
      count_guest(world_, window[row], *matched[row], true);
      given[centre.index()] = true;
    }
  }
  std::vector<CentreOption> open;
  for (std::size_t row = 0; row < window.size(); ++row) {
    if (matched[row]) {
      count_guest(world_, window[row], *matched[row], false);  // it does so itself once it is sent
      give(window[row], *matched[row]);
      continue;
    }
    open.clear();
    for (const CentreId centre : desk.plan.centres) {
      if (given[centre.index()]) {
        score(window[row], row, centre, scores, 0);
        check_score(window[row], row, centre, scores);
      }
      if (scores.takes(row, centre.index())) open.push_back(option(window[row], row, centre, scores));
    }
    if (open.empty()) {
      park_or_reject(window[row]);
      continue;
    }
    choose(window[row], open);
    given[centre_at(world_.jobs[window[row].index()].domain).index()] = true;
  }
}

void Simulation::choose(JobId id, std::span<const CentreOption> options) {
  const LiveJob& live = world_.jobs[id.index()];
  const std::uint64_t entity = stream_entities_.empty() ? 0 : stream_entities_[live.job.stream.index()];
  const RandomStream draw{seed_, replication_, Purpose::Dispatch,
                          entity ^ (live.job.index * 0x9E3779B97F4A7C15ULL)};
  Desk& desk = desk_of(live);
  const CentreOption& chosen = options[desk.rule->choose(options, draw)];
  promise(world_, desk, id, chosen, now());
  give(id, chosen);
}

/// @pre the job is counted in what its dispatcher sees of the centre
void Simulation::give(JobId id, const CentreOption& chosen) {
  assign(id, domain_at(chosen.centre));
  plan_passing(id, true);
}

/// The reason is that of the centre that comes nearest to taking it.
RejectReason Simulation::never_taken(const LiveJob& live) const {
  RejectReason reason = RejectReason::TooLarge;
  for (const CentreId centre : desk_of(live).plan.centres) {
    const CentrePlan& plan = world_.centres[centre.index()];
    const auto& home = live.job.home;
    const bool is_island =
        plan.joins >= world_.end || (home && world_.centres[home->index()].joins >= world_.end);
    if (home != centre && is_island) continue;
    const RejectReason why = possible(live.job, centre);
    if (why != RejectReason::None) {
      const bool would_fit =
          why == RejectReason::DataZone || why == RejectReason::NoStorage || why == RejectReason::OverQuota;
      if (would_fit && reason == RejectReason::TooLarge) reason = why;
      continue;
    }
    const bool never_takes =
        refuses(plan, live.job) ||
        (plan.reserve > 0 && live.job.home &&
         live.job.accelerators.count() > static_cast<std::int64_t>((1 - plan.reserve) * eventual_of(centre)));
    if (never_takes && home != centre) {
      if (reason == RejectReason::TooLarge) reason = RejectReason::Refused;
      continue;
    }
    return RejectReason::None;
  }
  return reason;
}

/// No centre takes the job now. It waits for one that may, later; where there is none, it is somebody else's
/// business.
void Simulation::park_or_reject(JobId id) {
  const LiveJob& live = world_.jobs[id.index()];
  const RejectReason reason = never_taken(live);
  if (reason == RejectReason::None) {
    world_.dispatch.parked.push_back(id);
    plan_passing(id, false);
  } else if (desk_of(live).plan.passes_on) {
    pass_on(id);
    const Time decided = saturated_sum(now(), desk_of(live).plan.dispatcher.latency);
    desk_of(live).due.emplace(std::pair{decided, live.sequence}, id);
  } else {
    reject(id, reason);
  }
}

/// Accelerators of a centre when all that will come has.
double Simulation::eventual_of(CentreId centre) const {
  double eventual = 0;
  for (const Ledger* partition : world_.domains[domain_at(centre).index()].partitions)
    eventual += static_cast<double>(partition->eventual().count());
  return eventual;
}

/// Puts those that no centre would take before the dispatcher again: something has changed.
void Simulation::unpark() {
  for (const JobId id : std::exchange(world_.dispatch.parked, {})) {
    const LiveJob& live = world_.jobs[id.index()];
    desk_of(live).due.emplace(std::pair{now(), live.sequence}, id);
  }
}

}  // namespace suanwang
