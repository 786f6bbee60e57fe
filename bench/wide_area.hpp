#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "suanwang/base/random.hpp"
#include "suanwang/net/flows.hpp"

namespace suanwang::bench {

/// A made-up wide-area network: centres on a ring, joined by as many random chords, 100, 200 or 400 Gbps in
/// each direction, and the routes of least latency. Thirty centres make a network like that of the flow
/// goldens.
class WideArea {
 public:
  explicit WideArea(std::size_t centres);

  [[nodiscard]] std::size_t centres() const { return centres_; }
  /// Of each direction of each link: link 0 forth and back, link 1 forth and back, ...
  [[nodiscard]] const std::vector<BytesPerSecond>& capacities() const { return capacities_; }
  [[nodiscard]] std::span<const ResourceId> route(std::size_t from, std::size_t to) const {
    return routes_[from * centres_ + to];
  }

 private:
  std::size_t centres_;
  std::vector<BytesPerSecond> capacities_;
  std::vector<std::vector<ResourceId>> routes_;
};

/// One transfer of a workload.
struct Transfer {
  Time start;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  double bytes = 0;
};

/// Draws the ends and the size of transfer `index`: any two centres, sizes of a Pareto law (mean 30 GB,
/// shape 1.5, at most 10 TB), in whole bytes.
class TransferRecipe {
 public:
  explicit TransferRecipe(std::size_t centres) : centres_{centres} {}
  [[nodiscard]] Transfer at(std::uint64_t index, Time start) const;
  /// Of mean 1 [s].
  [[nodiscard]] double exponential(std::uint64_t index) const;

 private:
  std::size_t centres_;
};

/// A workload that keeps about so many transfers under way: each that ends is answered, a moment later, by
/// another.
std::vector<Transfer> steady_transfers(const WideArea& network, std::size_t concurrent, std::size_t count);

/// A workload whose transfers all start within a second.
std::vector<Transfer> burst_of_transfers(const WideArea& network, std::size_t count);

struct Replay {
  std::vector<Time> finish;    ///< of each transfer
  double mean_concurrent = 0;  ///< as a transfer ends
  std::size_t peak_concurrent = 0;
};
/// Carries all of a workload, in the order of their starts.
Replay replay(const WideArea& network, std::span<const Transfer> transfers);

}  // namespace suanwang::bench
