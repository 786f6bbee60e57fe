#pragma once

#include <algorithm>
#include <cmath>
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
#include "net/level_heap.hpp"

namespace suanwang {

/// Weighted max-min fair rates of classes of flows, solved anew where they change. Knows no time.
///
/// Capacities C_l; class c has m_c flows of weight w_c and cap b_c on the resources P_c. A flow's rate is
/// x_c = w_c s_c, where its level s_c = min(b_c / w_c, min over l in P_c of s_l), and the level s_l of a
/// resource is that at which it is full: sum over c on l of m_c x_c = C_l.
///
/// From scratch, levels are found from the lowest up (progressive filling): the resource that is full at the
/// least level, at ties that of the lowest id, fixes its flows there, but for those that their caps hold
/// lower; with these rates given, the next one is found. The level at which a resource is full never falls
/// meanwhile.
///
/// Anew, the same is done with those resources only that are *open*, at first the touched ones. A flow whose
/// bottleneck is not open has its old level for a ceiling, as others have their caps. Resources open as the
/// filling goes up:
/// - where a flow is fixed at a lower level than it had, its resources open: they were full at no lower one;
/// - where an open resource is not full any more at its old level, its flows will rise: when the filling
///   comes to that level it releases them, and their other resources open, before one of those is passed.
/// So everything that is left alone has the flows, at the levels, that it had when it was last computed.
///
/// Open resources wait in a heap by lower bounds of their levels. With f(s) = sum of w min(ceiling, s), the
/// level is where f meets the capacity; taking ceilings away from some flows, and holding the others at
/// theirs, gives a line above f, whose two sums follow each flow that is released or fixed. Only who comes to
/// the top of the heap is looked at flow by flow.
///
/// Rates are those of exact filling to rounding. Sums go in the order of contents (resources by id, classes
/// by path, weight and cap): who came first changes no bit.
/// @source D. Bertsekas, R. Gallager, "Data Networks", 2nd ed. 1992, sect. 6.5.2 (max-min fair flow control);
/// that changes spread from lower levels to higher ones only: J. Ros-Giralt et al., "On the bottleneck
/// structure of congestion-controlled networks", Proc. ACM Meas. Anal. Comput. Syst. 3 (2019).
class Sharing {
 public:
  using Index = std::uint32_t;
  static constexpr Index kNone = ~Index{0};

  /// What filling reads and writes of a class; small, because it is read all the time.
  struct Class {
    double total_weight = 0;  ///< of its flows
    double limit = 0;         ///< level at which the cap holds: cap / weight
    double level = 0;
    Index bottleneck = kNone;  ///< kNone: its cap
    std::uint32_t fixed = 0;   ///< the last solve that fixed it
  };

  /// What all flows of a class have in common, and how many they are.
  struct Terms {
    double weight = 1;
    double cap = 0;
    std::uint64_t hash = 0;  ///< of path, weight and cap
    Index path = 0;          ///< where it begins in the pool of paths
    Index length = 0;
    std::uint32_t flows = 0;
    bool idle = false;  ///< on the list of those that may have no flows
  };

  struct Resource {
    double capacity = 0;
    double level = 0;    ///< where it is full, or a lower bound of that while it is open
    double release = 0;  ///< the old level of flows that it held back; +inf if there are none
    double bound = 0;    ///< the least in the heap
    // Running sums over its flows, while a solve is under way; between solves those above are whom it holds
    // back.
    double slope = 0;         ///< weight of those above its level
    double below = 0;         ///< rates of the others
    double scale = 0;         ///< the greatest `slope` since it was added up
    std::uint32_t above = 0;  ///< classes above
    std::uint32_t met = 0;    ///< the last solve that changed its sums
    double used = 0;          ///< by its flows, after a solve
    bool touched = false;     ///< since the last solve
    bool known = false;       ///< `level` is where it is full, by all that is known
    bool full = false;        ///< it holds flows back
  };

  explicit Sharing(const std::vector<BytesPerSecond>& capacities);

  /// The class of such flows; made, without flows, where there is none.
  Index class_of(std::span<const ResourceId> path, double weight, double cap);
  void set_flows(Index c, std::uint32_t flows);
  void set_capacity(Index l, double capacity);

  /// Solves what was touched since the last time. Classes without flows are gone then, and their numbers free
  /// for others.
  void solve();
  /// Classes whose flows have another rate than before the last solve.
  [[nodiscard]] std::span<const Index> changed_classes() const { return changed_classes_; }
  /// Resources that the last solve looked at: the others carry what they carried before.
  [[nodiscard]] std::span<const Index> solved_resources() const { return solved_resources_; }

  [[nodiscard]] std::uint32_t flows(Index c) const { return terms_[c].flows; }
  [[nodiscard]] Index bottleneck(Index c) const { return classes_[c].bottleneck; }
  /// Of each flow.
  [[nodiscard]] double rate(Index c) const {
    return classes_[c].bottleneck == kNone ? terms_[c].cap
                                           : std::min(terms_[c].cap, terms_[c].weight * classes_[c].level);
  }
  [[nodiscard]] std::size_t class_slots() const { return classes_.size(); }
  [[nodiscard]] const Resource& resource(Index l) const { return resources_[l]; }
  [[nodiscard]] std::size_t resources() const { return resources_.size(); }
  [[nodiscard]] std::span<const Index> path(Index c) const {
    return {&paths_[terms_[c].path], terms_[c].length};
  }
  [[nodiscard]] std::span<const Index> classes_on(Index l) const { return members_[l]; }

  /// See `Flows::violation`.
  [[nodiscard]] std::optional<std::string> violation() const;

 private:
  Index make_class(std::span<const ResourceId> path, double weight, double cap, std::uint64_t hash);
  void drop_class(Index c);
  [[nodiscard]] bool before(Index a, Index b) const;
  void join(Index c);
  void touch(Index l);
  void drop_empty_classes();
  void begin();
  [[nodiscard]] bool open(Index l) const { return opened_[l] == solve_; }
  /// Whether a bottleneck that is not open holds it where it was.
  [[nodiscard]] bool held(const Class& c) const { return !open(std::min(c.bottleneck, none_)); }
  [[nodiscard]] double ceiling(const Class& c) const { return held(c) ? c.level : c.limit; }
  /// Whether it may rise on all its resources: its bottleneck is open, or nothing ever held it.
  [[nodiscard]] bool is_free(const Class& c) const {
    return c.fixed != solve_ && (c.bottleneck == kNone ? std::isinf(c.limit) : open(c.bottleneck));
  }
  template <class Visit>
  void for_each_waiting(Index l, Visit&& visit);
  void reopen(Index l);
  void set_free(Index c);
  [[nodiscard]] double lower_bound(const Resource& r) const;
  void bound(Index l);
  void fill_least();
  void fill(Index l);
  void release(Index l);
  void fix(Index c, double level, Index bottleneck);
  bool assign(Index c, double level, Index bottleneck);
  void spread(Index c);
  void meet(Index l);
  void sum(Index l);
  double full_level(Index l);
  void add_up(Index l);

  std::vector<Class> classes_;
  std::vector<Terms> terms_;
  std::vector<Resource> resources_;
  std::vector<std::uint32_t>
      opened_;  // by resource, the last solve that opened it; last, at none_, the present one
  Index none_ = 0;
  std::vector<std::vector<Index>> members_;  // of each resource its classes, in the order of `before`
  std::vector<Index> paths_;
  std::vector<std::vector<Index>> free_paths_;  // by length
  std::vector<Index> free_classes_;
  ClassIndex index_;

  std::vector<Index> touched_;
  std::vector<Index> idle_classes_;
  std::uint32_t solve_ = 0;            // the number of the present solve
  double level_ = 0;                   // how far filling has come
  LevelHeap heap_;                     // lower bounds of the levels of open resources
  std::vector<Index> loose_;           // classes that may have no limited resource
  std::vector<double> total_weights_;  // of full_level
  std::vector<double> ceilings_;
  std::vector<std::pair<Index, bool>> filled_;  // of fill
  std::vector<Index> picked_;                   // classes picked out, a stack
  std::vector<Index> changed_classes_;
  std::vector<Index> solved_resources_;
};

}  // namespace suanwang
