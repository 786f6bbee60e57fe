#include "suanwang/study/reserves.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "suanwang/policy/policy.hpp"

namespace suanwang {
namespace {

/// A policy with reserves other than the scenario's, in all replications.
class Trials {
 public:
  Trials(const Spec& spec, const Inputs& inputs, std::size_t policy, const PolicyOutcome& islands,
         const ReserveOptions& options, Progress* progress)
      : spec_{spec},
        inputs_{&inputs},
        policy_{policy},
        islands_{&islands},
        parallelism_{options.parallelism},
        progress_{progress} {
    for (const CentreSpec& centre : spec.centres)
      ladders_.push_back(reserve_ladder(centre.reserve, options.steps));
  }

  [[nodiscard]] ReserveLevels top() const {
    ReserveLevels top;
    for (const std::vector<double>& ladder : ladders_) top.push_back(ladder.size() - 1);
    return top;
  }
  [[nodiscard]] double reserve(std::size_t centre, std::size_t level) const {
    return ladders_[centre][level];
  }

  [[nodiscard]] ReserveTrial trial_of(const PolicyOutcome& outcome) const {
    return {losers(outcome, *islands_), outcome.summary.jobs > 0 ? outcome.summary.wait.mean : 0,
            outcome.jobs.finished};
  }

  ReserveTrial operator()(const ReserveLevels& levels) {
    for (std::size_t c = 0; c < levels.size(); ++c) spec_.centres[c].reserve = reserve(c, levels[c]);
    std::vector<std::optional<RunResult>> slots(spec_.replications);
    for_each_index(slots.size(), parallelism_, [&](std::size_t i) {
      if (progress_ != nullptr && progress_->stop) throw Interrupted{};
      slots[i] = run(spec_, *inputs_, policy_, static_cast<std::uint32_t>(i), KeepRows::No, progress_);
    });
    std::vector<RunResult> runs;
    for (std::optional<RunResult>& slot : slots) runs.push_back(std::move(*slot));
    return trial_of(sum_up(policy_, std::move(runs)));
  }

 private:
  Spec spec_;  // a copy: its reserves change
  const Inputs* inputs_;
  std::size_t policy_;
  const PolicyOutcome* islands_;
  Parallelism parallelism_;
  Progress* progress_;
  std::vector<std::vector<double>> ladders_;  // by centre
};

ReserveOutcome outcome_of(const ReserveSearch& search, ReserveSearch::Ending ending, const Trials& trials) {
  ReserveOutcome outcome;
  outcome.finding = ending;
  outcome.evaluations = search.trials();
  const ReserveLevels& levels = search.levels();
  const bool is_minimal = ending == ReserveSearch::Ending::Minimal;
  if (ending == ReserveSearch::Ending::Impossible) outcome.losers = search.tried(levels).losers;
  if (!is_minimal && ending != ReserveSearch::Ending::Sufficient) return outcome;
  for (std::size_t c = 0; c < levels.size(); ++c) {
    outcome.reserves.push_back(trials.reserve(c, levels[c]));
    if (!is_minimal || levels[c] == 0) continue;
    ReserveLevels lower = levels;
    --lower[c];
    outcome.lower.push_back({c, trials.reserve(c, lower[c]), search.tried(lower).losers});
  }
  outcome.mean_wait_s = search.tried(levels).mean_wait_s;
  outcome.finished = search.tried(levels).finished;
  return outcome;
}

ReserveOutcome search(const Spec& spec, const Inputs& inputs, const PolicyOutcome& of,
                      const PolicyOutcome& islands, const ReserveOptions& options, Progress* progress) {
  const bool has_losers = !losers(of, islands).empty();
  // Without figures by home nobody knows whether any centre is worse off.
  const bool may_have = has_losers || of.dispatch.homes.empty();
  if (may_have && Policy{spec.policies[of.policy].settings, *spec.catalogue}.dispatch() == Dispatch::Any)
    return {.finding = ReserveOutcome::Finding::NoEffect};
  Trials trials{spec, inputs, of.policy, islands, options, progress};
  ReserveSearch search{trials.top(), trials.trial_of(of), options.most_evaluations, std::ref(trials)};
  const ReserveSearch::Ending ending = search.run();
  ReserveOutcome outcome = outcome_of(search, ending, trials);
  if (!has_losers) outcome.finding = ReserveOutcome::Finding::NotNeeded;
  return outcome;
}

}  // namespace

std::vector<double> reserve_ladder(double given, std::size_t steps) {
  std::vector<double> ladder{given};
  for (std::size_t k = 1; k <= steps; ++k) {
    const double reserve = static_cast<double>(k) / static_cast<double>(steps);
    if (reserve > given) ladder.push_back(reserve);
  }
  return ladder;
}

ReserveSearch::ReserveSearch(ReserveLevels top, ReserveTrial start, std::size_t most, TryOut try_out)
    : top_{std::move(top)}, most_{most}, try_out_{std::move(try_out)}, levels_(top_.size(), 0) {
  tried_.emplace(levels_, std::move(start));
}

const ReserveTrial* ReserveSearch::at(const ReserveLevels& levels) {
  if (const auto known = tried_.find(levels); known != tried_.end()) return &known->second;
  if (trials_ == most_) return nullptr;
  ++trials_;
  return &tried_.emplace(levels, try_out_(levels)).first->second;
}

/// The reserves of the losers by a step; where none can be raised, everybody's. Whether any was.
bool ReserveSearch::raise(const std::vector<Loser>& losers) {
  bool any = false;
  const auto raise_one = [&](std::size_t centre) {
    if (levels_[centre] == top_[centre]) return;
    ++levels_[centre];
    any = true;
  };
  for (const Loser& loser : losers) raise_one(loser.centre);
  if (any) return true;
  for (std::size_t c = 0; c < levels_.size(); ++c) raise_one(c);
  return any;
}

/// Lowers the reserve of one centre until the next lower one does not suffice, the others as they are; false
/// where no trial is left. @pre the levels suffice; they do so at any time
bool ReserveSearch::lower(std::size_t centre) {
  std::optional<std::size_t> failing;
  std::size_t& level = levels_[centre];
  const auto try_level = [&](std::size_t lower) {
    ReserveLevels levels = levels_;
    levels[centre] = lower;
    const ReserveTrial* trial = at(levels);
    if (trial == nullptr) return false;
    if (trial->losers.empty()) {
      level = lower;
    } else {
      failing = lower;
    }
    return true;
  };
  if (level > 0 && !try_level(level - 1)) return false;  // mostly the end of it
  if (level > 0 && !failing && !try_level(0)) return false;
  // Bisecting ends at a level that suffices, next to one that does not, whatever lies elsewhere.
  while (failing && level - *failing > 1) {
    if (!try_level(*failing + (level - *failing) / 2)) return false;
  }
  return true;
}

ReserveSearch::Ending ReserveSearch::run() {
  while (true) {
    const ReserveTrial* trial = at(levels_);
    if (trial == nullptr) return Ending::Unfinished;
    if (trial->losers.empty()) break;
    if (!raise(trial->losers)) return Ending::Impossible;
  }
  for (ReserveLevels before; before != levels_;) {
    before = levels_;
    for (std::size_t c = 0; c < levels_.size(); ++c) {
      if (!lower(c)) return Ending::Sufficient;
    }
  }
  return Ending::Minimal;
}

void find_reserves(Comparison& comparison, const ReserveOptions& options, Progress* progress) {
  for (VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    const PolicyOutcome* islands = island_policy(spec, variant);
    for (PolicyOutcome& outcome : variant.policies) {
      if (Policy{spec.policies[outcome.policy].settings, *spec.catalogue}.dispatch() == Dispatch::Home)
        continue;
      try {
        if (islands == nullptr || (progress != nullptr && progress->stop)) throw Interrupted{};
        outcome.reserves = search(spec, variant.inputs, outcome, *islands, options, progress);
      } catch (const Interrupted&) {
        comparison.missing.push_back(label_of(spec, outcome.policy) + ", reserves");
        comparison.interrupted = true;
      }
    }
  }
}

}  // namespace suanwang
