#include "study/lever_groups.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>

namespace suanwang {
namespace {

using Links = std::map<std::string, std::set<std::string>>;

const std::string kActivities = "programme.activities.";
const std::string kSupplies = "programme.supplies.";
const std::string kCrews = "programme.crews.";
const std::string kShocks = "programme.shocks.";

bool is_pool(const std::string& node) {
  return node.starts_with("centres.");
}

std::string pool_path(const CentreSpec& centre, const std::string& pool) {
  return "centres." + centre.id + ".pools." + pool;
}

/// What depends on what in a spec, by path: a link leads from what changes to what feels it.
class LinkReader {
 public:
  /// @param may_be_done activities whose end is a fact in any spec
  LinkReader(const Spec& spec, const std::set<std::string>& may_be_done, Links& links)
      : spec_{&spec}, may_be_done_{&may_be_done}, links_{&links} {}

  void read() {
    for (const ActivitySpec& each : spec_->programme.activities) add(each, kActivities + each.id);
    for (const SupplySpec& supply : spec_->programme.supplies) {
      for (const LotSpec& lot : supply.lots) add(lot, kSupplies + supply.id);
    }
    for (const CentreSpec& centre : spec_->centres) {
      for (const PoolSpec& pool : centre.pools) add(centre, pool);
    }
  }

 private:
  void link(const std::string& from, const std::string& to) { (*links_)[from].insert(to); }
  void link_both(const std::string& a, const std::string& b) {
    link(a, b);
    link(b, a);
  }
  void link_after(const std::vector<AfterSpec>& after, const std::string& to) {
    for (const AfterSpec& each : after) link(kActivities + each.activity, to);
  }

  /// @param path of the activity; for a lot that of its supply, which stands for all its lots
  void add(const ActivitySpec& activity, const std::string& path) {
    link_after(activity.after, path);
    if (activity.crew) link_both(kCrews + *activity.crew, path);
    if (!activity.shock) return;
    link(kShocks + *activity.shock, path);
    if (may_be_going_on(activity)) link(path, kShocks + *activity.shock);
  }

  /// Whether it can have begun before `as_of` without being known to have ended, so that its law, what is
  /// left of it, tells something about the shock. One that comes after something unfinished cannot.
  bool may_be_going_on(const ActivitySpec& activity) const {
    if (!spec_->as_of || activity.done) return false;
    const double as_of = static_cast<double>(spec_->as_of->time_since_epoch().count());
    if (activity.date) return activity.date->minimum() < as_of;
    if (activity.begun || activity.after.empty()) return true;
    return std::ranges::all_of(
        activity.after, [this](const AfterSpec& each) { return may_be_done_->contains(each.activity); });
  }

  void add(const CentreSpec& centre, const PoolSpec& pool) {
    const std::string path = pool_path(centre, pool.id);
    links_->try_emplace(path);
    if (pool.accelerator) link("accelerators." + *pool.accelerator, path);
    if (pool.phase) {
      link_after(pool.phase->after, path);
      // What one pool takes, others cannot have.
      for (const PhaseSpec::Need& need : pool.phase->needs) link_both(kSupplies + need.supply, path);
    }
    if (pool.replaces) link(path, pool_path(centre, *pool.replaces));
    if (!pool.retires) return;
    if (const auto* after = std::get_if<std::vector<AfterSpec>>(&*pool.retires)) link_after(*after, path);
  }

  const Spec* spec_;
  const std::set<std::string>* may_be_done_;
  Links* links_;
};

Links links_of(const std::vector<Spec>& specs) {
  std::set<std::string> may_be_done;
  for (const Spec& spec : specs) {
    for (const ActivitySpec& each : spec.programme.activities) {
      if (each.done || (each.date && each.date->is_constant())) may_be_done.insert(each.id);
    }
  }
  Links links;
  for (const Spec& spec : specs) LinkReader{spec, may_be_done, links}.read();
  return links;
}

/// The first `count` keys of a path.
std::string first_keys(const std::string& path, std::size_t count) {
  std::size_t end = 0;
  for (; count > 0; --count) {
    end = path.find('.', end);
    if (end == std::string::npos) return path;
    ++end;
  }
  return path.substr(0, end - 1);
}

/// What feels a setting at `path` at once; without a value: everything.
std::vector<std::string> felt_at_once(const std::string& path, const Links& links) {
  static const std::set<std::string, std::less<>> kNoCapacity{"datasets", "dispatcher", "fairness", "links",
                                                              "mixes",    "name",       "policies", "routes",
                                                              "routing",  "tenants",    "workload", "zones"};
  const std::string first = first_keys(path, 1);
  if (kNoCapacity.contains(first)) return {};
  if (first == "programme" && first_keys(path, 3) != first_keys(path, 2)) return {first_keys(path, 3)};
  if (first == "accelerators" && path != first) return {first_keys(path, 2)};
  const bool is_of_centre = first == "centres" && path != first;
  if (is_of_centre && path.starts_with(first_keys(path, 2) + ".pools.")) return {first_keys(path, 4)};
  const std::string within = is_of_centre ? first_keys(path, 2) + "." : "";
  std::vector<std::string> result;
  for (const auto& [node, to] : links) {
    if (is_pool(node) && node.starts_with(within)) result.push_back(node);
  }
  return result;
}

/// The pools that feel a lever, directly or not.
std::vector<std::string> pools_of(const LeverSpec& lever, const Links& links) {
  std::set<std::string> reached;
  std::vector<std::string> open;
  for (const auto& [path, value] : lever.set) {
    for (std::string& node : felt_at_once(path, links)) open.push_back(std::move(node));
  }
  while (!open.empty()) {
    const std::string node = std::move(open.back());
    open.pop_back();
    if (!reached.insert(node).second) continue;
    const auto to = links.find(node);
    if (to != links.end()) open.insert(open.end(), to->second.begin(), to->second.end());
  }
  std::erase_if(reached, [](const std::string& node) { return !is_pool(node); });
  return {reached.begin(), reached.end()};
}

}  // namespace

LeverGroups lever_groups(const std::vector<LeverSpec>& levers, const std::vector<Spec>& specs) {
  const Links links = links_of(specs);
  std::vector<std::size_t> group(levers.size());
  std::iota(group.begin(), group.end(), 0U);
  std::map<std::string, std::size_t> first_of;  // by pool: a lever that it feels
  std::vector<std::vector<std::string>> pools;
  for (std::size_t i = 0; i < levers.size(); ++i) {
    pools.push_back(pools_of(levers[i], links));
    for (const std::string& pool : pools.back()) {
      const std::size_t other = group[first_of.try_emplace(pool, i).first->second];
      const std::size_t own = group[i];
      std::ranges::replace(group, std::max(own, other), std::min(own, other));
    }
  }
  LeverGroups result;
  for (std::size_t root = 0; root < levers.size(); ++root) {
    if (group[root] != root) continue;
    LeverGroup& each = result.groups.emplace_back();
    std::set<std::string> felt;
    for (std::size_t i = root; i < levers.size(); ++i) {
      if (group[i] != root) continue;
      each.levers.push_back(i);
      felt.insert(pools[i].begin(), pools[i].end());
    }
    each.pools.assign(felt.begin(), felt.end());
    result.felt.insert(felt.begin(), felt.end());
  }
  return result;
}

}  // namespace suanwang
