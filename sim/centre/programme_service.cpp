#include "centre/programme_service.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

#include "suanwang/base/check.hpp"

namespace suanwang {

ProgrammeService::ProgrammeService(const Programme& programme) : programme_{&programme} {
  std::size_t lots = 0;
  for (const Supply& supply : programme.supplies) {
    for (const Lot& lot : supply.lots) SUANWANG_CHECK(lot.activity < programme.activities.size());
    first_lot_.push_back(lots);
    lots += supply.lots.size();
  }
  std::map<std::int32_t, std::vector<std::size_t>, std::greater<>> by_priority;
  for (std::size_t p = 0; p < programme.phases.size(); ++p) {
    const BuildPhase& phase = programme.phases[p];
    for (const Dependency& d : phase.after) SUANWANG_CHECK(d.activity < programme.activities.size());
    if (phase.retires) SUANWANG_CHECK(phase.retires->activity < programme.activities.size());
    if (!phase.needs.empty()) by_priority[phase.priority].push_back(p);
    first_claim_.push_back(claims_.size());
    for (const BuildPhase::Need& need : phase.needs) {
      SUANWANG_CHECK(need.supply < programme.supplies.size() && need.quantity > 0);
      claims_.push_back({need.supply, need.quantity});
    }
  }
  first_claim_.push_back(claims_.size());
  for (auto& [priority, phases] : by_priority) groups_.push_back(std::move(phases));
}

double ProgrammeService::end_of_all(const std::vector<Dependency>& after, const Sample& sample) {
  double end = -std::numeric_limits<double>::infinity();
  for (const Dependency& d : after) end = std::max(end, sample.ends[d.activity * sample.stride] + d.lag_s);
  return end;
}

void ProgrammeService::hand_out(const Sample& sample, Scratch& scratch) const {
  scratch.ready.resize(programme_->phases.size());
  scratch.queue.clear();
  for (const std::vector<std::size_t>& group : groups_) {
    const auto first = static_cast<std::ptrdiff_t>(scratch.queue.size());
    for (const std::size_t p : group) {
      scratch.ready[p] = end_of_all(programme_->phases[p].after, sample);
      scratch.queue.emplace_back(scratch.ready[p], p);
    }
    std::sort(scratch.queue.begin() + first, scratch.queue.end());
  }
  scratch.receipts.resize(claims_.size());
  for (auto& receipts : scratch.receipts) receipts.clear();
  for (std::size_t k = 0; k < first_lot_.size(); ++k) hand_out(k, sample, scratch);
}

/// Whoever comes first keeps coming first until it has everything, because neither priority nor the date at
/// which a phase is ready changes from lot to lot: one walk along the lots and the queue.
void ProgrammeService::hand_out(std::size_t supply, const Sample& sample, Scratch& scratch) const {
  const std::vector<Lot>& lots = programme_->supplies[supply].lots;
  auto& arrivals = scratch.arrivals;
  arrivals.clear();
  for (std::size_t l = 0; l < lots.size(); ++l) {
    arrivals.emplace_back(sample.ends[lots[l].activity * sample.stride], l);
  }
  std::sort(arrivals.begin(), arrivals.end());

  auto arrival = arrivals.begin();
  double left = 0;  // of the lot before `arrival`
  for (const auto& [ready, phase] : scratch.queue) {
    for (std::size_t claim = first_claim_[phase]; claim < first_claim_[phase + 1]; ++claim) {
      if (claims_[claim].supply != supply) continue;
      const double quantity = claims_[claim].quantity;
      double missing = quantity;
      while (missing > 0) {
        if (!(left > 0)) {
          if (arrival == arrivals.end()) return;
          left = sample.quantities[(first_lot_[supply] + arrival->second) * sample.stride];
          ++arrival;
          continue;
        }
        const double given = std::min(left, missing);
        left -= given;
        missing -= given;
        const auto& [date, lot] = *(arrival - 1);
        scratch.receipts[claim].push_back({date, (quantity - missing) / quantity, lots[lot].activity});
      }
    }
  }
}

void ProgrammeService::steps(std::size_t phase, Scratch& scratch, std::vector<Step>& steps) const {
  steps.clear();
  const double ready = scratch.ready[phase];
  const std::size_t first = first_claim_[phase], count = first_claim_[phase + 1] - first;
  scratch.taken.assign(count, 0);
  scratch.shares.assign(count, 0);
  std::size_t least = 0;  // the need that holds the phase back: only its next receipt changes anything
  while (scratch.taken[least] < scratch.receipts[first + least].size()) {
    const auto next = scratch.receipts[first + least][scratch.taken[least]];
    const double before = scratch.shares[least], date = std::max(next.date, ready);
    least = 0;
    for (std::size_t k = 0; k < count; ++k) {
      const auto& receipts = scratch.receipts[first + k];
      std::size_t& taken = scratch.taken[k];
      while (taken < receipts.size() && receipts[taken].date <= date)
        scratch.shares[k] = receipts[taken++].share;
      if (scratch.shares[k] < scratch.shares[least]) least = k;
    }
    const double after = scratch.shares[least];
    if (after > before) steps.push_back({date, after, next.date > ready ? next.activity : kNoLot});
  }
}

}  // namespace suanwang
