#include "suanwang/study/backtest.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "suanwang/measure/intervals.hpp"
#include "suanwang/scenario/programme.hpp"

#include "study/reach_samples.hpp"

namespace suanwang {
namespace {

double in_seconds_since_1970(CivilTime at) {
  return static_cast<double>(at.time_since_epoch().count());
}

/// The date of something as far as it is a fact by `as_of`.
std::optional<double> fact(const std::optional<DateSpec>& online, CivilTime as_of) {
  if (!online || !online->is_fixed() || online->from_start) return std::nullopt;
  const double date = online->seconds.minimum();
  return date < in_seconds_since_1970(as_of) ? std::optional{date} : std::nullopt;
}

std::optional<double> fact(const ActivitySpec& activity, CivilTime as_of) {
  std::optional<double> date;
  if (activity.done) date = in_seconds_since_1970(*activity.done);
  if (!date && activity.date && activity.date->is_constant()) date = activity.date->minimum();
  return date && *date < in_seconds_since_1970(as_of) ? date : std::nullopt;
}

/// Whether it had been said by then.
bool was_announced(const std::optional<AnnouncedSpec>& announced, CivilTime as_of) {
  return announced && (!announced->on || *announced->on < as_of);
}

/// Calls `visit(announced, date)` for all that was announced, with its date where that is a fact by then.
template <class Visit>
void for_each_announced(const Spec& spec, CivilTime as_of, const Visit& visit) {
  const auto show = [&](const std::optional<AnnouncedSpec>& announced, const std::optional<double>& date) {
    if (was_announced(announced, as_of)) visit(in_seconds_since_1970(announced->date), date);
  };
  for (const CentreSpec& centre : spec.centres) {
    for (const PoolSpec& pool : centre.pools) show(pool.announced, fact(pool.online, as_of));
  }
  for (const ActivitySpec& each : spec.programme.activities) show(each.announced, fact(each, as_of));
  for (const SupplySpec& supply : spec.programme.supplies) {
    for (const LotSpec& lot : supply.lots) show(lot.announced, fact(lot, as_of));
  }
}

/// Kaplan and Meier: P(slip <= x) from slips seen and slips known to be longer.
Distribution kaplan_meier(std::vector<double> seen, std::vector<double> longer_than, double tail_mean) {
  std::ranges::sort(seen);
  std::ranges::sort(longer_than);
  std::vector<std::pair<double, double>> points;
  double survival = 1;
  for (std::size_t i = 0; i < seen.size();) {
    std::size_t same = i;
    while (same < seen.size() && seen[same] == seen[i]) ++same;
    const auto censored_before = std::ranges::lower_bound(longer_than, seen[i]) - longer_than.begin();
    const double at_risk = static_cast<double>(seen.size() - i) + static_cast<double>(longer_than.size()) -
                           static_cast<double>(censored_before);
    survival *= 1 - static_cast<double>(same - i) / at_risk;
    points.emplace_back(seen[i], 1 - survival);
    i = same;
  }
  // Half a step belongs to what is beyond the longest one seen.
  const double last = points.size() > 1 ? points[points.size() - 2].second : 0;
  const double body = (points.back().second + last) / 2;
  const double longest = points.back().first;
  points.back().second = body;
  for (auto& [value, cumulative] : points) cumulative /= body;
  points.back().second = 1;
  if (points.size() == 1) return Distribution::shifted(Distribution::exponential(tail_mean), longest);
  return Distribution::mixture(
      {{Distribution::empirical(std::move(points), Distribution::Between::Discrete), body},
       {Distribution::shifted(Distribution::exponential(tail_mean), longest), 1 - body}});
}

}  // namespace

std::optional<Slips> learn_slips(const Spec& spec, CivilTime as_of) {
  std::vector<double> seen;
  std::vector<double> longer_than;
  for_each_announced(spec, as_of, [&](double announced, const std::optional<double>& date) {
    if (date) seen.push_back(*date - announced);
    const double overdue = in_seconds_since_1970(as_of) - announced;
    if (!date && overdue > 0) longer_than.push_back(overdue);
  });
  if (seen.size() < kFewestSlips) return std::nullopt;
  double late = 0;
  std::size_t count = 0;
  for (const double each : seen) {
    if (each <= 0) continue;
    late += each;
    ++count;
  }
  constexpr double kDay = 86400;
  const double tail_mean = count > 0 ? std::max(late / static_cast<double>(count), kDay) : kDay;
  Slips slips{seen.size(), longer_than.size(), 0, kaplan_meier(seen, longer_than, tail_mean)};
  slips.median_s = slips.law.quantile(0.5);
  return slips;
}

namespace {

/// Puts a spec back to an earlier day.
class Forgetting {
 public:
  Forgetting(Spec& spec, CivilTime as_of, const Distribution& slip, std::vector<std::string>& left_out)
      : spec_{&spec}, as_of_{as_of}, slip_{&slip}, left_out_{&left_out} {}

  void run() {
    for (ActivitySpec& each : spec_->programme.activities) {
      if (!forget(each)) unknown_.insert(each.id);
    }
    spread();
    for (SupplySpec& supply : spec_->programme.supplies) {
      std::erase_if(supply.lots, [&](LotSpec& lot) { return !forget(lot) || waits_for_unknown(lot.after); });
    }
    for (CentreSpec& centre : spec_->centres) {
      std::erase_if(centre.pools, [&](PoolSpec& pool) {
        const bool known = forget(pool);
        if (!known) left_out_->push_back("centres." + centre.id + ".pools." + pool.id);
        return !known;
      });
      for (PoolSpec& pool : centre.pools) {
        const auto replaced = [&](const PoolSpec& each) { return each.id == pool.replaces; };
        if (pool.replaces && std::ranges::none_of(centre.pools, replaced)) pool.replaces.reset();
      }
    }
    std::erase_if(spec_->programme.activities,
                  [&](const ActivitySpec& each) { return unknown_.contains(each.id); });
    spec_->as_of = as_of_;
  }

 private:
  [[nodiscard]] Distribution foretold(const AnnouncedSpec& announced) const {
    return Distribution::shifted(*slip_, in_seconds_since_1970(announced.date));
  }

  /// Whether anything was known of it.
  bool forget(ActivitySpec& activity) {
    if (fact(activity, as_of_)) return true;
    activity.done.reset();
    if (activity.begun && *activity.begun >= as_of_) activity.begun.reset();
    if (activity.duration) return true;
    activity.date.reset();
    if (!was_announced(activity.announced, as_of_)) return false;
    activity.date = foretold(*activity.announced);
    activity.after.clear();
    activity.begun.reset();
    activity.not_before.reset();
    activity.crew.reset();
    return true;
  }

  bool forget(PoolSpec& pool) {
    if (pool.phase) return !waits_for_unknown(pool.phase->after);
    if (!pool.online || fact(pool.online, as_of_)) return true;
    if (!was_announced(pool.announced, as_of_)) return false;
    pool.online = DateSpec{foretold(*pool.announced), false};
    return true;
  }

  [[nodiscard]] bool waits_for_unknown(const std::vector<AfterSpec>& after) const {
    return std::ranges::any_of(after,
                               [&](const AfterSpec& each) { return unknown_.contains(each.activity); });
  }

  /// What comes after something unknown is unknown.
  void spread() {
    for (bool more = true; more;) {
      more = false;
      for (const ActivitySpec& each : spec_->programme.activities) {
        if (!unknown_.contains(each.id) && waits_for_unknown(each.after))
          more = unknown_.insert(each.id).second;
      }
    }
  }

  Spec* spec_;
  CivilTime as_of_;
  const Distribution* slip_;
  std::vector<std::string>* left_out_;
  std::set<std::string> unknown_;  // activities
};

/// E|X - x| - E|X - X'| / 2 over the values of a sample. @pre ascending
double crps(const std::vector<double>& sorted, double x) {
  const auto n = static_cast<double>(sorted.size());
  double distance = 0;
  double spread = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    distance += std::abs(sorted[i] - x);
    spread += (2 * static_cast<double>(i) + 1 - n) * sorted[i];
  }
  return distance / n - spread / (n * n);
}

/// How the dates that were unknown then were foretold, by path.
std::vector<Milestone> foretold(const Spec& spec, const Spec& then, std::size_t samples,
                                Parallelism parallelism) {
  const BuildOut now = build_programme(spec);
  std::map<std::string, std::optional<double>> dates;  // by path: what is known now
  for (std::size_t a = 0; a < now.labels.size(); ++a)
    dates[now.labels[a].path] = now.programme.activities[a].done;

  const ReachModel model{then};
  const ReachDraws draws{model, ReachPoints::Plain, spec.seed, samples};
  const std::vector<double> uniforms = draws.block(0, samples);
  const std::vector<ActivityLabel>& labels = model.build_out().labels;
  const ReachModel::Block block = model.evaluate(uniforms, samples);
  std::vector<std::optional<Milestone>> found(labels.size());
  for_each_index(labels.size(), parallelism, [&](std::size_t a) {
    const auto date = dates.find(labels[a].path);
    if (model.build_out().programme.activities[a].done || date == dates.end()) return;
    if (labels[a].path.ends_with(".retires")) return;  // nobody announced it, and nothing is built by it
    const std::span<const double> ends = block.ends(a);
    std::vector<double> sorted{ends.begin(), ends.end()};
    std::ranges::sort(sorted);
    Milestone milestone{labels[a].path,
                        labels[a].name,
                        {},
                        nearest_rank(sorted, 0.1),
                        nearest_rank(sorted, 0.5),
                        nearest_rank(sorted, 0.9),
                        date->second,
                        false,
                        0,
                        {}};
    if (labels[a].announced) milestone.announced = labels[a].announced->date;
    milestone.inside = milestone.actual
                           ? milestone.p10 <= *milestone.actual && *milestone.actual <= milestone.p90
                           : milestone.p90 >= in_seconds_since_1970(*spec.as_of);
    if (milestone.actual) {
      milestone.crps_s = crps(sorted, *milestone.actual);
      if (milestone.announced)
        milestone.announced_error_s =
            std::abs(*milestone.actual - in_seconds_since_1970(*milestone.announced));
    }
    found[a] = std::move(milestone);
  });
  std::vector<Milestone> milestones;
  for (std::optional<Milestone>& each : found) {
    if (each) milestones.push_back(*std::move(each));
  }
  std::ranges::sort(milestones, {}, &Milestone::path);
  return milestones;
}

}  // namespace

Spec as_known(const Spec& spec, CivilTime as_of, const Distribution& slip,
              std::vector<std::string>& left_out) {
  Spec then = spec;
  Forgetting{then, as_of, slip, left_out}.run();
  return then;
}

Backtest backtest(const Spec& spec, CivilTime as_of, const Slips& slips, std::size_t samples,
                  Parallelism parallelism) {
  Backtest result;
  result.as_of = as_of;
  result.slips = slips;
  result.then = as_known(spec, as_of, slips.law, result.left_out);
  result.milestones = foretold(spec, result.then, samples, parallelism);

  double announced_error = 0;
  std::size_t announced = 0;
  for (const Milestone& each : result.milestones) {
    if (!each.actual) continue;
    ++result.known;
    result.inside += each.inside ? 1 : 0;
    result.crps_s += each.crps_s;
    if (!each.announced_error_s) continue;
    announced_error += *each.announced_error_s;
    ++announced;
  }
  if (result.known > 0) result.crps_s /= static_cast<double>(result.known);
  if (announced > 0) result.announced_error_s = announced_error / static_cast<double>(announced);
  return result;
}

}  // namespace suanwang
