#include "suanwang/study/marginals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/measure/intervals.hpp"

#include "study/reach_model.hpp"
#include "study/reach_samples.hpp"
#include "study/target_parts.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kBatches = 20;  // for the interval of a quantile's change

using Capacities = std::vector<std::vector<double>>;  // by question, by sample

/// What is changed: the programme, or the cards of a phase.
struct Trial {
  Marginal marginal;
  ProgrammeNudge nudge{};
  std::size_t phase = std::numeric_limits<std::size_t>::max();
};

class Study {
 public:
  Study(const Spec& spec, const MarginalOptions& options, Progress* progress)
      : spec_{&spec},
        options_{&options},
        progress_{progress},
        model_{spec},
        draws_{model_, ReachPoints::Plain, spec.seed, options.samples} {
    SUANWANG_CHECK(options.samples > 0 && options.block > 0);
  }

  Marginals result() {
    Marginals result;
    result.samples = draws_.samples();
    find_base();
    for (std::size_t q = 0; q < model_.questions().size(); ++q) {
      const ReachQuestion& question = model_.questions()[q];
      const auto met = std::ranges::count_if(base_[q], [&](double k) { return is_met(q, k); });
      result.questions.push_back(
          {question.target, question.basis, static_cast<double>(met) / static_cast<double>(base_[q].size())});
    }
    find_trials(result.without_model);
    for (Trial& trial : trials_) {
      const Capacities other = capacities(trial);
      for (std::size_t q = 0; q < other.size(); ++q) trial.marginal.effects.push_back(effect(q, other[q]));
      result.entries.push_back(std::move(trial.marginal));
    }
    const auto most = [](const Marginal& m) {
      std::pair<double, double> largest{0, 0};
      for (const Marginal::Effect& each : m.effects) {
        largest = {std::max(largest.first, std::abs(each.probability)),
                   std::max(largest.second, std::abs(each.tail))};
      }
      return largest;
    };
    std::ranges::stable_sort(result.entries, std::ranges::greater{}, most);
    return result;
  }

 private:
  [[nodiscard]] const TargetSpec& target(std::size_t question) const {
    return spec_->targets[model_.questions()[question].target];
  }
  [[nodiscard]] bool is_met(std::size_t question, double capacity) const {
    return satisfies(target(question).bound, capacity, target(question).value.base());
  }

  template <class Body>
  void for_each_block(const Body& body) const {
    const std::uint64_t n = draws_.samples();
    const auto blocks = static_cast<std::size_t>((n + options_->block - 1) / options_->block);
    for_each_index(blocks, options_->parallelism, [&](std::size_t b) {
      if (progress_ != nullptr && progress_->stop) throw Interrupted{};
      const std::uint64_t first = b * options_->block;
      body(static_cast<std::size_t>(first),
           static_cast<std::size_t>(std::min<std::uint64_t>(options_->block, n - first)));
    });
  }

  /// K of every sample as it is, and which activities end first among the lots of a supply.
  void find_base() {
    base_.assign(model_.questions().size(), std::vector<double>(draws_.samples()));
    const std::size_t activities = model_.build_out().labels.size();
    ends_.assign(activities, std::vector<double>(draws_.samples()));
    for_each_block([&](std::size_t first, std::size_t count) {
      const std::vector<double> uniforms = draws_.block(first, count);
      const ReachModel::Block block = model_.evaluate(uniforms, count);
      for (std::size_t q = 0; q < base_.size(); ++q) {
        for (std::size_t s = 0; s < count; ++s)
          base_[q][first + s] = block.capacity(q, s, model_.questions()[q].by);
      }
      for (std::size_t a = 0; a < activities; ++a) {
        std::ranges::copy(block.ends(a), ends_[a].begin() + static_cast<std::ptrdiff_t>(first));
      }
    });
  }

  [[nodiscard]] Capacities capacities(const Trial& trial) const {
    Capacities result(base_.size(), std::vector<double>(draws_.samples()));
    for_each_block([&](std::size_t first, std::size_t count) {
      const std::vector<double> uniforms = draws_.block(first, count);
      const ReachModel::Block block = model_.evaluate(uniforms, count, trial.nudge);
      for (std::size_t q = 0; q < result.size(); ++q) {
        const double by = model_.questions()[q].by;
        for (std::size_t s = 0; s < count; ++s) {
          result[q][first + s] =
              trial.marginal.kind == Marginal::Kind::PoolCards
                  ? base_[q][first + s] + block.capacity_of_more(q, trial.phase, kMarginalCards, s, by)
                  : block.capacity(q, s, by);
        }
      }
    });
    return result;
  }

  void find_trials(std::vector<Name>& without_model) {
    const Programme& programme = model_.build_out().programme;
    for (std::size_t phase = 0; phase < programme.phases.size(); ++phase) add_cards(phase, without_model);
    for (std::size_t k = 0; k < programme.supplies.size(); ++k) add_supply(k);
    std::vector<Name> names;
    for (const ActivityLabel& label : model_.build_out().labels) names.push_back(label.name);
    for (std::size_t k = 0; k < programme.supplies.size(); ++k) {
      for (std::size_t l = 0; l < programme.supplies[k].lots.size(); ++l) {
        names[programme.supplies[k].lots[l].activity] = lot_name(k, l);
      }
    }
    for (std::size_t a = 0; a < programme.activities.size(); ++a) {
      const ActivityLabel& label = model_.build_out().labels[a];
      if (programme.activities[a].done || label.path.ends_with(".retires")) continue;
      Trial trial{{Marginal::Kind::Sooner, label.path, names[a], label.provenance.assumed(), label.at}};
      trial.nudge.sooner = {a, kMarginalSeconds};
      trials_.push_back(std::move(trial));
    }
  }

  [[nodiscard]] Name lot_name(std::size_t supply, std::size_t lot) const {
    const Name& of = spec_->programme.supplies[supply].name;
    const Name& own = spec_->programme.supplies[supply].lots[lot].name;
    return {of.en + ", " + own.en, of.zh + "，" + own.zh};
  }

  /// Whether a pool is still to come: it waits for something unfinished, or for a part of its needs.
  [[nodiscard]] bool is_to_come(std::size_t phase) const {
    const Programme& programme = model_.build_out().programme;
    const auto is_open = [&](std::size_t activity) { return !programme.activities[activity].done; };
    const BuildPhase& of = programme.phases[phase];
    if (of.retires && !is_open(of.retires->activity)) return false;
    return std::ranges::any_of(of.after, [&](const Dependency& d) { return is_open(d.activity); }) ||
           std::ranges::any_of(of.needs, [&](const BuildPhase::Need& need) {
             return std::ranges::any_of(programme.supplies[need.supply].lots,
                                        [&](const Lot& lot) { return is_open(lot.activity); });
           });
  }

  void add_cards(std::size_t phase, std::vector<Name>& without_model) {
    if (!is_to_come(phase)) return;
    bool counts = false;
    for (std::size_t q = 0; q < base_.size(); ++q) counts = counts || model_.counts(q, phase);
    if (!counts) return;
    const BuildOut::Pool& which = model_.build_out().pools[phase];
    const CentreSpec& centre = spec_->centres[which.centre];
    const PoolSpec& pool = centre.pools[which.pool];
    const Name name{centre.name.en + ", " + pool.name.en, centre.name.zh + "，" + pool.name.zh};
    if (!pool.accelerator) {
      without_model.push_back(name);
      return;
    }
    trials_.push_back({{Marginal::Kind::PoolCards, "centres." + centre.id + ".pools." + pool.id, name,
                        pool.provenance.assumed(), pool.at},
                       {},
                       phase});
  }

  /// The lot of a supply that comes first, on average, of those still to come.
  void add_supply(std::size_t supply) {
    const Programme& programme = model_.build_out().programme;
    std::optional<std::size_t> lot;
    double soonest = 0;
    for (std::size_t l = 0; l < programme.supplies[supply].lots.size(); ++l) {
      const std::size_t activity = programme.supplies[supply].lots[l].activity;
      if (programme.activities[activity].done) continue;
      double sum = 0;
      for (const double end : ends_[activity]) sum += end;
      if (lot && sum >= soonest) continue;
      lot = l;
      soonest = sum;
    }
    if (!lot) return;
    const SupplySpec& spec = spec_->programme.supplies[supply];
    const LotSpec& of = spec.lots[*lot];
    const bool is_power = spec.unit == SupplyUnit::Megawatts;
    Trial trial{{is_power ? Marginal::Kind::LotPower : Marginal::Kind::LotCards,
                 "programme.supplies." + spec.id + ".lots." + of.id + ".quantity", lot_name(supply, *lot),
                 of.provenance.assumed(), of.at}};
    trial.nudge.more = {supply, *lot, is_power ? kMarginalWatts : kMarginalCards};
    trials_.push_back(std::move(trial));
  }

  /// What the samples `first` to `first + count - 1` say of the change of K's tail.
  [[nodiscard]] double tail_change(std::size_t question, const std::vector<double>& other, std::size_t first,
                                   std::size_t count) const {
    const double p = wants_more(target(question).bound) ? 0.1 : 0.9;
    const auto tail = [&](const std::vector<double>& of) {
      const auto begin = of.begin() + static_cast<std::ptrdiff_t>(first);
      std::vector<double> sorted{begin, begin + static_cast<std::ptrdiff_t>(count)};
      std::ranges::sort(sorted);
      return nearest_rank(sorted, p);
    };
    return tail(other) - tail(base_[question]);
  }

  [[nodiscard]] Marginal::Effect effect(std::size_t question, const std::vector<double>& other) const {
    Marginal::Effect effect;
    const std::vector<double>& base = base_[question];
    effect.none = other == base;
    if (effect.none) return effect;
    const std::size_t batches = std::min(kBatches, base.size());
    std::uint64_t gained = 0;
    std::uint64_t lost = 0;
    std::vector<double> tails;
    for (std::size_t b = 0; b < batches; ++b) {
      const std::size_t first = base.size() * b / batches;
      const std::size_t count = base.size() * (b + 1) / batches - first;
      for (std::size_t s = first; s < first + count; ++s) {
        const bool before = is_met(question, base[s]);
        const bool after = is_met(question, other[s]);
        gained += !before && after ? 1 : 0;
        lost += before && !after ? 1 : 0;
      }
      tails.push_back(tail_change(question, other, first, count));
    }
    const auto n = static_cast<double>(base.size());
    effect.probability = (static_cast<double>(gained) - static_cast<double>(lost)) / n;
    const Interval of_p = paired_proportions(gained, lost, base.size());
    effect.interval = {of_p.low, of_p.high};
    // The figure of all samples, with the error that the batches show among each other ("sectioning").
    effect.tail = tail_change(question, other, 0, base.size());
    const MeanEstimate of_tails = mean_of(tails);
    const double half = (of_tails.interval.high - of_tails.interval.low) / 2;
    effect.tail_interval = {effect.tail - half, effect.tail + half};
    return effect;
  }

  const Spec* spec_;
  const MarginalOptions* options_;
  Progress* progress_;
  ReachModel model_;
  ReachDraws draws_;
  Capacities base_;
  std::vector<std::vector<double>> ends_;  // by activity, by sample
  std::vector<Trial> trials_;
};

}  // namespace

bool Marginal::is_nothing() const {
  return std::ranges::all_of(effects, &Effect::none);
}

Marginals marginals(const Spec& spec, const MarginalOptions& options, Progress* progress) {
  return Study{spec, options, progress}.result();
}

}  // namespace suanwang
