#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "suanwang/base/id.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/net/flows.hpp"

#include "net/class_index.hpp"

namespace suanwang {

/// Weighted max-min fair rates of classes of flows, solved anew where something was touched. Knows no time.
///
/// Capacities C_l; class c has m_c flows of weight w_c and cap b_c on the resources P_c. A flow's rate is
/// x_c = min(b_c, w_c s_c), where its level s_c = min over l in P_c of s_l, and the level s_l of a resource
/// is that at which it is full: sum over c on l of m_c x_c = C_l.
///
/// Levels are found from the lowest up (progressive filling). With `used` the rates already fixed and
/// `weight` that of the flows not fixed yet, a resource's share (C_l - used_l) / weight_l never falls while
/// others fill:
///     while there are flows not fixed:
///       l = the resource of least share s, at ties of the lowest id
///       flows on l with b_c <= w_c s are fixed at b_c; if there were such, s is computed again
///       the other flows on l are fixed at w_c s
/// Shares wait in a heap that is only brought up to date when it matters: an old share is a lower bound. A
/// cap matters when a resource of its flow is the least, not before, so caps need not be sorted.
///
/// The rates are those of exact filling to rounding, and the order of all sums is that of contents (resources
/// by id, classes by path, weight and cap): they do not depend on who came first.
/// @source D. Bertsekas, R. Gallager, "Data Networks", 2nd ed. 1992, sect. 6.5.2 (max-min fair flow control).
class Sharing {
 public:
  using Index = std::uint32_t;
  static constexpr Index kNone = ~Index{0};

  struct Class {
    // What filling reads and writes, together.
    double total_weight = 0;  ///< of its flows
    double limit = 0;         ///< level at which the cap holds: cap / weight
    double level = 0;         ///< s_c; `limit` where the cap holds
    Index path = 0;           ///< where it begins in the pool of paths
    Index length = 0;
    std::uint32_t seen = 0;   ///< the last solve that met it
    std::uint32_t fixed = 0;  ///< the last solve that fixed it
    Index bottleneck = kNone;
    std::uint32_t flows = 0;
    bool idle = false;  ///< on the list of those that may have no flows

    double weight = 1;
    double cap = 0;
    std::uint64_t hash = 0;  ///< of path, weight and cap
    [[nodiscard]] double rate() const { return bottleneck == kNone ? cap : weight * level; }
  };

  struct Resource {
    double capacity = 0;
    double used = 0;           ///< by flows that are fixed
    double weight = 0;         ///< of flows that are not
    double known_weight = 0;   ///< `weight` when it was last added up
    std::uint32_t open = 0;    ///< classes that are not fixed
    std::uint32_t capped = 0;  ///< classes with a cap
    std::uint32_t seen = 0;    ///< the last solve that met it
    bool touched = false;
    bool saturated = false;  ///< it is a bottleneck of a class
  };

  explicit Sharing(const std::vector<BytesPerSecond>& capacities);

  /// The class of such flows; made, without flows, where there is none.
  Index class_of(std::span<const ResourceId> path, double weight, double cap);
  void set_flows(Index c, std::uint32_t flows);
  void set_capacity(Index l, double capacity);

  /// Solves what was touched since the last time: then `solved_classes` and `solved_resources` have new
  /// rates. Classes without flows are gone, and their numbers free for others.
  void solve();
  [[nodiscard]] std::span<const Index> solved_classes() const { return solved_classes_; }
  [[nodiscard]] std::span<const Index> solved_resources() const { return solved_resources_; }

  [[nodiscard]] const Class& of_class(Index c) const { return classes_[c]; }
  [[nodiscard]] std::size_t class_slots() const { return classes_.size(); }
  [[nodiscard]] const Resource& resource(Index l) const { return resources_[l]; }
  [[nodiscard]] std::size_t resources() const { return resources_.size(); }
  [[nodiscard]] std::span<const Index> path(const Class& c) const { return {&paths_[c.path], c.length}; }
  [[nodiscard]] std::span<const Index> classes_on(Index l) const { return members_[l]; }

  /// What is not max-min fair among these resources and classes; see `Flows::violation`.
  [[nodiscard]] std::optional<std::string> violation(std::span<const Index> resources,
                                                     std::span<const Index> classes) const;

 private:
  struct Share {
    double share;
    Index resource;
    friend bool operator<(const Share& a, const Share& b) {
      return a.share != b.share ? a.share < b.share : a.resource < b.resource;
    }
  };

  Index make_class(std::span<const ResourceId> path, double weight, double cap, std::uint64_t hash);
  void drop_class(Index c);
  [[nodiscard]] bool before(Index a, Index b) const;
  void join(Index c);
  void touch(Index l);
  void drop_empty_classes();
  void gather();
  void meet(Index l);
  void fill();
  bool fix_capped(Index l, double share);
  void fix_rest(Index l, double share);
  void fix(Class& c, double level, Index bottleneck);
  double share(Index l);
  void replace_top(double share);
  void pop_top();

  std::vector<Class> classes_;
  std::vector<Resource> resources_;
  std::vector<std::vector<Index>> members_;  // of each resource its classes, in the order of `before`
  std::vector<Index> paths_;
  std::vector<std::vector<Index>> free_paths_;  // by length
  std::vector<Index> free_classes_;
  ClassIndex index_;

  std::uint32_t solve_ = 0;  // the number of the present solve
  std::vector<Index> touched_;
  std::vector<Index> idle_classes_;
  std::vector<Index> solved_classes_;
  std::vector<Index> solved_resources_;
  std::vector<Share> heap_;
};

}  // namespace suanwang
