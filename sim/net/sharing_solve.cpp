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

/// `condition ? a : b` without a branch, where nobody could predict it.
double choose(bool condition, double a, double b) {
  const std::uint64_t mask = -static_cast<std::uint64_t>(condition);
  return std::bit_cast<double>((std::bit_cast<std::uint64_t>(a) & mask) |
                               (std::bit_cast<std::uint64_t>(b) & ~mask));
}

}  // namespace

void Sharing::solve() {
  drop_empty_classes();
  begin();
  for (const Index l : touched_) {
    if (!open(l)) reopen(l, resources_[l].touched);
    resources_[l].touched = Change::None;
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

/// From here up the resource has to be looked at: it holds its flows back no more, but for what is found now.
/// If flows on it may only fall, that begins at its old level, and where it was not full there is nothing to
/// find.
void Sharing::reopen(Index l, Change change) {
  Resource& r = resources_[l];
  opened_[l] = solve_;
  const bool was_full = std::exchange(r.full, false);
  r.release = was_full ? r.level : kInfinity;
  r.bound = kInfinity;
  r.known = r.looked_at = false;
  solved_resources_.push_back(l);
  bound(l, change == Change::Rise ? level_ : r.release);
  if (!was_full) return;
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    if (member.fixed == solve_ || member.bottleneck != l) continue;
    for (const Index m : path(c)) {
      if (!open(m) || m == l) continue;
      if (resources_[m].full) {  // at this same level
        fix(c, member.level, m);
        break;
      }
      resources_[m].known = false;  // it took the old level for a ceiling
      if (resources_[m].looked_at) bound(m, member.level);
    }
  }
}

/// The level of the resource may be as low as this.
void Sharing::bound(Index l, double level) {
  level = std::max(level, level_);
  if (level >= resources_[l].bound) return;
  resources_[l].bound = level;
  heap_.push_back({level, l});
  std::ranges::push_heap(heap_, [](const Bound& a, const Bound& b) { return b < a; });
}

/// Takes the filling one step further: at the resource of the least bound, which may be out of date.
void Sharing::fill_least() {
  const auto [least, l] = heap_.front();
  Resource& r = resources_[l];
  if (r.full || least != r.bound) {  // a lower bound came later
    pop_top();
    return;
  }
  if (!r.known) {
    r.level = std::max(level_, full_level(l));  // rounding may have put it a digit below
    r.known = r.looked_at = true;
  }
  const double bound = std::max(level_, std::min(r.level, r.release));
  if (bound > least) {
    r.bound = bound;
    if (bound < kInfinity) {
      replace_top(bound);
    } else {
      pop_top();
    }
    return;
  }
  level_ = bound;
  if (r.level <= r.release) {
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
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    if (member.fixed == solve_) continue;
    if (ceiling(member) > r.level) {
      filled_.emplace_back(c, assign(c, r.level, l));
    } else if (!held(member)) {
      filled_.emplace_back(c, assign(c, member.limit, kNone));
    }
  }
  r.full = true;  // and only now may others open, which look at what is full
  for (const auto& [c, changed] : filled_) spread(c, changed);
}

/// Lets the flows rise that this resource held back at the present level, which it no longer does: all their
/// resources have to be looked at, from here up.
void Sharing::release(Index l) {
  resources_[l].release = kInfinity;
  for (const Index c : members_[l]) {
    const Class& member = classes_[c];
    if (member.fixed == solve_ || member.bottleneck != l) continue;
    loose_.push_back(c);
    for (const Index m : path(c)) {
      if (!open(m)) {
        reopen(m, Change::Rise);
      } else if (!resources_[m].looked_at) {
        bound(m, level_);
      }
    }
  }
}

void Sharing::fix(Index c, double level, Index bottleneck) {
  spread(c, assign(c, level, bottleneck));
}

/// True if the level is another than before.
bool Sharing::assign(Index c, double level, Index bottleneck) {
  Class& fixed = classes_[c];
  const bool changed = level != fixed.level || (bottleneck == kNone) != (fixed.bottleneck == kNone);
  fixed.fixed = solve_;
  fixed.level = level;
  fixed.bottleneck = bottleneck;
  if (changed) changed_classes_.push_back(c);
  return changed;
}

/// Lets the resources of a fixed class know.
void Sharing::spread(Index c, bool changed) {
  for (const Index l : path(c)) {
    if (open(l)) {
      resources_[l].known = resources_[l].full;
    } else if (changed) {  // it has fallen: if it had risen, its resources would be open
      reopen(l, Change::Fall);
    }
  }
}

/// The level at which the resource is full: f(s) = sum of w min(ceiling, s) over its flows meets what is left
/// of its capacity. +inf if that never comes. Newton's method: f is concave and made of straight pieces, so
/// from any guess one step leads to a level that is not too high, and further ones up to the solution, in as
/// many steps at most as there are ceilings between; usually the first guess, the old level, is on the right
/// piece.
double Sharing::full_level(Index l) {
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

/// What the resource carries now.
void Sharing::add_up(Index l) {
  Resource& r = resources_[l];
  if (r.full) {
    r.used = r.capacity;
    return;
  }
  r.used = 0;
  for (const Index c : members_[l]) r.used += classes_[c].total_weight * classes_[c].level;
}

/// The least bound has grown.
void Sharing::replace_top(double level) {
  const Bound grown{level, heap_.front().resource};
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
  const Bound last = heap_.back();
  heap_.pop_back();
  if (heap_.empty()) return;
  heap_.front().resource = last.resource;
  replace_top(last.level);
}

}  // namespace suanwang
