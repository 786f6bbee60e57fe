#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "suanwang/base/check.hpp"

namespace suanwang {

/// An ordered set of (key, value) pairs that keeps a summary of each block of neighbours, so that a search
/// can step over blocks in which nothing qualifies. Two parts of the simulator are one of these: the queue
/// (summary: least walltime and fewest accelerators) and the claims on a partition (summary: sum of
/// accelerators).
///
/// A sorted list of sorted blocks of at most `kBlock` entries: inserting and erasing move at most one block,
/// and everything that is scanned is contiguous. Keys are unique. No block is empty, but for the last one of
/// a set that has become empty, which stays for what comes next.
///
/// `Summary` has `static Summary of(const Key&, const Value&)` and `void add(const Summary&)`; adding must be
/// associative and commutative. If it also has `bool take_out(const Summary&)`, that undoes an `add` and says
/// whether it could: a sum always can, a minimum only where another was less. Otherwise the block is
/// summarised anew.
///
/// Where a set may grow long and searches seldom find anything, `kGroup` blocks in a row have a summary of
/// their own (0: none), and whole groups are stepped over.
/// @complexity insert, erase: O(log n + kBlock); searches: O(n / kBlock / kGroup + kGroup + kBlock), where
/// summaries do not deceive.
template <class Key, class Value, class Summary, std::uint32_t kBlock = 64, std::uint32_t kGroup = 0>
class BlockedSet {
 public:
  struct Entry {
    Key key;
    Value value;
  };

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// The first entry. @pre not empty
  [[nodiscard]] const Entry& front() const { return blocks_[order_[begin_]].entries[0]; }

  /// The key of the first entry. @pre not empty
  [[nodiscard]] const Key& first_key() const { return firsts_[begin_]; }

  /// @pre no entry has this key
  void insert(const Key& key, const Value& value) {
    if (size_++ == 0) return begin_with({key, value});
    std::size_t at = block_for(key);
    Block* block = &blocks_[order_[at]];
    if (block->size == kBlock) {
      if (at + 1 == order_.size() && block->entries[kBlock - 1].key < key) return append_block({key, value});
      split(at);
      if (!(key < firsts_[at + 1])) ++at;
      block = &blocks_[order_[at]];
    }
    Entry* const end = block->entries.data() + block->size;
    Entry* place = end;  // often, for many keys are times or counts
    if (key < end[-1].key) {
      place = std::lower_bound(block->entries.data(), end - 1, key, before);
      std::move_backward(place, end, end + 1);
    }
    *place = {key, value};
    ++block->size;
    firsts_[at] = block->entries[0].key;
    const Summary more = Summary::of(key, value);
    summaries_[at].add(more);
    if constexpr (kGroup > 0) groups_[at / kGroup].add(more);
  }

  /// Whether there was an entry with this key; it is gone.
  bool erase(const Key& key) {
    if (empty()) return false;
    const std::size_t at = block_for(key);
    Block& block = blocks_[order_[at]];
    Entry* const end = block.entries.data() + block.size;
    Entry* place = block.entries.data();  // often, for many take from the front
    if (place->key < key) place = std::lower_bound(place + 1, end, key, before);
    if (place == end || key < place->key) return false;
    const Summary gone = Summary::of(place->key, place->value);
    std::move(place + 1, end, place);
    --block.size;
    --size_;
    if (block.size == 0) {
      if (!empty()) remove_block(at);
      return true;
    }
    firsts_[at] = block.entries[0].key;
    if (!take_out(summaries_[at], gone)) summarise(at);
    if constexpr (kGroup > 0) {
      if (!take_out(groups_[at / kGroup], gone)) summarise_group(at / kGroup);
    }
    if (block.size < kBlock / 4) merge_with_next(at);
    return true;
  }

  /// The first entry with a key after `from` (from the beginning where nothing is given) for which `wanted`
  /// holds, entry by entry.
  template <class Wanted>
  [[nodiscard]] const Entry* find_after(const std::optional<Key>& from, Wanted&& wanted) const {
    if (empty()) return nullptr;
    std::size_t at = from ? block_for(*from) : begin_;
    const Block* block = &blocks_[order_[at]];
    const Entry* entry = block->entries.data();
    if (from) entry = std::upper_bound(entry, entry + block->size, *from, after);
    while (true) {
      for (const Entry* const end = block->entries.data() + block->size; entry != end; ++entry) {
        if (wanted(*entry)) return entry;
      }
      if (++at == order_.size()) return nullptr;
      block = &blocks_[order_[at]];
      entry = block->entries.data();
    }
  }

  // Searching by summaries, in steps, for who searches several sets at once and need not open the blocks of
  // all. Blocks are numbered in order, from first_block() to end_block(); insertions and erasures may change
  // their numbers.

  [[nodiscard]] std::size_t first_block() const { return begin_; }
  [[nodiscard]] std::size_t end_block() const { return order_.size(); }

  /// The last block whose first key is not after `key`, or the first block. @pre there has been an entry
  [[nodiscard]] std::size_t block_for(const Key& key) const {
    if (firsts_.size() - begin_ == 1) return begin_;
    const auto begin = firsts_.begin() + static_cast<std::ptrdiff_t>(begin_);
    const auto after = std::upper_bound(begin, firsts_.end(), key);
    return after == begin ? begin_ : static_cast<std::size_t>(after - firsts_.begin()) - 1;
  }
  [[nodiscard]] const Key& first_key_of(std::size_t block) const { return firsts_[block]; }

  /// The first block from `block` on whose summary says that it may hold a wanted entry, or end_block().
  /// @pre may_hold(summary) wherever the block, or one of the group, holds a wanted entry
  template <class MayHold>
  [[nodiscard]] std::size_t next_block(std::size_t block, MayHold&& may_hold) const {
    static_assert(kGroup > 0);
    while (block < order_.size()) {
      const std::size_t group = block / kGroup;
      const std::size_t end = std::min<std::size_t>(order_.size(), (group + 1) * kGroup);
      if (may_hold(groups_[group])) {
        for (; block < end; ++block) {
          if (may_hold(summaries_[block])) return block;
        }
      }
      block = end;
    }
    return block;
  }

  /// The first wanted entry in this block whose key is not before `from`, or none.
  template <class Wanted>
  [[nodiscard]] const Entry* find_in(std::size_t block, const Key& from, Wanted&& wanted) const {
    const Block& in = blocks_[order_[block]];
    const Entry* const end = in.entries.data() + in.size;
    const Entry* entry = in.entries.data();
    if (entry != end && entry->key < from) entry = std::lower_bound(entry + 1, end, from, before);
    while (entry != end && !wanted(*entry)) ++entry;
    return entry != end ? entry : nullptr;
  }

  /// Walks blocks, then entries, in order: `step_over(summary)` says whether the whole block may be passed
  /// (the visitor has then taken its summary into account); otherwise `visit(entry)` is called for its
  /// entries until it returns false, which ends the walk.
  template <class StepOver, class Visit>
  void walk(StepOver&& step_over, Visit&& visit) const {
    if (empty()) return;
    for (std::size_t at = begin_; at < order_.size(); ++at) {
      if (step_over(summaries_[at])) continue;
      const Block& block = blocks_[order_[at]];
      for (std::uint32_t i = 0; i < block.size; ++i) {
        if (!visit(block.entries[i])) return;
      }
    }
  }

  /// Calls `visit(entry)` for every entry in order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    walk([](const Summary&) { return false; },
         [&](const Entry& entry) {
           visit(entry);
           return true;
         });
  }

 private:
  struct Block {
    std::uint32_t size = 0;
    std::array<Entry, kBlock> entries;
  };

  static bool before(const Entry& entry, const Key& key) { return entry.key < key; }
  static bool after(const Key& key, const Entry& entry) { return key < entry.key; }

  std::uint32_t new_block() {
    if (spare_.empty()) {
      blocks_.emplace_back();
      return static_cast<std::uint32_t>(blocks_.size() - 1);
    }
    const std::uint32_t index = spare_.back();
    spare_.pop_back();
    blocks_[index].size = 0;
    return index;
  }

  /// The first entry of an empty set.
  void begin_with(const Entry& entry) {
    if (order_.empty()) return append_block(entry);
    const std::size_t at = order_.size() - 1;
    Block& block = blocks_[order_[at]];
    block.entries[0] = entry;
    block.size = 1;
    firsts_[at] = entry.key;
    summaries_[at] = Summary::of(entry.key, entry.value);
    if constexpr (kGroup > 0) summarise_group(at / kGroup);
  }

  void append_block(const Entry& entry) {
    const std::uint32_t index = new_block();
    blocks_[index].entries[0] = entry;
    blocks_[index].size = 1;
    order_.push_back(index);
    firsts_.push_back(entry.key);
    summaries_.push_back(Summary::of(entry.key, entry.value));
    group_from(order_.size() - 1);
  }

  void split(std::size_t at) {
    const std::uint32_t index = new_block();
    Block& left = blocks_[order_[at]];
    Block& right = blocks_[index];
    const std::uint32_t half = kBlock / 2;
    std::copy(left.entries.begin() + half, left.entries.end(), right.entries.begin());
    right.size = kBlock - half;
    left.size = half;
    const auto next = static_cast<std::ptrdiff_t>(at) + 1;
    order_.insert(order_.begin() + next, index);
    firsts_.insert(firsts_.begin() + next, right.entries[0].key);
    summaries_.insert(summaries_.begin() + next, Summary{});
    summarise(at);
    summarise(at + 1);
    group_from(at);
  }

  void merge_with_next(std::size_t at) {
    if (at + 1 == order_.size()) return;
    Block& left = blocks_[order_[at]];
    const Block& right = blocks_[order_[at + 1]];
    if (left.size + right.size > kBlock * 3 / 4) return;
    std::copy(right.entries.begin(), right.entries.begin() + right.size, left.entries.begin() + left.size);
    left.size += right.size;
    summaries_[at].add(summaries_[at + 1]);
    if constexpr (kGroup > 0) groups_[at / kGroup].add(summaries_[at + 1]);  // perhaps another group's
    remove_block(at + 1);
  }

  void remove_block(std::size_t at) {
    spare_.push_back(order_[at]);
    if (at == begin_) {
      ++begin_;
      if (begin_ < order_.size() / 2) {
        if constexpr (kGroup > 0) summarise_group(begin_ / kGroup);
        return;
      }
      remove_from_directory(0, std::exchange(begin_, 0));
    } else {
      remove_from_directory(at, 1);
    }
  }

  void remove_from_directory(std::size_t at, std::size_t n) {
    const auto remove = [&](auto& from) {
      const auto first = from.begin() + static_cast<std::ptrdiff_t>(at);
      from.erase(first, first + static_cast<std::ptrdiff_t>(n));
    };
    remove(order_);
    remove(firsts_);
    remove(summaries_);
    group_from(at);
  }

  [[nodiscard]] static bool take_out(Summary& summary, const Summary& gone) {
    if constexpr (requires { summary.take_out(gone); }) return summary.take_out(gone);
    return false;
  }

  void summarise(std::size_t at) {
    const Block& block = blocks_[order_[at]];
    Summary summary = Summary::of(block.entries[0].key, block.entries[0].value);
    for (std::uint32_t i = 1; i < block.size; ++i) {
      summary.add(Summary::of(block.entries[i].key, block.entries[i].value));
    }
    summaries_[at] = summary;
  }

  void summarise_group(std::size_t group) {
    const std::size_t end = std::min<std::size_t>(order_.size(), (group + 1) * kGroup);
    std::size_t at = std::max<std::size_t>(begin_, group * kGroup);
    Summary summary = summaries_[at];
    while (++at < end) summary.add(summaries_[at]);
    groups_[group] = summary;
  }

  /// Blocks have come, gone or moved, from this one on.
  void group_from(std::size_t at) {
    if constexpr (kGroup > 0) {
      groups_.resize((order_.size() + kGroup - 1) / kGroup);
      for (std::size_t g = std::max(at, begin_) / kGroup; g < groups_.size(); ++g) summarise_group(g);
    }
  }

  std::vector<Block> blocks_;         // storage; never shrinks
  std::vector<std::uint32_t> spare_;  // unused places in `blocks_`
  std::vector<std::uint32_t> order_;  // blocks in key order, from `begin_` on; those before are gone
  std::vector<Key> firsts_;           // their first keys,
  std::vector<Summary> summaries_;    // and their summaries, apart so that scans stay in few cache lines
  std::vector<Summary> groups_;       // of `kGroup` blocks each
  std::size_t begin_ = 0;             // so that taking from the front moves nothing
  std::size_t size_ = 0;
};

}  // namespace suanwang
