#include "study/lever_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "suanwang/base/check.hpp"

#include "study/lever_balance.hpp"

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
    : plan_{&plan},
      tables_{&tables},
      limits_{&limits},
      branching_{plan, tables, limits},
      columns_{limits, tables} {
  for (const LeverTables::Group& group : tables.groups()) {
    std::vector<std::size_t> order = all_of(group.levers.size());
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return limits.costs()[group.levers[i]]; });
    std::vector<std::uint32_t>& units = units_.emplace_back();
    for (const std::size_t i : order) {
      std::uint32_t unit = 0;
      for (std::size_t j = 0; j < group.levers.size(); ++j) {
        const std::size_t a = group.levers[i], b = group.levers[j];
        if (plan.rules.requires_of(a, b) && plan.rules.requires_of(b, a)) unit |= 1U << j;
      }
      if (std::ranges::find(units, unit) == units.end()) units.push_back(unit);
    }
  }
}

const std::vector<std::uint64_t>& LeverSearch::met(const LeverChoice& choice) {
  const auto known = met_.find(choice);
  if (known != met_.end()) return known->second;
  if (plan_->progress != nullptr && plan_->progress->stop) throw Interrupted{};
  return met_.emplace(choice, tables_->met(choice)).first->second;
}

bool LeverSearch::passes(const LeverSet& set, const LeverDemand& demand) {
  proposed_.insert(set);
  const std::vector<std::uint64_t>& of = met(tables_->choice_of(set));
  return std::ranges::all_of(demand.questions, [&](std::size_t q) { return of[q] >= demand.needed; });
}

const std::vector<bool>& LeverSearch::never_nearer(std::size_t question, std::size_t group,
                                                   std::size_t than) {
  const auto [known, is_new] = never_nearer_.try_emplace({question, group, than});
  if (is_new) {
    const LeverTables::Group& of = tables_->groups()[group];
    for (std::size_t c = 0; c < of.combinations.size(); ++c) {
      known->second.push_back(tables_->is_never_nearer(question, of, c, than));
    }
  }
  return known->second;
}

/// Moves levers, one after the other, to where the question is met no less in any sample, as long as it
/// fails: the larger a failure, the more sets it rules out. What is dear stays out longest.
void LeverSearch::enlarge(LeverChoice& failing, std::size_t question, std::uint64_t needed) {
  for (bool has_moved = true; has_moved;) {
    has_moved = false;
    for (std::size_t g = 0; g < failing.size(); ++g) {
      const LeverTables::Group& group = tables_->groups()[g];
      for (const std::uint32_t unit : units_[g]) {
        const std::size_t here = failing[g], there = group.place[group.combinations[here] ^ unit];
        // Both ways where nothing changes: then the larger combination.
        if (there == LeverTables::kNone || !never_nearer(question, g, there)[here]) continue;
        if (there < here && never_nearer(question, g, here)[there]) continue;
        failing[g] = there;
        if (met(failing)[question] < needed) {
          has_moved = true;
        } else {
          failing[g] = here;
        }
      }
    }
  }
}

/// From a set that does not pass to cheap ones around it that do not pass either, each ruled out by none of
/// those before: many failures for one programme.
std::vector<LeverRow> LeverSearch::learn(const LeverSet& set, const LeverDemand& demand) {
  std::vector<LeverRow> rows;
  for (const std::size_t q : demand.questions) {
    LeverChoice choice = tables_->choice_of(set);
    while (met(choice)[q] < demand.needed) {
      LeverChoice failing = choice;
      rows.push_back(learn(failing, q, demand.needed));
      if (!step_out(choice, failing, q)) break;
    }
  }
  SUANWANG_CHECK(!rows.empty());
  return rows;
}

/// Changes one group, as cheaply as possible, so that `failing` does not rule `choice` out. @return whether
/// there is a way
bool LeverSearch::step_out(LeverChoice& choice, const LeverChoice& failing, std::size_t question) {
  struct Step {
    std::int64_t cost;
    std::size_t group;
    std::size_t place;
  };
  std::optional<Step> best;
  for (std::size_t g = 0; g < choice.size(); ++g) {
    const LeverTables::Group& group = tables_->groups()[g];
    const std::vector<bool>& is_ruled_out = never_nearer(question, g, failing[g]);
    for (std::size_t c = 0; c < is_ruled_out.size(); ++c) {
      if (is_ruled_out[c] || !never_nearer(question, g, c)[choice[g]]) continue;
      const std::int64_t cost = cost_of(group, c) - cost_of(group, choice[g]);
      if (!best || cost < best->cost) best = Step{cost, g, c};
    }
  }
  if (best) choice[best->group] = best->place;
  return best.has_value();
}

std::int64_t LeverSearch::cost_of(const LeverTables::Group& group, std::size_t place) const {
  LeverSet set(plan_->levers().size());
  group.add_to(set, place);
  return limits_->cost(set);
}

LeverRow LeverSearch::learn(LeverChoice& failing, std::size_t q, std::uint64_t needed) {
  enlarge(failing, q, needed);
  LeverRow row{std::vector<double>(columns_.columns()), 1, kInfinity};
  for (std::size_t g = 0; g < failing.size(); ++g) {
    const std::vector<bool>& is_ruled_out = never_nearer(q, g, failing[g]);
    // The empty combination is 1 less all others.
    const double base = is_ruled_out[0] ? 0 : 1;
    row.low -= base;
    for (std::size_t c = 1; c < is_ruled_out.size(); ++c) {
      row.coefficients[columns_.column(g, c)] = (is_ruled_out[c] ? 0 : 1) - base;
    }
  }
  failures_.push_back({q, met(failing)[q], row});
  return row;
}

std::vector<LeverRow> LeverSearch::balance_rows(std::size_t question, std::uint64_t needed) const {
  std::vector<LeverRow> rows;
  for (const LeverBalance& balance : lever_balances(*plan_, *tables_, question, needed)) {
    LeverRow& row = rows.emplace_back(std::vector<double>(columns_.columns()), 1 - 1e-7, kInfinity);
    for (std::size_t g = 0; g < balance.size(); ++g) {
      for (std::size_t c = 1; c < balance[g].size(); ++c)
        row.coefficients[columns_.column(g, c)] = balance[g][c];
    }
  }
  return rows;
}

std::vector<LeverRow> LeverSearch::known(const LeverDemand& demand) {
  std::vector<LeverRow> rows;
  for (const std::size_t q : demand.questions) {
    const auto [balance, is_new] = balance_.try_emplace({q, demand.needed});
    if (is_new) balance->second = balance_rows(q, demand.needed);
    std::ranges::copy(balance->second, std::back_inserter(rows));
  }
  for (const Failure& each : failures_) {
    const bool is_asked = std::ranges::find(demand.questions, each.question) != demand.questions.end();
    if (is_asked && each.met < demand.needed) rows.push_back(each.row);
  }
  return rows;
}

bool LeverSearch::improve(LeverProgramme& programme, const std::vector<double>& objective,
                          const LeverDemand& demand, std::optional<LeverSet>& best) {
  std::vector<LeverRow> rows = known(demand);
  for (std::uint64_t tried = 0; tried < plan_->options->most_programmes; ++tried) {
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

std::optional<LeverSet> LeverSearch::cheapest_seen(const LeverDemand& demand) {
  std::optional<LeverSet> best;
  for (const LeverSet& set : std::set<LeverSet>{proposed_}) {
    if (passes(set, demand) && (!best || limits_->cost(set) < limits_->cost(*best))) best = set;
  }
  return best;
}

FoundSet LeverSearch::cheapest(const LeverDemand& demand) {
  FoundSet found = branching_.cheapest(demand, cheapest_seen(demand));
  if (found.set) (void)passes(*found.set, demand);  // remembered
  if (found.proved || has_given_up_) return found;
  const std::size_t levers = plan_->levers().size();
  LeverProgramme programme = columns_;
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
    const bool is_proved = improve(programme, objective, demand, found.set);
    found.proved = is_proved && (stage == 0 || found.proved);
    if (!found.set) break;
    if (stage < 2) programme.add({objective, -kInfinity, value_of(objective, *found.set) + 0.5});
    for (std::size_t i = first; stage > 1 && i < last; ++i) programme.fix(i, (*found.set)[i]);
  }
  programmes_ += programme.solved();
  has_given_up_ = !found.proved;
  return found;
}

/// What combinations bring on average, in thousandths of the most that any brings: less is better.
std::vector<double> LeverSearch::promise(const LeverProgramme& programme, const LeverDemand& demand) const {
  std::vector<double> result(programme.columns());
  for (const std::size_t q : demand.questions) {
    std::vector<double> gains(result.size());
    for (std::size_t g = 0; g < tables_->groups().size(); ++g) {
      const LeverTables::Group& group = tables_->groups()[g];
      for (std::size_t c = 1; c < group.combinations.size(); ++c) {
        double& gain = gains[programme.column(g, c)];
        for (std::uint64_t s = 0; s < tables_->samples(); ++s) gain += tables_->nearer(q, group, c, 0, s);
      }
    }
    const double largest = std::ranges::max(gains);
    for (std::size_t i = 0; largest > 0 && i < gains.size(); ++i) {
      result[i] -= std::round(1000 * gains[i] / largest);
    }
  }
  return result;
}

std::pair<LeverSet, std::uint64_t> LeverSearch::most(const std::vector<std::size_t>& questions,
                                                     bool& proved) {
  LeverDemand demand{questions, 0};
  const auto least_met = [&](const LeverSet& set) {
    const std::vector<std::uint64_t>& of = met(tables_->choice_of(set));
    std::uint64_t least = tables_->samples();
    for (const std::size_t q : demand.questions) least = std::min(least, of[q]);
    return least;
  };
  LeverProgramme programme = columns_;
  const std::vector<double> objective = promise(programme, demand);
  LeverSet best(plan_->levers().size());
  demand.needed = least_met(best) + 1;
  std::vector<LeverRow> rows;
  proved = true;
  bool is_new = true;
  for (std::uint64_t tried = 0; demand.needed <= tables_->samples(); ++tried) {
    proved = tried < plan_->options->most_programmes;
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
