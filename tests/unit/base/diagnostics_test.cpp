#include "suanwang/base/diagnostics.hpp"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace suanwang {
namespace {

TEST(Diagnostics, CountsErrorsAndWarningsApart) {
  Diagnostics diagnostics;
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.text(), "");
  diagnostics.warning({"a.yaml", 1, 1}, "centres.x", "no source");
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.error({"a.yaml", 2, 1}, "seed", "expected a number, got 'x'");
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.errors(), 1U);
  EXPECT_EQ(diagnostics.warnings(), 1U);
}

TEST(Diagnostics, PrintsByFileThenLineThenColumn) {
  Diagnostics diagnostics;
  diagnostics.error({"main.yaml", 9, 3}, "a", "fourth");
  diagnostics.error({"energy.yaml", 1, 1}, "b", "last: its file was seen second");
  diagnostics.warning({"main.yaml", 2, 7}, "c", "second");
  diagnostics.error({"main.yaml", 2, 5}, "d", "first");
  diagnostics.error({"main.yaml", 2, 7}, "e", "third: same place, said later");
  EXPECT_EQ(diagnostics.text(),
            "main.yaml:2:5: error: d: first\n"
            "main.yaml:2:7: warning: c: second\n"
            "main.yaml:2:7: error: e: third: same place, said later\n"
            "main.yaml:9:3: error: a: fourth\n"
            "energy.yaml:1:1: error: b: last: its file was seen second\n");
}

std::string line_of(Severity severity, Location at, const char* path, const char* message) {
  Diagnostic entry{severity, std::move(at), path, message};
  return to_text(entry);
}

TEST(Diagnostics, LeavesOutAbsentParts) {
  using enum Severity;
  EXPECT_EQ(line_of(Error, {"a.yaml", 3, 4}, "", "empty"), "a.yaml:3:4: error: empty");
  EXPECT_EQ(line_of(Error, {"a.yaml", 3, 0}, "p", "m"), "a.yaml:3: error: p: m");
  EXPECT_EQ(line_of(Error, {"a.yaml", 0, 0}, "", "no such file"), "a.yaml: error: no such file");
  EXPECT_EQ(line_of(Warning, {"--set", 0, 0}, "seed", "m"), "--set: warning: seed: m");
  EXPECT_EQ(line_of(Error, {}, "", "m"), "error: m");
}

TEST(Nearest, FindsTypingErrors) {
  const std::vector<std::string> keys{"bandwidth", "between", "latency", "to", "from"};
  EXPECT_EQ(nearest("bandwith", keys), "bandwidth");    // left out
  EXPECT_EQ(nearest("bandwidthh", keys), "bandwidth");  // put in
  EXPECT_EQ(nearest("lat3ncy", keys), "latency");       // replaced
  EXPECT_EQ(nearest("form", keys), "from");             // swapped: one edit of four letters
  EXPECT_EQ(nearest("betwene", keys), "between");
}

TEST(Nearest, AllowsAThirdOfTheWordAndNoMore) {
  EXPECT_EQ(nearest("abc", {"abd"}), "abd");           // 1 of 3
  EXPECT_EQ(nearest("abcde", {"abxye"}), "");          // 2 of 5
  EXPECT_EQ(nearest("abcdef", {"abxyef"}), "abxyef");  // 2 of 6
  EXPECT_EQ(nearest("ab", {"ac"}), "");
  EXPECT_EQ(nearest("", {"a"}), "");
  EXPECT_EQ(nearest("abc", {}), "");
}

TEST(Nearest, TakesTheNearestAndThenTheAlphabeticallyFirst) {
  EXPECT_EQ(nearest("policy", {"polity", "policies", "polic"}), "polic");
  EXPECT_EQ(nearest("cord", {"word", "cork", "ford"}), "cork");
  EXPECT_EQ(nearest("cord", {"ford", "cork", "word"}), "cork");
  EXPECT_EQ(nearest("centers", {"centres", "centred"}), "centres");
}

TEST(Quoted, IsOneShortLine) {
  EXPECT_EQ(quoted("400"), "'400'");
  EXPECT_EQ(quoted(""), "''");
  EXPECT_EQ(quoted("a\n\tb\x7f"), "'a  b '");
  const std::string sixty(60, 'x');
  EXPECT_EQ(quoted(sixty), fmt::format("'{}'", sixty));
  EXPECT_EQ(quoted(sixty + 'y'), fmt::format("'{}...'", sixty));
}

TEST(Quoted, CutsBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 21; ++i) text += "算";  // three bytes each: twenty fit, and after an x only nineteen
  EXPECT_EQ(quoted(text), fmt::format("'{}...'", text.substr(0, 60)));
  EXPECT_EQ(quoted('x' + text), fmt::format("'x{}...'", text.substr(0, 57)));
}

}  // namespace
}  // namespace suanwang
