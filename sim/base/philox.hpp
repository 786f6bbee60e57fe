#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <Random123/philox.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/// Philox4x32-10, one block at a time (Random123) and several side by side.
namespace suanwang::philox {

using Counter = r123::Philox4x32::ctr_type;

constexpr std::uint32_t low(std::uint64_t word) {
  return static_cast<std::uint32_t>(word);
}
constexpr std::uint32_t high(std::uint64_t word) {
  return static_cast<std::uint32_t>(word >> 32);
}

/// The first 64 bits of the block of Philox at (counter, key).
inline std::uint64_t first_word(const Counter& counter, std::uint64_t key) {
  const Counter block = r123::Philox4x32{}(counter, r123::Philox4x32::key_type{{low(key), high(key)}});
  return std::uint64_t{block[1]} << 32 | block[0];
}

/// The counter (replication, purpose) of the call that gives a RandomStream its key; "suanwang" marks it.
inline Counter key_counter(std::uint32_t replication, std::uint32_t purpose) {
  return {{replication, purpose, 0x7375616eU, 0x77616e67U}};
}

/// A few words of 32 bits, each in a lane of 64: a product of two words then fits its lane, and nothing needs
/// to be shuffled. What the upper half of a lane holds is left over, and never read.
constexpr std::size_t kLanes = 8;  // what 16 registers of two lanes can carry; wider ones gain nothing more

struct Lanes {
  static constexpr std::size_t kWidth = 2;
  static constexpr std::size_t kParts = kLanes / kWidth;
  using Part [[gnu::vector_size(16)]] = std::uint64_t;

  std::array<Part, kParts> part;

  static Lanes all(std::uint32_t word) {
    Lanes result;
    for (Part& p : result.part) p = Part{word, word};
    return result;
  }
};

/// The words of each part, multiplied.
inline Lanes::Part product(Lanes::Part a, Lanes::Part b) {
#ifdef __SSE2__
  return reinterpret_cast<Lanes::Part>(
      _mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
  return (a & 0xffffffffU) * (b & 0xffffffffU);
#endif
}

/// Words 0 and 1 of some blocks.
struct FirstWords {
  Lanes low, high;
};

/// kLanes blocks, of counters c and keys k.
[[gnu::always_inline]] inline FirstWords blocks(Lanes c0, Lanes c1, Lanes c2, Lanes c3, Lanes k0, Lanes k1) {
  constexpr Lanes::Part kFactor0{PHILOX_M4x32_0, PHILOX_M4x32_0}, kFactor1{PHILOX_M4x32_1, PHILOX_M4x32_1};
  constexpr Lanes::Part kStep0{PHILOX_W32_0, PHILOX_W32_0}, kStep1{PHILOX_W32_1, PHILOX_W32_1};
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
#pragma GCC unroll 8
    for (std::size_t p = 0; p < Lanes::kParts; ++p) {
      const Lanes::Part product0 = product(c0.part[p], kFactor0), product1 = product(c2.part[p], kFactor1);
      c0.part[p] = (product1 >> 32) ^ c1.part[p] ^ k0.part[p];
      c2.part[p] = (product0 >> 32) ^ c3.part[p] ^ k1.part[p];
      c1.part[p] = product1;
      c3.part[p] = product0;
      k0.part[p] += kStep0;
      k1.part[p] += kStep1;
    }
  }
  return {c0, c1};
}

}  // namespace suanwang::philox
