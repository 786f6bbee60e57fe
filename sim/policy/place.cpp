#include "suanwang/policy/place.hpp"

#include <algorithm>
#include <vector>

#include "suanwang/base/check.hpp"

#include "policy/parts.hpp"

namespace suanwang {

Ranges lowest_free(const BitSet& free, std::int64_t count, const BitSet* reserved) {
  Ranges ranges;
  if (reserved == nullptr) {  // mostly: each run of free ones is a range
    for (std::size_t end = 0; count > 0;) {
      const std::size_t first = free.next(end);
      SUANWANG_CHECK(first != BitSet::kNone);
      end = std::min(free.next_absent(first), first + static_cast<std::size_t>(count));
      ranges.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end - 1)});
      count -= static_cast<std::int64_t>(end - first);
    }
    return ranges;
  }
  std::size_t from = 0;
  while (count > 0) {
    const std::size_t first = free.next(from);
    SUANWANG_CHECK(first != BitSet::kNone);
    from = reserved->next_absent(first);
    if (from != first) continue;
    const std::size_t end = std::min(free.next_absent(first), reserved->next(first));
    from = end;
    const auto taken = std::min<std::int64_t>(count, static_cast<std::int64_t>(end - first));
    const auto last = static_cast<std::uint32_t>(first + static_cast<std::size_t>(taken) - 1);
    if (!ranges.empty() && ranges.back().last + 1 == first) {
      ranges.back().last = last;
    } else {
      ranges.push_back({static_cast<std::uint32_t>(first), last});
    }
    count -= taken;
  }
  return ranges;
}

namespace {

/// A node of a partition and how many of its accelerators may be taken.
struct Node {
  std::uint32_t first;
  std::uint32_t last;
  std::int64_t free;
  std::int64_t taken = 0;
};

std::vector<Node> nodes_of(const Ledger& partition, const BitSet* reserved) {
  std::vector<Node> nodes;
  std::uint32_t first = 0;
  for (const PoolPart& part : partition.parts()) {
    for (std::int64_t at = 0; at < part.count; at += part.per_node) {
      const auto size = std::min(part.per_node, part.count - at);
      Node node{first, static_cast<std::uint32_t>(first + size - 1), 0};
      for (std::size_t i = partition.free_set().next(first); i <= node.last;
           i = partition.free_set().next(i + 1)) {
        if (reserved == nullptr || !reserved->contains(i)) ++node.free;
      }
      if (node.free > 0) nodes.push_back(node);
      first = node.last + 1;
    }
  }
  return nodes;
}

/// The lowest `taken` of each node's accelerators, as ascending ranges.
Ranges lowest_of(const Ledger& partition, std::vector<Node> nodes, const BitSet* reserved) {
  std::sort(nodes.begin(), nodes.end(), [](const Node& a, const Node& b) { return a.first < b.first; });
  Ranges ranges;
  for (const Node& node : nodes) {
    std::int64_t left = node.taken;
    for (std::size_t i = partition.free_set().next(node.first); left > 0;
         i = partition.free_set().next(i + 1)) {
      if (reserved != nullptr && reserved->contains(i)) continue;
      const auto number = static_cast<std::uint32_t>(i);
      if (!ranges.empty() && ranges.back().last + 1 == number) {
        ranges.back().last = number;
      } else {
        ranges.push_back({number, number});
      }
      --left;
    }
  }
  return ranges;
}

void emptiest_first(std::vector<Node>& nodes) {
  std::stable_sort(nodes.begin(), nodes.end(), [](const Node& a, const Node& b) { return a.free > b.free; });
}

class FirstFit final : public Place {
 public:
  [[nodiscard]] double score(const Ledger& /*partition*/, Accelerators /*need*/) const override { return 0; }
  [[nodiscard]] Ranges pick(const Ledger& partition, Accelerators need,
                            const BitSet* reserved) const override {
    return lowest_free(partition.free_set(), need.count(), reserved);
  }
};

/// As few nodes as possible; whatever part of a node is left over is the smallest that can be had.
class BestFit final : public Place {
 public:
  [[nodiscard]] double score(const Ledger& partition, Accelerators need) const override {
    return static_cast<double>((partition.free() - need).milli);
  }
  [[nodiscard]] Ranges pick(const Ledger& partition, Accelerators need,
                            const BitSet* reserved) const override {
    std::vector<Node> nodes = nodes_of(partition, reserved);
    emptiest_first(nodes);
    std::int64_t left = need.count();
    std::size_t whole = 0;
    for (; whole < nodes.size() && nodes[whole].free < left; ++whole) {
      nodes[whole].taken = nodes[whole].free;
      left -= nodes[whole].free;
    }
    SUANWANG_CHECK(whole < nodes.size());
    // The fullest node that holds the rest; of equals the lowest, which a stable sort put first.
    std::size_t best = whole;
    for (std::size_t i = whole + 1; i < nodes.size() && nodes[i].free >= left; ++i) {
      if (nodes[i].free < nodes[best].free) best = i;
    }
    nodes[best].taken = left;
    return lowest_of(partition, std::move(nodes), reserved);
  }
};

class WorstFit final : public Place {
 public:
  [[nodiscard]] double score(const Ledger& partition, Accelerators /*need*/) const override {
    return -static_cast<double>(partition.free().milli);
  }
  [[nodiscard]] Ranges pick(const Ledger& partition, Accelerators need,
                            const BitSet* reserved) const override {
    std::vector<Node> nodes = nodes_of(partition, reserved);
    emptiest_first(nodes);
    std::int64_t left = need.count();
    for (Node& node : nodes) {
      node.taken = std::min(left, node.free);
      left -= node.taken;
    }
    SUANWANG_CHECK(left == 0);
    return lowest_of(partition, std::move(nodes), reserved);
  }
};

class Spread final : public Place {
 public:
  [[nodiscard]] double score(const Ledger& partition, Accelerators /*need*/) const override {
    return -static_cast<double>(partition.free().milli) / static_cast<double>(partition.online().milli);
  }
  [[nodiscard]] Ranges pick(const Ledger& partition, Accelerators need,
                            const BitSet* reserved) const override {
    std::vector<Node> nodes = nodes_of(partition, reserved);
    emptiest_first(nodes);
    std::int64_t left = need.count();
    while (left > 0) {
      const std::int64_t before = left;
      for (Node& node : nodes) {
        if (left == 0 || node.taken == node.free) continue;
        ++node.taken;
        --left;
      }
      SUANWANG_CHECK(left < before);
    }
    return lowest_of(partition, std::move(nodes), reserved);
  }
};

}  // namespace

std::unique_ptr<const Place> make_first_fit() {
  return std::make_unique<FirstFit>();
}
std::unique_ptr<const Place> make_best_fit() {
  return std::make_unique<BestFit>();
}
std::unique_ptr<const Place> make_worst_fit() {
  return std::make_unique<WorstFit>();
}
std::unique_ptr<const Place> make_spread() {
  return std::make_unique<Spread>();
}

}  // namespace suanwang
