#include "suanwang/policy/expression.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

constexpr std::array<std::string_view, 2> kNames{"wait", "walltime"};

std::string fault(const std::string& text) {
  const auto problem = Expression::problem_of(text, kNames);
  return problem ? problem->message : "";
}

TEST(Expression, EvaluatesWithItsValues) {
  Expression sum{"walltime * 2 + min(wait, 3)", kNames};
  sum.values()[0] = 5;
  sum.values()[1] = 10;
  EXPECT_EQ(sum(), 23);
  sum.values()[0] = 1;
  EXPECT_EQ(sum(), 21);
  EXPECT_TRUE(sum.uses(0));
  EXPECT_TRUE(sum.uses(1));
  Expression constant{"wait >= 0 ? 7 : 8", kNames};
  EXPECT_FALSE(constant.uses(1));
  EXPECT_EQ(constant(), 7);
  Expression moved = std::move(constant);
  moved.values()[0] = -1;
  EXPECT_EQ(moved(), 8);
}

TEST(Expression, ArithmeticIsAsIeeeHasIt) {
  Expression quotient{"walltime / wait", kNames};
  quotient.values()[0] = 0;
  EXPECT_TRUE(std::isinf(quotient()));
  quotient.values()[1] = 0;
  EXPECT_TRUE(std::isnan(quotient()));
}

TEST(Expression, Faults) {
  EXPECT_EQ(fault("wait + 1"), "");
  EXPECT_EQ(fault("wiat + 1"), "there is no variable 'wiat'");
  EXPECT_EQ(Expression::problem_of("wiat + 1", kNames)->unknown, "wiat");
  EXPECT_EQ(fault("wait = 1"), "nothing can be assigned here; compare with '=='");
  EXPECT_EQ(fault("wait == 1"), "");
  EXPECT_EQ(fault("wait, walltime"), "expected one value, got 2");
  for (const char* text : {"", "wait +", "(wait", "wait)", "wait wait", "min()", "\"text\"", "1..2", "@"})
    EXPECT_NE(fault(text), "") << text;
  EXPECT_EQ(fault(std::string(3000, '1')), "an expression of more than 2000 characters");
  EXPECT_EQ(fault(std::string(900, '(') + "wait" + std::string(900, ')')), "");
}

}  // namespace
}  // namespace suanwang
