#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <utility>

#include "net/sharing.hpp"

namespace suanwang {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Sums of rates that exceed a capacity by no more than this part of it are equal to it: what is full twice
/// over, by flows that are held elsewhere, is not to move them by a last digit.
constexpr double kNoise = 1e-14;

/// Bounds from running sums may be wrong by this part.
constexpr double kSurely = 1e-9;

/// `condition ? a : b` without a branch, where nobody could predict it.
double choose(bool condition, double a, double b) {
  const std::uint64_t mask = -static_cast<std::uint64_t>(condition);
  return std::bit_cast<double>((std::bit_cast<std::uint64_t>(a) & mask) |
                               (std::bit_cast<std::uint64_t>(b) & ~mask));
}

// An entry of the heap, level and then resource in one number; levels are not negative, so that their bits
// compare as they do.
Uint128 entry(double level, Sharing::Index l) {
  return static_cast<Uint128>(std::bit_cast<std::uint64_t>(level)) << 64 | l;
}
double level_of(Uint128 e) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(e >> 64));
}
Sharing::Index resource_of(Uint128 e) {
  return static_cast<Sharing::Index>(e);
}

}  // namespace

void Sharing::solve() {
  drop_empty_classes();
  begin();
  for (const Index l : touched_) {
    resources_[l].touched = false;
    sum(l);
    if (!open(l)) reopen(l);
  }
  touched_.clear();
  while (!heap_.empty()) fill_least();
  for (const Index c : loose_) {  // no resource holds those that are left
    if (terms_[c].flows > 0 && classes_[c].fixed != solve_) fix(c, classes_[c].limit, kNone);
  }
  loose_.clear();
  for (const Index l : solved_resources_) add_up(l);
}

void Sharing::drop_empty_classes() {
  for (const Index c : idle_classes_) {
    terms_[c].idle = false;
    if (terms_[c].flows == 0) drop_class(c);
  }
  idle_classes_.clear();
}

void Sharing::begin() {
  if (++solve_ == 0) {  // the numbers of solves have come round
    for (Class& c : classes_) c.fixed = 0;
    std::ranges::fill(opened_, 0);
    solve_ = 1;
  }
  opened_[none_] = solve_;  // so that who is held by its cap alone is held by nothing that is not open
  level_ = 0;
  changed_classes_.clear();
  solved_resources_.clear();
}

/// Calls `visit(c)` for each class that this resource held back and that nothing has fixed yet. They are
/// picked out first, without branches, for nobody could predict them; and `visit` may come here again.
template <class Visit>
void Sharing::for_each_waiting(Index l, Visit&& visit) {
  const std::vector<Index>& members = members_[l];
  const std::size_t first = picked_.size();
  picked_.resize(first + members.size());
  std::size_t last = first;
  for (const Index c : members) {
    const Class& member = classes_[c];
    picked_[last] = c;
    last += static_cast<std::size_t>(static_cast<int>(member.fixed != solve_) &
                                     static_cast<int>(member.bottleneck == l));
  }
  for (std::size_t i = first; i < last; ++i) {
    if (classes_[picked_[i]].fixed != solve_) visit(picked_[i]);
  }
  picked_.resize(first);
}

/// From here up the resource has to be looked at: it holds its flows back no more, but for what is found now.
void Sharing::reopen(Index l) {
  Resource& r = resources_[l];
  meet(l);
  opened_[l] = solve_;
  const bool was_full = std::exchange(r.full, false);
  r.release = was_full ? r.level : kInfinity;
  r.bound = kInfinity;
  r.level = 0;
  r.known = false;
  if (was_full) {
    for_each_waiting(l, [this](Index c) { set_free(c); });
  }
  bound(l);
}

/// The bottleneck of this class has opened: it may rise wherever it is.
void Sharing::set_free(Index c) {
  const Class& freed = classes_[c];
  Index full = kNone;
  for (const Index l : path(c)) {
    if (l == freed.bottleneck) continue;
    meet(l);
    Resource& r = resources_[l];
    r.below -= freed.total_weight * freed.level;
    r.slope += freed.total_weight;
    r.scale = std::max(r.scale, r.slope);
    ++r.above;
    if (!open(l)) continue;
    if (r.full) {
      full = l;
    } else {
      r.known = false;
      r.level = std::min(r.level, freed.level);
      bound(l);
    }
  }
  if (full != kNone) fix(c, freed.level, full);  // at this same level
}

/// A lower bound of the level of a resource in constant time, from its sums: as if those counted above had no
/// ceiling, and those below were at theirs.
double Sharing::lower_bound(const Resource& r) const {
  if (r.capacity == kInfinity) return kInfinity;
  if (r.above == 0) return r.below <= r.capacity * (1 + kNoise) ? kInfinity : level_;
  if (r.slope < r.scale / 256) return level_;  // what differences leave of much larger weights is noise
  return std::max(r.level, (r.capacity - r.below) / r.slope);
}

/// Puts a resource into the heap where it may be full at a lower level than is known there.
void Sharing::bound(Index l) {
  Resource& r = resources_[l];
  const double level = std::max(level_, std::min(lower_bound(r), r.release));
  if (level >= r.bound) return;
  r.bound = level;
  heap_.push_back(0);
  std::size_t i = heap_.size() - 1;
  const Uint128 added = entry(level, l);
  for (; i > 0 && added < heap_[(i - 1) / 2]; i = (i - 1) / 2) heap_[i] = heap_[(i - 1) / 2];
  heap_[i] = added;
}

/// Takes the filling one step further: at the resource of the least bound, which may be out of date.
void Sharing::fill_least() {
  const double least = level_of(heap_.front());
  const Index l = resource_of(heap_.front());
  Resource& r = resources_[l];
  if (r.full || least != r.bound) {  // a lower bound came later
    pop_top();
    return;
  }
  double level = r.known ? r.level : lower_bound(r);
  if (!r.known && std::max(level_, std::min(level, r.release)) <= least &&
      level <= r.release * (1 + kSurely)) {
    level = r.level = std::max(level_, full_level(l));  // rounding may have put it a digit below
    r.known = true;
  }
  const double bound = std::max(level_, std::min(level, r.release));
  if (bound > least) {
    r.bound = bound;
    if (bound < kInfinity) {
      replace_top(entry(bound, l));
    } else {
      pop_top();
    }
    return;
  }
  level_ = bound;
  if (level <= r.release) {
    pop_top();
    fill(l);
  } else {
    release(l);
  }
}

/// The resource is full: its flows get its level, except where something holds them lower.
void Sharing::fill(Index l) {
  Resource& r = resources_[l];
  filled_.clear();
  const std::vector<Index>& members = members_[l];
  picked_.resize(members.size());
  std::size_t picked = 0;
  for (const Index c : members) {  // without branches, as above
    const Class& member = classes_[c];
    const int above = static_cast<int>(ceiling(member) > r.level) | static_cast<int>(!held(member));
    picked_[picked] = c;
    picked += static_cast<std::size_t>(static_cast<int>(member.fixed != solve_) & above);
  }
  for (std::size_t i = 0; i < picked; ++i) {
    const Index c = picked_[i];
    const double limit = classes_[c].limit;  // of those that are not held
    const bool full = held(classes_[c]) || limit > r.level;
    filled_.emplace_back(c, full ? assign(c, r.level, l) : assign(c, limit, kNone));
  }
  picked_.clear();
  r.full = true;  // and only now may others open, which look at what is full
  for (const auto& [c, changed] : filled_) {
    if (changed) spread(c);
  }
}

/// Lets the flows rise that this resource held back at the present level, which it no longer does: all their
/// resources have to be looked at, from here up.
void Sharing::release(Index l) {
  resources_[l].release = kInfinity;
  for_each_waiting(l, [this](Index c) {
    loose_.push_back(c);
    spread(c);
  });
}

void Sharing::fix(Index c, double level, Index bottleneck) {
  if (assign(c, level, bottleneck)) spread(c);
}

/// True if the level is another than before.
bool Sharing::assign(Index c, double level, Index bottleneck) {
  Class& fixed = classes_[c];
  const bool changed = level != fixed.level || (bottleneck == kNone) != (fixed.bottleneck == kNone);
  const double weight = fixed.total_weight;
  const bool everywhere = is_free(fixed);
  for (const Index l : path(c)) {
    meet(l);
    Resource& r = resources_[l];
    r.known = r.full;
    if (everywhere || l == fixed.bottleneck) {
      r.slope -= weight;
      --r.above;
      r.below += weight * level;
    } else {
      r.below += weight * (level - fixed.level);
    }
  }
  fixed.fixed = solve_;
  fixed.level = level;
  fixed.bottleneck = bottleneck;
  if (changed) changed_classes_.push_back(c);
  return changed;
}

/// Opens the resources of a class whose level has changed. It has fallen, or they are open.
void Sharing::spread(Index c) {
  for (const Index l : path(c)) {
    if (!open(l)) reopen(l);
  }
}

void Sharing::meet(Index l) {
  if (resources_[l].met == solve_) return;
  resources_[l].met = solve_;
  solved_resources_.push_back(l);
}

/// Adds up anew what goes up and down as flows are freed and fixed. Above are those that nothing yet holds
/// below the level of this resource: those that it held back, and those that are free.
void Sharing::sum(Index l) {
  Resource& r = resources_[l];
  r.slope = r.below = 0;
  r.above = 0;
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    const bool above = member.fixed != solve_ && (member.bottleneck == l || is_free(member));
    r.above += static_cast<std::uint32_t>(above);
    r.slope += choose(above, member.total_weight, 0);
    r.below += choose(above, 0, member.total_weight * member.level);
  }
  r.scale = r.slope;
}

/// The level at which the resource is full: f(s) = sum of w min(ceiling, s) over its flows meets what is left
/// of its capacity. +inf if that never comes. Newton's method: f is concave and made of straight pieces, so
/// from any guess one step leads to a level that is not too high, and further ones up to the solution, in as
/// many steps at most as there are ceilings between; usually the first guess, the old level, is on the right
/// piece.
double Sharing::full_level(Index l) {
  if (resources_[l].slope < resources_[l].scale / 256) sum(l);
  const Resource& r = resources_[l];
  const std::vector<Index>& members = members_[l];
  total_weights_.resize(members.size());
  ceilings_.resize(members.size());
  double all = 0;
  double weight = 0;
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Class& member = classes_[members[i]];
    const bool fixed = member.fixed == solve_;
    const bool stays = static_cast<bool>(static_cast<int>(fixed) | static_cast<int>(held(member)));
    const double at_most = choose(stays, member.level, member.limit);
    total_weights_[i] = member.total_weight;
    ceilings_[i] = at_most;
    all += member.total_weight * at_most;
    weight += member.total_weight;
    waiting += fixed ? 0 : 1;
  }
  if (waiting == 0 || all <= r.capacity * (1 + kNoise)) return kInfinity;
  const double least = r.capacity / weight;  // as if there were no ceilings
  double level = r.release < kInfinity ? r.release : std::max(least, level_);
  for (std::size_t before = ceilings_.size() + 1;;) {
    std::size_t above = 0;
    double slope = 0;
    double below = 0;
    for (std::size_t i = 0; i < ceilings_.size(); ++i) {
      const bool is_above = ceilings_[i] > level;
      above += static_cast<std::size_t>(is_above);
      slope += choose(is_above, total_weights_[i], 0);
      below += choose(is_above, 0, total_weights_[i] * ceilings_[i]);
    }
    const bool first = before > ceilings_.size();
    const double next = above == 0 ? least : std::max(least, (r.capacity - below) / slope);
    // On the same piece, or only the rounding moves it.
    if (above == before || (!first && (above == 0 || next <= level))) return level;
    before = above;
    level = next;
  }
}

/// What the resource carries now, and its sums for the next time it opens.
void Sharing::add_up(Index l) {
  Resource& r = resources_[l];
  r.slope = r.below = 0;
  r.above = 0;
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    const bool above = member.bottleneck == l;
    r.above += static_cast<std::uint32_t>(above);
    r.slope += choose(above, member.total_weight, 0);
    r.below += choose(above, 0, member.total_weight * member.level);
  }
  r.scale = r.slope;
  r.used = r.full ? r.capacity : r.below;
}

/// The least bound has grown.
void Sharing::replace_top(Uint128 grown) {
  const std::size_t n = heap_.size();
  std::size_t i = 0;
  while (true) {
    std::size_t child = 2 * i + 1;
    if (child >= n) break;
    if (child + 1 < n) child += static_cast<std::size_t>(heap_[child + 1] < heap_[child]);
    if (grown <= heap_[child]) break;
    heap_[i] = heap_[child];
    i = child;
  }
  heap_[i] = grown;
}

void Sharing::pop_top() {
  const Uint128 last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) replace_top(last);
}

}  // namespace suanwang
