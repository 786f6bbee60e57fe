#pragma once

#include <cstddef>
#include <vector>

#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/net/network.hpp"

namespace suanwang {

/// From an instant on, a link has another bandwidth.
struct Upgrade {
  Time from;
  BytesPerSecond bandwidth;
};

/// A link carries nothing from one instant until another, which is no longer part of it.
struct Outage {
  Time from;
  Time to;
};

/// What a link can carry over time: its bandwidth, then that of the last upgrade, and nothing during outages,
/// which may overlap. At the instant of a change the new capacity holds already.
class CapacityPlan {
 public:
  struct Change {
    Time at;
    BytesPerSecond capacity;
    friend bool operator==(const Change&, const Change&) = default;
  };

  /// Of upgrades of one instant, the last in the list counts; an outage that does not end after it begins is
  /// none.
  explicit CapacityPlan(BytesPerSecond bandwidth, std::vector<Upgrade> upgrades = {},
                        const std::vector<Outage>& outages = {});
  CapacityPlan() = default;  ///< nothing, ever

  /// The capacity at the first instant of all.
  [[nodiscard]] BytesPerSecond initial() const { return initial_; }
  /// Later ones in the order of time; each differs from the one before.
  [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }
  [[nodiscard]] BytesPerSecond at(Time time) const;

 private:
  BytesPerSecond initial_;
  std::vector<Change> changes_;
};

/// A link as the simulation needs it.
struct LinkPlan {
  std::size_t a = 0;
  std::size_t b = 0;
  Seconds latency;
  CapacityPlan capacity;  ///< of each direction
};

/// The links as they are at an instant.
[[nodiscard]] std::vector<NetworkLink> links_at(const std::vector<LinkPlan>& plans, Time time);

}  // namespace suanwang
