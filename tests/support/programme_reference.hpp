#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "suanwang/centre/programme_sampler.hpp"

namespace suanwang::test {

/// One sample of a programme, by walking from instant to instant: slow, and close to the words of
/// centre/programme.hpp. Shocks have rho 0 or 1, and none is conditioned.
class ProgrammeReference {
 public:
  /// `u`: a number for each unknown of the sampler.
  ProgrammeReference(const Programme& programme, const std::vector<ProgrammeUnknown>& unknowns,
                     const std::vector<double>& u)
      : programme_{programme} {
    using Kind = ProgrammeUnknown::Kind;
    for (std::size_t r = 0; r < unknowns.size(); ++r) {
      const ProgrammeUnknown& unknown = unknowns[r];
      if (unknown.kind == Kind::Activity) activity_u_[unknown.index] = u[r];
      if (unknown.kind == Kind::Shock) shock_u_[unknown.index] = u[r];
      if (unknown.kind == Kind::Lot) lot_u_[{unknown.index, unknown.lot}] = u[r];
    }
    walk();
  }

  [[nodiscard]] double end(std::size_t i) const { return *ends_[i]; }

  [[nodiscard]] double ready(std::size_t phase) const {
    return latest(programme_.phases[phase].after).value_or(HUGE_VAL);
  }

  [[nodiscard]] double quantity(std::size_t k, std::size_t l) const {
    const Distribution& law = programme_.supplies[k].lots[l].quantity.law;
    return law.is_constant() ? law.minimum() : law.sample(lot_u_.at({k, l}));
  }

  /// How much of supply k each phase has received by t.
  [[nodiscard]] std::vector<double> received(std::size_t k, double t) const {
    const std::vector<BuildPhase>& phases = programme_.phases;
    std::vector<double> sums(phases.size(), 0.0);
    std::vector<std::pair<double, std::size_t>> arrivals;
    for (std::size_t l = 0; l < programme_.supplies[k].lots.size(); ++l) {
      arrivals.emplace_back(end(programme_.supplies[k].lots[l].activity), l);
    }
    std::sort(arrivals.begin(), arrivals.end());
    for (const auto& [date, l] : arrivals) {
      if (date > t) break;
      double left = quantity(k, l);
      while (left > 0) {
        std::optional<std::size_t> next;
        for (std::size_t p = 0; p < phases.size(); ++p) {
          if (sums[p] >= needed(p, k)) continue;
          const bool sooner = !next || phases[p].priority > phases[*next].priority ||
                              (phases[p].priority == phases[*next].priority && ready(p) < ready(*next));
          if (sooner) next = p;
        }
        if (!next) break;
        const double given = std::min(left, needed(*next, k) - sums[*next]);
        sums[*next] += given;
        left -= given;
      }
    }
    return sums;
  }

  /// The share of a phase in service at t, as if nothing retired.
  [[nodiscard]] double share(std::size_t p, double t) const {
    if (t < ready(p)) return 0;
    double least = 1;
    for (const BuildPhase::Need& need : programme_.phases[p].needs) {
      least = std::min(least, received(need.supply, t)[p] / need.quantity);
    }
    return least;
  }

  [[nodiscard]] double needed(std::size_t p, std::size_t k) const {
    for (const BuildPhase::Need& need : programme_.phases[p].needs) {
      if (need.supply == k) return need.quantity;
    }
    return 0;
  }

 private:
  /// When the last of these has ended; nothing while one has not.
  [[nodiscard]] std::optional<double> latest(const std::vector<Dependency>& after) const {
    double last = -HUGE_VAL;
    for (const Dependency& d : after) {
      if (!ends_[d.activity]) return std::nullopt;
      last = std::max(last, *ends_[d.activity] + d.lag_s);
    }
    return last;
  }

  [[nodiscard]] double duration(std::size_t i, double start) const {
    const Activity& a = programme_.activities[i];
    const Distribution& law = a.duration.law;
    const bool given = programme_.as_of && start < *programme_.as_of;
    if (law.is_constant()) return given ? std::max(law.minimum(), *programme_.as_of - start) : law.minimum();
    if (a.shock && programme_.shocks[*a.shock].rho == 1) return law.quantile(shock_u_.at(*a.shock));
    const auto u = activity_u_.find(i);
    if (u == activity_u_.end()) return *programme_.as_of - start;  // overdue
    return given ? law.sample_above(*programme_.as_of - start, u->second) : law.sample(u->second);
  }

  void walk() {
    const std::vector<Activity>& activities = programme_.activities;
    const std::size_t count = activities.size();
    finish_.assign(count, std::nullopt);
    ends_.assign(count, std::nullopt);
    double now = -HUGE_VAL;
    for (std::size_t i = 0; i < count; ++i) {
      if (activities[i].done) finish_[i] = activities[i].done;
      if (!activities[i].done && activities[i].begun)
        finish_[i] = *activities[i].begun + duration(i, *activities[i].begun);
    }
    while (std::find(ends_.begin(), ends_.end(), std::nullopt) != ends_.end()) {
      for (std::size_t i = 0; i < count; ++i) {
        if (finish_[i] && *finish_[i] <= now) ends_[i] = finish_[i];
      }
      const std::optional<std::size_t> next = next_to_start(now);
      if (next) {
        finish_[*next] = now + duration(*next, now);
      } else {
        now = next_instant(now);
      }
    }
  }

  [[nodiscard]] std::optional<double> ready_of(std::size_t i) const {
    const auto last = latest(programme_.activities[i].after);
    if (!last) return std::nullopt;
    const double ready = std::max(*last, programme_.activities[i].not_before);
    return std::isinf(ready) ? 0 : ready;
  }

  [[nodiscard]] bool crew_is_free(std::size_t crew, double now) const {
    std::size_t busy = 0;
    for (std::size_t j = 0; j < finish_.size(); ++j) {
      if (programme_.activities[j].crew == crew && finish_[j] && *finish_[j] > now) ++busy;
    }
    return busy < programme_.crews[crew].count;
  }

  /// Among those that can start now the one that was ready first, of these the first of the list.
  [[nodiscard]] std::optional<std::size_t> next_to_start(double now) const {
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < finish_.size(); ++i) {
      const auto ready = finish_[i] ? std::nullopt : ready_of(i);
      if (!ready || *ready > now) continue;
      if (programme_.activities[i].crew && !crew_is_free(*programme_.activities[i].crew, now)) continue;
      if (!next || *ready < *ready_of(*next)) next = i;
    }
    return next;
  }

  [[nodiscard]] double next_instant(double now) const {
    double next = HUGE_VAL;
    for (std::size_t i = 0; i < finish_.size(); ++i) {
      const auto at = finish_[i] ? finish_[i] : ready_of(i);
      if (at && *at > now) next = std::min(next, *at);
    }
    return next;
  }

  const Programme& programme_;
  std::map<std::size_t, double> activity_u_, shock_u_;
  std::map<std::pair<std::size_t, std::size_t>, double> lot_u_;
  std::vector<std::optional<double>> finish_;  ///< of what has started
  std::vector<std::optional<double>> ends_;    ///< of what has ended
};

}  // namespace suanwang::test
