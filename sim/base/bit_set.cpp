#include "suanwang/base/bit_set.hpp"

#include <algorithm>

namespace suanwang {

void BitSet::resize(std::size_t size) {
  if (size < size_) erase_range(size, size_ - 1);
  size_ = size;
  words_.resize((size + 63) / 64, 0);
  summary_.resize((words_.size() + 63) / 64, 0);
}

void BitSet::refresh_summary(std::size_t first_word, std::size_t last_word) {
  for (std::size_t w = first_word; w <= last_word; ++w) {
    if (words_[w] != 0) {
      summary_[w >> 6] |= bit(w);
    } else {
      summary_[w >> 6] &= ~bit(w);
    }
  }
}

void BitSet::insert_words(std::size_t first, std::size_t last) {
  const std::size_t a = first >> 6;
  const std::size_t b = last >> 6;
  for (std::size_t w = a; w <= b; ++w) {
    words_[w] |= mask(w == a ? first & 63 : 0, w == b ? last & 63 : 63);
  }
  refresh_summary(a, b);
}

void BitSet::erase_words(std::size_t first, std::size_t last) {
  const std::size_t a = first >> 6;
  const std::size_t b = last >> 6;
  for (std::size_t w = a; w <= b; ++w) {
    words_[w] &= ~mask(w == a ? first & 63 : 0, w == b ? last & 63 : 63);
  }
  refresh_summary(a, b);
}

void BitSet::clear() {
  std::fill(words_.begin(), words_.end(), 0);
  std::fill(summary_.begin(), summary_.end(), 0);
}

bool BitSet::all_in_words(std::size_t first, std::size_t last) const {
  const std::size_t a = first >> 6;
  const std::size_t b = last >> 6;
  for (std::size_t w = a; w <= b; ++w) {
    const std::uint64_t wanted = mask(w == a ? first & 63 : 0, w == b ? last & 63 : 63);
    if ((words_[w] & wanted) != wanted) return false;
  }
  return true;
}

bool BitSet::take_words(std::size_t first, std::size_t last) {
  if (!all_in_words(first, last)) return false;
  erase_words(first, last);
  return true;
}

std::size_t BitSet::next_from_word(std::size_t w) const {
  for (std::size_t s = w >> 6; s < summary_.size(); ++s, w = s * 64) {
    const std::uint64_t words = summary_[s] >> (w & 63) << (w & 63);
    if (words == 0) continue;
    w = s * 64 + static_cast<std::size_t>(std::countr_zero(words));
    return w * 64 + static_cast<std::size_t>(std::countr_zero(words_[w]));
  }
  return kNone;
}

std::size_t BitSet::next_absent_from_word(std::size_t w) const {
  for (; w < words_.size(); ++w) {
    const std::uint64_t absent = ~words_[w];
    if (absent != 0) return std::min(size_, w * 64 + static_cast<std::size_t>(std::countr_zero(absent)));
  }
  return size_;
}

std::size_t BitSet::count() const {
  std::size_t n = 0;
  for (const std::uint64_t word : words_) n += static_cast<std::size_t>(std::popcount(word));
  return n;
}

}  // namespace suanwang
