// `suanwang new policy`: what it writes, and what it refuses. That it builds and runs is tests/install.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.hpp"

namespace suanwang {
namespace {

using test::Ended;
using test::text_of;
using ::testing::AllOf;
using ::testing::HasSubstr;

using NewPolicy = test::Suanwang;

TEST_F(NewPolicy, WritesARuleWithItsTestAndItsBuild) {
  const std::filesystem::path out = folder().path() / "mine";
  const Ended ended = run({"new", "policy", "my-rule", "--out", out});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, "Written to " + out.string() +
                           "\n  CMakeLists.txt\n  README.md\n  main.cpp\n  my_rule.hpp\n  my_rule.cpp\n"
                           "  my_rule_test.cpp\n  scenario.yaml\nREADME.md there says how to build it\n");
  EXPECT_THAT(text_of(out / "my_rule.cpp"), HasSubstr("suanwang::OrderEntry my_rule_entry() {"));
  EXPECT_THAT(text_of(out / "scenario.yaml"), HasSubstr("mine: {order: my-rule, backfill: easy}"));
  for (const auto& entry : std::filesystem::directory_iterator{out})
    EXPECT_EQ(text_of(entry.path()).find('@'), std::string::npos) << entry.path();
  const Ended zh =
      run({"new", "policy", "greedy", "--kind", "backfill", "--out", out / "zh", "--lang", "zh"});
  EXPECT_THAT(zh.out, AllOf(HasSubstr("已写入 "), HasSubstr("接下来见其中的 README.md\n")));
  EXPECT_THAT(text_of(out / "zh/greedy.cpp"), HasSubstr("suanwang::BackfillEntry greedy_entry() {"));
}

TEST_F(NewPolicy, OverwritesNothing) {
  const std::filesystem::path out = folder().path() / "mine";
  std::filesystem::create_directories(out);
  std::ofstream{out / "main.cpp"} << "mine\n";
  const Ended ended = run({"new", "policy", "my-rule", "--out", out});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(ended.err, "error: " + (out / "main.cpp").string() +
                           ": is there already, and stays as it is\n1 error, 0 warnings\n");
  EXPECT_EQ(text_of(out / "main.cpp"), "mine\n");
  EXPECT_FALSE(std::filesystem::exists(out / "my_rule.cpp")) << "all or nothing";
  EXPECT_EQ(run({"new", "policy", "my-rule", "--out", out / "main.cpp"}).code, 1);  // a file, not a folder
}

TEST_F(NewPolicy, RefusesNames) {
  const auto refused = [&](const std::string& name, const std::string& kind = "order") {
    const Ended ended = run({"new", "policy", name, "--kind", kind, "--out", folder().path() / "none"});
    EXPECT_EQ(ended.code, 2) << name;
    EXPECT_FALSE(std::filesystem::exists(folder().path() / "none"));
    return ended.err;
  };
  const std::string expected =
      "error: NAME: expected small letters a-z, digits and single hyphens between them, as my-rule, got ";
  for (const std::string name : {"", "My-rule", "my_rule", "1st", "a--b", "a-", "a/b", "a b", "..", "规则"})
    EXPECT_THAT(refused(name), HasSubstr(expected)) << name;
  EXPECT_THAT(refused(std::string(61, 'a')), HasSubstr("expected at most 60 characters, got 61"));
  EXPECT_THAT(refused("sjf"), HasSubstr("error: NAME: there is an order 'sjf' already"));
  EXPECT_THAT(refused("easy", "backfill"), HasSubstr("error: NAME: there is a backfill 'easy' already"));
  EXPECT_THAT(refused("mine", "oder"),
              HasSubstr("error: --kind: expected 'order' or 'backfill', got 'oder'; did you mean 'order'?"));
  EXPECT_EQ(run({"new", "polcy", "mine"}).err,
            "error: new: expected policy, got 'polcy'; did you mean 'policy'?\nTry: suanwang new --help\n");
}

}  // namespace
}  // namespace suanwang
