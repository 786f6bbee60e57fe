#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "suanwang/base/int128.hpp"

namespace suanwang {

/// 64-bit hash of a text, the same on every platform and in every version of the fingerprint.
[[nodiscard]] constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;  // FNV-1a, then a finaliser: short ids differ in few bits
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  h ^= h >> 32;
  return h;
}

/// A 128-bit digest of a sequence of words, for fingerprints: fast and well mixed, not cryptographic.
class Digest {
 public:
  void add(std::uint64_t word) {
    // Two lanes of multiply-and-fold (128-bit product), each keyed apart.
    high_ = fold(high_ ^ word, 0x9e3779b97f4a7c15ULL);
    low_ = fold(low_ + word, 0xd1342543de82ef95ULL) ^ high_;
    ++words_;
  }
  /// Two words at the price of one; another digest than that of one after the other.
  void add(std::uint64_t first, std::uint64_t second) {
    high_ = fold(high_ ^ first, second ^ 0x9e3779b97f4a7c15ULL) ^ std::rotl(second, 32);
    low_ = fold(low_ + second, first ^ 0xd1342543de82ef95ULL) ^ high_;
    ++words_;
  }
  [[nodiscard]] std::uint64_t high() const { return fold(high_ ^ words_, 0xbf58476d1ce4e5b9ULL); }
  [[nodiscard]] std::uint64_t low() const { return fold(low_ ^ words_, 0x94d049bb133111ebULL); }

  /// 32 hexadecimal digits.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Digest&, const Digest&) = default;

 private:
  static constexpr std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    const Uint128 product = static_cast<Uint128>(a ^ 0x2545f4914f6cdd1dULL) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^ a;
  }

  std::uint64_t high_ = 0x243f6a8885a308d3ULL;
  std::uint64_t low_ = 0x13198a2e03707344ULL;
  std::uint64_t words_ = 0;
};

}  // namespace suanwang
