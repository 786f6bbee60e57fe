#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/hash.hpp"
#include "suanwang/base/random.hpp"

namespace suanwang::test {

/// Random numbers for tests, drawn in turn; equal seeds give equal sequences on every machine.
class Rng {
 public:
  explicit Rng(std::uint64_t seed) : stream_{seed, 0, Purpose::Test, hash_of("tests")} {}

  std::uint64_t bits() { return stream_.bits(next_++); }

  /// In the open interval (0, 1).
  double uniform() { return stream_.uniform(next_++); }

  double uniform(double low, double high) { return low + uniform() * (high - low); }

  /// Whole numbers from `low` to `high`, both included, each equally likely (to within 2^-52 of the range).
  std::int64_t integer(std::int64_t low, std::int64_t high) {
    const auto count = static_cast<double>(high - low + 1);
    return low + static_cast<std::int64_t>(uniform() * count);
  }

  /// An index of a sequence of `size` elements. @pre size > 0
  std::size_t index(std::size_t size) {
    return static_cast<std::size_t>(integer(0, static_cast<std::int64_t>(size) - 1));
  }

  bool chance(double probability) { return uniform() < probability; }

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[index(from.size())];
  }

  /// Puts `items` in a random order (Fisher-Yates), each order equally likely.
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[index(i)]);
  }

 private:
  RandomStream stream_;
  std::uint64_t next_ = 0;
};

/// Runs `property(rng)` for seeds 0 ... cases-1, stops at the first seed that fails and names it, so that
/// `SUANWANG_SEED=17 ctest -R that_test` replays exactly that case.
template <class Property>
void for_seeds(std::uint64_t cases, Property property) {
  std::uint64_t first = 0;
  std::uint64_t last = cases;
  if (const char* replayed = std::getenv("SUANWANG_SEED")) {
    first = std::strtoull(replayed, nullptr, 10);
    last = first + 1;
  }
  for (std::uint64_t seed = first; seed < last; ++seed) {
    SCOPED_TRACE("replay with SUANWANG_SEED=" + std::to_string(seed));
    Rng rng{seed};
    try {
      property(rng);
    } catch (const std::exception& problem) {
      ADD_FAILURE() << "threw: " << problem.what();
    }
    if (::testing::Test::HasFailure() || ::testing::Test::IsSkipped()) return;
  }
}

}  // namespace suanwang::test
