// Filling from the lowest level up, over the resources that are open; sharing.hpp says which are, and why
// that is enough.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "net/sharing.hpp"

namespace suanwang {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Bounds from running sums may be wrong by this part.
constexpr double kSurely = 1e-9;

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
    for (Resource& r : resources_) r.met = 0;
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

/// Puts a resource into the heap where it may be full at a lower level than is known there.
void Sharing::bound(Index l) {
  Resource& r = resources_[l];
  const double level = std::max(level_, std::min(lower_bound(r), r.release));
  if (level >= r.bound) return;
  r.bound = level;
  heap_.push(level, l);
}

/// Takes the filling one step further: at the resource of the least bound, which may be out of date.
void Sharing::fill_least() {
  const auto [least, l] = heap_.top();
  Resource& r = resources_[l];
  if (r.full || least != r.bound) {  // a lower bound came later
    heap_.pop();
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
      heap_.raise_top(bound);
    } else {
      heap_.pop();
    }
    return;
  }
  level_ = bound;
  if (level <= r.release) {
    heap_.pop();
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

}  // namespace suanwang
