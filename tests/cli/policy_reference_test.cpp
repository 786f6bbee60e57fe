// docs/policies.md is what the catalogue says, with what was measured. SUANWANG_UPDATE_GOLDEN=1 writes it
// anew.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suanwang/policy/catalogue.hpp"

#include "support/process.hpp"

namespace suanwang {
namespace {

using test::Ended;
using test::text_of;
using ::testing::HasSubstr;
using ::testing::Not;

using PolicyReference = test::Suanwang;

const std::filesystem::path kRoot = SUANWANG_SOURCE_DIR;

TEST_F(PolicyReference, IsTheCatalogue) {
  const std::filesystem::path file = kRoot / "docs/policies.md";
  const Ended printed = run({"list", "policies", "--markdown", "--costs", kRoot / "bench/decisions.csv"});
  ASSERT_EQ(printed.code, 0) << printed.err;
  if (std::getenv("SUANWANG_UPDATE_GOLDEN") != nullptr) std::ofstream{file} << printed.out;
  EXPECT_EQ(printed.out, text_of(file)) << "SUANWANG_UPDATE_GOLDEN=1 writes it anew";
}

TEST_F(PolicyReference, NamesTestsThatExist) {
  std::set<std::string_view> named;
  const Catalogue& all = standard_catalogue();
  const auto take = [&](const PolicyEntry& entry) {
    EXPECT_FALSE(entry.tests.empty()) << entry.name;
    named.insert(entry.tests.begin(), entry.tests.end());
  };
  for (const auto& entry : all.orders) take(entry);
  for (const auto& entry : all.backfills) take(entry);
  for (const auto& entry : all.places) take(entry);
  for (const auto& entry : all.dispatches) take(entry);
  for (const auto& entry : all.preemptions) take(entry);
  for (const std::string_view test : named) EXPECT_TRUE(std::filesystem::exists(kRoot / test)) << test;
}

TEST_F(PolicyReference, LeavesOutCostsThatItIsNotGiven) {
  const Ended printed = run({"list", "policies", "--markdown"});
  EXPECT_EQ(printed.code, 0);
  EXPECT_THAT(printed.out, Not(HasSubstr("growth")));
  EXPECT_THAT(printed.out, HasSubstr("### order `sjf`\n\nby requested walltime, shortest first.\n"));
}

TEST_F(PolicyReference, RefusesWhatIsNoTableOfCosts) {
  for (const std::string text : {"", "a,b\n", "kind,name,100\norder,fifo,1,2\n"}) {
    const Ended ended = run({"list", "policies", "--markdown", "--costs", folder().file("costs.csv", text)});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr("error: --costs: expected a table of what decisions cost"));
  }
  EXPECT_EQ(run({"list", "policies", "--markdown", "--costs", "nowhere.csv"}).code, 2);
  EXPECT_EQ(run({"list", "policies", "--costs", "nowhere.csv"}).err,
            "error: --costs: only beside --markdown\nTry: suanwang list --help\n");
  EXPECT_EQ(run({"list", "formats", "--markdown"}).err,
            "error: --markdown, --costs: only of policies\nTry: suanwang list --help\n");
}

}  // namespace
}  // namespace suanwang
