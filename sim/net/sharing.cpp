#include "net/sharing.hpp"

#include <algorithm>
#include <bit>
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
  opened_.resize(capacities.size() + 1);
  none_ = static_cast<Index>(capacities.size());
  for (std::size_t l = 0; l < capacities.size(); ++l) {
    SUANWANG_CHECK(capacities[l].base() >= 0);
    resources_[l].capacity = capacities[l].base();
  }
}

Sharing::Index Sharing::class_of(std::span<const ResourceId> path, double weight, double cap) {
  const std::uint64_t hash = hash_of_class(path, weight, cap);
  const Index found = index_.find(hash, [&](Index c) {
    return terms_[c].weight == weight && terms_[c].cap == cap &&
           std::ranges::equal(this->path(c), path, [](Index l, ResourceId id) { return l == id.index(); });
  });
  return found != ClassIndex::kNone ? found : make_class(path, weight, cap, hash);
}

Sharing::Index Sharing::make_class(std::span<const ResourceId> path, double weight, double cap,
                                   std::uint64_t hash) {
  SUANWANG_CHECK(weight > 0 && weight < kInfinity && cap > 0);
  if (free_classes_.empty()) {
    free_classes_.push_back(static_cast<Index>(classes_.size()));
    classes_.emplace_back();
    terms_.emplace_back();
  }
  const Index c = free_classes_.back();
  free_classes_.pop_back();
  // Should no resource hold it back, the cap is what it gets; and where it has no path no solve will meet it.
  classes_[c] = {.limit = cap / weight, .level = cap / weight};
  Terms& made = terms_[c];
  made = {.weight = weight, .cap = cap, .hash = hash, .length = static_cast<Index>(path.size())};
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
  made.idle = true;
  idle_classes_.push_back(c);
  return c;
}

/// Whether a class comes before another where their rates are added up: by what they are, not by number.
bool Sharing::before(Index a, Index b) const {
  const Terms& x = terms_[a];
  const Terms& y = terms_[b];
  if (x.hash != y.hash) return x.hash < y.hash;
  if (x.weight != y.weight) return x.weight < y.weight;
  if (x.cap != y.cap) return x.cap < y.cap;
  return std::ranges::lexicographical_compare(path(a), path(b));
}

void Sharing::join(Index c) {
  for (const Index l : path(c)) {
    std::vector<Index>& members = members_[l];
    const auto place =
        std::ranges::lower_bound(members, c, [this](Index a, Index b) { return before(a, b); });
    SUANWANG_CHECK(place == members.end() || *place != c);  // no resource twice on a path
    members.insert(place, c);
  }
}

void Sharing::drop_class(Index c) {
  const Terms& dropped = terms_[c];
  for (const Index l : path(c)) {
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
  Terms& changed = terms_[c];
  if (flows == 0 && !changed.idle) {
    changed.idle = true;
    idle_classes_.push_back(c);
  }
  changed.flows = flows;
  classes_[c].total_weight = flows * changed.weight;
  loose_.push_back(c);
  for (const Index l : path(c)) touch(l);
}

void Sharing::set_capacity(Index l, double capacity) {
  SUANWANG_CHECK(capacity >= 0);
  touch(l);
  resources_[l].capacity = capacity;
}

std::optional<std::string> Sharing::violation() const {
  constexpr double kSlack = 1e-9;
  std::vector<double> used(resources_.size());
  std::vector<double> highest_level(resources_.size());
  for (std::size_t l = 0; l < resources_.size(); ++l) {
    for (const Index c : members_[l]) {
      used[l] += terms_[c].flows * rate(c);
      highest_level[l] = std::max(highest_level[l], rate(c) / terms_[c].weight);
    }
    if (used[l] > resources_[l].capacity * (1 + kSlack)) {
      return fmt::format("resource {} carries {} of {} B/s", l, used[l], resources_[l].capacity);
    }
  }
  const auto is_held = [&](Index c) {
    return std::ranges::any_of(path(c), [&](Index l) {
      return used[l] >= resources_[l].capacity * (1 - kSlack) &&
             rate(c) / terms_[c].weight >= highest_level[l] * (1 - kSlack);
    });
  };
  for (Index c = 0; c < classes_.size(); ++c) {
    if (terms_[c].flows == 0) continue;
    if (!(rate(c) >= 0 && rate(c) <= terms_[c].cap)) {
      return fmt::format("class {} has {} of {} B/s", c, rate(c), terms_[c].cap);
    }
    if (rate(c) != terms_[c].cap && !is_held(c)) {
      return fmt::format("class {} has {} B/s and nothing holds it back", c, rate(c));
    }
  }
  return std::nullopt;
}

}  // namespace suanwang
