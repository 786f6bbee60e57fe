// What a dispatcher sees of the centres, and how it scores them for the jobs that are due together:
//
//   completion(job, centre) = earliest start there once its data is there, behind all before it + walltime
#include <algorithm>
#include <cmath>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/model/simulation.hpp"

#include "model/scores.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kWorthThreads = 512;  // entries of a matrix (some 50 us) from which on threads pay
constexpr std::size_t kMostLanes = 32;

/// What is free of a partition; the nodes are counted only where that is asked for.
Room room_of(const Ledger& partition, bool counts_nodes) {
  Room room{.free = partition.free(), .loose = {}, .eventual = partition.eventual()};
  std::size_t first = 0;
  for (const PoolPart& part : partition.parts()) {
    room.node = std::max(room.node, Accelerators::whole(part.per_node));
    const std::size_t end = first + static_cast<std::size_t>(part.count);
    const auto size = static_cast<std::size_t>(part.per_node);
    for (; counts_nodes && first < end; first += size) {
      const std::size_t next = std::min(first + size, end);
      std::size_t free = 0;
      for (std::size_t i = partition.free_set().next(first); i < next; i = partition.free_set().next(i + 1))
        ++free;
      if (free < next - first) room.loose += Accelerators::whole(static_cast<std::int64_t>(free));
    }
    first = end;
  }
  return room;
}

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
  sight.centre = sight_of(desk, centre);
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

ScoredCentre Simulation::sight_of(Desk& desk, CentreId centre) const {
  const Domain& domain = world_.domains[domain_at(centre).index()];
  ScoredCentre sight;
  sight.load = share_of(domain.expected, domain);
  for (const Ledger* partition : domain.partitions)
    sight.load += share_of((partition->online() - partition->free()).milli, domain);
  const Scorer* scorer = desk.rule->scorer();
  if (scorer == nullptr) return sight;
  sight.price = world_.centres[centre.index()].price;
  sight.carbon = world_.centres[centre.index()].carbon;
  sight.guests = {domain.guests};
  sight.has_waiting = domain.expected > 0;
  for (const Ledger* partition : domain.partitions) {
    sight.online += partition->online();
    sight.rooms.push_back(room_of(*partition, scorer->uses(ScoreVariable::Fragmentation)));
  }
  return sight;
}

void Simulation::score(JobId id, std::size_t row, CentreId centre, Scores& scores, std::size_t lane) {
  const LiveJob& live = world_.jobs[id.index()];
  const std::size_t c = centre.index();
  scores.takes(row, c) = takes(live, centre);
  if (!scores.takes(row, c)) return;
  scores.staging_s(row, c) = staging_seconds(live, centre);
  scores.bytes(row, c) = bytes_to_move(live, centre);
  scores.completion_s(row, c) = kEndless_s;
  Desk& desk = desk_of(live);
  const Time ready = after(now(), Seconds{scores.staging_s(row, c)});
  Time start = kNever;
  if (desk.rule->needs_completion() && ready != kNever)
    start = desk.sights[c].forecast.earliest(live.job.accelerators, live.walltime, ready);
  if (start != kNever) scores.completion_s(row, c) = in_seconds(start - kStart) + in_seconds(live.walltime);
  scores.score(row, c) = 0;
  if (Scorer* const scorer = desk.rule->scorer()) {
    scores.score(row, c) = (*scorer)({.job = live.job,
                                      .centre = desk.sights[c].centre,
                                      .is_home = live.job.home == centre,
                                      .wait_s = start == kNever ? kEndless_s : in_seconds(start - now()),
                                      .staging_s = scores.staging_s(row, c),
                                      .bytes = scores.bytes(row, c),
                                      .now = now()},
                                     lane);
  }
}

void Simulation::check_score(JobId id, std::size_t row, CentreId centre, const Scores& scores) const {
  const std::size_t c = centre.index();
  if (!scores.takes(row, c) || !std::isnan(scores.score(row, c))) return;
  throw SimulationError(where(world_.jobs[id.index()]) + ", centre '" + centre_names_[c] +
                        "': its dispatch score is no finite number");
}

/// Each row by one thread, from what does not change meanwhile: the same for any number of threads. A lane is
/// the rows that one thread scores at a time.
Scores Simulation::score(Desk& desk, std::span<const JobId> window) {
  const std::vector<CentreId>& centres = desk.plan.centres;
  Scores scores{window.size(), world_.centres.size()};
  Scorer* const scorer = desk.rule->scorer();
  const auto score_lane = [&](std::size_t lane, std::size_t lanes) {
    for (std::size_t row = lane; row < window.size(); row += lanes) {
      for (const CentreId centre : centres) score(window[row], row, centre, scores, lane);
    }
  };
  if (parallelism_.threads != 1 && window.size() > 1 && window.size() * centres.size() >= kWorthThreads) {
    ++parallel_windows_;
    world_.network.find_all_ways();
    const std::size_t lanes = std::min(window.size(), kMostLanes);
    if (scorer != nullptr) scorer->open(lanes);
    for_each_index(lanes, parallelism_, [&](std::size_t lane) { score_lane(lane, lanes); });
  } else {
    score_lane(0, 1);
  }
  if (scorer != nullptr) {
    for (std::size_t row = 0; row < window.size(); ++row) {
      for (const CentreId centre : centres) check_score(window[row], row, centre, scores);
    }
  }
  return scores;
}

/// Asks the rule about all jobs of the window at once, by what it sees now.
Matches Simulation::match(const Desk& desk, std::span<const JobId> window, const Scores& scores) const {
  const std::size_t centres = world_.centres.size();
  MatchProblem problem;
  problem.score.assign(window.size() * centres, kEndless_s);
  for (std::size_t row = 0; row < window.size(); ++row) {
    const Job& job = world_.jobs[window[row].index()].job;
    problem.need.push_back(job.accelerators);
    problem.home.push_back(job.home ? std::optional{job.home->index()} : std::nullopt);
    for (const CentreId centre : desk.plan.centres) {
      if (scores.takes(row, centre.index()))
        problem.score[row * centres + centre.index()] = scores.score(row, centre.index());
    }
  }
  for (const Desk::Sight& sight : desk.sights)
    problem.room.push_back(sight.centre.has_waiting ? std::vector<Room>{} : sight.centre.rooms);
  return desk.rule->match(problem);
}

CentreOption Simulation::option(JobId id, std::size_t row, CentreId centre, const Scores& scores) const {
  const std::size_t c = centre.index();
  const LiveJob& live = world_.jobs[id.index()];
  return {.centre = centre,
          .is_home = live.job.home == centre,
          .load = desk_of(live).sights[c].centre.load,
          .staging_s = scores.staging_s(row, c),
          .bytes_to_move = scores.bytes(row, c),
          .completion_s = scores.completion_s(row, c),
          .score = scores.score(row, c)};
}

}  // namespace suanwang
