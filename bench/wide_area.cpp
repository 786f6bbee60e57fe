#include "wide_area.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>

#include "suanwang/base/hash.hpp"
#include "suanwang/net/network.hpp"

namespace suanwang::bench {

namespace {

const RandomStream kRandom{1, 0, Purpose::Test, hash_of("wide area")};

double uniform(std::uint64_t kind, std::uint64_t index) {
  return kRandom.uniform(kind << 40 | index);
}

std::size_t below(std::size_t size, std::uint64_t kind, std::uint64_t index) {
  return static_cast<std::size_t>(uniform(kind, index) * static_cast<double>(size));
}

}  // namespace

WideArea::WideArea(std::size_t centres) : centres_{centres}, routes_(centres * centres) {
  constexpr double kGbps = 1e9 / 8;
  std::vector<NetworkLink> links;
  const auto join = [&](std::size_t a, std::size_t b) {
    const std::uint64_t i = links.size();
    const double gbps = 100.0 * static_cast<double>(1ULL << below(3, 1, i));
    links.push_back({a, b, BytesPerSecond{gbps * kGbps}, Seconds{1e-3 * (1 + 9 * uniform(2, i))}});
    capacities_.insert(capacities_.end(), 2, links.back().bandwidth);
  };
  for (std::size_t a = 0; a < centres; ++a) join(a, (a + 1) % centres);
  for (std::size_t i = 0; i < centres; ++i) {
    const std::size_t a = below(centres, 3, i);
    join(a, (a + 2 + below(centres - 3, 4, i)) % centres);
  }
  const Network network{centres, links};
  for (std::size_t from = 0; from < centres; ++from) {
    const auto routes = network.least_latencies(from);
    for (std::size_t to = 0; to < centres; ++to) {
      for (const Hop& hop : routes[to]->hops) routes_[from * centres + to].emplace_back(hop.resource());
    }
  }
}

Transfer TransferRecipe::at(std::uint64_t index, Time start) const {
  const std::size_t from = below(centres_, 5, index);
  const std::size_t to = (from + 1 + below(centres_ - 1, 6, index)) % centres_;
  const double bytes = std::min(1e13, std::ceil(1e10 * std::pow(uniform(7, index), -1 / 1.5)));
  return {start, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to), bytes};
}

double TransferRecipe::exponential(std::uint64_t index) const {
  return -std::log(uniform(8, index));
}

std::vector<Transfer> steady_transfers(const WideArea& network, std::size_t concurrent, std::size_t count) {
  const TransferRecipe recipe{network.centres()};
  std::vector<Transfer> transfers;
  std::priority_queue<Time, std::vector<Time>, std::greater<>> due;
  // Answers come a little later, so that ends and starts are instants of their own, as they are in life.
  const auto answer = [&](Time now) {
    due.push(after(now, Seconds{1e-3 * recipe.exponential(transfers.size() + due.size())}));
  };
  for (std::size_t i = 0; i < concurrent; ++i) answer(kStart);
  Flows flows{network.capacities()};
  while (transfers.size() < count) {
    const Time now = std::min(flows.next(), due.empty() ? kNever : due.top());
    for (std::size_t n = flows.take_completed(now).size(); n > 0; --n) answer(now);
    for (; !due.empty() && due.top() == now && transfers.size() < count; due.pop()) {
      const Transfer& t = transfers.emplace_back(recipe.at(transfers.size(), now));
      static_cast<void>(flows.start(
          now, {.path = network.route(t.from, t.to), .size = Bytes{t.bytes}, .key = transfers.size()}));
    }
    flows.settle(now);
  }
  return transfers;
}

std::vector<Transfer> burst_of_transfers(const WideArea& network, std::size_t count) {
  const TransferRecipe recipe{network.centres()};
  std::vector<Transfer> transfers;
  Time now = kStart;
  for (std::size_t i = 0; i < count; ++i) {
    now = after(now, Seconds{recipe.exponential(i) / static_cast<double>(count)});
    transfers.push_back(recipe.at(i, now));
  }
  return transfers;
}

Replay replay(const WideArea& network, std::span<const Transfer> transfers) {
  Flows flows{network.capacities()};
  Replay result;
  result.finish.resize(transfers.size(), kNever);
  double met = 0;
  for (std::size_t i = 0; i < transfers.size() || flows.size() > 0;) {
    const Time start = i < transfers.size() ? transfers[i].start : kNever;
    const Time now = std::min(start, flows.next());
    const auto under_way = static_cast<double>(flows.size());
    for (const Flows::Completion& done : flows.take_completed(now)) {
      result.finish[done.key] = now;
      met += under_way;
    }
    for (; i < transfers.size() && transfers[i].start == now; ++i) {
      const Transfer& t = transfers[i];
      static_cast<void>(
          flows.start(now, {.path = network.route(t.from, t.to), .size = Bytes{t.bytes}, .key = i}));
    }
    flows.settle(now);
    result.peak_concurrent = std::max(result.peak_concurrent, flows.size());
  }
  result.mean_concurrent = met / static_cast<double>(transfers.size());
  return result;
}

}  // namespace suanwang::bench
