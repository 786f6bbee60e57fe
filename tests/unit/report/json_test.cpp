#include "suanwang/report/json.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/comparisons.hpp"

namespace suanwang {
namespace {

using nlohmann::ordered_json;
using test::comparison_of;
using test::scenario_of;
using test::small_spec;
using ::testing::ElementsAre;

std::vector<std::string> keys_of(const ordered_json& json) {
  std::vector<std::string> keys;
  for (const auto& item : json.items()) keys.push_back(item.key());
  return keys;
}

const RunCosts kCosts{0.5, 0.125, 4096};

TEST(Summary, HasTheShapeOfTheContract) {
  const Scenario scenario = scenario_of(small_spec());
  const auto json = ordered_json::parse(summary_json(comparison_of(scenario), "demo.yaml", kCosts));
  EXPECT_THAT(keys_of(json),
              ElementsAre("suanwang", "scenario", "files", "interrupted", "seed", "replications", "load",
                          "policies", "targets", "logs", "records", "fingerprint", "definitions", "timing"));
  EXPECT_THAT(keys_of(json["suanwang"]), ElementsAre("version", "commit"));
  EXPECT_EQ(json["scenario"]["file"], "demo.yaml");
  EXPECT_EQ(json["scenario"]["name"]["zh"], "小网");
  EXPECT_EQ(json["scenario"]["hash"], "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(json["interrupted"], false);
  EXPECT_EQ(json["seed"], 7);
  EXPECT_EQ(json["replications"], 20);
  EXPECT_DOUBLE_EQ(json["load"]["offered"], 0.82);
  EXPECT_TRUE(json["definitions"].is_object());

  const ordered_json& policy = json["policies"]["easy"];
  EXPECT_THAT(keys_of(json["policies"]), ElementsAre("easy", "network"));
  EXPECT_THAT(keys_of(policy), ElementsAre("name", "jobs", "wait_s", "wait_s_by_class", "wait_s_by_tenant",
                                           "bounded_slowdown", "turnaround_s", "wait_s_by_home", "dispatch",
                                           "makespan_s", "utilisation", "preemption", "delivered_fp16_flops",
                                           "unstable", "unstable_replications", "fingerprint"));
  EXPECT_THAT(keys_of(policy["wait_s"]), ElementsAre("mean", "p50", "p95", "p99", "max", "mean_se"));
  EXPECT_EQ(policy["wait_s"]["p95"], 8 * 6.6 * 3600);
  EXPECT_EQ(policy["jobs"]["submitted"], 2000);
  EXPECT_EQ(policy["jobs"]["finished"], 1900);
  EXPECT_EQ(policy["jobs"]["waiting"], 98);
  EXPECT_EQ(policy["unstable"], false);
  EXPECT_EQ(policy["fingerprint"], "00000000000000000000000000000001");
}

WaitReasonSum waits_of(Duration capacity, Duration order) {
  WaitParts parts{};
  parts[static_cast<std::size_t>(WaitReason::Capacity)] = capacity;
  parts[static_cast<std::size_t>(WaitReason::Order)] = order;
  WaitReasonSum sum;
  sum.add(parts);
  return sum;
}

TEST(Summary, HasWaitsByReasonWhereTheyWereAskedFor) {
  using std::chrono::seconds;
  Spec spec = small_spec();
  for (const char* id : {"makers", "users"}) {
    TenantSpec tenant;
    tenant.id = id;
    spec.tenants.push_back(tenant);
  }
  const Scenario scenario = scenario_of(spec);
  Comparison comparison = comparison_of(scenario);
  WaitReasonSums& sums = comparison.variants[0].policies[0].wait_reasons.emplace();
  sums.all = waits_of(seconds{30}, seconds{10});
  sums.tenants = {waits_of(seconds{30}, seconds{0})};
  sums.no_tenant = waits_of(seconds{0}, seconds{10});
  sums.homes = {waits_of(seconds{5}, seconds{0})};
  const auto json = ordered_json::parse(summary_json(comparison, "demo.yaml", kCosts));
  const ordered_json& reasons = json["policies"]["easy"]["wait_reasons"];
  EXPECT_THAT(keys_of(reasons["sum_s"]),
              ElementsAre("dispatch", "data", "storage", "capacity", "fragmentation", "reservation", "order",
                          "quota", "preempted"));
  EXPECT_EQ(reasons["sum_s"]["capacity"], 30);
  EXPECT_EQ(reasons["share"]["order"], 0.25);
  EXPECT_EQ(reasons["sum_s_by_tenant"]["makers"]["capacity"], 30);
  EXPECT_EQ(reasons["sum_s_by_tenant"]["users"]["capacity"], 0);
  EXPECT_EQ(reasons["sum_s_without_tenant"]["order"], 10);
  EXPECT_EQ(reasons["sum_s_by_home"][spec.centres[0].id]["capacity"], 5);
  EXPECT_TRUE(json["definitions"].contains("wait_reasons"));
  EXPECT_FALSE(json["policies"]["network"].contains("wait_reasons")) << "nobody asked";
}

TEST(Summary, HasWaitsByTenantAndTheirStandardError) {
  Spec spec = small_spec();
  for (const char* id : {"makers", "users"}) {
    TenantSpec tenant;
    tenant.id = id;
    spec.tenants.push_back(tenant);
  }
  const Scenario scenario = scenario_of(spec);
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].policies[0].waits.tenants = {{3, 60, 90}};
  comparison.variants[0].policies[0].wait_mean_se = 12.5;
  const auto json = ordered_json::parse(summary_json(comparison, "demo.yaml", kCosts));
  const ordered_json& policy = json["policies"]["easy"];
  EXPECT_EQ(policy["wait_s"]["mean_se"], 12.5);
  EXPECT_TRUE(json["policies"]["network"]["wait_s"]["mean_se"].is_null());
  EXPECT_EQ(policy["wait_s_by_tenant"],
            ordered_json::parse(R"({"makers": {"jobs": 3, "mean": 60.0, "p95": 90.0},
                                    "users": {"jobs": 0, "mean": null, "p95": null}})"));
}

TEST(Summary, HasWhatEachDispatcherDecided) {
  Spec spec = small_spec();
  const auto summary_of = [](const Spec& of) {
    const Scenario scenario = scenario_of(of);
    Comparison comparison = comparison_of(scenario);
    for (PolicyOutcome& outcome : comparison.variants[0].policies) {
      outcome.dispatch.homes.resize(2);
      outcome.dispatch.dispatchers = {{1500, 30, 200, 4}, {700, 60, 0, 1}};
    }
    return ordered_json::parse(summary_json(comparison, "demo.yaml", kCosts));
  };
  const ordered_json alone = summary_of(spec);
  EXPECT_FALSE(alone["policies"]["network"]["dispatch"].contains("dispatchers"));
  EXPECT_FALSE(alone["definitions"].contains("dispatchers"));
  spec.dispatcher.below.emplace_back().id = "bay";
  const ordered_json json = summary_of(spec);
  EXPECT_EQ(json["policies"]["network"]["dispatch"]["dispatchers"],
            ordered_json::parse(R"({"above": {"decided": 700, "moved": 60, "conflicts": 1},
                                    "below": {"bay": {"decided": 1500, "moved": 30, "conflicts": 4,
                                                      "passed_on": 200}}})"));
  EXPECT_TRUE(json["definitions"].contains("dispatchers"));
}

TEST(Summary, HasTargetsInFlopsAndDates) {
  const Scenario scenario = scenario_of(small_spec());
  const auto json = ordered_json::parse(summary_json(comparison_of(scenario), "demo.yaml", kCosts));
  const ordered_json& target = json["targets"][1];
  EXPECT_EQ(json["targets"].size(), 2U);
  EXPECT_EQ(target["id"], "y2025");
  EXPECT_EQ(target["basis"], "total");
  EXPECT_EQ(target["by"], "2025-12-31");
  EXPECT_EQ(target["value"], "40 EFLOPS");
  EXPECT_EQ(target["median"], 34.5e18);
  EXPECT_EQ(target["probability"], 0.12);
  EXPECT_EQ(target["sourced"], 0.33);
  EXPECT_EQ(target["p90"], "from p90_date on");
  EXPECT_EQ(target["p90_date"], "2027-09-30");
}

TEST(Summary, TimesAddUp) {
  const Scenario scenario = scenario_of(small_spec());
  const auto json = ordered_json::parse(summary_json(comparison_of(scenario), "demo.yaml", kCosts));
  const ordered_json& timing = json["timing"];
  EXPECT_THAT(keys_of(timing), ElementsAre("load_s", "simulate_s", "reading_s", "write_s", "events", "jobs",
                                           "jobs_per_s", "peak_rss_bytes"));
  EXPECT_EQ(timing["load_s"], 0.5);
  EXPECT_EQ(timing["jobs_per_s"], 2000);
  EXPECT_EQ(timing["peak_rss_bytes"], 4096);
}

TEST(Summary, NumbersReadBackAsTheSameDoubles) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  const std::vector<double> awkward{
      0.1, 1.0 / 3, 15696.7981812436, 92.5765397336295, 1e-300, 5e-324, std::numeric_limits<double>::max()};
  for (const double value : awkward) {
    comparison.variants[0].policies[0].summary.wait.mean = value;
    const std::string text = summary_json(comparison, "demo.yaml", kCosts);
    EXPECT_EQ(ordered_json::parse(text)["policies"]["easy"]["wait_s"]["mean"].get<double>(), value);
  }
  comparison.variants[0].policies[0].summary.wait.mean = 0.1;
  EXPECT_NE(summary_json(comparison, "demo.yaml", kCosts).find("\"mean\": 0.1,"), std::string::npos);
}

TEST(Summary, AFigureThatIsNotThereIsNull) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].policies[0].summary = {};
  for (TargetOutcome& target : comparison.variants[0].targets) target.p90_date.reset();
  comparison.variants[0].targets[1].met_from_the_beginning = true;
  comparison.variants[0].load.reset();
  comparison.simulate_s = 0;
  const auto json = ordered_json::parse(summary_json(comparison, "demo.yaml", kCosts));
  EXPECT_TRUE(json["policies"]["easy"]["wait_s"]["mean"].is_null());
  EXPECT_TRUE(json["targets"][0]["p90_date"].is_null());
  EXPECT_EQ(json["targets"][0]["p90"], "at no time");
  EXPECT_TRUE(json["targets"][1]["p90_date"].is_null());
  EXPECT_EQ(json["targets"][1]["p90"], "from the beginning");
  EXPECT_TRUE(json["load"].is_null());
  EXPECT_TRUE(json["timing"]["jobs_per_s"].is_null());
}

TEST(Summary, ANumberThatIsNoneIsOurBug) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.variants[0].policies[0].utilisation = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(static_cast<void>(summary_json(comparison, "demo.yaml", kCosts)), std::logic_error);
}

TEST(Summary, KeepsVariantsApart) {
  Spec base = small_spec();
  base.variants_declared = true;
  Spec other = base;
  other.variant = {"late", {"a year later", "晚一年"}, {}, {}};
  const Scenario scenario{{base, other}, "0"};
  Comparison comparison = comparison_of(scenario);
  comparison.variants.push_back(std::move(comparison_of(scenario).variants[0]));
  comparison.variants[1].variant = 1;
  const auto json = ordered_json::parse(summary_json(comparison, "demo.yaml", kCosts));
  EXPECT_FALSE(json.contains("policies"));
  EXPECT_THAT(keys_of(json["variants"]), ElementsAre("base", "late"));
  EXPECT_THAT(keys_of(json["variants"]["late"]),
              ElementsAre("name", "seed", "replications", "load", "policies", "targets", "logs", "records"));
  EXPECT_EQ(json["variants"]["late"]["name"]["zh"], "晚一年");
}

TEST(Summary, OfAnInterruptedRunSaysWhatIsMissing) {
  const Scenario scenario = scenario_of(small_spec());
  Comparison comparison = comparison_of(scenario);
  comparison.interrupted = true;
  comparison.missing = {"network, replication 7"};
  const auto json = ordered_json::parse(summary_json(comparison, "demo.yaml", kCosts));
  EXPECT_EQ(json["interrupted"], true);
  EXPECT_THAT(json["missing"], ElementsAre("network, replication 7"));
}

TEST(Summary, SurvivesTextThatIsNoUtf8) {
  Spec spec = small_spec();
  spec.name = {"bad\xff", "bad\xff"};
  const Scenario scenario = scenario_of(spec);
  const auto json = ordered_json::parse(summary_json(comparison_of(scenario), "\xfe.yaml", kCosts));
  EXPECT_EQ(json["scenario"]["name"]["en"], "bad\uFFFD");
}

TEST(Validation, ListsFindingsAndLoads) {
  const std::optional<Scenario> scenario = scenario_of(small_spec());
  Diagnostics diagnostics;
  diagnostics.warning({"demo.yaml", 3, 5}, "centres.lab", "capacity is assumed");
  const auto json =
      ordered_json::parse(validation_json("demo.yaml", diagnostics, scenario, {LoadEstimate{3, 4}}));
  EXPECT_EQ(json["errors"], 0);
  EXPECT_EQ(json["warnings"], 1);
  EXPECT_EQ(json["diagnostics"][0]["line"], 3);
  EXPECT_EQ(json["diagnostics"][0]["severity"], "warning");
  EXPECT_EQ(json["load"]["base"]["offered"], 0.75);
}

}  // namespace
}  // namespace suanwang
