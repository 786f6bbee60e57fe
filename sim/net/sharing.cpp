#include "net/sharing.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"

namespace suanwang {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
  return hash ^ hash >> 32;
}

std::uint64_t hash_of_class(std::span<const ResourceId> path, double weight, double cap) {
  std::uint64_t hash = mix(mix(0, std::bit_cast<std::uint64_t>(weight)), std::bit_cast<std::uint64_t>(cap));
  for (const ResourceId l : path) hash = mix(hash, l.index());
  return hash;
}

}  // namespace

Sharing::Sharing(const std::vector<BytesPerSecond>& capacities) {
  members_.resize(capacities.size());
  resources_.resize(capacities.size());
  for (std::size_t l = 0; l < capacities.size(); ++l) {
    SUANWANG_CHECK(capacities[l].base() >= 0);
    resources_[l].capacity = capacities[l].base();
  }
}

Sharing::Index Sharing::class_of(std::span<const ResourceId> path, double weight, double cap) {
  const std::uint64_t hash = hash_of_class(path, weight, cap);
  const Index found = index_.find(hash, [&](Index c) {
    const Class& of_class = classes_[c];
    return of_class.weight == weight && of_class.cap == cap &&
           std::ranges::equal(this->path(of_class), path,
                              [](Index l, ResourceId id) { return l == id.index(); });
  });
  return found != ClassIndex::kNone ? found : make_class(path, weight, cap, hash);
}

Sharing::Index Sharing::make_class(std::span<const ResourceId> path, double weight, double cap,
                                   std::uint64_t hash) {
  SUANWANG_CHECK(weight > 0 && weight < kInfinity && cap > 0);
  if (free_classes_.empty()) {
    free_classes_.push_back(static_cast<Index>(classes_.size()));
    classes_.emplace_back();
  }
  const Index c = free_classes_.back();
  free_classes_.pop_back();
  Class& made = classes_[c];
  made = {};
  made.limit = cap / weight;
  made.weight = weight;
  made.cap = cap;
  made.hash = hash;
  made.length = static_cast<Index>(path.size());
  if (free_paths_.size() <= path.size()) free_paths_.resize(path.size() + 1);
  std::vector<Index>& free = free_paths_[path.size()];
  if (free.empty()) {
    made.path = static_cast<Index>(paths_.size());
    // One more than is needed, so that the address of an empty path is one of the pool.
    paths_.resize(paths_.size() + std::max<std::size_t>(path.size(), 1));
  } else {
    made.path = free.back();
    free.pop_back();
  }
  for (std::size_t i = 0; i < path.size(); ++i) {
    SUANWANG_CHECK(path[i].index() < resources_.size());
    paths_[made.path + i] = static_cast<Index>(path[i].index());
  }
  index_.insert(hash, c);
  join(c);
  // Should no resource hold it back, that is what it gets; and where it has no path no solve will meet it.
  made.level = made.limit;
  made.idle = true;
  idle_classes_.push_back(c);
  return c;
}

/// Whether a class comes before another where their rates are added up: by what they are, not by number.
bool Sharing::before(Index a, Index b) const {
  const Class& x = classes_[a];
  const Class& y = classes_[b];
  if (x.hash != y.hash) return x.hash < y.hash;
  if (x.weight != y.weight) return x.weight < y.weight;
  if (x.cap != y.cap) return x.cap < y.cap;
  return std::ranges::lexicographical_compare(path(x), path(y));
}

void Sharing::join(Index c) {
  const Class& joining = classes_[c];
  for (const Index l : path(joining)) {
    std::vector<Index>& members = members_[l];
    const auto place =
        std::ranges::lower_bound(members, c, [this](Index a, Index b) { return before(a, b); });
    SUANWANG_CHECK(place == members.end() || *place != c);  // no resource twice on a path
    members.insert(place, c);
    if (joining.limit < kInfinity) ++resources_[l].capped;
  }
}

void Sharing::drop_class(Index c) {
  Class& dropped = classes_[c];
  for (const Index l : path(dropped)) {
    std::vector<Index>& members = members_[l];
    members.erase(std::ranges::lower_bound(members, c, [this](Index a, Index b) { return before(a, b); }));
    if (dropped.limit < kInfinity) --resources_[l].capped;
  }
  index_.erase(dropped.hash, c);
  free_paths_[dropped.length].push_back(dropped.path);
  free_classes_.push_back(c);
}

void Sharing::touch(Index l) {
  if (resources_[l].touched) return;
  resources_[l].touched = true;
  touched_.push_back(l);
}

void Sharing::set_flows(Index c, std::uint32_t flows) {
  Class& changed = classes_[c];
  if (flows == 0 && !changed.idle) {
    changed.idle = true;
    idle_classes_.push_back(c);
  }
  changed.flows = flows;
  changed.total_weight = flows * changed.weight;
  for (const Index l : path(changed)) touch(l);
}

void Sharing::set_capacity(Index l, double capacity) {
  SUANWANG_CHECK(capacity >= 0);
  resources_[l].capacity = capacity;
  touch(l);
}

void Sharing::solve() {
  drop_empty_classes();
  gather();
  fill();
}

void Sharing::drop_empty_classes() {
  for (const Index c : idle_classes_) {
    classes_[c].idle = false;
    if (classes_[c].flows == 0) drop_class(c);
  }
  idle_classes_.clear();
}

/// Finds all resources and classes that touched ones reach: what shares, directly or by way of others.
void Sharing::gather() {
  if (++solve_ == 0) {  // the numbers of solves have come round
    for (Class& c : classes_) c.seen = c.fixed = 0;
    for (Resource& r : resources_) r.seen = 0;
    solve_ = 1;
  }
  solved_classes_.clear();
  solved_resources_.clear();
  for (const Index l : touched_) {
    resources_[l].touched = false;
    meet(l);
  }
  touched_.clear();
  for (std::size_t i = 0; i < solved_resources_.size(); ++i) {
    const Index l = solved_resources_[i];
    double weight = 0;
    for (const Index c : members_[l]) {
      Class& member = classes_[c];
      weight += member.total_weight;
      if (member.seen == solve_) continue;
      member.seen = solve_;
      solved_classes_.push_back(c);
      for (const Index m : path(member)) meet(m);
    }
    Resource& r = resources_[l];
    r.used = 0;
    r.weight = r.known_weight = weight;
    r.open = static_cast<std::uint32_t>(members_[l].size());
    r.saturated = false;
  }
}

void Sharing::meet(Index l) {
  if (resources_[l].seen == solve_) return;
  resources_[l].seen = solve_;
  solved_resources_.push_back(l);
}

void Sharing::fill() {
  heap_.clear();
  for (const Index l : solved_resources_) {
    const Resource& r = resources_[l];
    if (r.open > 0 && r.capacity < kInfinity) heap_.push_back({r.capacity / r.weight, l});
  }
  std::ranges::make_heap(heap_, [](const Share& a, const Share& b) { return b < a; });
  double level = 0;
  while (!heap_.empty()) {
    const Index l = heap_.front().resource;
    if (resources_[l].open == 0) {
      pop_top();
      continue;
    }
    const double now = std::max(level, share(l));  // rounding may have put it a digit below
    if (now > heap_.front().share) {
      replace_top(now);
    } else {
      level = now;
      if (resources_[l].capped == 0 || !fix_capped(l, level)) fix_rest(l, level);
    }
  }
  for (const Index c : solved_classes_) {
    if (classes_[c].fixed != solve_) fix(classes_[c], classes_[c].limit, kNone);
  }
}

/// Fixes those whose cap holds at this share; false if there are none.
bool Sharing::fix_capped(Index l, double share) {
  bool any = false;
  for (const Index c : members_[l]) {
    Class& member = classes_[c];
    if (member.fixed == solve_ || member.limit > share) continue;
    fix(member, member.limit, kNone);
    any = true;
  }
  return any;
}

void Sharing::fix_rest(Index l, double share) {
  Resource& full = resources_[l];
  for (const Index c : members_[l]) {
    if (full.open == 0) break;
    if (classes_[c].fixed != solve_) fix(classes_[c], share, l);
  }
  full.saturated = true;
}

void Sharing::fix(Class& c, double level, Index bottleneck) {
  c.fixed = solve_;
  c.level = level;
  c.bottleneck = bottleneck;
  const double weight = c.total_weight;
  const double rate = weight * level;
  for (const Index l : path(c)) {
    Resource& r = resources_[l];
    r.used += rate;
    r.weight -= weight;
    --r.open;
  }
}

/// What a unit of weight gets of what is left. @pre there are classes that are not fixed
double Sharing::share(Index l) {
  Resource& r = resources_[l];
  // What differences leave of much larger weights is noise: add up anew, which is seldom.
  if (r.weight < r.known_weight / 256) {
    double weight = 0;
    for (const Index c : members_[l]) {
      if (classes_[c].fixed != solve_) weight += classes_[c].total_weight;
    }
    r.weight = r.known_weight = weight;
  }
  return std::max(0.0, r.capacity - r.used) / r.weight;
}

/// The least share has grown.
void Sharing::replace_top(double share) {
  const Share grown{share, heap_.front().resource};
  const std::size_t n = heap_.size();
  std::size_t i = 0;
  while (true) {
    std::size_t child = 2 * i + 1;
    if (child >= n) break;
    if (child + 1 < n && heap_[child + 1] < heap_[child]) ++child;
    if (!(heap_[child] < grown)) break;
    heap_[i] = heap_[child];
    i = child;
  }
  heap_[i] = grown;
}

void Sharing::pop_top() {
  const Share last = heap_.back();
  heap_.pop_back();
  if (heap_.empty()) return;
  heap_.front().resource = last.resource;
  replace_top(last.share);
}

std::optional<std::string> Sharing::violation(std::span<const Index> resources,
                                              std::span<const Index> classes) const {
  constexpr double kSlack = 1e-9;
  struct Load {
    double used = 0;
    double highest_level = 0;
  };
  std::vector<Load> loads(resources_.size());
  for (const Index l : resources) {
    for (const Index c : members_[l]) {
      const Class& member = classes_[c];
      loads[l].used += member.flows * member.rate();
      loads[l].highest_level = std::max(loads[l].highest_level, member.rate() / member.weight);
    }
    if (loads[l].used > resources_[l].capacity * (1 + kSlack)) {
      return fmt::format("resource {} carries {} of {} B/s", l, loads[l].used, resources_[l].capacity);
    }
  }
  for (const Index c : classes) {
    const Class& held = classes_[c];
    if (!(held.rate() >= 0 && held.rate() <= held.cap)) {
      return fmt::format("class {} has {} B/s, its cap is {}", c, held.rate(), held.cap);
    }
    const bool by_resource = std::ranges::any_of(path(held), [&](Index l) {
      return loads[l].used >= resources_[l].capacity * (1 - kSlack) &&
             held.rate() / held.weight >= loads[l].highest_level * (1 - kSlack);
    });
    if (held.rate() != held.cap && !by_resource) {
      return fmt::format("class {} has {} B/s and nothing holds it back", c, held.rate());
    }
  }
  return std::nullopt;
}

}  // namespace suanwang
