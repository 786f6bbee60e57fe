#include "suanwang/report/table.hpp"

#include <string>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

using enum Column::Align;

Table two_policies() {
  Table table{{{"规则", Left}, {"wait", Right}, {"util.", Right}}};
  table.add({{"全省统一调度"}, {"2.2 h", true}, {"61 %"}});
  table.add({{"EASY 🚀"}, {"13.3 h"}, {"58 %"}});
  return table;
}

TEST(Table, AlignsWideCharactersAndKeepsDigitsInLine) {
  EXPECT_EQ(two_policies().text({}),
            "  规则              wait  util.\n"
            "  全省统一调度   2.2 h *   61 %\n"
            "  EASY 🚀       13.3 h     58 %\n");
}

TEST(Table, TheMarkMayBeAnyCharacter) {
  EXPECT_NE(two_policies().text({}, "★").find(" 2.2 h ★   61 %\n"), std::string::npos);
}

TEST(Table, AWideTitleMakesRoom) {
  Table table{{{"median [p10, p90]", Right}}};
  table.add({{"1 [0, 2]", true}});
  EXPECT_EQ(table.text({}),
            "  median [p10, p90]\n"
            "         1 [0, 2] *\n");
}

TEST(Table, RowsMayBeShortAndEndWithoutBlanks) {
  Table table{{{"a", Left}, {"b", Left}}};
  table.add({{"x"}});
  table.add({{"y"}, {""}});
  EXPECT_EQ(table.text({}), "  a  b\n  x\n  y\n");
}

TEST(Table, CutsNamesButNeverNumbersOnANarrowTerminal) {
  Table table{{{"policy", Left}, {"wait", Right}}};
  table.add({{"unified dispatch, shortest first"}, {"1234.5 h"}});
  EXPECT_EQ(table.text({}, "*", 30),
            "  policy                  wait\n"
            "  unified dispatch,…  1234.5 h\n");
  EXPECT_EQ(table.text({}, "*", 10),
            "  policy            wait\n"
            "  unified dis…  1234.5 h\n");
}

TEST(Table, ColoursSurroundTheTextAndDoNotCountAsWidth) {
  const std::string text = two_policies().text({true});
  EXPECT_NE(text.find("\x1b[32m 2.2 h *\x1b[0m"), std::string::npos);
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') i = text.find('m', i) + 1;
    plain += text[i];
  }
  EXPECT_EQ(plain, two_policies().text({}));
}

}  // namespace
}  // namespace suanwang
