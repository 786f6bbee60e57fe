// The headers of a dozen lines: id, name, accelerators, check.

#include <concepts>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/check.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/name.hpp"

namespace suanwang {
namespace {

TEST(Id, KnowsWhatItIndexes) {
  static_assert(!std::convertible_to<CentreId, PoolId>);
  static_assert(!std::constructible_from<CentreId, PoolId>);
  static_assert(!std::convertible_to<std::size_t, CentreId>);
  static_assert(!std::convertible_to<CentreId, std::size_t>);
  static_assert(sizeof(JobId) == 4 && std::is_trivially_copyable_v<JobId>);
  EXPECT_EQ(CentreId{7}.index(), 7U);
  EXPECT_EQ(CentreId{}, CentreId{0});
  EXPECT_LT(CentreId{1}, CentreId{2});
  EXPECT_EQ(JobId{4'294'967'295U}.index(), 4'294'967'295U);
}

TEST(Within, MatchesWholePartsOfADottedRegion) {
  EXPECT_TRUE(within("guangdong.shenzhen", "guangdong"));
  EXPECT_TRUE(within("guangdong.shenzhen", "guangdong.shenzhen"));
  EXPECT_TRUE(within("guangdong.shenzhen.nanshan", "guangdong.shenzhen"));
  EXPECT_FALSE(within("guangdong", "guangdong.shenzhen"));
  EXPECT_FALSE(within("guangdongx", "guangdong"));
  EXPECT_FALSE(within("guangxi.nanning", "guangdong"));
  EXPECT_FALSE(within("", "guangdong"));
  EXPECT_TRUE(within("", ""));
  EXPECT_TRUE(within("guizhou", ""));
}

TEST(Name, IsReadInTheReadersLanguage) {
  const Name name{"Guangdong compute network", "广东算力网"};
  EXPECT_EQ(name.in(Language::En), "Guangdong compute network");
  EXPECT_EQ(name.in(Language::Zh), "广东算力网");
}

TEST(Accelerators, CountInThousandths) {
  EXPECT_EQ(Accelerators::whole(8).milli, 8000);
  EXPECT_EQ(Accelerators{8500}.count(), 8);
  EXPECT_EQ(Accelerators{999}.count(), 0);
  EXPECT_EQ(Accelerators::whole(8) + Accelerators{500}, Accelerators{8500});
  EXPECT_EQ(Accelerators::whole(8) - Accelerators{500}, Accelerators{7500});
  EXPECT_LT(Accelerators{7999}, Accelerators::whole(8));
  Accelerators free = Accelerators::whole(4096);
  free -= Accelerators::whole(96);
  free += Accelerators::whole(1);
  EXPECT_EQ(free.count(), 4001);
}

TEST(Check, FailsAsABugOfOursAndSaysWhere) {
  EXPECT_NO_THROW(SUANWANG_CHECK(1 + 1 == 2));
  try {
    SUANWANG_CHECK(1 + 1 == 3);
    FAIL();
  } catch (const std::logic_error& bug) {
    const std::string text = bug.what();
    EXPECT_NE(text.find("suanwang has a bug: check '1 + 1 == 3' failed at "), std::string::npos) << text;
    EXPECT_NE(text.find("small_types_test.cpp:"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace suanwang
