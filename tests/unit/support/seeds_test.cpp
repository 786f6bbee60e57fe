#include "support/seeds.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

namespace suanwang::test {
namespace {

/// Sets SUANWANG_SEED for the life of the object, or unsets it.
class SeedVariable {
 public:
  explicit SeedVariable(const char* value) {
    if (const char* before = std::getenv("SUANWANG_SEED")) before_ = before;
    set(value);
  }
  ~SeedVariable() { set(before_ ? before_->c_str() : nullptr); }
  SeedVariable(const SeedVariable&) = delete;
  SeedVariable& operator=(const SeedVariable&) = delete;

 private:
  static void set(const char* value) {
    if (value == nullptr) {
      unsetenv("SUANWANG_SEED");
    } else {
      setenv("SUANWANG_SEED", value, 1);
    }
  }
  std::optional<std::string> before_;
};

const std::uint64_t kFirstOfSeed17 = Rng{17}.bits();

TEST(ForSeeds, RunsEverySeedOnce) {
  const SeedVariable none{nullptr};
  std::vector<std::uint64_t> firsts;
  for_seeds(20, [&](Rng& rng) { firsts.push_back(rng.bits()); });
  ASSERT_EQ(firsts.size(), 20U);
  EXPECT_EQ(firsts[17], kFirstOfSeed17);
  std::sort(firsts.begin(), firsts.end());
  EXPECT_EQ(std::adjacent_find(firsts.begin(), firsts.end()), firsts.end());
}

TEST(ForSeeds, ReplaysOneSeed) {
  const SeedVariable seventeen{"17"};
  std::vector<std::uint64_t> firsts;
  for_seeds(5, [&](Rng& rng) { firsts.push_back(rng.bits()); });
  EXPECT_EQ(firsts, std::vector<std::uint64_t>{kFirstOfSeed17});
}

void fail_at_seed_17() {
  for_seeds(20, [](Rng& rng) { EXPECT_NE(rng.bits(), kFirstOfSeed17); });
}

void throw_at_seed_17() {
  for_seeds(20, [](Rng& rng) {
    if (rng.bits() == kFirstOfSeed17) throw std::runtime_error("out of accelerators");
  });
}

TEST(ForSeeds, NamesTheSeedThatFails) {
  const SeedVariable none{nullptr};
  EXPECT_NONFATAL_FAILURE(fail_at_seed_17(), "SUANWANG_SEED=17");
  EXPECT_NONFATAL_FAILURE(throw_at_seed_17(), "threw: out of accelerators");
}

TEST(Rng, IntegersReachBothEndsAndNothingElse) {
  Rng rng{1};
  std::vector<int> counts(6, 0);
  for (int i = 0; i < 6000; ++i) ++counts.at(static_cast<std::size_t>(rng.integer(-2, 3) + 2));
  for (const int n : counts) EXPECT_NEAR(n, 1000, 4 * 29);  // deviation sqrt(6000 * 1/6 * 5/6)
  EXPECT_EQ(rng.integer(5, 5), 5);
}

TEST(Rng, ShufflesEveryOrderEquallyOften) {
  Rng rng{2};
  std::vector<int> counts(6, 0);
  for (int i = 0; i < 6000; ++i) {
    std::vector<int> order{0, 1, 2};
    rng.shuffle(order);
    ++counts.at(static_cast<std::size_t>(order[0] * 2 + (order[1] > order[2] ? 1 : 0)));
  }
  for (const int n : counts) EXPECT_NEAR(n, 1000, 4 * 29);
}

}  // namespace
}  // namespace suanwang::test
