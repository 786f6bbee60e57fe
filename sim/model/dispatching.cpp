// How a dispatcher chooses centres for jobs.
//
// A job without a centre is decided when the dispatcher's latency is over. Jobs that are due together are
// scored in parallel, job × centre; they are then assigned in the order of their submission, and
// a centre that has just been given a job is scored anew for the jobs after it.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/model/simulation.hpp"

namespace suanwang {
namespace {

constexpr double kEndless_s = std::numeric_limits<double>::infinity();
constexpr std::size_t kWindow = 64;         // jobs that are scored together
constexpr std::size_t kWorthThreads = 512;  // entries of a matrix (some 50 us) from which on threads pay

double share_of(std::int64_t milli, const Domain& domain) {
  std::int64_t online = 0;
  for (const Ledger* partition : domain.partitions) online += partition->online().milli;
  return online > 0 ? static_cast<double>(milli) / static_cast<double>(online) : kEndless_s;
}

/// Whether a centre never takes such a job from elsewhere.
bool refuses(const CentrePlan& plan, const Job& job) {
  return (plan.most_accelerators && job.accelerators.count() > *plan.most_accelerators) ||
         (plan.longest && job.walltime > *plan.longest);
}

}  // namespace

/// When something happens next of which the engine does not know.
Time Simulation::next_on_network() const {
  const DispatchState& d = world_.dispatch;
  Time next = std::min(world_.transfers.next_time(), world_.network.next());
  if (!d.due.empty()) next = std::min(next, d.due.begin()->first.first);
  if (!d.settling.empty()) next = std::min(next, std::get<Time>(*d.settling.begin()));
  if (!world_.data.reviews.empty()) next = std::min(next, std::get<Time>(*world_.data.reviews.begin()));
  return next;
}

void Simulation::dispatch_due(Time t) {
  auto& due = world_.dispatch.due;
  while (!due.empty() && due.begin()->first.first <= t) {
    std::vector<JobId> window;
    while (!due.empty() && due.begin()->first.first <= t && window.size() < kWindow) {
      window.push_back(due.begin()->second);
      due.erase(due.begin());
    }
    ++events_;
    decide(window);
  }
}

/// Why a job can never run at a centre, whoever else is there; None where it can.
RejectReason Simulation::possible(const Job& job, CentreId centre) const {
  const Domain& domain = world_.domains[domain_at(centre).index()];
  if (job.accelerators > domain.largest) return RejectReason::TooLarge;
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

void Simulation::look_at(CentreId centre) {
  DispatchState::Sight& sight = world_.dispatch.sights[centre.index()];
  const bool is_young = sight.seen != kNever && now() - sight.seen < world_.dispatcher.refresh;
  sight.stale = is_young && sight.outdated && sight.seen < now();
  if (sight.seen != kNever && (is_young || !sight.outdated)) return;
  const Domain& domain = world_.domains[domain_at(centre).index()];
  if (world_.dispatch.rule->needs_completion()) {
    sight.forecast.renew(now(), domain.partitions, domain.queue);
    for (const auto& [key, job] : domain.aside) sight.forecast.add(job.need, job.walltime, now());
  }
  sight.load = share_of(domain.expected, domain);
  for (const Ledger* partition : domain.partitions) {
    sight.load += share_of((partition->online() - partition->free()).milli, domain);
  }
  sight.seen = now();
  sight.outdated = false;
}

double Simulation::staging_seconds(const LiveJob& live, CentreId centre) const {
  if (live.job.data == 0) return 0;
  const DataState& data = world_.data;
  const Storage& storage = data.storage[centre.index()];
  // Where others wait for room, or would have to, nobody knows how long.
  const bool is_brought = std::ranges::any_of(
      data_of(live), [&](DatasetId id) { return storage.holding(id) == Storage::Holding::Absent; });
  if (is_brought && (!data.no_room[centre.index()].empty() || !storage.has_room(data_of(live))))
    return kEndless_s;
  double seconds = 0;
  for (const DatasetId id : data_of(live)) {
    if (storage.holding(id) == Storage::Holding::Here) continue;
    const DatasetPlan& dataset = data.datasets[id.index()];
    const Delivery& delivery = *dataset.delivery[centre.index()];
    const Bytes size{static_cast<double>(dataset.size)};
    double soonest = kEndless_s;
    for (std::size_t c = 0; c < data.storage.size(); ++c) {
      if (CentreId{c} == centre || data.storage[c].holding(id) != Storage::Holding::Here) continue;
      soonest =
          std::min(soonest, world_.network.estimate(CentreId{c}, centre, size, delivery.passage).base());
    }
    if (const auto coming = data.shipments.find({centre, id}); coming != data.shipments.end()) {
      // On its way: what a new transfer would take is the most that is left of it.
      seconds = std::max(seconds, soonest);
    } else {
      seconds = std::max(seconds, soonest + in_seconds(delivery.review));
    }
  }
  return seconds;
}

double Simulation::bytes_to_move(const LiveJob& live, CentreId centre) const {
  double bytes = 0;
  for (const DatasetId id : data_of(live)) {
    if (world_.data.storage[centre.index()].holding(id) == Storage::Holding::Absent)
      bytes += static_cast<double>(world_.data.datasets[id.index()].size);
  }
  return bytes;
}

CentreOption Simulation::option(const LiveJob& live, CentreId centre) const {
  const DispatchState::Sight& sight = world_.dispatch.sights[centre.index()];
  CentreOption option{.centre = centre, .is_home = live.job.home == centre, .load = sight.load};
  option.staging_s = staging_seconds(live, centre);
  option.bytes_to_move = bytes_to_move(live, centre);
  option.completion_s = kEndless_s;
  if (!world_.dispatch.rule->needs_completion()) return option;
  const Time ready = after(now(), Seconds{option.staging_s});
  if (ready == kNever) return option;
  const Time start = sight.forecast.earliest(live.job.accelerators, live.job.walltime, ready);
  if (start != kNever) option.completion_s = in_seconds(start - kStart) + in_seconds(live.job.walltime);
  return option;
}

void Simulation::decide(std::span<const JobId> window) {
  const std::size_t centres = world_.centres.size();
  for (std::size_t c = 0; c < centres; ++c) look_at(CentreId{c});

  std::vector<std::optional<CentreOption>> options(window.size() *
                                                   centres);  // none: it does not take the job
  const auto score = [&](std::size_t row, std::size_t c) {
    const LiveJob& live = world_.jobs[window[row].index()];
    std::optional<CentreOption>& entry = options[row * centres + c];
    entry.reset();
    if (takes(live, CentreId{c})) entry = option(live, CentreId{c});
  };
  const auto score_row = [&](std::size_t row) {
    for (std::size_t c = 0; c < centres; ++c) score(row, c);
  };
  if (options.size() >= kWorthThreads && window.size() > 1) {
    world_.network.find_all_ways();
    for_each_index(window.size(), parallelism_, score_row);
  } else {
    for (std::size_t row = 0; row < window.size(); ++row) score_row(row);
  }

  std::vector<bool> given(centres, false);
  for (std::size_t row = 0; row < window.size(); ++row) {
    std::vector<CentreOption> open;
    for (std::size_t c = 0; c < centres; ++c) {
      if (given[c]) score(row, c);
      if (const auto& entry = options[row * centres + c]) open.push_back(*entry);
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
  LiveJob& live = world_.jobs[id.index()];
  const std::uint64_t entity = stream_entities_.empty() ? 0 : stream_entities_[live.job.stream.index()];
  const RandomStream draw{seed_, replication_, Purpose::Dispatch,
                          entity ^ (live.job.index * 0x9E3779B97F4A7C15ULL)};
  const CentreOption& chosen = options[world_.dispatch.rule->choose(options, draw)];
  const Time ready = after(now(), Seconds{chosen.staging_s});
  live.expected_start = kNever;
  DispatchState::Sight& sight = world_.dispatch.sights[chosen.centre.index()];
  if (world_.dispatch.rule->needs_completion()) {
    live.expected_start = sight.forecast.earliest(live.job.accelerators, live.job.walltime, ready);
    if (sight.stale && live.expected_start == now()) world_.dispatch.promised.emplace_back(id, live.sequence);
    sight.forecast.add(live.job.accelerators, live.job.walltime, std::max(ready, now()));
  }
  sight.load += share_of(live.job.accelerators.milli, world_.domains[domain_at(chosen.centre).index()]);
  assign(id, domain_at(chosen.centre));
}

/// No centre takes the job now. It waits for one that may, later; where there is none, the reason is that of
/// the centre that comes nearest to taking it.
void Simulation::park_or_reject(JobId id) {
  const LiveJob& live = world_.jobs[id.index()];
  RejectReason reason = RejectReason::TooLarge;
  for (std::size_t c = 0; c < world_.centres.size(); ++c) {
    const CentreId centre{c};
    const CentrePlan& plan = world_.centres[c];
    const auto& home = live.job.home;
    const bool is_island =
        plan.joins >= world_.end || (home && world_.centres[home->index()].joins >= world_.end);
    if (home != centre && is_island) continue;
    const RejectReason why = possible(live.job, centre);
    if (why != RejectReason::None) {
      const bool is_of_data = why == RejectReason::DataZone || why == RejectReason::NoStorage;
      if (is_of_data && reason == RejectReason::TooLarge) reason = why;
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
    world_.dispatch.parked.push_back(id);
    return;
  }
  reject(id, reason);
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
  for (const JobId id : std::exchange(world_.dispatch.parked, {}))
    world_.dispatch.due.emplace(std::pair{now(), world_.jobs[id.index()].sequence}, id);
}

}  // namespace suanwang
