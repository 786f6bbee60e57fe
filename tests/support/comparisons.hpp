#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "suanwang/base/civil.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/comparison.hpp"

/// Comparisons made by hand, for what is to be shown of them.
namespace suanwang::test {

inline constexpr std::chrono::seconds kBeijing = std::chrono::hours{8};

inline CivilTime end_of(const std::string& day) {
  return end_of_day(*parse_date(day, kBeijing), kBeijing);
}

inline PolicySpec policy_of(const std::string& id, const std::string& en, const std::string& zh) {
  PolicySpec policy;
  policy.id = id;
  policy.name = {en, zh};
  return policy;
}

/// A spec with two policies and one target that two bases read apart.
inline Spec small_spec() {
  Spec spec;
  spec.file = "demo.yaml";
  spec.name = {"A small network", "小网"};
  spec.utc_offset = kBeijing;
  spec.as_of = end_of("2026-11-21");
  spec.seed = 7;
  spec.replications = 20;
  spec.variant = {"base", {"base", "base"}, {}, {}};
  for (const char* id : {"lab", "plant"}) {
    CentreSpec centre;
    centre.id = id;
    centre.name = {id, id};
    spec.centres.push_back(centre);
  }
  for (const auto& [id, en, zh] : {std::tuple{"ai", "intelligent, FP16", "智能算力，FP16"},
                                   std::tuple{"total", "total, FP32-equivalent", "总算力，FP32 折算"}}) {
    BasisSpec basis;
    basis.id = id;
    basis.name = {en, zh};
    spec.bases.push_back(basis);
  }
  spec.policies = {policy_of("easy", "islands + EASY", "孤岛 + EASY"),
                   policy_of("network", "unified dispatch", "全省统一调度")};
  TargetSpec target;
  target.id = "y2025";
  target.name = {"2025", "2025"};
  target.by = end_of("2025-12-31");
  target.value = Flops{40e18};
  target.value_text = "40 EFLOPS";
  target.basis = {"ai", "total"};
  spec.targets.push_back(target);
  return spec;
}

inline Scenario scenario_of(Spec spec) {
  return {{std::move(spec)}, "0123456789abcdef0123456789abcdef"};
}

/// 2,000 jobs, of which `waiting` and two running are left.
inline PolicyOutcome outcome_of(std::size_t policy, double wait_s, double utilisation,
                                std::uint64_t waiting = 0) {
  PolicyOutcome outcome;
  outcome.policy = policy;
  outcome.jobs.submitted = 2000;
  outcome.jobs.waiting = waiting;
  outcome.jobs.running = 2;
  outcome.jobs.finished = 2000 - waiting - 2;
  outcome.summary.jobs = outcome.jobs.finished;
  outcome.summary.wait = {wait_s, wait_s / 2, 8 * wait_s, 9 * wait_s, 10 * wait_s};
  outcome.summary.turnaround = {wait_s + 60, wait_s / 2 + 60, 8 * wait_s + 60, 9 * wait_s + 60,
                                10 * wait_s + 60};
  outcome.summary.bounded_slowdown = {1 + wait_s / 3600, 1, 2, 3, 4};
  outcome.runs.resize(20);
  outcome.makespan_s = 86400;
  outcome.utilisation = utilisation;
  outcome.fingerprint = policy == 0 ? "00000000000000000000000000000001" : "00000000000000000000000000000002";
  return outcome;
}

inline TargetOutcome target_of(const std::string& basis, const Name& name, double median,
                               double probability) {
  TargetOutcome outcome;
  outcome.basis = basis;
  outcome.basis_name = name;
  outcome.by = end_of("2025-12-31");
  outcome.past = true;
  outcome.median = median;
  outcome.p10 = 0.8 * median;
  outcome.p90 = 1.2 * median;
  outcome.probability = probability;
  outcome.sourced = 0.33;
  return outcome;
}

/// Both policies and both readings of the target of `scenario`, which must outlive it.
inline Comparison comparison_of(const Scenario& scenario) {
  const Spec& spec = scenario.variants.front();
  VariantOutcome variant;
  variant.inputs.traces.resize(spec.workload.size());
  variant.load = LoadEstimate{0.82e9, 1e9};
  variant.policies.push_back(outcome_of(0, 6.6 * 3600, 0.47, 98));
  variant.policies.push_back(outcome_of(1, 2.2 * 3600, 0.61));
  variant.targets.push_back(target_of("ai", spec.bases[0].name, 56.7e18, 0.99));
  variant.targets.back().p90_date = end_of("2025-06-30");
  variant.targets.push_back(target_of("total", spec.bases[1].name, 34.5e18, 0.12));
  variant.targets.back().p90_date = *parse_date("2027-09-30", kBeijing);

  Comparison comparison;
  comparison.scenario = &scenario;
  comparison.variants.push_back(std::move(variant));
  comparison.policies = 2;
  comparison.simulate_s = 2;
  comparison.events = 12'000;
  comparison.jobs = 4000;
  return comparison;
}

}  // namespace suanwang::test
