#include <algorithm>
#include <cmath>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/base/hash.hpp"
#include "suanwang/scenario/programme.hpp"

#include "scenario/by_id.hpp"
#include "scenario/programme_parts.hpp"

namespace suanwang {
namespace {

using scenario::fact_of;
using scenario::in_seconds;

using Dependencies = std::vector<Dependency>;

class Builder {
 public:
  Builder(const Spec& spec, double time_zero) : spec_{&spec}, time_zero_{time_zero} {}

  BuildOut build() {
    const ProgrammeSpec& programme = spec_->programme;
    if (spec_->as_of) result_.programme.as_of = in_seconds(*spec_->as_of);
    for (const ShockSpec& each : programme.shocks) {
      result_.programme.shocks.push_back({each.rho, hash_of("programme.shocks." + each.id)});
    }
    for (const CrewSpec& each : programme.crews) {
      result_.programme.crews.push_back({static_cast<std::size_t>(each.count)});
    }
    add_activities();
    for (const SupplySpec& each : programme.supplies) add_supply(each);
    for (std::size_t c = 0; c < spec_->centres.size(); ++c) add_pools(c);
    return std::move(result_);
  }

 private:
  void add_activities() {
    const std::vector<ActivitySpec>& activities = spec_->programme.activities;
    place_of_.resize(activities.size());
    const std::vector<std::size_t> order = scenario::order_of(activities);
    SUANWANG_CHECK(order.size() == activities.size());
    for (const std::size_t each : order) {
      place_of_[each] = add(activities[each], "programme.activities." + activities[each].id);
    }
  }

  void add_supply(const SupplySpec& spec) {
    Supply supply;
    for (const LotSpec& each : spec.lots) {
      const std::string path = "programme.supplies." + spec.id + ".lots." + each.id;
      supply.lots.push_back({add(each, path), {each.quantity, Purpose::Lot, hash_of(path)}});
    }
    result_.programme.supplies.push_back(std::move(supply));
  }

  /// The phases of a centre's pools, then who retires: a pool may be replaced by one that stands after it.
  void add_pools(std::size_t c) {
    const CentreSpec& centre = spec_->centres[c];
    auto& phases = result_.programme.phases;
    const std::size_t first = phases.size();
    for (std::size_t p = 0; p < centre.pools.size(); ++p) {
      const PoolSpec& pool = centre.pools[p];
      auto& phase = phases.emplace_back();
      if (pool.online) phase.after = {{add(*pool.online, centre, pool, "", "online"), 0}};
      if (pool.phase) {
        phase.after = dependencies(pool.phase->after);
        phase.priority = pool.phase->priority;
        for (const PhaseSpec::Need& need : pool.phase->needs) {
          phase.needs.push_back({index_of(spec_->programme.supplies, need.supply), need.quantity});
        }
      }
      result_.pools.push_back({c, p});
    }
    for (std::size_t p = 0; p < centre.pools.size(); ++p) {
      const PoolSpec& pool = centre.pools[p];
      if (pool.retires) phases[first + p].retires = retirement(*pool.retires, centre, pool);
      if (!pool.replaces) continue;
      const std::size_t old = index_of(centre.pools, *pool.replaces);
      phases[first + old].retires = end_of(phases[first + p].after, centre, centre.pools[old]);
    }
  }

  Dependency retirement(const RetirementSpec& retirement, const CentreSpec& centre, const PoolSpec& pool) {
    if (const auto* when = std::get_if<DateSpec>(&retirement)) {
      return {add(*when, centre, pool, "/retires", "retires"), 0};
    }
    return end_of(dependencies(std::get<std::vector<AfterSpec>>(retirement)), centre, pool);
  }

  /// When all of these have ended, as the end of one activity: itself, or one that takes no time after them.
  Dependency end_of(const Dependencies& all, const CentreSpec& centre, const PoolSpec& pool) {
    SUANWANG_CHECK(!all.empty());
    if (all.size() == 1) return all.front();
    Activity join;
    join.after = all;
    join.duration.entity = hash_of(centre.id + "/" + pool.id + "/retires");
    // Otherwise it would be taken not to have ended by `as_of`, as whatever is no fact.
    double end = -std::numeric_limits<double>::infinity();
    bool all_done = true;
    for (const Dependency& each : all) {
      const std::optional<double>& done = result_.programme.activities[each.activity].done;
      all_done = all_done && done.has_value();
      if (done) end = std::max(end, *done + each.lag_s);
    }
    if (all_done) join.done = end;
    return {add(std::move(join), label(centre, pool, "retires")), 0};
  }

  Dependencies dependencies(const std::vector<AfterSpec>& all) const {
    Dependencies result;
    for (const AfterSpec& each : all) {
      result.push_back({place_of_[index_of(spec_->programme.activities, each.activity)], each.lag.base()});
    }
    return result;
  }

  /// An activity of the programme, or the delivery of a lot.
  std::size_t add(const ActivitySpec& spec, const std::string& path) {
    Activity activity;
    activity.after = dependencies(spec.after);
    if (spec.not_before) activity.not_before = in_seconds(*spec.not_before);
    if (spec.date) activity.duration.law = *spec.date;
    if (spec.duration) activity.duration.law = *spec.duration;
    activity.duration.entity = hash_of(path);
    if (spec.begun) activity.begun = in_seconds(*spec.begun);
    activity.done = fact_of(spec, spec_->as_of);
    if (spec.crew) activity.crew = index_of(spec_->programme.crews, *spec.crew);
    if (spec.shock) activity.shock = index_of(spec_->programme.shocks, *spec.shock);
    return add(std::move(activity), {path, spec.name, spec.announced, spec.provenance, spec.at});
  }

  /// A date of a pool: an activity that is this date, drawn as `run` draws it.
  std::size_t add(const DateSpec& when, const CentreSpec& centre, const PoolSpec& pool,
                  const std::string& suffix, const std::string& key) {
    Activity activity;
    activity.duration = {when.seconds, Purpose::Online, hash_of(centre.id + "/" + pool.id + suffix)};
    if (when.from_start) activity.not_before = time_zero_;
    const double date = when.seconds.minimum() + (when.from_start ? time_zero_ : 0);
    if (when.is_fixed() && (!spec_->as_of || date < in_seconds(*spec_->as_of))) activity.done = date;
    return add(std::move(activity), label(centre, pool, key));
  }

  static ActivityLabel label(const CentreSpec& centre, const PoolSpec& pool, const std::string& key) {
    const Name name{centre.name.en + ", " + pool.name.en, centre.name.zh + "，" + pool.name.zh};
    return {"centres." + centre.id + ".pools." + pool.id + "." + key, name, pool.announced, pool.provenance,
            pool.at};
  }

  std::size_t add(Activity activity, ActivityLabel label) {
    result_.programme.activities.push_back(std::move(activity));
    result_.labels.push_back(std::move(label));
    return result_.labels.size() - 1;
  }

  const Spec* spec_;
  double time_zero_;
  BuildOut result_;
  std::vector<std::size_t> place_of_;  ///< in the programme, by activity of the spec
};

}  // namespace

BuildOut build_programme(const Spec& spec, std::optional<CivilTime> time_zero) {
  return Builder{spec, in_seconds(time_zero.value_or(spec.start.value_or(CivilTime{})))}.build();
}

}  // namespace suanwang
