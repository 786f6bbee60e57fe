// What became of the capacity, in a block of samples.
#include <algorithm>
#include <cmath>

#include "suanwang/base/check.hpp"

#include "study/reach_model.hpp"
#include "study/target_parts.hpp"

namespace suanwang {

double ReachModel::Block::units(const Way& way, std::size_t sample) const {
  if (way.amount == kNoRow) return way.units;
  const double amount = drawn_[way.amount][sample];
  return way.per_card > 0 ? whole_cards(amount, way.per_card) : amount;
}

double ReachModel::Block::factor(const Way& way, std::size_t sample) const {
  return way.factor_row == kNoRow ? way.factor : drawn_[way.factor_row][sample];
}

double ReachModel::Block::flops(std::size_t question, std::size_t pool, std::size_t sample,
                                double more_units) const {
  double most = 0;
  for (const Way& way : model_->counted_[question][pool].ways) {
    most = std::max(most, factor(way, sample) * ((units(way, sample) + more_units) * way.peak));
  }
  return most;
}

namespace {

/// The share of a phase that is in service before `at`.
double share_before(const ProgrammeSamples& programme, std::size_t phase, std::size_t sample, double at) {
  if (programme.retirement(phase, sample) < at) return 0;
  double share = 0;
  for (const PhaseStep& step : programme.steps(phase, sample)) {
    if (step.date >= at) break;
    share = step.share;
  }
  return share;
}

}  // namespace

double ReachModel::Block::whole(const Counted& pool, std::size_t sample, double share) const {
  if (!pool.by_cards || share <= 0 || share >= 1) return share;
  const double all = units(pool.ways.front(), sample);
  return all > 0 ? std::floor(all * share + 1e-6) / all : 0;
}

double ReachModel::Block::capacity(std::size_t question, std::size_t sample, double at) const {
  double sum = 0;
  const auto& pools = model_->counted_[question];
  for (std::size_t p = 0; p < pools.size(); ++p) {
    const double share = whole(pools[p], sample, share_before(programme_, pools[p].phase, sample, at));
    if (share > 0) sum += share * flops(question, p, sample);
  }
  return sum;
}

double ReachModel::Block::capacity_of_more(std::size_t question, std::size_t phase, double cards,
                                           std::size_t sample, double at) const {
  const auto& pools = model_->counted_[question];
  const auto found = std::ranges::find(pools, phase, &Counted::phase);
  if (found == pools.end()) return 0;
  SUANWANG_CHECK(found->by_cards);
  const double share = share_before(programme_, phase, sample, at);
  if (!(share > 0)) return 0;
  const auto pool = static_cast<std::size_t>(found - pools.begin());
  return share * (flops(question, pool, sample, cards) - flops(question, pool, sample));
}

double ReachModel::Block::capacity_of(const std::vector<bool>& is_counted, std::size_t question,
                                      std::size_t sample, double at) const {
  double sum = 0;
  const auto& pools = model_->counted_[question];
  for (std::size_t p = 0; p < pools.size(); ++p) {
    if (!is_counted[pools[p].phase]) continue;
    const double share = whole(pools[p], sample, share_before(programme_, pools[p].phase, sample, at));
    if (share > 0) sum += share * flops(question, p, sample);
  }
  return sum;
}

void ReachModel::Block::add_by_phase(std::size_t question, std::size_t sample, double at,
                                     std::span<double> sums) const {
  const auto& pools = model_->counted_[question];
  for (std::size_t p = 0; p < pools.size(); ++p) {
    const double share = whole(pools[p], sample, share_before(programme_, pools[p].phase, sample, at));
    if (share > 0) sums[pools[p].phase] += share * flops(question, p, sample);
  }
}

double ReachModel::Block::sourced(std::size_t question, std::size_t sample, double at) const {
  double sum = 0;
  const auto& pools = model_->counted_[question];
  for (std::size_t p = 0; p < pools.size(); ++p) {
    if (!pools[p].sourced) continue;
    sum += whole(pools[p], sample, share_before(programme_, pools[p].phase, sample, at)) *
           flops(question, p, sample);
  }
  return sum;
}

ReachModel::Block::Passage ReachModel::Block::passage(std::size_t question, std::size_t sample) const {
  const TargetSpec& target = model_->spec_->targets[model_->questions_[question].target];
  std::vector<Change> changes;
  const auto& pools = model_->counted_[question];
  for (std::size_t p = 0; p < pools.size(); ++p) {
    const std::size_t phase = pools[p].phase;
    const double all = flops(question, p, sample);
    const double retires = programme_.retirement(phase, sample);
    const std::span<const PhaseStep> steps = programme_.steps(phase, sample);
    double share = 0;
    for (std::size_t s = 0; s < steps.size() && steps[s].date < retires; ++s) {
      const double now = whole(pools[p], sample, steps[s].share);
      changes.push_back({steps[s].date, (now - share) * all, phase, s});
      share = now;
    }
    if (share > 0 && retires < std::numeric_limits<double>::infinity())
      changes.push_back({retires, -share * all, phase, kNoStep});
  }
  std::ranges::stable_sort(changes, {}, &Change::at);

  constexpr double kEternity = std::numeric_limits<double>::infinity();
  const double by = model_->questions_[question].by;
  Passage passage{satisfies(target.bound, 0, target.value.base()) ? -kEternity : kEternity, {}};
  bool was_met = false;
  bool is_met = false;  // before `by`
  double sum = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    sum += changes[i].flops;
    if (i + 1 < changes.size() && changes[i + 1].at == changes[i].at) continue;
    const bool holds = satisfies(target.bound, sum, target.value.base());
    if (changes[i].at < by) {
      is_met = holds;
      was_met = was_met || holds;
    }
    if (!holds) {
      passage.at = kEternity;
    } else if (passage.at == kEternity) {
      passage = {changes[i].at, changes[i]};
    }
  }
  passage.lost = was_met && !is_met && wants_more(target.bound);
  return passage;
}

std::vector<ReachModel::Block::Entry> ReachModel::Block::entries(std::size_t question, std::size_t sample,
                                                                 double at) const {
  std::vector<Entry> result;
  for (const Counted& pool : model_->counted_[question]) {
    Entry entry;
    entry.phase = pool.phase;
    entry.by_cards = pool.by_cards;
    entry.sourced = pool.sourced;
    for (const Way& way : pool.ways) {
      Entry other = entry;
      other.precision = way.precision;
      other.units = units(way, sample);
      other.peak = way.peak;
      other.factor = factor(way, sample);
      if (&way == pool.ways.data() || other.flops() > entry.flops()) entry = other;
    }
    entry.share = whole(pool, sample, share_before(programme_, pool.phase, sample, at));
    const std::span<const PhaseStep> steps = programme_.steps(pool.phase, sample);
    entry.online = steps.empty() ? std::numeric_limits<double>::infinity() : steps.front().date;
    entry.retires = programme_.retirement(pool.phase, sample);
    result.push_back(entry);
  }
  return result;
}

std::vector<std::size_t> ReachModel::Block::critical_path(std::size_t sample, const Change& change) const {
  if (change.step == kNoStep) return {};
  return model_->sampler_.critical_path(programme_, sample, change.phase, change.step);
}

}  // namespace suanwang
