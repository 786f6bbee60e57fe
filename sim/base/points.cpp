#include "suanwang/base/points.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include <boost/random/sobol.hpp>

#include "suanwang/base/check.hpp"

#include "base/philox.hpp"

namespace suanwang {
namespace {

using philox::high;
using philox::kLanes;
using philox::Lanes;
using philox::low;

constexpr int kDigits = 52;  ///< of a coordinate, as of RandomStream::uniform

/// (digits + 1/2) / 2^52, exactly: 1 + digits / 2^52, less 1 - 2^-53, and nothing is rounded.
double unit(std::uint64_t digits) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(1.0) | digits) - (1 - 0x1p-53);
}

using Units [[gnu::vector_size(sizeof(Lanes::Part))]] = double;
Units unit(Lanes::Part digits) {
  return reinterpret_cast<Units>(std::bit_cast<std::uint64_t>(1.0) | digits) - (1 - 0x1p-53);
}

/// 128 bits for what is fixed once for a set and a coordinate; `kind` keeps such calls apart.
philox::Counter key_words(std::uint64_t seed, std::uint32_t kind, std::uint32_t purpose,
                          std::uint64_t entity) {
  return r123::Philox4x32{}({{low(entity), high(entity), purpose, kind}}, {{low(seed), high(seed)}});
}

/// Calls `write(column, k, draws)` with draw 0 of the RandomStreams of samples first + k to first + k +
/// kLanes - 1. The last groups may reach beyond `count`.
template <class Write>
void for_each_draw(std::uint64_t seed, std::uint64_t first, std::size_t count,
                   std::span<const Coordinate> coordinates, Write write) {
  for (std::size_t c = 0; c < coordinates.size();) {
    const Purpose purpose = coordinates[c].purpose;
    std::size_t end = c + 1;
    while (end < coordinates.size() && coordinates[end].purpose == purpose) ++end;
    const philox::Counter counter = philox::key_counter(0, static_cast<std::uint32_t>(purpose));
    for (std::size_t k = 0; k < count; k += kLanes) {
      Lanes samples;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        samples.part[lane / Lanes::kWidth][lane % Lanes::kWidth] = first + k + lane;
      }
      const auto [key0, key1] =
          philox::blocks(samples, Lanes::all(counter[1]), Lanes::all(counter[2]), Lanes::all(counter[3]),
                         Lanes::all(low(seed)), Lanes::all(high(seed)));
      for (std::size_t column = c; column < end; ++column) {
        const std::uint64_t entity = coordinates[column].entity;
        const philox::FirstWords words = philox::blocks(Lanes::all(0), Lanes::all(0), Lanes::all(low(entity)),
                                                        Lanes::all(high(entity)), key0, key1);
        Lanes draws;
        for (std::size_t p = 0; p < Lanes::kParts; ++p) {
          draws.part[p] = words.high.part[p] << 32 | (words.low.part[p] & 0xffffffffU);
        }
        write(column, k, draws);
      }
    }
    c = end;
  }
}

void fill_plain(std::uint64_t seed, std::uint64_t first, std::size_t count,
                std::span<const Coordinate> coordinates, std::span<double> out) {
  for_each_draw(seed, first, count, coordinates, [&](std::size_t column, std::size_t k, const Lanes& draws) {
    std::array<Units, Lanes::kParts> values;
    for (std::size_t p = 0; p < Lanes::kParts; ++p) values[p] = unit(draws.part[p] >> (64 - kDigits));
    double* to = out.data() + column * count + k;
    if (k + kLanes <= count) {
      std::memcpy(to, &values, sizeof values);
    } else {
      std::memcpy(to, &values, (count - k) * sizeof(double));
    }
  });
}

/// How many binary digits the numbers below `count` need. @pre count >= 1
int digits_below(std::uint64_t count) {
  return static_cast<int>(std::bit_width(count - 1));
}

/// A permutation of the numbers below `size`: a Feistel network on the least number of bits that holds them,
/// applied until the result is in range; as it permutes twice as many at most, that is soon.
class Permutation {
 public:
  Permutation(std::uint64_t size, const philox::Counter& key)
      : size_{size}, key_{key}, bits_right_{digits_below(size) / 2} {
    const int bits_left = digits_below(size) - bits_right_;
    mask_left_ = static_cast<std::uint32_t>((std::uint64_t{1} << bits_left) - 1);
    mask_right_ = static_cast<std::uint32_t>((std::uint64_t{1} << bits_right_) - 1);
    passes_ = std::max(1, kBitsPerPass / std::max(1, digits_below(size)));
  }

  [[nodiscard]] std::uint64_t operator()(std::uint64_t i) const {
    do i = round_trip(i);
    while (i >= size_);
    return i;
  }

 private:
  static constexpr int kBitsPerPass = 16;  ///< rounds on a few bits do little: those take more of them

  [[nodiscard]] std::uint64_t round_trip(std::uint64_t i) const {
    auto left = static_cast<std::uint32_t>(i >> bits_right_);
    std::uint32_t right = static_cast<std::uint32_t>(i) & mask_right_;
    for (int pass = 0; pass < passes_; ++pass) {
      for (std::uint32_t key : key_.v) {
        key += static_cast<std::uint32_t>(pass);
        left ^= mixed(right ^ key) & mask_left_;
        right ^= mixed(left + key) & mask_right_;
      }
    }
    return std::uint64_t{left} << bits_right_ | right;
  }

  /// The finaliser of MurmurHash3 (A. Appleby). A single product would not do: on few bits the orders would
  /// then not come up alike.
  static std::uint32_t mixed(std::uint32_t x) {
    x = (x ^ x >> 16) * 0x85ebca6bU;
    x = (x ^ x >> 13) * 0xc2b2ae35U;
    return x ^ x >> 16;
  }

  std::uint64_t size_;
  philox::Counter key_;
  int bits_right_;
  int passes_;
  std::uint32_t mask_left_, mask_right_;
};

/// The place inside a stratum is that of the plain draw, with the digits that are left of 52. Where samples
/// is no power of two, one division rounds.
void fill_latin(std::uint64_t seed, std::uint64_t samples, std::uint64_t first, std::size_t count,
                std::span<const Coordinate> coordinates, std::span<double> out) {
  constexpr std::uint32_t kLatin = 0x6c617469U;  // "lati"
  const int digits = kDigits - digits_below(samples);
  const double whole = std::ldexp(static_cast<double>(samples), digits);
  std::vector<Permutation> strata;
  for (const Coordinate& c : coordinates) {
    strata.emplace_back(samples, key_words(seed, kLatin, static_cast<std::uint32_t>(c.purpose), c.entity));
  }
  for_each_draw(seed, first, count, coordinates, [&](std::size_t column, std::size_t k, const Lanes& draws) {
    for (std::size_t lane = 0; lane < std::min(kLanes, count - k); ++lane) {
      const std::uint64_t draw = draws.part[lane / Lanes::kWidth][lane % Lanes::kWidth];
      const std::uint64_t place = strata[column](first + k + lane) << digits | draw >> (64 - digits);
      out[column * count + k + lane] = (static_cast<double>(place) + 0.5) / whole;
    }
  });
}

std::uint32_t reversed(std::uint32_t x) {
  x = (x >> 1 & 0x55555555U) | (x & 0x55555555U) << 1;
  x = (x >> 2 & 0x33333333U) | (x & 0x33333333U) << 2;
  x = (x >> 4 & 0x0f0f0f0fU) | (x & 0x0f0f0f0fU) << 4;
  return __builtin_bswap32(x);
}

}  // namespace

/// The direction numbers of each dimension, first digit in the lowest bit: so the scrambling wants them.
struct PointSet::Directions {
  static constexpr std::size_t kBits = 32;
  /// flips[d][b]: what changes in dimension d from sample i to i + 1, where i ends with b ones: directions 0
  /// to b. After the last sample nothing does.
  std::vector<std::array<std::uint32_t, kBits + 1>> flips;

  explicit Directions(std::uint32_t dimensions) : flips(dimensions) {
    boost::random::sobol_engine<std::uint32_t, kBits> engine{dimensions};
    for (std::size_t bit = 0; bit < kBits; ++bit) {
      // The engine follows the Gray code and begins with sample 1: this is where only direction `bit` is in.
      engine.seed(static_cast<std::uint32_t>((std::uint64_t{2} << bit) - 2));
      for (auto& flip : flips) flip[bit] = reversed(engine()) ^ (bit == 0 ? 0 : flip[bit - 1]);
    }
  }

  /// Dimension d of sample i.
  [[nodiscard]] std::uint32_t at(std::uint32_t dimension, std::uint64_t i) const {
    const auto& flip = flips[dimension];
    std::uint32_t x = 0;
    for (std::size_t bit = 0; bit < kBits; ++bit) {
      if (i >> bit & 1U) x ^= flip[bit] ^ (bit == 0 ? 0 : flip[bit - 1]);
    }
    return x;
  }
};

namespace {

/// A nested uniform scrambling of 32 binary digits, the first in the lowest bit: each digit is flipped by a
/// hash of those before it. Sums, and products with odd or by even numbers, carry upwards only.
class Scrambling {
 public:
  explicit Scrambling(const philox::Counter& key)
      : sum_{key[0]}, factor_{key[1] | 1U}, rest_{std::uint64_t{key[3]} << 32 | key[2]} {}

  /// As 52 digits: those after the 32nd are random. They hang on all of those before, as points differ there.
  [[nodiscard]] std::uint64_t operator()(std::uint32_t x) const {
    x ^= x * 0x3d20adeaU;
    x = (x + sum_) * factor_;  // the sum alone makes each point uniform; the rest is for several points
    x ^= x * 0x05526c56U;
    x ^= x * 0x53a22864U;
    std::uint64_t rest = (x ^ rest_) * 0x9e3779b97f4a7c15U;
    rest = (rest ^ rest >> 32) * 0xd6e8feb86659fd93U;
    return std::uint64_t{reversed(x)} << (kDigits - 32) | rest >> (64 - (kDigits - 32));
  }

 private:
  std::uint32_t sum_, factor_;
  std::uint64_t rest_;
};

}  // namespace

PointSet::PointSet(Kind kind, std::uint64_t seed, std::uint64_t samples)
    : kind_{kind}, seed_{seed}, samples_{samples} {}

PointSet PointSet::plain(std::uint64_t seed) {
  return {Kind::Plain, seed, kMostSamples};
}

PointSet PointSet::latin(std::uint64_t seed, std::uint64_t samples) {
  SUANWANG_CHECK(1 <= samples && samples <= kMostSamples);
  return {Kind::Latin, seed, samples};
}

PointSet PointSet::sobol(std::uint64_t seed, std::uint32_t dimensions) {
  SUANWANG_CHECK(1 <= dimensions && dimensions <= kMostDimensions);
  PointSet result{Kind::Sobol, seed, kMostSamples};
  result.directions_ = std::make_shared<const Directions>(dimensions);
  return result;
}

PointSet PointSet::randomised(std::uint32_t number) const {
  constexpr std::uint32_t kRandomised = 0x72616e64U;  // "rand"
  PointSet result = *this;
  if (number > 0) result.seed_ = philox::first_word({{number, 0, 0, kRandomised}}, seed_);
  return result;
}

void PointSet::fill(std::uint64_t first, std::size_t count, std::span<const Coordinate> coordinates,
                    std::span<double> out) const {
  SUANWANG_CHECK(first <= samples_ && count <= samples_ - first);
  SUANWANG_CHECK(out.size() == count * coordinates.size());
  if (kind_ == Kind::Plain) return fill_plain(seed_, first, count, coordinates, out);
  if (kind_ == Kind::Latin) return fill_latin(seed_, samples_, first, count, coordinates, out);
  constexpr std::uint32_t kSobol = 0x736f626fU;  // "sobo"
  for (const Coordinate& c : coordinates) {
    SUANWANG_CHECK(c.dimension < directions_->flips.size());
    const Scrambling scrambled{key_words(seed_, kSobol, 0, c.dimension)};
    const auto& flips = directions_->flips[c.dimension];
    std::uint32_t x = directions_->at(c.dimension, first);
    double* value = out.data() + static_cast<std::size_t>(&c - coordinates.data()) * count;
    for (std::size_t k = 0; k < count; ++k) {
      value[k] = unit(scrambled(x));
      x ^= flips[static_cast<std::size_t>(std::countr_one(static_cast<std::uint32_t>(first + k)))];
    }
  }
}

}  // namespace suanwang
