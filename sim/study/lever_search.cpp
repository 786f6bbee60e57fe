#include "study/lever_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double value_of(const std::vector<double>& objective, const LeverSet& set) {
  double sum = 0;
  for (std::size_t i = 0; i < set.size(); ++i) sum += set[i] ? objective[i] : 0;
  return sum;
}

std::vector<std::size_t> all_of(std::size_t count) {
  std::vector<std::size_t> result(count);
  std::iota(result.begin(), result.end(), 0U);
  return result;
}

}  // namespace

LeverSearch::LeverSearch(const PlanCase& plan, const LeverTables& tables, const LeverLimits& limits)
    : plan_{&plan}, tables_{&tables}, limits_{&limits}, cheapest_first_{all_of(plan.levers().size())} {
  std::ranges::stable_sort(cheapest_first_, {}, [&limits](std::size_t i) { return limits.costs()[i]; });
}

const std::vector<std::uint64_t>& LeverSearch::met(const LeverSet& set) {
  const auto known = met_.find(set);
  if (known != met_.end()) return known->second;
  if (plan_->progress != nullptr && plan_->progress->stop) throw Interrupted{};
  return met_.emplace(set, tables_->met(set)).first->second;
}

bool LeverSearch::passes(const LeverSet& set, const Demand& demand) {
  const std::vector<std::uint64_t>& of = met(set);
  return std::ranges::all_of(demand.questions, [&](std::size_t q) { return of[q] >= demand.needed; });
}

/// Whether nothing of the set clashes and it holds what it requires: whether it has a K.
bool LeverSearch::is_possible(const LeverSet& set) const {
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (!set[i]) continue;
    for (const std::size_t other : plan_->rules.needs(i)) {
      if (!set[other]) return false;
    }
    for (std::size_t j = i; j < set.size(); ++j) {
      if (set[j] && plan_->rules.clash(i, j)) return false;
    }
  }
  return true;
}

/// Takes in what helps the question and puts out what harms it, as long as it fails: the larger a failure,
/// the more sets it rules out. What is dear stays out longest.
void LeverSearch::worsen(LeverSet& set, std::size_t question, std::uint64_t needed) {
  using Effect = LeverTables::Effect;
  const auto effect = [&](std::size_t i) { return tables_->effect(question, i); };
  for (const std::size_t lever : cheapest_first_) {
    LeverSet other = set;
    bool is_proved = true;
    if (!set[lever] && effect(lever) == Effect::Helps) {
      for (const std::size_t i : plan_->rules.needs(lever)) {
        is_proved = is_proved && (set[i] || effect(i) == Effect::Helps || effect(i) == Effect::None);
        other[i] = true;
      }
    } else if (set[lever] && effect(lever) == Effect::Harms) {
      for (std::size_t i = 0; i < set.size(); ++i) {
        if (!set[i] || !plan_->rules.requires_of(i, lever)) continue;
        is_proved = is_proved && (effect(i) == Effect::Harms || effect(i) == Effect::None);
        other[i] = false;
      }
    } else {
      continue;
    }
    if (is_proved && is_possible(other) && met(other)[question] < needed) set = other;
  }
}

std::vector<LeverRow> LeverSearch::learn(const LeverSet& set, const Demand& demand) {
  using Effect = LeverTables::Effect;
  std::vector<LeverRow> rows;
  for (const std::size_t q : demand.questions) {
    if (met(set)[q] >= demand.needed) continue;
    LeverSet failing = set;
    worsen(failing, q, demand.needed);
    LeverRow row{std::vector<double>(set.size()), 1, kInfinity};
    for (std::size_t i = 0; i < set.size(); ++i) {
      const Effect effect = tables_->effect(q, i);
      if (effect == Effect::None || (effect == Effect::Helps && failing[i])) continue;
      if (effect == Effect::Harms && !failing[i]) continue;
      row.coefficients[i] = failing[i] ? -1 : 1;
      if (failing[i]) row.low -= 1;
    }
    failures_.push_back({q, met(failing)[q], row});
    rows.push_back(std::move(row));
  }
  SUANWANG_CHECK(!rows.empty());
  return rows;
}

std::vector<LeverRow> LeverSearch::known(const Demand& demand) {
  std::vector<LeverRow> rows;
  for (const std::size_t q : demand.questions) {
    const auto [balance, is_new] = balance_.try_emplace({q, demand.needed});
    if (is_new) balance->second = balance_rows(*plan_, *tables_, q, demand.needed);
    std::ranges::copy(balance->second, std::back_inserter(rows));
  }
  for (const Failure& each : failures_) {
    const bool is_asked = std::ranges::find(demand.questions, each.question) != demand.questions.end();
    if (is_asked && each.met < demand.needed) rows.push_back(each.row);
  }
  return rows;
}

bool LeverSearch::improve(LeverProgramme& programme, const std::vector<double>& objective,
                          const Demand& demand, std::optional<LeverSet>& best) {
  std::vector<LeverRow> rows = known(demand);
  for (std::uint64_t tried = 0; tried < plan_->options->most_sets; ++tried) {
    std::optional<LeverSet> set = programme.least(objective, rows);
    SUANWANG_CHECK(set.has_value() || !best.has_value());
    if (!set || (best && value_of(objective, *set) >= value_of(objective, *best))) return true;
    if (passes(*set, demand)) {
      best = std::move(set);
      return true;
    }
    std::ranges::move(learn(*set, demand), std::back_inserter(rows));
  }
  return false;
}

std::optional<LeverSet> LeverSearch::cheapest_seen(const Demand& demand) {
  std::optional<LeverSet> best;
  for (const auto& [set, of] : met_) {
    if (limits_->allows(set) && passes(set, demand) && (!best || limits_->cost(set) < limits_->cost(*best))) {
      best = set;
    }
  }
  return best;
}

FoundSet LeverSearch::cheapest(std::uint64_t needed) {
  const std::size_t levers = plan_->levers().size();
  const Demand demand{all_of(tables_->questions()), needed};
  LeverProgramme programme{*limits_};
  FoundSet found;
  std::vector<double> objective;
  for (const std::int64_t cost : limits_->costs()) objective.push_back(static_cast<double>(cost));
  // Then the fewest, then the first: what has been decided becomes a row.
  constexpr std::size_t kBlock = 16;
  for (std::size_t stage = 0; stage < 2 + (levers + kBlock - 1) / kBlock; ++stage) {
    const std::size_t first = stage < 2 ? 0 : (stage - 2) * kBlock;
    const std::size_t last = std::min(first + kBlock, levers);
    if (stage == 1) objective.assign(levers, 1);
    if (stage > 1) objective.assign(levers, 0);
    for (std::size_t i = first; stage > 1 && i < last; ++i) objective[i] = -std::exp2(last - 1 - i);
    found.proved = improve(programme, objective, demand, found.set) && found.proved;
    if (!found.set && !found.proved) found.set = cheapest_seen(demand);
    if (!found.set) break;
    if (stage < 2) programme.add({objective, -kInfinity, value_of(objective, *found.set) + 0.5});
    for (std::size_t i = first; stage > 1 && i < last; ++i) programme.fix(i, (*found.set)[i]);
  }
  programmes_ += programme.solved();
  return found;
}

std::pair<LeverSet, std::uint64_t> LeverSearch::most(std::optional<std::size_t> question, bool& proved) {
  Demand demand{question ? std::vector{*question} : all_of(tables_->questions()), 0};
  const auto least_met = [&](const LeverSet& set) {
    std::uint64_t least = tables_->samples();
    for (const std::size_t q : demand.questions) least = std::min(least, met(set)[q]);
    return least;
  };
  std::vector<double> objective(plan_->levers().size());  // what promises most, in thousandths
  for (const std::size_t q : demand.questions) {
    std::vector<double> gains;
    for (std::size_t i = 0; i < objective.size(); ++i) {
      const std::vector<double>& gain = tables_->gain(q, i);
      gains.push_back(std::accumulate(gain.begin(), gain.end(), 0.0));
    }
    const double largest = std::ranges::max(gains);
    for (std::size_t i = 0; largest > 0 && i < gains.size(); ++i) {
      objective[i] -= std::round(1000 * gains[i] / largest);
    }
  }
  LeverProgramme programme{*limits_};
  LeverSet best(plan_->levers().size());
  demand.needed = least_met(best) + 1;
  std::vector<LeverRow> rows;
  proved = true;
  bool is_new = true;
  for (std::uint64_t tried = 0; demand.needed <= tables_->samples(); ++tried) {
    proved = tried < plan_->options->most_sets;
    if (!proved) break;
    if (is_new) rows = known(demand);
    const std::optional<LeverSet> set = programme.least(objective, rows);
    if (!set) break;
    is_new = least_met(*set) >= demand.needed;
    if (is_new) {
      best = *set;
      demand.needed = least_met(best) + 1;
    } else {
      std::ranges::move(learn(*set, demand), std::back_inserter(rows));
    }
  }
  programmes_ += programme.solved();
  return {best, demand.needed - 1};
}

}  // namespace suanwang
