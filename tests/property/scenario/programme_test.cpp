// A programme that is written down, read and built is the programme that was meant, in whatever order it is
// written.
#include "suanwang/scenario/programme.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/base/hash.hpp"

#include "support/scenarios.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::Rng;

constexpr double kDay = 86400;
constexpr double kAsOf = 20000 * kDay;  ///< 2024-10-04, the end of the day before

std::string date_text(double seconds) {
  return to_text(CivilTime{std::chrono::seconds{static_cast<std::int64_t>(seconds)}},
                 std::chrono::seconds{0});
}

/// An activity as it is meant: what must come out, and what is written to get it.
struct Meant {
  std::string id;
  std::vector<std::pair<std::string, double>> after;
  double low = 0;
  double high = 0;
  bool is_date = false;
  std::optional<double> begun;
  std::optional<double> done;
  std::optional<double> not_before;
  std::string shock;
  std::string crew;

  [[nodiscard]] std::string text() const {
    std::string result = "source: s";
    const auto add = [&result](const std::string& key, const std::string& value) {
      result += ", " + key + ": " + value;
    };
    if (!after.empty()) {
      std::string list;
      for (const auto& [activity, lag] : after) {
        list += (list.empty() ? "" : ", ");
        list += lag > 0 ? "{activity: " + activity +
                              ", lag: " + std::to_string(static_cast<int>(lag / kDay)) + " days}"
                        : activity;
      }
      add("after", "[" + list + "]");
    }
    if (is_date) {
      add("date", "{uniform: [" + date_text(low) + ", " + date_text(high) + "]}");
    } else {
      const auto days = [](double seconds) {
        return std::to_string(static_cast<int>(seconds / kDay)) + " days";
      };
      add("duration", "{uniform: [" + days(low) + ", " + days(high) + "]}");
    }
    if (begun) add("begun", date_text(*begun));
    if (done) add("done", date_text(*done));
    if (not_before) add("not_before", date_text(*not_before));
    if (!shock.empty()) add("shock", shock);
    if (!crew.empty()) add("crew", crew);
    return "{" + result + "}";
  }
};

/// Activities each of which comes after earlier ones; facts come first and follow one another.
std::vector<Meant> random_activities(Rng& rng) {
  std::vector<Meant> result(1 + rng.index(12));
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < result.size(); ++i) ids.push_back("x" + std::to_string(i));
  rng.shuffle(ids);  // the order of ids is not that of the work
  const std::size_t facts = rng.index(result.size() + 1);
  for (std::size_t i = 0; i < result.size(); ++i) {
    Meant& each = result[i];
    each.id = ids[i];
    each.low = kDay * static_cast<double>(rng.integer(6000, 6100));
    each.high = each.low + kDay * static_cast<double>(rng.integer(1, 900));
    each.is_date = i >= facts && rng.chance(0.2);
    if (each.is_date) {
      each.low += kAsOf;
      each.high += kAsOf;
    }
    if (rng.chance(0.3)) each.shock = rng.chance(0.5) ? "s1" : "s2";
    if (each.is_date) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (rng.chance(0.3)) each.after.emplace_back(ids[j], kDay * static_cast<double>(rng.integer(0, 9)));
    }
    rng.shuffle(each.after);
    if (i < facts) {
      each.done = kAsOf - kDay * (200.0 - 10 * static_cast<double>(i));
      if (rng.chance(0.5)) each.begun = *each.done - kDay;
      for (auto& [activity, lag] : each.after) lag = std::min(lag, 9 * kDay);
    }
    if (each.after.empty() || rng.chance(0.2)) {
      each.not_before = kDay * static_cast<double>(rng.integer(15000, each.done ? 19000 : 22000));
    }
    if (rng.chance(0.3)) each.crew = "team";
  }
  return result;
}

std::string scenario_text(Rng& rng, std::vector<Meant> activities) {
  std::string pools;
  for (std::size_t i = 0; i < activities.size(); ++i) {
    pools += "   p" + std::to_string(i) +
             ": {accelerator: card, cards: 8, source: s, online: {after: " + activities[i].id +
             ", priority: " + std::to_string(i) + "}}\n";
  }
  rng.shuffle(activities);
  std::string text = "suanwang: 1\nstart: 2020-01-01\nas_of: " + date_text(kAsOf - kDay) +
                     "\naccelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
                     "programme:\n"
                     "  shocks: {s2: {rho: 0.25, source: s}, s1: {rho: 1, source: s}}\n"
                     "  crews: {team: {count: 3, source: s}}\n"
                     "  activities:\n";
  for (const Meant& each : activities) text += "    " + each.id + ": " + each.text() + "\n";
  return text + "centres:\n a:\n  pools:\n" + pools;
}

void expect_built(const BuildOut& built, const std::vector<Meant>& meant) {
  ASSERT_EQ(built.programme.activities.size(), meant.size());
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < meant.size(); ++i) {
    const std::string path = built.labels[i].path;
    ASSERT_TRUE(path.starts_with("programme.activities.")) << path;
    index[path.substr(std::string{"programme.activities."}.size())] = i;
  }
  for (const Meant& each : meant) {
    const std::size_t i = index.at(each.id);
    const Activity& activity = built.programme.activities[i];
    ASSERT_EQ(activity.after.size(), each.after.size());
    for (std::size_t k = 0; k < each.after.size(); ++k) {
      EXPECT_EQ(activity.after[k].activity, index.at(each.after[k].first));
      EXPECT_EQ(activity.after[k].lag_s, each.after[k].second);
      EXPECT_LT(activity.after[k].activity, i) << "in topological order";
    }
    EXPECT_EQ(activity.duration.law.minimum(), each.low);
    EXPECT_EQ(activity.duration.law.maximum(), each.high);
    EXPECT_EQ(activity.duration.purpose, Purpose::Activity);
    EXPECT_EQ(activity.duration.entity, hash_of("programme.activities." + each.id));
    EXPECT_EQ(activity.begun, each.begun);
    EXPECT_EQ(activity.done, each.done);
    EXPECT_EQ(activity.not_before, each.not_before.value_or(-std::numeric_limits<double>::infinity()));
    ASSERT_EQ(activity.shock.has_value(), !each.shock.empty());
    if (activity.shock) {
      EXPECT_EQ(*activity.shock, each.shock == "s1" ? 0U : 1U);
    }
    EXPECT_EQ(activity.crew, each.crew.empty() ? std::nullopt : std::optional<std::size_t>{0});
  }
  ASSERT_EQ(built.programme.phases.size(), meant.size());
  for (std::size_t p = 0; p < built.pools.size(); ++p) {
    // Pools stand in the order of their ids: p0, p1, p10, p11, p2.
    const auto number = static_cast<std::size_t>(built.programme.phases[p].priority);
    ASSERT_EQ(built.programme.phases[p].after.size(), 1U);
    EXPECT_EQ(built.programme.phases[p].after[0].activity, index.at(meant[number].id));
  }
}

std::vector<std::string> paths_of(const BuildOut& built) {
  std::vector<std::string> paths;
  for (const ActivityLabel& each : built.labels) paths.push_back(each.path);
  return paths;
}

TEST(ProgrammeRoundTrip, WhatIsWrittenIsBuiltInWhateverOrder) {
  test::for_seeds(60, [](Rng& rng) {
    const std::vector<Meant> meant = random_activities(rng);
    const std::string text = scenario_text(rng, meant);
    SCOPED_TRACE(text);
    const BuildOut built = build_programme(test::spec_of(text));
    EXPECT_EQ(built.programme.as_of, kAsOf);
    ASSERT_EQ(built.programme.shocks.size(), 2U);
    EXPECT_EQ(built.programme.shocks[0].rho, 1);
    EXPECT_EQ(built.programme.shocks[1].rho, 0.25);
    EXPECT_EQ(built.programme.crews.at(0).count, 3U);
    expect_built(built, meant);
    EXPECT_EQ(paths_of(built), paths_of(build_programme(test::spec_of(scenario_text(rng, meant)))));
  });
}

/// Ten thousand activities in a chain, and in a circle, are read without trouble.
TEST(ProgrammeSize, TenThousandActivitiesInAChain) {
  constexpr int kLength = 10'000;
  const auto text_of = [](const std::string& first) {
    std::string text =
        "suanwang: 1\nstart: 2020-01-01\naccelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
        "programme:\n  activities:\n    a0: {" +
        first + ", duration: 1 day, source: s}\n";
    for (int i = 1; i < kLength; ++i) {
      text += "    a" + std::to_string(i) + ": {after: a" + std::to_string(i - 1) +
              ", duration: 1 day, source: s}\n";
    }
    return text + "centres: {a: {source: s, pools: {p: {accelerator: card, cards: 8, online: {after: a" +
           std::to_string(kLength - 1) + "}}}}}\n";
  };
  const std::clock_t begin = std::clock();
  const BuildOut built = build_programme(test::spec_of(text_of("begun: 2020-01-01")));
  EXPECT_EQ(built.programme.activities.size(), static_cast<std::size_t>(kLength));
  EXPECT_EQ(built.labels.back().path, "programme.activities.a9999");
  EXPECT_EQ(test::problems_of(text_of("after: a9999")),
            "s.yaml:6:5: error: programme.activities.a0: a cycle: a0 after a9999 after a9998 after a9997 "
            "after a9996 "
            "after a9995 after a9994 after a9993 after a9992 after a9991 after ... (9990 more) after a0\n");
  EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 6)
      << "0.4 s in Release; the bound leaves room for builds that are not optimised";
}

}  // namespace
}  // namespace suanwang
