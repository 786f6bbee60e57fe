// What a dispatcher sees of the centres, and how it scores them for the jobs that are due together:
//
//   completion(job, centre) = earliest start there once its data is there, behind all before it + walltime
#include <algorithm>

#include "suanwang/base/parallel.hpp"
#include "suanwang/model/simulation.hpp"

#include "model/scores.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kWorthThreads = 512;  // entries of a matrix (some 50 us) from which on threads pay

}  // namespace

void Simulation::look_at(Desk& desk, CentreId centre) {
  Desk::Sight& sight = desk.sights[centre.index()];
  const bool is_young = sight.seen != kNever && now() - sight.seen < desk.plan.dispatcher.refresh;
  sight.stale = is_young && sight.outdated && sight.seen < now();
  if (sight.seen != kNever && (is_young || !sight.outdated)) return;
  const Domain& domain = world_.domains[domain_at(centre).index()];
  if (desk.rule->needs_completion()) {
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

void Simulation::score(JobId id, std::size_t row, CentreId centre, Scores& scores) const {
  const LiveJob& live = world_.jobs[id.index()];
  const std::size_t c = centre.index();
  scores.takes(row, c) = takes(live, centre);
  if (!scores.takes(row, c)) return;
  scores.staging_s(row, c) = staging_seconds(live, centre);
  scores.bytes(row, c) = bytes_to_move(live, centre);
  scores.completion_s(row, c) = kEndless_s;
  const Desk& desk = desk_of(live);
  if (!desk.rule->needs_completion()) return;
  const Time ready = after(now(), Seconds{scores.staging_s(row, c)});
  if (ready == kNever) return;
  const Time start = desk.sights[c].forecast.earliest(live.job.accelerators, live.walltime, ready);
  if (start != kNever) scores.completion_s(row, c) = in_seconds(start - kStart) + in_seconds(live.walltime);
}

/// Each row by one thread, from what does not change meanwhile: the same for any number of threads.
Scores Simulation::score(const Desk& desk, std::span<const JobId> window) {
  const std::vector<CentreId>& centres = desk.plan.centres;
  Scores scores{window.size(), world_.centres.size()};
  const auto score_row = [&](std::size_t row) {
    for (const CentreId centre : centres) score(window[row], row, centre, scores);
  };
  if (parallelism_.threads != 1 && window.size() > 1 && window.size() * centres.size() >= kWorthThreads) {
    ++parallel_windows_;
    world_.network.find_all_ways();
    for_each_index(window.size(), parallelism_, score_row);
  } else {
    for (std::size_t row = 0; row < window.size(); ++row) score_row(row);
  }
  return scores;
}

CentreOption Simulation::option(JobId id, std::size_t row, CentreId centre, const Scores& scores) const {
  const std::size_t c = centre.index();
  const LiveJob& live = world_.jobs[id.index()];
  return {.centre = centre,
          .is_home = live.job.home == centre,
          .load = desk_of(live).sights[c].load,
          .staging_s = scores.staging_s(row, c),
          .bytes_to_move = scores.bytes(row, c),
          .completion_s = scores.completion_s(row, c)};
}

}  // namespace suanwang
