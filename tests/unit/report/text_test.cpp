#include "suanwang/report/text.hpp"

#include <string>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("easy"), 4U);
  EXPECT_EQ(display_width("é"), 1U);
  EXPECT_EQ(display_width("算网"), 4U);
  EXPECT_EQ(display_width("，（）"), 6U);  // full-width punctuation
  EXPECT_EQ(display_width("ｱ"), 1U);       // half-width katakana
  EXPECT_EQ(display_width("한"), 2U);
  EXPECT_EQ(display_width("𠀀"), 2U);  // beyond the first plane
}

TEST(DisplayWidth, TakesAmbiguousCharactersForNarrow) {
  EXPECT_EQ(display_width("★ · × ÷ ≥ — … Ⅱ ▸ █ ░"), 21U);
}

TEST(DisplayWidth, CombiningCharactersTakeNoRoom) {
  EXPECT_EQ(display_width("e\u0301"), 1U);             // e and an acute accent
  EXPECT_EQ(display_width("a\u200bb"), 2U);            // zero width space
  EXPECT_EQ(display_width("\u1112\u1161\u11ab"), 2U);  // 한, spelled out in jamo
}

TEST(DisplayWidth, AnEmojiIsWideHoweverItIsSpelled) {
  EXPECT_EQ(display_width("🚀"), 2U);
  EXPECT_EQ(display_width("👍🏽"), 2U);                   // with a skin tone
  EXPECT_EQ(display_width("👩‍👩‍👧‍👦"), 2U);  // four people joined
  EXPECT_EQ(display_width("❤\ufe0f"), 2U);                    // a narrow heart, drawn as an emoji
  EXPECT_EQ(display_width("❤"), 1U);
  EXPECT_EQ(display_width("🇨🇳"), 2U);  // two regional indicators
}

TEST(Printable, LeavesOneLineOfValidUtf8) {
  EXPECT_EQ(printable("算网 easy"), "算网 easy");
  EXPECT_EQ(printable("a\nb\tc\x1b[31md\x7f"), "a b c [31md ");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            " 31m");  // the other way to begin an escape sequence
  EXPECT_EQ(printable("a\xff"
                      "b"),
            "a\uFFFDb");                                                 // no UTF-8 at all
  EXPECT_EQ(printable("\xe7\xae"), "\uFFFD\uFFFD");                      // cut short
  EXPECT_EQ(printable("\xc0\xaf"), "\uFFFD\uFFFD");                      // a slash, overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");            // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");  // beyond Unicode
}

TEST(Padded, FillsByColumns) {
  EXPECT_EQ(padded_right("算网", 6), "算网  ");
  EXPECT_EQ(padded_left("算网", 6), "  算网");
  EXPECT_EQ(padded_left("longer", 3), "longer");
}

TEST(Shortened, EndsWithAnEllipsisWithinTheWidth) {
  EXPECT_EQ(shortened("fits", 4), "fits");
  EXPECT_EQ(shortened("longer", 4), "lon…");
  EXPECT_EQ(shortened("全省统一调度", 7), "全省统…");
  EXPECT_EQ(shortened("全省统一调度", 6), "全省…");  // half a character is none
  EXPECT_EQ(shortened("算网", 1), "…");
}

TEST(ShellQuoted, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(shell_quoted("scenarios/kth.yaml"), "scenarios/kth.yaml");
  EXPECT_EQ(shell_quoted("算网.yaml"), "算网.yaml");
  EXPECT_EQ(shell_quoted("my file.yaml"), "'my file.yaml'");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted("$HOME"), "'$HOME'");
  EXPECT_EQ(shell_quoted(""), "''");
}

}  // namespace
}  // namespace suanwang
