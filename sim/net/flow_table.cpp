#include "net/flow_table.hpp"

#include <utility>

#include "suanwang/base/check.hpp"

namespace suanwang {

std::uint32_t FlowTable::add(std::uint64_t key, std::uint32_t of_class, TwoDouble target) {
  std::uint32_t slot = free_;
  if (slot == kNone) {
    slot = static_cast<std::uint32_t>(flows_.size());
    SUANWANG_CHECK(slot != kNone);
    flows_.emplace_back();
  } else {
    free_ = flows_[slot].child;
  }
  Flow& flow = flows_[slot];
  flow = {target, key, of_class, flow.version, kNone, kNone, kNone, true};
  ++size_;
  return slot;
}

void FlowTable::remove(std::uint32_t slot) {
  Flow& flow = flows_[slot];
  flow.alive = false;
  if (++flow.version == 0) flow.version = 1;
  flow.child = free_;
  free_ = slot;
  --size_;
}

std::uint32_t FlowTable::insert(std::uint32_t root, std::uint32_t slot) {
  return meld(root, slot);
}

std::uint32_t FlowTable::erase(std::uint32_t root, std::uint32_t slot) {
  Flow& flow = flows_[slot];
  const std::uint32_t children = meld_siblings(std::exchange(flow.child, kNone));
  if (slot == root) return children;
  Flow& before = flows_[flow.before];
  (before.child == slot ? before.child : before.next) = flow.next;
  if (flow.next != kNone) flows_[flow.next].before = flow.before;
  flow.next = flow.before = kNone;
  return meld(root, children);
}

std::uint32_t FlowTable::parent(std::uint32_t at) const {
  std::uint32_t before = flows_[at].before;
  while (flows_[before].child != at) {
    at = before;
    before = flows_[at].before;
  }
  return before;
}

/// Of two roots the lesser becomes the parent of the other; at a tie the first.
std::uint32_t FlowTable::meld(std::uint32_t a, std::uint32_t b) {
  if (a == kNone) return b;
  if (b == kNone) return a;
  if (flows_[b].target < flows_[a].target) std::swap(a, b);
  Flow& parent = flows_[a];
  Flow& child = flows_[b];
  child.next = parent.child;
  if (parent.child != kNone) flows_[parent.child].before = b;
  child.before = a;
  parent.child = b;
  return a;
}

/// One heap of the siblings from `first` on: in pairs from first to last, then the pairs from last to first.
std::uint32_t FlowTable::meld_siblings(std::uint32_t first) {
  std::uint32_t pairs = kNone;  // chained by `next`, the last one first
  while (first != kNone) {
    const std::uint32_t a = first;
    const std::uint32_t b = flows_[a].next;
    first = b == kNone ? kNone : flows_[b].next;
    flows_[a].next = flows_[a].before = kNone;
    if (b != kNone) flows_[b].next = flows_[b].before = kNone;
    const std::uint32_t pair = meld(a, b);
    flows_[pair].next = pairs;
    pairs = pair;
  }
  std::uint32_t root = kNone;
  while (pairs != kNone) {
    const std::uint32_t pair = pairs;
    pairs = std::exchange(flows_[pair].next, kNone);
    root = meld(root, pair);
  }
  return root;
}

}  // namespace suanwang
