#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "suanwang/base/id.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// What flows share: one direction of a link, or a centre's storage or ingress.
using ResourceId = Id<struct ResourceTag>;

inline constexpr BytesPerSecond kUnlimited{std::numeric_limits<double>::infinity()};

/// Names a flow; stale after the flow has been taken as completed or was cancelled, which `Flows::alive`
/// tells.
struct FlowId {
  std::uint32_t slot = 0;
  std::uint32_t version = 0;  ///< 0 names no flow

  friend bool operator==(FlowId, FlowId) = default;
};

/// What is to be carried, and on what terms.
struct FlowRequest {
  /// Any number of resources, each at most once; the flow takes its rate from all of them alike. Without any,
  /// only the cap holds it.
  std::span<const ResourceId> path;
  Bytes size;         ///< from 0 (complete in the instant in which it starts) to 1e18 and beyond
  double weight = 1;  ///< > 0: its share where shares are equal; 1/RTT shares as TCP does
  BytesPerSecond cap = kUnlimited;  ///< its rate is never above; > 0
  std::uint64_t key = 0;            ///< the caller's name for it, different for each flow that is under way
};

/// Flows under way on resources whose capacity they share max-min fairly, and the instants at which they end.
///
/// A flow's rate is its weight × the share of its bottleneck, or its cap: no flow can get more without one of
/// an equal or smaller share getting less (the certificate, `violation()`). Rates follow from the flows under
/// way and the capacities alone, at once: latency is the caller's, a flow starts when its first byte would
/// arrive. Where all that is shared is zero, flows stall and none is lost.
///
/// The caller keeps one event, `next()`, and in each instant does what there is to do, then settles once:
///
///     Flows flows{capacities};
///     flows.start(now, {.path = route, .size = Bytes{1e12}, .key = 7});  // and cancel, set_capacity,
///     take_completed flows.settle(now);
///     ... at flows.next():
///     for (const Flows::Completion& done : flows.take_completed(now)) ...
///     flows.settle(now);
///
/// Flows of one path, weight and cap form a class, whose rate changes at no cost per flow; only the part of
/// the network that was touched is solved. Memory follows the flows under way, never those that ever were.
/// Results do not depend on the order in which flows of one instant are started, bit for bit.
/// @complexity start, cancel, one completion: O(path + log(flows of the class)); settle: O(classes touched ×
/// path × log(resources touched)).
class Flows {
 public:
  /// Resources are numbered by their place in `capacities`; each is >= 0 and may be `kUnlimited`.
  explicit Flows(const std::vector<BytesPerSecond>& capacities);
  ~Flows();
  Flows(Flows&&) noexcept;
  Flows& operator=(Flows&&) noexcept;

  // What changes. Time never goes back: `now` is at least that of the call before, and at most `next()`.

  /// The flow has rate 0 until the instant is settled. @pre the path is within the resources
  FlowId start(Time now, const FlowRequest& request);

  /// Ends a flow early; tells how many bytes have not been carried, for a flow that goes on elsewhere: 0 if
  /// it is complete in this very instant. @pre alive(flow)
  Bytes cancel(Time now, FlowId flow);

  void set_capacity(Time now, ResourceId resource, BytesPerSecond capacity);

  struct Completion {
    FlowId flow;  ///< stale already
    std::uint64_t key;
  };
  /// Takes away the flows that are complete now, those of smaller keys first. Valid until the next change.
  [[nodiscard]] std::span<const Completion> take_completed(Time now);

  /// Gives the flows their rates after the changes of this instant. Debug builds check the certificate.
  void settle(Time now);

  // What is. Rates and `next` are those of the last settled instant.

  /// The instant of the next completion: the first nanosecond at which the last byte has arrived (to within a
  /// picosecond and the last digit of the span, so that noise there does not cost a nanosecond); kNever when
  /// none moves.
  [[nodiscard]] Time next() const;

  [[nodiscard]] bool alive(FlowId flow) const;
  /// Number of flows under way.
  [[nodiscard]] std::size_t size() const;
  /// @pre alive(flow), as for all that asks about a flow
  [[nodiscard]] std::uint64_t key(FlowId flow) const;
  [[nodiscard]] BytesPerSecond rate(FlowId flow) const;
  /// Bytes still to be carried. @pre now is at least that of the last change, and at most next()
  [[nodiscard]] Bytes left(FlowId flow, Time now) const;
  /// The resource that holds the flow back; none if that is its own cap, or nothing does.
  [[nodiscard]] std::optional<ResourceId> bottleneck(FlowId flow) const;

  /// The network's side.
  [[nodiscard]] std::size_t resources() const;
  [[nodiscard]] BytesPerSecond capacity(ResourceId resource) const;
  /// Rates of its flows, added up.
  [[nodiscard]] BytesPerSecond throughput(ResourceId resource) const;
  /// Whether all of it is in use; of capacity 0, whether there is any flow on it.
  [[nodiscard]] bool saturated(ResourceId resource) const;
  /// How long it has been saturated so far.
  [[nodiscard]] Duration saturated_for(ResourceId resource, Time now) const;
  /// Bytes carried so far: what its flows have sent, completed, cancelled and under way. Of a completed flow
  /// exactly its size.
  [[nodiscard]] Bytes carried(ResourceId resource, Time now) const;
  [[nodiscard]] std::size_t flow_count(ResourceId resource) const;
  /// Its flows, those of smaller keys first. @complexity O(n log n)
  [[nodiscard]] std::vector<FlowId> flows_on(ResourceId resource) const;
  /// The resources whose throughput or saturation the last settling changed, by id: what there is to record
  /// of utilisation over time.
  [[nodiscard]] std::span<const ResourceId> changed() const;

  /// What the bottleneck certificate finds wrong with the present rates; nothing where they are max-min fair
  /// to within a part in 1e9.
  [[nodiscard]] std::optional<std::string> violation() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace suanwang
