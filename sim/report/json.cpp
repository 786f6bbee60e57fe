#include "suanwang/report/json.hpp"

#include <cmath>
#include <string_view>

#include <nlohmann/json.hpp>

#include "suanwang/base/check.hpp"
#include "suanwang/base/civil.hpp"
#include "suanwang/base/version.hpp"
#include "suanwang/report/console.hpp"
#include "suanwang/report/text.hpp"

#include "report/network_json.hpp"

namespace suanwang {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
  SUANWANG_CHECK(std::isfinite(value));
  return value;
}

Json text(std::string_view value) {
  return printable(value);
}

Json name_json(const Name& name) {
  return {{"en", text(name.en)}, {"zh", text(name.zh)}};
}

Json jobs_json(const JobCounts& jobs) {
  Json json{{"submitted", jobs.submitted}, {"finished", jobs.finished}, {"rejected", jobs.rejected},
            {"killed", jobs.killed},       {"waiting", jobs.waiting},   {"running", jobs.running}};
  Json reasons = Json::object();
  for (const auto& [reason, count] : jobs.rejected_by_reason) reasons[printable(reason)] = count;
  json["rejected_by_reason"] = std::move(reasons);
  return json;
}

/// @param known whether there was any job to summarise
Json summary(const Summary& of, bool known) {
  const auto figure = [known](double value) { return known ? number(value) : Json{}; };
  return {{"mean", figure(of.mean)},
          {"p50", figure(of.p50)},
          {"p95", figure(of.p95)},
          {"p99", figure(of.p99)},
          {"max", figure(of.max)}};
}

Json policy_json(const PolicyOutcome& outcome, const PolicySpec& spec) {
  const bool known = outcome.summary.jobs > 0;
  return {{"name", name_json(spec.name)},
          {"jobs", jobs_json(outcome.jobs)},
          {"wait_s", summary(outcome.summary.wait, known)},
          {"bounded_slowdown", summary(outcome.summary.bounded_slowdown, known)},
          {"turnaround_s", summary(outcome.summary.turnaround, known)},
          {"makespan_s", number(outcome.makespan_s)},
          {"utilisation", number(outcome.utilisation)},
          {"unstable", outcome.is_unstable()},
          {"unstable_replications", outcome.unstable},
          {"fingerprint", outcome.fingerprint}};
}

Json target_json(const TargetOutcome& outcome, const Spec& spec) {
  const TargetSpec& target = spec.targets[outcome.target];
  const auto date = [&spec](CivilTime at) { return to_text(at, spec.utc_offset); };
  Json json{{"id", target.id},
            {"basis", outcome.basis},
            // The instant is the end of a civil day, and that day is what the target names.
            {"by", date(outcome.by - std::chrono::seconds{1}).substr(0, 10)},
            {"past", outcome.past},
            {"value", text(target.value_text)},
            {"value_flops", number(target.value.base())},
            {"median", number(outcome.median)},
            {"p10", number(outcome.p10)},
            {"p90", number(outcome.p90)},
            {"probability", number(outcome.probability)},
            {"sourced", number(outcome.sourced)}};
  json["p90_date"] = outcome.p90_date ? Json(date(*outcome.p90_date)) : Json{};
  json["met_from_the_beginning"] = outcome.met_from_the_beginning;
  return json;
}

Json load_json(const std::optional<LoadEstimate>& load) {
  if (!load) return {};
  return {{"offered", load->supply > 0 ? number(load->offered()) : Json{}},
          {"demand_accelerator_s", number(load->demand)},
          {"supply_accelerator_s", number(load->supply)}};
}

Json counts_json(const std::map<std::string, std::uint64_t>& counts) {
  Json json = Json::object();
  for (const auto& [reason, count] : counts) json[printable(reason)] = count;
  return json;
}

Json logs_json(const Inputs& inputs, const Spec& spec) {
  Json json = Json::object();
  for (std::size_t s = 0; s < inputs.traces.size(); ++s) {
    if (inputs.traces[s] == nullptr) continue;
    const ReadReport& report = inputs.traces[s]->report();
    json[spec.workload[s].id] = {{"rows", report.rows},
                                 {"kept", report.kept},
                                 {"simulated", inputs.windows[s].inside},
                                 {"repaired", counts_json(report.repaired)},
                                 {"dropped", counts_json(report.dropped)}};
  }
  return json;
}

/// Adds what one variant brought to `json`.
void add_variant(Json& json, const VariantOutcome& variant, const Spec& spec) {
  json["seed"] = spec.seed;
  json["replications"] = spec.replications;
  json["load"] = load_json(variant.load);
  json["policies"] = Json::object();
  for (const PolicyOutcome& outcome : variant.policies) {
    const PolicySpec& policy = spec.policies[outcome.policy];
    json["policies"][policy.id] = policy_json(outcome, policy);
  }
  json["targets"] = Json::array();
  for (const TargetOutcome& outcome : variant.targets) json["targets"].push_back(target_json(outcome, spec));
  json["logs"] = logs_json(variant.inputs, spec);
}

Json definitions() {
  return {
      {"wait_s", "turnaround minus time held, over all finished jobs of all replications, no warm-up cut"},
      {"bounded_slowdown", "max(1, turnaround / max(time held, 10 s)), over the same jobs"},
      {"turnaround_s", "end minus submission, over the same jobs"},
      {"quantiles", "nearest rank: the ceil(p n)-th smallest of n"},
      {"jobs",
       "over all replications; killed: at the walltime; waiting, running: at the end, and in no wait"},
      {"makespan_s", "when nothing was busy any more, from time 0; mean over the replications"},
      {"utilisation", "busy / available accelerator-seconds, from time 0 to the makespan"},
      {"unstable", "the queue still grew at the end in most replications: its waits have no steady state"},
      {"load",
       "accelerator-seconds asked for / online, from time 0 to the end; null where there is no end, "
       "or a log would have to be read again"},
      {"targets",
       "capacity in FLOP/s built by the end of the day `by`, counted by the basis; bases are "
       "readings of one target, never to be added"},
      {"probability", "share of the replications that meet the target"},
      {"p90_date",
       "from then on at least 90 % of the replications meet the target; null: at no time, or "
       "from the beginning"},
      {"sourced",
       "share of the mean capacity whose pools, accelerators and basis have a source that is not "
       "'assumed'"},
      {"fingerprint",
       "128-bit hash of what happened to jobs, in the order of time; the same for any number "
       "of threads"},
      {"simulate_s", "wall clock of all loops, as if one after the other, without reading and writing"},
      {"load_s", "wall clock: the scenario read, and its logs checked"},
      {"reading_s", "wall clock of reading logs while simulating, as if one after the other"},
      {"jobs_per_s", "submitted jobs / simulate_s"},
  };
}

double reading_seconds(const Comparison& comparison) {
  double seconds = 0;
  for (const VariantOutcome& variant : comparison.variants) {
    for (const PolicyOutcome& policy : variant.policies) {
      for (const RunResult& run : policy.runs) seconds += run.reading_seconds;
    }
  }
  return seconds;
}

Json timing_json(const Comparison& comparison, const RunCosts& costs) {
  Json json{{"load_s", number(comparison.load_s + costs.load_s)},
            {"simulate_s", number(comparison.simulate_s)},
            {"reading_s", number(reading_seconds(comparison))},
            {"write_s", number(costs.write_s)},
            {"events", comparison.events},
            {"jobs", comparison.jobs}};
  json["jobs_per_s"] = comparison.simulate_s > 0
                           ? number(static_cast<double>(comparison.jobs) / comparison.simulate_s)
                           : Json{};
  json["peak_rss_bytes"] = costs.peak_rss_bytes;
  return json;
}

Json program_json() {
  return {{"version", kVersion}, {"commit", kCommit}};
}

}  // namespace

std::string summary_json(const Comparison& comparison, const std::string& file, const RunCosts& costs) {
  const Scenario& scenario = *comparison.scenario;
  const Spec& first = scenario.variants.front();
  Json json;
  json["suanwang"] = program_json();
  json["scenario"] = {{"file", text(file)}, {"name", name_json(first.name)}, {"hash", scenario.hash}};
  json["interrupted"] = comparison.interrupted;
  if (comparison.interrupted) {
    json["missing"] = Json::array();
    for (const std::string& missing : comparison.missing) json["missing"].push_back(text(missing));
  }
  if (first.variants_declared) {
    json["seed"] = first.seed;
    json["replications"] = first.replications;
    json["variants"] = Json::object();
    for (const VariantOutcome& variant : comparison.variants) {
      const Spec& spec = scenario.variants[variant.variant];
      Json& entry = json["variants"][spec.variant.id];
      entry["name"] = name_json(spec.variant.name);
      add_variant(entry, variant, spec);
    }
  } else {
    for (const VariantOutcome& variant : comparison.variants) {
      add_variant(json, variant, scenario.variants[variant.variant]);
    }
  }
  json["fingerprint"] = fingerprint_of(comparison);
  json["definitions"] = definitions();
  json["timing"] = timing_json(comparison, costs);
  return json.dump(2) + '\n';
}

std::string validation_json(const std::string& file, const Diagnostics& diagnostics,
                            const std::optional<Scenario>& scenario,
                            const std::vector<std::optional<LoadEstimate>>& loads,
                            const std::vector<NetworkStudy>& networks) {
  Json json;
  json["suanwang"] = program_json();
  json["scenario"] = {{"file", text(file)}};
  json["errors"] = diagnostics.errors();
  json["warnings"] = diagnostics.warnings();
  json["diagnostics"] = Json::array();
  for (const Diagnostic& entry : diagnostics.sorted()) {
    json["diagnostics"].push_back({{"severity", entry.severity == Severity::Error ? "error" : "warning"},
                                   {"file", text(entry.at.file)},
                                   {"line", entry.at.line},
                                   {"column", entry.at.column},
                                   {"path", text(entry.path)},
                                   {"message", text(entry.message)}});
  }
  json["load"] = Json::object();
  for (std::size_t v = 0; scenario && v < loads.size(); ++v) {
    json["load"][scenario->variants[v].variant.id] = load_json(loads[v]);
  }
  for (std::size_t v = 0; scenario && v < networks.size(); ++v) {
    const Spec& spec = scenario->variants[v];
    json["network"][spec.variant.id] = network_json(networks[v], spec);
  }
  return json.dump(2) + '\n';
}

}  // namespace suanwang
