#include "suanwang/base/random.hpp"

#include "base/philox.hpp"

namespace suanwang {

using philox::high;
using philox::low;

// The counter (128 bits) is used up by index and entity, so seed, replication and purpose become the key, by
// one call of Philox itself. A mark keeps that call apart; two families share a key with probability 2^-64.
RandomStream::RandomStream(std::uint64_t seed, std::uint32_t replication, Purpose purpose,
                           std::uint64_t entity)
    : key_{philox::first_word(philox::key_counter(replication, static_cast<std::uint32_t>(purpose)), seed)},
      entity_{entity} {}

std::uint64_t RandomStream::bits(std::uint64_t index) const {
  return philox::first_word({{low(index), high(index), low(entity_), high(entity_)}}, key_);
}

double RandomStream::uniform(std::uint64_t index) const {
  // Half a step above the lattice of 2^-52 keeps clear of 0 and 1; with 53 bits the top would round to 1.
  return (static_cast<double>(bits(index) >> 12) + 0.5) * 0x1p-52;
}

}  // namespace suanwang
