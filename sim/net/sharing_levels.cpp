// Sums over the flows of a resource, and the level at which it is full.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

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

/// A lower bound of the level of a resource in constant time, from its sums: as if those counted above had no
/// ceiling, and those below were at theirs.
double Sharing::lower_bound(const Resource& r) const {
  if (r.capacity == kInfinity) return kInfinity;
  if (r.above == 0) return r.below <= r.capacity * (1 + kNoise) ? kInfinity : level_;
  if (r.slope < r.scale / 256) return level_;  // what differences leave of much larger weights is noise
  return std::max(r.level, (r.capacity - r.below) / r.slope);
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

}  // namespace suanwang
