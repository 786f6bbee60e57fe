#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "suanwang/base/id.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/net/flows.hpp"
#include "suanwang/net/link_plan.hpp"
#include "suanwang/net/network.hpp"
#include "suanwang/net/routing.hpp"

namespace suanwang {

/// The wide-area network, as drawn for one replication.
struct NetworkPlan {
  std::size_t centres = 0;
  std::vector<LinkPlan> links;  ///< by id
  RoutingRule routing;
  std::vector<FixedRoute> fixed;
  std::vector<BytesPerSecond> storage_rate;  ///< by centre, reading and writing together; empty: no limit
  std::vector<BytesPerSecond> ingress;       ///< by centre; empty: no limit
  std::vector<Allowed> passages = {{}};      ///< where transfers may pass; the first: everywhere
  bool rtt_fair = false;                     ///< shares in proportion to 1/RTT; otherwise equal
};

/// The capacities of a network's resources at time 0, by ResourceId: 2 l and 2 l + 1 are the directions of
/// link l; after those of all links come, for each centre, its storage and its ingress.
[[nodiscard]] std::vector<BytesPerSecond> capacities_at_start(const NetworkPlan& plan);

/// Transfers between centres: first for as long as the latency of their route lasts, then as flows that share
/// bandwidth; split evenly where the routing says so. A transfer whose route is cut goes on with what is left
/// of it over another one, or waits until there is one again; none is lost.
///
/// The caller keeps one event, `next()`, and settles once in each instant, after everything that happens in
/// it.
class WideArea {
 public:
  explicit WideArea(NetworkPlan plan);

  struct Request {
    CentreId from;
    CentreId to;
    Bytes size;
    std::uint32_t passage = 0;  ///< index into the plan's
    BytesPerSecond cap = kUnlimited;
  };
  /// Names a transfer: they are numbered as they start.
  using TransferId = std::uint64_t;
  TransferId start(Time now, const Request& request);

  void set_bandwidth(Time now, LinkId link, BytesPerSecond bandwidth);

  /// What a transfer went over so far, by resource, and how many bytes of it each carried. Resources 2 l and
  /// 2 l + 1 are the directions of link l.
  struct Trail {
    std::vector<ResourceId> path;
    std::vector<double> carried;  ///< by place in `path`
  };

  struct Arrived {
    TransferId id;
    Request request;
    Trail trail;
  };
  /// The transfers whose last byte arrives now, by id; also moves those on whose latency is over. To be
  /// called again when transfers were started since.
  [[nodiscard]] std::vector<Arrived> take_arrived(Time now);

  void settle(Time now) { flows_.settle(now); }

  /// When something happens next; kNever when nothing does.
  [[nodiscard]] Time next() const;

  /// How long a transfer would take from now on, at the share that it could have at once: a forecast.
  /// +inf where there is no way now.
  [[nodiscard]] Seconds estimate(CentreId from, CentreId to, Bytes size, std::uint32_t passage) const;

  /// Finds all routes of now, after which `estimate` may be called from several threads at once.
  void find_all_ways() const;

  /// Whether there ever is a way, some link of which may have no bandwidth now.
  [[nodiscard]] bool ever_reaches(CentreId from, CentreId to, std::uint32_t passage) const;

  /// The connected part of each centre, over all links that ever carry anything.
  [[nodiscard]] std::vector<std::size_t> parts_ever() const { return ever_->parts(); }

  [[nodiscard]] std::size_t under_way() const { return transfers_.size(); }
  /// Bytes that have not arrived yet. @pre the transfer is under way
  [[nodiscard]] Bytes left(TransferId id, Time now) const;
  [[nodiscard]] const Request& request(TransferId id) const { return transfers_.at(id).request; }
  /// @pre the transfer is under way
  [[nodiscard]] Trail trail(TransferId id, Time now) const;

  [[nodiscard]] const Flows& flows() const { return flows_; }
  [[nodiscard]] const NetworkPlan& plan() const { return plan_; }

 private:
  /// A transfer goes in parts, one a route; each part is a flow. Where its route is cut, a part goes on
  /// alone, over the first route that there is.
  struct Part {
    Bytes left;                  // when it was sent off last
    std::optional<FlowId> flow;  // none: in its latency, or without a way
    std::vector<ResourceId> path;
    bool arrived = false;
  };
  struct Transfer {
    Request request;
    std::vector<Part> parts;
    std::size_t under_way = 0;
    std::vector<std::pair<ResourceId, double>> before;  // carried over routes that were cut
  };
  struct Way {
    Seconds latency;
    std::vector<ResourceId> path;
  };
  using Ways = std::vector<Way>;  // several: split evenly

  /// Names a part: in flows, and where it waits.
  using PartKey = std::uint64_t;
  static PartKey key_of(TransferId id, std::size_t part) { return id * RoutingRule::kMostRoutes + part; }
  static TransferId id_of(PartKey key) { return key / RoutingRule::kMostRoutes; }
  Part& part_of(PartKey key);

  [[nodiscard]] std::shared_ptr<const Network> network_now() const;
  [[nodiscard]] const Ways& ways(CentreId from, CentreId to, std::uint32_t passage) const;
  [[nodiscard]] Way way_of(const Route& route, std::size_t from, std::size_t to) const;
  void forget_ways();
  [[nodiscard]] bool open(const Part& part) const;
  void send(Time now, PartKey key, const Way& way);
  void resend(Time now, PartKey key);
  void flow(Time now, PartKey key);
  void resend_cut(Time now, ResourceId resource);

  NetworkPlan plan_;
  std::vector<BytesPerSecond> bandwidth_;  // by link, now
  Flows flows_;
  mutable std::vector<Routing> routing_;  // by passage, as of now
  mutable std::vector<std::vector<std::optional<Ways>>>
      ways_;                                  // by passage, by (from, to); none: not yet known
  std::shared_ptr<const Network> ever_;       // at the greatest bandwidth of each link
  std::map<TransferId, Transfer> transfers_;  // under way
  std::set<std::pair<Time, PartKey>> in_latency_;
  std::set<PartKey> without_way_;
  TransferId next_id_ = 0;
};

}  // namespace suanwang
