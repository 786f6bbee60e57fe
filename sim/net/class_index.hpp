#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace suanwang {

/// Finds classes by hash: open addressing, linear probing, at most half full. Entries that go close the gap
/// behind them, so the table never has to be cleaned.
class ClassIndex {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  /// The class with this hash of which `same(class)` is true, or kNone.
  template <class Same>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, Same&& same) const {
    if (entries_.empty()) return kNone;
    for (std::size_t i = home(hash); entries_[i].of_class != kNone; i = after(i)) {
      if (entries_[i].hash == hash && same(entries_[i].of_class)) return entries_[i].of_class;
    }
    return kNone;
  }

  void insert(std::uint64_t hash, std::uint32_t of_class) {
    if (2 * (size_ + 1) > entries_.size()) grow();
    ++size_;
    place({hash, of_class});
  }

  /// @pre it was inserted
  void erase(std::uint64_t hash, std::uint32_t of_class) {
    std::size_t gap = home(hash);
    while (entries_[gap].of_class != of_class) gap = after(gap);
    for (std::size_t i = after(gap); entries_[i].of_class != kNone; i = after(i)) {
      // An entry may fill the gap unless its home lies behind the gap.
      const std::size_t mask = entries_.size() - 1;
      if (((i - home(entries_[i].hash)) & mask) >= ((i - gap) & mask)) {
        entries_[gap] = entries_[i];
        gap = i;
      }
    }
    entries_[gap].of_class = kNone;
    --size_;
  }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t of_class = kNone;
  };

  [[nodiscard]] std::size_t home(std::uint64_t hash) const { return hash & (entries_.size() - 1); }
  [[nodiscard]] std::size_t after(std::size_t i) const { return (i + 1) & (entries_.size() - 1); }

  void place(Entry entry) {
    std::size_t i = home(entry.hash);
    while (entries_[i].of_class != kNone) i = after(i);
    entries_[i] = entry;
  }

  void grow() {
    std::vector<Entry> old(entries_.empty() ? 16 : 2 * entries_.size());
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (entry.of_class != kNone) place(entry);
    }
  }

  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

}  // namespace suanwang
