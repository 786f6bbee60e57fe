// How data comes to jobs: what a centre keeps, what is shipped to it, and what else goes over the network.
#include <algorithm>
#include <limits>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/model/simulation.hpp"

namespace suanwang {
namespace {

constexpr double kNoWay = std::numeric_limits<double>::infinity();

bool is_own(const DatasetPlan& dataset, CentreId centre) {
  return std::ranges::find(dataset.at, centre) != dataset.at.end();
}

}  // namespace

std::span<const DatasetId> Simulation::data_of(const LiveJob& live) const {
  return world_.data.lists[live.job.data];
}

/// Which lists of datasets can ever be at which centres, and why not.
void Simulation::fill_possible() {
  DataState& data = world_.data;
  for (const auto& list : data.lists) {
    std::vector<RejectReason> reasons(world_.centres.size(), RejectReason::None);
    for (std::size_t c = 0; c < world_.centres.size(); ++c) {
      const CentreId centre{c};
      if (!data.storage[c].can_ever_hold(list)) reasons[c] = RejectReason::NoStorage;
      for (const DatasetId id : list) {
        const DatasetPlan& dataset = data.datasets[id.index()];
        if (is_own(dataset, centre)) continue;
        const auto& delivery = dataset.delivery[c];
        const bool comes = delivery && std::ranges::any_of(dataset.at, [&](CentreId from) {
                             return world_.network.ever_reaches(from, centre, delivery->passage);
                           });
        if (!comes) reasons[c] = RejectReason::DataZone;
      }
    }
    data.possible.push_back(std::move(reasons));
  }
  // Where no link is drawn, the network is no matter: jobs go anywhere, and data nowhere.
  const bool drawn = !world_.network.plan().links.empty();
  data.parts = drawn ? world_.network.parts_ever() : std::vector<std::size_t>(world_.centres.size(), 0);
}

/// Takes what a job needs into use at its centre, and sends for what is not there. Whether all is there now;
/// if not, the job's `data` says what it waits for.
bool Simulation::take_data(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  if (live.job.data == 0 || live.data == LiveJob::Data::Here) return true;
  SUANWANG_CHECK(live.data != LiveJob::Data::Coming);
  const CentreId centre = centre_at(live.domain);
  Storage& storage = world_.data.storage[centre.index()];
  if (live.data == LiveJob::Data::None) live.staging_since = now();
  if (!storage.acquire(data_of(live))) {
    live.data = LiveJob::Data::NoRoom;
    if (waits_ != nullptr) waits_->waits_for(id, WaitReason::Storage, now());
    world_.data.no_room[centre.index()].emplace(live.queue_key, id);
    return false;
  }
  live.missing = 0;
  for (const DatasetId dataset : data_of(live)) {
    if (storage.holding(dataset) == Storage::Holding::Here) continue;
    ++live.missing;
    ship(centre, dataset, id);
  }
  live.data = live.missing == 0 ? LiveJob::Data::Here : LiveJob::Data::Coming;
  if (live.missing > 0 && waits_ != nullptr) waits_->waits_for(id, WaitReason::Data, now());
  return live.missing == 0;
}

/// Jobs of one dataset share one shipment.
void Simulation::ship(CentreId to, DatasetId dataset, JobId job) {
  const auto [entry, is_new] = world_.data.shipments.try_emplace({to, dataset});
  Shipment& shipment = entry->second;
  shipment.jobs.push_back(job);
  if (!is_new) return;
  shipment.dataset = dataset;
  shipment.to = to;
  const Delivery& delivery = *world_.data.datasets[dataset.index()].delivery[to.index()];
  if (delivery.review > Duration{0}) {
    world_.data.reviews.emplace(saturated_sum(now(), delivery.review), to, dataset);
  } else {
    set_out(shipment);
  }
}

/// From the copy that is there soonest, by the rates of now; ties go to the lowest centre.
void Simulation::set_out(Shipment& shipment) {
  const DatasetPlan& dataset = world_.data.datasets[shipment.dataset.index()];
  const std::uint32_t passage = dataset.delivery[shipment.to.index()]->passage;
  const Bytes size{static_cast<double>(dataset.size)};
  std::optional<CentreId> best;
  double best_seconds = kNoWay;
  for (std::size_t c = 0; c < world_.centres.size(); ++c) {
    const CentreId from{c};
    if (from == shipment.to) continue;
    if (world_.data.storage[c].holding(shipment.dataset) != Storage::Holding::Here) continue;
    const double seconds = world_.network.estimate(from, shipment.to, size, passage).base();
    const auto may_ever = [&] {
      return is_own(dataset, from) && world_.network.ever_reaches(from, shipment.to, passage);
    };
    if (seconds < best_seconds || (!best && may_ever())) {
      best = from;
      best_seconds = seconds;
    }
  }
  SUANWANG_CHECK(best.has_value());  // a job whose data can never come is not sent there
  shipment.from = *best;
  const std::vector<DatasetId> source{shipment.dataset};
  SUANWANG_CHECK(
      world_.data.storage[best->index()].acquire(source));  // it is there, and stays while it is read
  send({*best, shipment.to, size, passage, kUnlimited},
       {TransferPurpose::Staging, {}, 0, shipment.dataset, now()});
}

void Simulation::send(const WideArea::Request& request, const Cargo& cargo) {
  networked_ = true;
  const WideArea::TransferId id = world_.network.start(now(), request);
  world_.data.cargo.emplace(id, cargo);
  emit_transfer(RecordKind::TransferStarted, id, cargo, request, request.size.base(), {});
}

void Simulation::release_reviews(Time t) {
  auto& reviews = world_.data.reviews;
  while (!reviews.empty() && std::get<Time>(*reviews.begin()) <= t) {
    const auto [at, to, dataset] = *reviews.begin();
    reviews.erase(reviews.begin());
    set_out(world_.data.shipments.at({to, dataset}));
  }
}

/// A job needs its data no more at `centre`.
void Simulation::drop_data(JobId id, CentreId centre) {
  LiveJob& live = world_.jobs[id.index()];
  if (live.data == LiveJob::Data::None) return;
  if (live.data == LiveJob::Data::NoRoom) {
    world_.data.no_room[centre.index()].erase(live.queue_key);
    live.progress.staged += now() - live.staging_since;
  } else {
    if (live.data == LiveJob::Data::Coming) {
      live.progress.staged += now() - live.staging_since;
      for (const DatasetId dataset : data_of(live)) {
        const auto shipment = world_.data.shipments.find({centre, dataset});
        if (shipment != world_.data.shipments.end()) std::erase(shipment->second.jobs, id);
      }
    }
    world_.data.storage[centre.index()].release(data_of(live));
    make_room(centre);
  }
  live.data = LiveJob::Data::None;
}

/// Tries the jobs again whose data found no room, in queue order.
void Simulation::make_room(CentreId centre) {
  auto& waiting = world_.data.no_room[centre.index()];
  for (auto next = waiting.begin(); next != waiting.end();) {
    const JobId id = next->second;
    next = waiting.erase(next);
    LiveJob& live = world_.jobs[id.index()];
    if (take_data(id)) {
      data_here(id);
    } else if (live.data == LiveJob::Data::NoRoom) {
      return;  // it stands where it stood; what is behind it waits for it
    }
  }
}

void Simulation::data_here(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  live.data = LiveJob::Data::Here;
  live.progress.staged += now() - live.staging_since;
  emit(RecordKind::JobStaged, live);
  if (live.state == JobState::Running) {
    run_held(id);
    return;
  }
  world_.domains[live.domain.index()].aside.erase(live.queue_key);
  enqueue(id);
}

/// A job that held its accelerators begins to run: its end is known from now on.
void Simulation::run_held(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  Partition& partition = world_.partitions[live.partition.index()];
  const Claim& claim = partition.ledger.claim_at(live.claim);
  const std::uint64_t order = claim.end.start_order;
  const Duration length = length_of(live, claim.placement);
  live.works_from = now();
  live.until = saturated_sum(now(), live.walltime);
  partition.ledger.expect(live.claim, {live.until, order});
  partition.ends.push(saturated_sum(now(), length), order, live.claim);
  if (partition.ends.top_slot() == live.claim) note_next_end(partition);
  Domain& domain = world_.domains[live.domain.index()];
  domain.reshaped = true;  // what reservations rest on has changed
  domain.affected = true;
  note_change(live.domain);
}

/// What a job that ended elsewhere leaves for its home: its output, or where it was killed its checkpoint.
void Simulation::send_home(const LiveJob& live, CentreId from) {
  const bool is_killed = live.state == JobState::Killed;
  const std::int64_t size = is_killed ? live.job.checkpoint : live.job.output;
  if (size <= 0 || !live.job.home || *live.job.home == from) return;
  send({from, *live.job.home, Bytes{static_cast<double>(size)}, 0, kUnlimited},
       {is_killed ? TransferPurpose::Checkpoint : TransferPurpose::Output,
        live.job.stream,
        live.job.label,
        {},
        now()});
}

void Simulation::start_transfers(Time t) {
  while (world_.transfers.next_time() == t) {
    const TransferJob job = world_.transfers.take();
    ++events_;
    send({job.from, job.to, Bytes{job.bytes}, 0, BytesPerSecond{job.cap}},
         {TransferPurpose::Workload, job.stream, job.label, {}, t});
  }
}

void Simulation::network_arrivals(Time t) {
  release_reviews(t);
  if (world_.network.next() > t) return;
  for (const WideArea::Arrived& arrived : world_.network.take_arrived(t)) {
    ++events_;
    const Cargo cargo = std::move(world_.data.cargo.extract(arrived.id).mapped());
    emit_transfer(RecordKind::TransferFinished, arrived.id, cargo, arrived.request, 0, arrived.trail);
    if (cargo.purpose != TransferPurpose::Staging) continue;
    const CentreId to = arrived.request.to;
    const Shipment shipment = std::move(world_.data.shipments.extract({to, cargo.dataset}).mapped());
    world_.data.storage[to.index()].arrived(cargo.dataset);
    const std::vector<DatasetId> source{cargo.dataset};
    world_.data.storage[shipment.from.index()].release(source);
    for (const JobId id : shipment.jobs) {
      if (--world_.jobs[id.index()].missing == 0) data_here(id);
    }
    make_room(to);
    make_room(shipment.from);
  }
}

void Simulation::change_link(LinkId link) {
  auto& changes = link_changes_[link.index()];
  const BytesPerSecond bandwidth = changes.back().capacity;
  changes.pop_back();
  networked_ = true;
  world_.network.set_bandwidth(now(), link, bandwidth);
  emit_load(RecordKind::LinkChanged, ResourceId{2 * link.index()});
  emit_load(RecordKind::LinkChanged, ResourceId{2 * link.index() + 1});
  if (changes.empty()) return;
  const auto key = static_cast<std::uint32_t>(link.index());
  engine_.schedule(changes.back().at, Phase::Supply, 0xC0000000U | key, {EventKind::LinkChanges, key});
}

/// Once an instant, when everything that happens in it has: new rates, and what they change.
void Simulation::settle_network() {
  world_.network.settle(now());
  for (const ResourceId resource : world_.network.flows().changed())
    emit_load(RecordKind::LinkLoad, resource);
}

}  // namespace suanwang
