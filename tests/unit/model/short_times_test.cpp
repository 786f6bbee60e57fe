#include "suanwang/model/short_times.hpp"

#include <map>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using Short = ShortTimes::Short;
constexpr Duration operator""_s(unsigned long long n) {
  return std::chrono::seconds{n};
}
constexpr Accelerators cards(std::int64_t n) {
  return Accelerators::whole(n);
}

// 3 free in one place and 5 in all for 10 s: 4 is short in each, 6 in all; 3 is not short.
TEST(ShortTimes, TellsWhatEachSizeLacked) {
  ShortTimes times;
  for (const std::int64_t size : {3, 4, 5, 6}) EXPECT_EQ(times.of(cards(size)), (Short{0_s, 0_s}));
  times.add(cards(3), cards(5), 10_s);
  EXPECT_EQ(times.of(cards(3)), (Short{0_s, 0_s}));
  EXPECT_EQ(times.of(cards(4)), (Short{10_s, 0_s}));
  EXPECT_EQ(times.of(cards(5)), (Short{10_s, 0_s}));
  EXPECT_EQ(times.of(cards(6)), (Short{10_s, 10_s}));
  times.add(cards(4), cards(4), 1_s);
  EXPECT_EQ(times.of(cards(4)), (Short{10_s, 0_s}));
  EXPECT_EQ(times.of(cards(5)), (Short{11_s, 1_s}));
}

// Shares of an accelerator: 0.5 is short of 0.499, and not of 0.5.
TEST(ShortTimes, KnowsThousandths) {
  ShortTimes times;
  (void)times.of({500});
  times.add({499}, {499}, 1_s);
  times.add({500}, {500}, 2_s);
  EXPECT_EQ(times.of({500}), (Short{1_s, 1_s}));
}

// Against a list of all that was told; sizes join at any time, and count from then on.
TEST(ShortTimes, AgreeWithReadingTheWholeHistory) {
  test::for_seeds(200, [](test::Rng& rng) {
    ShortTimes times;
    struct Asked {
      Short noted;
      Short summed;
    };
    std::map<std::int64_t, Asked> asked;
    for (int i = 0; i < 60; ++i) {
      const std::int64_t largest = rng.integer(0, 20) * 250;
      const std::int64_t total = largest + rng.integer(0, 8) * 250;
      const Duration span{rng.integer(1, 1000)};
      times.add({largest}, {total}, span);
      for (auto& [size, each] : asked) {
        if (size > largest) each.summed.in_each += span;
        if (size > total) each.summed.in_all += span;
        const Short now = times.of({size});
        EXPECT_EQ(now.in_each - each.noted.in_each, each.summed.in_each);
        EXPECT_EQ(now.in_all - each.noted.in_all, each.summed.in_all);
      }
      const std::int64_t size = rng.integer(1, 40) * 125;
      if (!asked.contains(size)) asked[size].noted = times.of({size});
    }
  });
}

}  // namespace
}  // namespace suanwang
