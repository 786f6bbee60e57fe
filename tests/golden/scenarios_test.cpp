// What the shipped scenarios give, as far as it is the same everywhere. SUANWANG_UPDATE_GOLDEN=1 writes the
// files anew; the difference is then reviewed.
#include <cstdlib>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "suanwang/study/comparison.hpp"

namespace suanwang {
namespace {

using Json = nlohmann::ordered_json;
const std::string kRoot = SUANWANG_SOURCE_DIR;

Json of(const Summary& s) {
  return {{"mean", s.mean}, {"p50", s.p50}, {"p95", s.p95}, {"p99", s.p99}, {"max", s.max}};
}

Json result_of(const std::string& name, std::uint32_t replications) {
  Diagnostics diagnostics;
  LoadOptions options;
  options.file = kRoot + "/scenarios/" + name + ".yaml";
  options.replications = replications;
  const auto scenario = load(options, diagnostics);
  auto inputs = scenario ? prepare_all(*scenario, diagnostics) : std::nullopt;
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  Json result;
  if (!inputs) return result;
  for (const VariantOutcome& variant : compare(*scenario, std::move(*inputs), {}).variants) {
    const Spec& spec = scenario->variants[variant.variant];
    Json& here = result[spec.variant.id];
    for (const PolicyOutcome& p : variant.policies) {
      here[spec.policies[p.policy].id] = {{"jobs",
                                           {p.jobs.submitted, p.jobs.finished, p.jobs.killed, p.jobs.rejected,
                                            p.jobs.waiting, p.jobs.running}},
                                          {"wait_s", of(p.summary.wait)},
                                          {"bounded_slowdown", of(p.summary.bounded_slowdown)},
                                          {"turnaround_s", of(p.summary.turnaround)},
                                          {"makespan_s", p.makespan_s},
                                          {"utilisation", p.utilisation},
                                          {"fingerprint", p.fingerprint}};
    }
    for (const TargetOutcome& t : variant.targets) {
      here["target " + spec.targets[t.target].id + " " + t.basis] = {t.p10, t.median, t.p90, t.probability,
                                                                     t.sourced};
    }
    for (const MetricAnswer& m : variant.metrics) {
      const std::string policy = m.policy ? " " + spec.policies[*m.policy].id : "";
      here["metric " + spec.targets[m.target].id + policy] = {m.p10, m.p50, m.p90, m.probability};
    }
  }
  return result;
}

/// Numbers agree to 1e-9, everything else exactly.
void expect_same(const Json& now, const Json& golden, const std::string& path) {
  if (golden.is_number() && now.is_number()) {
    const double g = golden.get<double>();
    EXPECT_NEAR(now.get<double>(), g, 1e-9 * std::abs(g)) << path;
  } else if (golden.is_structured() && now.type() == golden.type()) {
    ASSERT_EQ(now.size(), golden.size()) << path;
    const Json flat = golden.flatten();
    for (const auto& [key, value] : flat.items()) {
      const Json::json_pointer place{key};
      ASSERT_TRUE(now.contains(place)) << path << key;
      expect_same(now.at(place), value, path + key);
    }
  } else {
    EXPECT_EQ(now, golden) << path;
  }
}

class Golden : public ::testing::TestWithParam<std::pair<const char*, std::uint32_t>> {};

TEST_P(Golden, ScenarioGivesWhatItGave) {
  const auto [name, replications] = GetParam();
  const std::string file = kRoot + "/tests/golden/" + name + ".json";
  const Json now = result_of(name, replications);
  if (std::getenv("SUANWANG_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{file} << now.dump(1) << '\n';
    return;
  }
  std::ifstream in{file};
  ASSERT_TRUE(in) << file << " is missing: run with SUANWANG_UPDATE_GOLDEN=1 and review it";
  expect_same(now, Json::parse(in), name);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Golden,
                         ::testing::Values(std::pair{"first", 1U}, std::pair{"kth", 1U},
                                           std::pair{"pooling", 1U}, std::pair{"guangdong", 2U}),
                         [](const auto& scenario) { return std::string{scenario.param.first}; });

}  // namespace
}  // namespace suanwang
