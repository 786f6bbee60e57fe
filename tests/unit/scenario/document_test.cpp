#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::problems_of;
using test::problems_with;
using test::ScenarioFolder;

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(ScenarioDocument, SmallestScenarioHasNoProblem) {
  EXPECT_EQ(problems_with(""), "");
}

TEST(ScenarioDocument, EmptyFiles) {
  const std::string empty = "s.yaml: error: the file is empty\n";
  EXPECT_EQ(problems_of(""), empty);
  EXPECT_EQ(problems_of("# nothing but a comment\n\n"), empty);
  EXPECT_EQ(problems_of("---\n"), empty);
  EXPECT_EQ(problems_of("\xEF\xBB\xBF"), empty);
  EXPECT_EQ(problems_of("{}"),
            "s.yaml:1:1: error: missing key 'suanwang'\n"
            "s.yaml:1:1: error: missing key 'centres'\n");
}

TEST(ScenarioDocument, FilesThatCannotBeRead) {
  const ScenarioFolder folder;
  EXPECT_EQ(folder.problems(), "s.yaml: error: no such file\n");
  folder.write("inner/s.yaml", "suanwang: 1\n");
  EXPECT_EQ(folder.problems_of_file("inner"), "inner: error: is a folder, not a file\n");
  EXPECT_EQ(folder.problems_of_file("inner/s.yaml/deeper.yaml"),
            "inner/s.yaml/deeper.yaml: error: no such file\n");
  folder.write("large.yaml", "#" + std::string(8U << 20U, 'x'));
  EXPECT_EQ(folder.problems_of_file("large.yaml"), "large.yaml: error: is larger than 8 MiB\n");
}

TEST(ScenarioDocument, RootMustBeAMapping) {
  EXPECT_EQ(problems_of("- 1\n- 2\n"),
            "s.yaml:1:1: error: expected keys such as 'centres' and 'policies', got a list\n");
  EXPECT_EQ(problems_of("suanwang\n"),
            "s.yaml:1:1: error: expected keys such as 'centres' and 'policies', got 'suanwang'\n");
}

TEST(ScenarioDocument, DuplicateKeysAtTheSecondOne) {
  EXPECT_EQ(problems_with("seed: 1\nlinks: {}\nseed: 2\n"),
            "s.yaml:6:1: error: duplicate key 'seed'; the first is in line 4\n");
  EXPECT_EQ(problems_with("policies:\n  p: {order: fifo, order: sjf}\n"),
            "s.yaml:5:20: error: policies.p: duplicate key 'order'\n");
  EXPECT_EQ(problems_with("policies: {p: {order: fifo}, \"p\": {order: fifo}}\n"),
            "s.yaml:4:30: error: policies: duplicate key 'p'\n");
}

TEST(ScenarioDocument, ColumnsCountCharacters) {
  EXPECT_EQ(problems_with("policies: {p: {name: 先本地后溢出, oder: fifo, order: fifo}}\n"),
            "s.yaml:4:30: error: policies.p: unknown key 'oder'; did you mean 'order'?\n");
}

TEST(ScenarioDocument, WhatYamlHasAndScenariosHaveNot) {
  EXPECT_EQ(problems_with("x: &x {order: fifo}\npolicies:\n  p:\n    <<: *x\n    order: fifo\n"),
            "s.yaml:4:1: error: unknown key 'x'\n"
            "s.yaml:7:5: error: policies.p: merge keys ('<<') are not part of the scenario language; write "
            "the keys "
            "out, or use 'defaults'\n");
  EXPECT_EQ(problems_with("seed: !!int 5\n"),
            "s.yaml:4:7: error: seed: tags are not part of the scenario language\n");
  EXPECT_EQ(problems_with("? [a, b]\n: 1\n"), "s.yaml:4:3: error: a key must be plain text\n");
  EXPECT_EQ(problems_with("policies: {p: {order: fifo}}\n? {a: b}\n: 1\n"),
            "s.yaml:5:3: error: a key must be plain text\n");
  EXPECT_EQ(problems_with("~: 1\n"), "s.yaml:4:1: error: a key must be plain text\n");
}

TEST(ScenarioDocument, SecondDocument) {
  EXPECT_EQ(problems_with("---\nsuanwang: 1\n"),
            "s.yaml:4:1: error: a second document begins here; a scenario is one document\n");
  EXPECT_EQ(problems_of("---\nsuanwang: 1\ncentres: {}\n...\n---\n").substr(0, 50),
            "s.yaml:5:1: error: a second document begins here; ");
}

TEST(ScenarioDocument, SyntaxErrorsHaveTheirPlace) {
  EXPECT_EQ(problems_with("links: {a: [1, 2}\n"), "s.yaml:4:17: error: not valid YAML: illegal flow end\n");
  EXPECT_EQ(problems_with("seed:\n\t1\n\tx: 2\n").substr(0, 38), "s.yaml:6:1: error: not valid YAML: ill");
  EXPECT_EQ(problems_with("name: \"open\n"), "s.yaml:4:12: error: not valid YAML: illegal EOF in scalar\n");
}

TEST(ScenarioDocument, BytesThatAreNotText) {
  EXPECT_EQ(problems_with(std::string_view{"name: a\0b\n", 10}),
            "s.yaml:4:8: error: the control character 0x00 cannot stand in a scenario\n");
  EXPECT_EQ(problems_with("name: 算\xE7\xAE\n"), "s.yaml:4:8: error: the byte 0xE7 is not valid UTF-8\n");
  EXPECT_EQ(problems_with("name: \xC0\x80\n"), "s.yaml:4:7: error: the byte 0xC0 is not valid UTF-8\n");
  EXPECT_EQ(problems_with("name: \xED\xA0\x80\n"), "s.yaml:4:7: error: the byte 0xED is not valid UTF-8\n");
  EXPECT_EQ(problems_of(std::string_view{"\xFF\xFEs\0u\0", 6}),
            "s.yaml:1:1: error: the byte 0xFF is not valid UTF-8\n");
}

TEST(ScenarioDocument, WindowsLinesAndByteOrderMark) {
  std::string text{test::kSmallest};
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) {
    text.insert(at, "\r");
  }
  EXPECT_EQ(problems_of("\xEF\xBB\xBF" + text), "");
  EXPECT_EQ(problems_of("\xEF\xBB\xBF" + text + "seeed: 1\r\n"),
            "s.yaml:4:1: error: unknown key 'seeed'; did you mean 'seed'?\n");
}

TEST(ScenarioDocument, AliasesRepeatValues) {
  const Spec spec = test::spec_with("policies:\n  p: &p {order: sjf, backfill: easy}\n  q: *p\n");
  ASSERT_EQ(spec.policies.size(), 2U);
  EXPECT_EQ(spec.policies[1].id, "q");
  EXPECT_EQ(spec.policies[1].settings.order, "sjf");
}

TEST(ScenarioDocument, AliasToItsOwnAncestor) {
  EXPECT_EQ(problems_of("a: &a [*a]\n"),
            "s.yaml:1:8: error: a[0]: an alias stands inside the value that it repeats\n");
  EXPECT_EQ(problems_of("a: &a {b: {c: *a}}\n"),
            "s.yaml:1:15: error: a.b.c: an alias stands inside the value that it repeats\n");
  EXPECT_EQ(problems_of("&a {b: *a}\n"),
            "s.yaml:1:8: error: b: an alias stands inside the value that it repeats\n");
}

TEST(ScenarioDocument, AliasOfNothing) {
  EXPECT_EQ(problems_of("a: *b\n"),
            "s.yaml:1:4: error: not valid YAML: the referenced anchor is not defined\n");
}

/// Ten levels of ten aliases: 10^9 values in 500 bytes.
TEST(ScenarioDocument, AliasBomb) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k > 0 ? ", *a" : "*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  // 11 + 111 + 1,111 + 11,111 values make 10 x (11 + 111 + 1,111) = 12,330 repeated; in the fifth line the
  // eighth alias of 11,111 goes beyond 100,000 (12,330 + 8 x 11,111 = 101,218).
  EXPECT_EQ(problems_of(bomb), "s.yaml:5:45: error: a4[7]: aliases repeat more than 100000 values here\n");
}

TEST(ScenarioDocument, AliasesCannotNestBeyondTheLimit) {
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i < 200; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  }
  EXPECT_EQ(problems_of(text), "s.yaml:100:12: error: nested deeper than 100 levels\n");
}

TEST(ScenarioDocument, DeepNesting) {
  // yaml-cpp takes a list that could still become a key for one, which is a level more for each bracket.
  EXPECT_EQ(problems_of(repeated("[", 100'000)), "s.yaml:1:51: error: nested deeper than 100 levels\n");
  EXPECT_EQ(problems_of(repeated("[", 100'000) + repeated("]", 100'000)),
            "s.yaml:1:101: error: nested deeper than 100 levels\n");
  EXPECT_EQ(problems_of(repeated("{a: ", 100'000) + "x"),
            "s.yaml:1:397: error: nested deeper than 100 levels\n");
  EXPECT_EQ(problems_of(repeated("- ", 100'000)), "s.yaml:1:201: error: nested deeper than 100 levels\n");
  EXPECT_EQ(problems_of(repeated("? ", 100'000)), "s.yaml:1:201: error: nested deeper than 100 levels\n");
  std::string block;
  for (int i = 0; i < 2'000; ++i) block += std::string(static_cast<std::size_t>(i), ' ') + "k:\n";
  EXPECT_EQ(problems_of(block), "s.yaml:101:101: error: nested deeper than 100 levels\n");
}

TEST(ScenarioDocument, HugeScalarsAreShortened) {
  const std::string huge(1'000'000, 'x');
  EXPECT_EQ(problems_with("seed: " + huge + "\n"),
            "s.yaml:4:7: error: seed: expected a whole number from 0 to 18446744073709551615, got '" +
                huge.substr(0, 60) + "...'\n");
  EXPECT_EQ(problems_with("\"" + huge.substr(0, 900) + "\": 1\n"),
            "s.yaml:4:1: error: unknown key '" + huge.substr(0, 60) + "...'\n");
}

TEST(ScenarioDocument, TooManyValues) {
  std::string list = "x: [";
  for (int i = 0; i < 500'001; ++i) list += "1,";
  EXPECT_EQ(problems_of(list + "]\n"),
            "s.yaml:1:999999: error: x[499997]: more than 500000 values in one file\n");
}

}  // namespace
}  // namespace suanwang
