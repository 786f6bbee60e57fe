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
  }
}

void Sharing::drop_class(Index c) {
  Class& dropped = classes_[c];
  for (const Index l : path(dropped)) {
    std::vector<Index>& members = members_[l];
    members.erase(std::ranges::lower_bound(members, c, [this](Index a, Index b) { return before(a, b); }));
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
  loose_.push_back(c);
  for (const Index l : path(changed)) touch(l);
}

void Sharing::set_capacity(Index l, double capacity) {
  SUANWANG_CHECK(capacity >= 0);
  resources_[l].capacity = capacity;
  touch(l);
}

void Sharing::solve() {
  drop_empty_classes();
  begin();
  for (const Index l : touched_) {
    resources_[l].touched = false;
    if (!open(l)) reopen(l);
  }
  touched_.clear();
  while (!heap_.empty()) fill_least();
  for (const Index c : loose_) {  // those left have no resource that is limited
    if (classes_[c].flows > 0 && classes_[c].fixed != solve_) fix(c, classes_[c].limit, kNone);
  }
  loose_.clear();
  for (const Index l : solved_resources_) add_up(l);
}

void Sharing::drop_empty_classes() {
  for (const Index c : idle_classes_) {
    classes_[c].idle = false;
    if (classes_[c].flows == 0) drop_class(c);
  }
  idle_classes_.clear();
}

void Sharing::begin() {
  if (++solve_ == 0) {  // the numbers of solves have come round
    for (Class& c : classes_) c.fixed = 0;
    for (Resource& r : resources_) r.opened = 0;
    solve_ = 1;
  }
  level_ = 0;
  changed_classes_.clear();
  solved_resources_.clear();
}

/// Of this resource no flow's rate may be taken for granted any more.
void Sharing::reopen(Index l) {
  Resource& r = resources_[l];
  r.opened = solve_;
  r.used = r.weight = 0;
  r.waiting = 0;
  r.release = kInfinity;
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    if (member.fixed == solve_) {
      r.used += member.total_weight * member.level;
    } else {
      r.weight += member.total_weight;
      ++r.waiting;
      if (member.bottleneck == l) r.release = std::min(r.release, member.level);
    }
  }
  r.known_weight = r.weight;
  solved_resources_.push_back(l);
  if (r.waiting == 0) return;
  const double bound = std::max(level_, std::min(share(l), r.release));
  if (bound < kInfinity) push(bound, l);
}

/// Takes the filling one step further: at the resource of the least bound, which may be out of date.
void Sharing::fill_least() {
  const Index l = heap_.front().resource;
  Resource& r = resources_[l];
  const double least = std::max(level_, share(l));  // rounding may have put it a digit below
  const double bound = std::min(least, std::max(level_, r.release));
  if (r.waiting == 0 || bound == kInfinity) {
    pop_top();
    return;
  }
  if (bound > heap_.front().share) {
    replace_top(bound);
    return;
  }
  const double before = level_;
  level_ = bound;
  if (fix_below(l, bound)) return;
  const double full = std::max(before, full_level(l));  // without the noise that the bound may have
  if (least <= r.release || full <= r.release) {
    level_ = full;
    fix_rest(l, full);
  } else {
    release(l);
  }
}

/// Fixes the waiting flows whose ceiling is at most `level`; false if there are none.
bool Sharing::fix_below(Index l, double level) {
  bool any = false;
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    if (member.fixed == solve_) continue;
    // A bottleneck that is not open still holds its flows where they were.
    const bool held = member.bottleneck != kNone && !open(member.bottleneck);
    const double ceiling = held ? member.level : member.limit;
    if (ceiling > level) continue;
    fix(c, ceiling, held ? member.bottleneck : kNone);
    any = true;
  }
  return any;
}

/// The resource is full: its waiting flows get this level.
void Sharing::fix_rest(Index l, double level) {
  for (const Index c : members_[l]) {
    if (classes_[c].fixed != solve_) fix(c, level, l);
  }
}

/// Lets the flows rise that this resource used to hold back at the present level, which it no longer does: all
/// their resources have to be looked at, from here up.
void Sharing::release(Index l) {
  resources_[l].release = kInfinity;
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    if (member.fixed == solve_ || member.bottleneck != l) continue;
    loose_.push_back(c);
    for (const Index m : path(member)) {
      if (!open(m)) reopen(m);
    }
  }
}

void Sharing::fix(Index c, double level, Index bottleneck) {
  Class& fixed = classes_[c];
  const bool changed = level != fixed.level || (bottleneck == kNone) != (fixed.bottleneck == kNone);
  fixed.fixed = solve_;
  fixed.level = level;
  fixed.bottleneck = bottleneck;
  if (changed) changed_classes_.push_back(c);
  const double weight = fixed.total_weight;
  const double rate = weight * level;
  for (const Index l : path(fixed)) {
    Resource& r = resources_[l];
    if (r.opened == solve_) {
      r.used += rate;
      r.weight -= weight;
      --r.waiting;
    } else if (changed) {
      reopen(l);
    }
  }
}

/// The level at which the waiting flows fill the resource, by sums in the order of contents: equal flows give an
/// equal level to the last bit, whatever else happened, and where nothing changes nothing is passed on.
double Sharing::full_level(Index l) const {
  double used = 0;
  double weight = 0;
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    if (member.fixed == solve_) {
      used += member.total_weight * member.level;
    } else {
      weight += member.total_weight;
    }
  }
  return std::max(0.0, resources_[l].capacity - used) / weight;
}

/// What the resource carries now, and whether it is full.
void Sharing::add_up(Index l) {
  Resource& r = resources_[l];
  r.used = 0;
  r.saturated = false;
  for (const Index c : members_[l]) {
    r.used += classes_[c].total_weight * classes_[c].level;
    r.saturated = r.saturated || classes_[c].bottleneck == l;
  }
}

/// What a unit of weight gets of what is left.
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

void Sharing::push(double share, Index l) {
  heap_.push_back({share, l});
  std::ranges::push_heap(heap_, [](const Share& a, const Share& b) { return b < a; });
}

/// The least bound has grown.
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

std::optional<std::string> Sharing::violation() const {
  constexpr double kSlack = 1e-9;
  std::vector<double> used(resources_.size());
  std::vector<double> highest_level(resources_.size());
  for (std::size_t l = 0; l < resources_.size(); ++l) {
    for (const Index c : members_[l]) {
      used[l] += classes_[c].flows * classes_[c].rate();
      highest_level[l] = std::max(highest_level[l], classes_[c].rate() / classes_[c].weight);
    }
    if (used[l] > resources_[l].capacity * (1 + kSlack)) {
      return fmt::format("resource {} carries {} of {} B/s", l, used[l], resources_[l].capacity);
    }
  }
  const auto held = [&](const Class& c) {
    return std::ranges::any_of(path(c), [&](Index l) {
      return used[l] >= resources_[l].capacity * (1 - kSlack) &&
             c.rate() / c.weight >= highest_level[l] * (1 - kSlack);
    });
  };
  for (std::size_t c = 0; c < classes_.size(); ++c) {
    const Class& of_class = classes_[c];
    if (of_class.flows == 0) continue;
    const double rate = of_class.rate();
    if (!(rate >= 0 && rate <= of_class.cap)) return fmt::format("class {} has {} of {} B/s", c, rate, of_class.cap);
    if (rate != of_class.cap && !held(of_class)) {
      return fmt::format("class {} has {} B/s and nothing holds it back", c, rate);
    }
  }
  return std::nullopt;
}

}  // namespace suanwang
