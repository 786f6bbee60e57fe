#include "suanwang/base/time.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using namespace std::chrono_literals;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(After, RoundsUpToTheNanosecond) {
  EXPECT_EQ(after(kStart, Seconds{0}), kStart);
  EXPECT_EQ(after(kStart, Seconds{1}), kStart + 1s);
  EXPECT_EQ(after(kStart, Seconds{1e-9}), kStart + 1ns);
  EXPECT_EQ(after(kStart, Seconds{1e-10}), kStart + 1ns);
  EXPECT_EQ(after(kStart, Seconds{1.5e-9}), kStart + 2ns);
  EXPECT_EQ(after(kStart, Seconds{5e-324}), kStart + 1ns) << "no work takes no time only if there is none";
  // 1 GB at 3 GB/s: a third of a second, which no nanosecond is.
  EXPECT_EQ(after(kStart + 10s, Seconds{1.0 / 3}), kStart + 10s + 333'333'334ns);
}

TEST(After, IsNeverWhereOutOfRange) {
  EXPECT_EQ(after(kStart, Seconds{kInfinity}), kNever);
  EXPECT_EQ(after(kStart, Seconds{kNan}), kNever);
  EXPECT_EQ(after(kStart, Seconds{1e300}), kNever);
  EXPECT_EQ(after(kStart, Seconds{9.3e9}), kNever);  // 295 years
  EXPECT_LT(after(kStart, Seconds{9.2e9}), kNever);  // 291.5 years
  EXPECT_EQ(after(kStart + 1h, Seconds{9.2233720368e9}), kNever);
  EXPECT_EQ(after(kNever, Seconds{0}), kNever);
  EXPECT_EQ(after(kNever, Seconds{1}), kNever);
  EXPECT_EQ(after(kNever - 1ns, Seconds{1e-9}), kNever);
  EXPECT_EQ(after(kNever - 2ns, Seconds{1e-9}), kNever - 1ns);
  EXPECT_EQ(after(kStart - 5s, Seconds{2}), kStart - 3s) << "instants before time 0 are instants too";
}

TEST(After, NeverEndsEarlyNorANanosecondLate) {
  test::for_seeds(2000, [](test::Rng& rng) {
    const Seconds span{std::exp(rng.uniform(-25, 18))};  // 14 ps to 2 years
    const Time from = kStart + Duration{rng.integer(0, 1'000'000'000'000'000'000)};
    const double waited = static_cast<double>((after(from, span) - from).count());
    EXPECT_GE(waited, span.base() * 1e9);
    EXPECT_LT(waited, span.base() * 1e9 * (1 + 1e-15) + 1);
  });
}

TEST(RoundedUp, SaturatesAtTheLargestDuration) {
  EXPECT_EQ(rounded_up(Seconds{0}), 0ns);
  EXPECT_EQ(rounded_up(Seconds{2.5}), 2500ms);
  EXPECT_EQ(rounded_up(Seconds{0.1}), 100ms);
  EXPECT_EQ(rounded_up(Seconds{kInfinity}), Duration::max());
  EXPECT_EQ(rounded_up(Seconds{kNan}), Duration::max());
  EXPECT_EQ(rounded_up(Seconds{9.3e9}), Duration::max());
}

TEST(InSeconds, TurnsInstantsAndSpansIntoNumbers) {
  EXPECT_EQ(in_seconds(1500ms), 1.5);
  EXPECT_EQ(in_seconds(kStart + 2min), 120.0);
  EXPECT_EQ(in_seconds(kStart), 0.0);
  EXPECT_EQ(in_seconds(-3s), -3.0);
  EXPECT_NEAR(in_seconds(kNever), 9.223372036854775807e9, 1e-3);
}

}  // namespace
}  // namespace suanwang
