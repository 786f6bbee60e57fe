#include "suanwang/base/random.hpp"

#include <Random123/philox.h>

namespace suanwang {
namespace {

using Philox = r123::Philox4x32;  // ten rounds

constexpr std::uint32_t low(std::uint64_t word) {
  return static_cast<std::uint32_t>(word);
}
constexpr std::uint32_t high(std::uint64_t word) {
  return static_cast<std::uint32_t>(word >> 32);
}

/// The first 64 bits of the block of Philox at (counter, key).
std::uint64_t first_word(const Philox::ctr_type& counter, std::uint64_t key) {
  const Philox::ctr_type block = Philox{}(counter, Philox::key_type{{low(key), high(key)}});
  return std::uint64_t{block[1]} << 32 | block[0];
}

}  // namespace

// The counter (128 bits) is used up by index and entity, so seed, replication and purpose become the key, by
// one call of Philox itself. "suanwang" marks that call; two families share a key with probability 2^-64.
RandomStream::RandomStream(std::uint64_t seed, std::uint32_t replication, Purpose purpose,
                           std::uint64_t entity)
    : key_{first_word({{replication, static_cast<std::uint32_t>(purpose), 0x7375616eU, 0x77616e67U}}, seed)},
      entity_{entity} {}

std::uint64_t RandomStream::bits(std::uint64_t index) const {
  return first_word({{low(index), high(index), low(entity_), high(entity_)}}, key_);
}

double RandomStream::uniform(std::uint64_t index) const {
  // Half a step above the lattice of 2^-52 keeps clear of 0 and 1; with 53 bits the top would round to 1.
  return (static_cast<double>(bits(index) >> 12) + 0.5) * 0x1p-52;
}

}  // namespace suanwang
