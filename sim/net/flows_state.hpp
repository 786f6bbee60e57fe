#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/check.hpp"
#include "suanwang/net/flows.hpp"

#include "net/earliest.hpp"
#include "net/flow_table.hpp"
#include "net/sharing.hpp"
#include "net/two_double.hpp"

namespace suanwang {

inline std::int64_t nanoseconds(Time t) {
  return t.time_since_epoch().count();
}

/// What a class has served, and from when at which rate.
struct Service {
  TwoDouble served;                        ///< bytes to each flow, up to `since`
  std::int64_t since = 0;                  ///< [ns]
  double rate = 0;                         ///< of each flow, from then on [B/s]
  std::uint32_t first = FlowTable::kNone;  ///< the root of its heap: the flow that ends first
  bool touched = false;                    ///< its flows have changed in this instant

  void advance(std::int64_t now) {
    if (now == since) return;
    if (rate > 0) served += rate * static_cast<double>(now - since) / 1e9;
    since = now;
  }
};

/// What a resource has carried, and from when at which rate.
struct Account {
  TwoDouble carried;  ///< up to `since`
  std::int64_t since = 0;
  double throughput = 0;
  std::int64_t saturated_ns = 0;
  bool saturated = false;

  void advance(std::int64_t now) {
    if (now == since) return;
    if (throughput > 0) carried += throughput * static_cast<double>(now - since) / 1e9;
    if (saturated) saturated_ns += now - since;
    since = now;
  }
};

/// All that `Flows` is.
struct Flows::State {
  using Index = Sharing::Index;

  explicit State(const std::vector<BytesPerSecond>& capacities)
      : sharing{capacities}, accounts(capacities.size()) {}

  Sharing sharing;
  FlowTable flows;
  std::vector<Service> services;  // by class
  std::vector<Account> accounts;  // by resource
  Earliest ends;                  // by class
  std::int64_t now = nanoseconds(kStart);
  bool settled = true;
  std::int64_t next = Earliest::kNever;
  std::vector<Index> touched;      // classes whose flows have changed in this instant
  std::vector<Index> empty_flows;  // slots of flows of no bytes, complete but not taken
  std::vector<Completion> completed;
  std::vector<ResourceId> changed;

  /// For a change at `t`.
  void go_to(Time t) {
    SUANWANG_CHECK(nanoseconds(t) >= now && nanoseconds(t) <= next);
    SUANWANG_CHECK(settled || nanoseconds(t) == now);
    now = nanoseconds(t);
    settled = false;
  }

  Service& touch(Index c) {
    Service& service = services[c];
    service.advance(now);
    if (!service.touched) {
      service.touched = true;
      touched.push_back(c);
    }
    return service;
  }

  void take_out(Index c, Index slot) {
    Service& service = services[c];
    service.first = flows.erase(service.first, slot);
    flows.remove(slot);
  }

  /// Makes good what the clock has carried too much of a flow, or has still to carry, now that it is
  /// complete.
  void make_good(Index c, double bytes) {
    for (const Index l : sharing.path(c)) accounts[l].carried += bytes;
  }

  void complete(Index c);
  void set_rate(Index c);
  void refresh(Index l);
};

}  // namespace suanwang
