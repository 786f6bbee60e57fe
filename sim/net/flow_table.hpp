#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "net/two_double.hpp"

namespace suanwang {

/// The flows under way, and for each class of them a heap by what the class must have served for the flow to
/// be complete.
///
/// The heaps are pairing heaps whose nodes are the flows: any flow can be taken out, and the memory is that
/// of the most flows that ever were at once. A heap is named by its least flow, its root.
/// @source M. Fredman, R. Sedgewick, D. Sleator, R. Tarjan, "The pairing heap", Algorithmica 1 (1986).
/// @complexity insert O(1), erase O(log n) amortised.
class FlowTable {
 public:
  static constexpr std::uint32_t kNone = ~0U;

  struct Flow {
    TwoDouble target;  ///< complete when its class has served so much
    std::uint64_t key = 0;
    std::uint32_t of_class = kNone;  ///< kNone: not in a class
    std::uint32_t version = 1;       ///< of the slot; counts the flows that it has held
    std::uint32_t child = kNone;     ///< its first; in a free slot, the next free one
    std::uint32_t next = kNone;      ///< the sibling after it
    std::uint32_t before = kNone;    ///< the sibling before it, or its parent
    bool alive = false;
  };

  [[nodiscard]] const Flow& operator[](std::uint32_t slot) const { return flows_[slot]; }
  [[nodiscard]] bool alive(std::uint32_t slot, std::uint32_t version) const {
    return slot < flows_.size() && flows_[slot].version == version && flows_[slot].alive;
  }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// A slot for a flow, in no heap yet.
  std::uint32_t add(std::uint64_t key, std::uint32_t of_class, TwoDouble target);
  /// Frees the slot. @pre the flow is in no heap
  void remove(std::uint32_t slot);

  // A heap's root goes in, its new root comes out; kNone is the empty heap.
  std::uint32_t insert(std::uint32_t root, std::uint32_t slot);
  std::uint32_t erase(std::uint32_t root, std::uint32_t slot);

  /// Calls `visit(slot)` for each flow of a heap, parents before children, else in no particular order.
  template <class Visit>
  void for_each(std::uint32_t root, Visit&& visit) const {
    // Without a stack: down to the first child, else to the sibling of the nearest ancestor that has one.
    for (std::uint32_t at = root; at != kNone;) {
      visit(at);
      if (flows_[at].child != kNone) {
        at = flows_[at].child;
        continue;
      }
      while (at != root && flows_[at].next == kNone) at = parent(at);
      if (at == root) return;
      at = flows_[at].next;
    }
  }

 private:
  [[nodiscard]] std::uint32_t parent(std::uint32_t at) const;
  std::uint32_t meld(std::uint32_t a, std::uint32_t b);
  std::uint32_t meld_siblings(std::uint32_t first);

  std::vector<Flow> flows_;
  std::uint32_t free_ = kNone;
  std::size_t size_ = 0;
};

}  // namespace suanwang
