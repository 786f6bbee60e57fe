#pragma once

#include <memory>

#include "suanwang/policy/backfill.hpp"
#include "suanwang/policy/order.hpp"
#include "suanwang/policy/place.hpp"
#include "suanwang/policy/settings.hpp"

namespace suanwang {

/// Which jobs share a queue.
enum class Dispatch : std::uint8_t {
  Any,   ///< one queue for all centres that have joined, one for each that has not
  Home,  ///< one queue a centre
};

/// A policy, composed from the catalogue. Immutable and free of state: what passes must remember lives in the
/// `Backfill` that each domain of each run makes for itself.
class Policy {
 public:
  /// @pre the settings name entries of the catalogue, with parameters in range
  explicit Policy(const PolicySettings& settings);

  [[nodiscard]] const PolicySettings& settings() const { return settings_; }
  [[nodiscard]] const Order& order() const { return *order_; }
  [[nodiscard]] const Place& place() const { return *place_; }
  [[nodiscard]] Dispatch dispatch() const { return dispatch_; }

  /// A new backfill rule for one domain of one run. It refers to this policy.
  [[nodiscard]] std::unique_ptr<Backfill> make_backfill() const;

 private:
  PolicySettings settings_;
  std::unique_ptr<const Order> order_;
  std::unique_ptr<const Place> place_;
  Dispatch dispatch_;
};

}  // namespace suanwang
