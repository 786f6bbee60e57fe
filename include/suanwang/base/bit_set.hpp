#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace suanwang {

/// A set of small numbers with a fast "next member": one bit a number and one summary bit for 64 of them.
class BitSet {
 public:
  BitSet() = default;
  explicit BitSet(std::size_t size) { resize(size); }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Grows or shrinks the range; new numbers are not members.
  void resize(std::size_t size);

  [[nodiscard]] bool contains(std::size_t i) const { return (words_[i >> 6] >> (i & 63) & 1U) != 0; }
  void insert(std::size_t i) {
    words_[i >> 6] |= bit(i);
    summary_[i >> 12] |= bit(i >> 6);
  }
  void erase(std::size_t i) {
    words_[i >> 6] &= ~bit(i);
    if (words_[i >> 6] == 0) summary_[i >> 12] &= ~bit(i >> 6);
  }
  /// All numbers in [first, last]; whole words at a time.
  void insert_range(std::size_t first, std::size_t last) {
    const std::size_t w = first >> 6;
    if (w != last >> 6) return insert_words(first, last);
    words_[w] |= mask(first & 63, last & 63);
    summary_[w >> 6] |= bit(w);
  }
  void erase_range(std::size_t first, std::size_t last) {
    const std::size_t w = first >> 6;
    if (w != last >> 6) return erase_words(first, last);
    words_[w] &= ~mask(first & 63, last & 63);
    if (words_[w] == 0) summary_[w >> 6] &= ~bit(w);
  }
  void clear();

  /// Takes out [first, last] if all of them are members, and says whether they are.
  [[nodiscard]] bool take_range(std::size_t first, std::size_t last) {
    const std::size_t w = first >> 6;
    if (w != last >> 6) return take_words(first, last);
    const std::uint64_t wanted = mask(first & 63, last & 63);
    if ((words_[w] & wanted) != wanted) return false;
    words_[w] ^= wanted;
    if (words_[w] == 0) summary_[w >> 6] &= ~bit(w);
    return true;
  }

  /// The least member >= i, or kNone.
  [[nodiscard]] std::size_t next(std::size_t i) const {
    if (i >= size_) return kNone;
    const std::uint64_t here = words_[i >> 6] >> (i & 63);
    return here != 0 ? i + static_cast<std::size_t>(std::countr_zero(here)) : next_from_word((i >> 6) + 1);
  }
  /// The least number >= i and < size() that is no member, or size().
  [[nodiscard]] std::size_t next_absent(std::size_t i) const {
    if (i >= size_) return size_;
    const std::uint64_t absent = ~words_[i >> 6] >> (i & 63);
    if (absent == 0) return next_absent_from_word((i >> 6) + 1);
    return std::min(size_, i + static_cast<std::size_t>(std::countr_zero(absent)));
  }

  [[nodiscard]] std::size_t count() const;

 private:
  static constexpr std::uint64_t bit(std::size_t i) { return std::uint64_t{1} << (i & 63); }
  /// Bits [a, b] of one word, both in 0..63.
  static constexpr std::uint64_t mask(std::size_t a, std::size_t b) {
    return (~std::uint64_t{0} << a) & (~std::uint64_t{0} >> (63 - b));
  }
  // The same over several words.
  void insert_words(std::size_t first, std::size_t last);
  void erase_words(std::size_t first, std::size_t last);
  [[nodiscard]] bool take_words(std::size_t first, std::size_t last);
  [[nodiscard]] bool all_in_words(std::size_t first, std::size_t last) const;
  [[nodiscard]] std::size_t next_from_word(std::size_t w) const;
  [[nodiscard]] std::size_t next_absent_from_word(std::size_t w) const;
  void refresh_summary(std::size_t first_word, std::size_t last_word);

  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
  std::vector<std::uint64_t> summary_;
};

}  // namespace suanwang
