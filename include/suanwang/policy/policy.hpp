#pragma once

#include <memory>

#include "suanwang/policy/backfill.hpp"
#include "suanwang/policy/dispatch.hpp"
#include "suanwang/policy/order.hpp"
#include "suanwang/policy/place.hpp"
#include "suanwang/policy/settings.hpp"

namespace suanwang {

class Policy;
using MakeOrder = std::unique_ptr<Order> (*)(const OrderSettings&);
using MakeBackfill = std::unique_ptr<Backfill> (*)(const Policy&);
using MakePlace = std::unique_ptr<const Place> (*)();
using MakeDispatcher = std::unique_ptr<Dispatcher> (*)(const PolicySettings&);

/// A policy, composed from a catalogue, which it does not refer to afterwards. Immutable and free of state:
/// what passes must remember lives in the `Backfill` that each domain of each run makes for itself.
class Policy {
 public:
  /// @pre the settings name entries of the catalogue, with parameters in range
  explicit Policy(const PolicySettings& settings, const Catalogue& catalogue = standard_catalogue());

  [[nodiscard]] const PolicySettings& settings() const { return settings_; }
  [[nodiscard]] const Place& place() const { return *place_; }
  [[nodiscard]] Dispatch dispatch() const { return dispatch_; }

  /// A new order for one run.
  [[nodiscard]] std::unique_ptr<Order> make_order() const;

  /// A new backfill rule for one domain of one run. It refers to this policy.
  [[nodiscard]] std::unique_ptr<Backfill> make_backfill() const;

  /// A new dispatcher for one run. @pre dispatch() is Chosen
  [[nodiscard]] std::unique_ptr<Dispatcher> make_dispatcher() const;

 private:
  PolicySettings settings_;
  std::unique_ptr<const Place> place_;
  Dispatch dispatch_;
  MakeOrder make_order_;
  MakeBackfill make_backfill_;
  MakeDispatcher make_dispatcher_;
};

}  // namespace suanwang
