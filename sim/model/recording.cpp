// The records that a simulation emits: one for each change of the world.
#include <algorithm>
#include <utility>
#include <vector>

#include "suanwang/model/simulation.hpp"

namespace suanwang {

void Simulation::emit(RecordKind kind, const LiveJob& live, std::string_view reason) {
  Record& record = job_record_;
  record.at = now();
  record.kind = kind;
  record.accelerators = live.job.accelerators;
  record.job = &live.job;
  record.progress = &live.progress;
  if (waits_ != nullptr)
    record.waited = &waits_->parts(JobId{static_cast<std::size_t>(&live - world_.jobs.data())});
  record.reason = reason;
  if (live.progress.attempts > 0 && live.state != JobState::Waiting) {
    const Ledger& ledger = world_.partitions[live.partition.index()].ledger;
    record.centre = ledger.centre();
    const Ranges& ranges = ledger.claim_at(live.claim).placement.ranges;
    record.held = {ranges.data(), ranges.size()};
    record.type = ledger.type();
  } else {
    record.centre.reset();
    record.held = {};
    record.type = {};
  }
  for (Observer* observer : observers_) observer->on(record);
}

/// Tells the book what is free now for each queue for which that may have changed.
void Simulation::settle_waits() {
  for (const DomainId id : waits_->touched()) {
    Accelerators largest;
    Accelerators total;
    for (const Ledger* partition : world_.domains[id.index()].partitions) {
      largest = std::max(largest, partition->free());
      total += partition->free();
    }
    waits_->set_free(id, largest, total, now());
  }
  waits_->settle(now());
}

void Simulation::report_left() {
  for (const auto& [id, cargo] : world_.data.cargo) {
    emit_transfer(RecordKind::TransferLeft, id, cargo, world_.network.request(id),
                  world_.network.left(id, now()).base(), world_.network.trail(id, now()));
  }
  std::vector<bool> gone(world_.jobs.size(), false);
  for (const JobId id : world_.spare_jobs) gone[id.index()] = true;
  for (std::size_t i = 0; i < world_.jobs.size(); ++i) {
    if (gone[i]) continue;
    LiveJob& live = world_.jobs[i];
    const bool running = live.state == JobState::Running;
    if (running) {
      live.progress.held = now() - live.start;
      live.progress.executed += live.progress.held;
      live.progress.lost = Duration{0};  // nobody knows yet
    } else if (waits_ != nullptr) {
      waits_->leaves(JobId{i}, now());
    }
    emit(running ? RecordKind::JobLeftRunning : RecordKind::JobLeftWaiting, live);
  }
}

void Simulation::emit_transfer(RecordKind kind, std::uint64_t id, const Cargo& cargo,
                               const WideArea::Request& request, double left, const WideArea::Trail& trail) {
  const TransferFacts facts{.id = id,
                            .purpose = cargo.purpose,
                            .stream = cargo.stream,
                            .label = cargo.label,
                            .dataset = cargo.dataset,
                            .from = request.from,
                            .to = request.to,
                            .bytes = request.size.base(),
                            .left = left,
                            .start = cargo.start,
                            .path = trail.path,
                            .carried = trail.carried};
  Record record{.at = now(), .kind = kind};
  record.transfer = &facts;
  for (Observer* observer : observers_) observer->on(record);
}

void Simulation::emit_load(RecordKind kind, ResourceId resource) {
  const Flows& flows = world_.network.flows();
  const LoadFacts facts{resource, flows.throughput(resource).base(), flows.capacity(resource).base(),
                        flows.saturated(resource)};
  Record record{.at = now(), .kind = kind};
  record.load = &facts;
  for (Observer* observer : observers_) observer->on(record);
}

}  // namespace suanwang
