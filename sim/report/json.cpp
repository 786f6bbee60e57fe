#include "suanwang/report/json.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "suanwang/base/civil.hpp"
#include "suanwang/base/version.hpp"
#include "suanwang/report/console.hpp"
#include "suanwang/report/text.hpp"

#include "report/json_parts.hpp"
#include "report/network_json.hpp"

namespace suanwang {
namespace {

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
  json["p90"] = outcome.met_from_the_beginning ? "from the beginning"
                : outcome.p90_date             ? "from p90_date on"
                                               : "at no time";
  json["p90_date"] = outcome.p90_date ? Json(date(*outcome.p90_date)) : Json{};
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
    json["policies"][policy.id] = policy_json(outcome, policy, spec);
    add_wait_reasons(json["policies"][policy.id], outcome, spec);
    add_network(json["policies"][policy.id], outcome, spec);
    add_reserves(json["policies"][policy.id], outcome, spec);
  }
  json["targets"] = Json::array();
  for (const TargetOutcome& outcome : variant.targets) json["targets"].push_back(target_json(outcome, spec));
  if (!variant.metrics.empty()) json["metrics"] = metrics_json(variant.metrics, spec);
  if (!variant.together.empty()) json["together"] = together_json(variant.together, spec);
  json["logs"] = logs_json(variant.inputs, spec);
  json["records"] = records_json(variant, spec);
}

Json definitions(bool with_network) {
  Json json{
      {"files",
       "the pools.csv and jobs.csv of this run, relative to this file; a later run into the same folder "
       "removes those "
       "that it does not write"},
      {"wait_s", "turnaround minus time held, over all finished jobs of all replications, no warm-up cut"},
      {"mean_se",
       "standard error of the mean wait: standard deviation of the replications' means / sqrt(their number); "
       "null with fewer than two"},
      {"wait_s_by_class, wait_s_by_tenant",
       "the same waits apart, by the id of the job class (a stream, or a class of its mix) and of the "
       "tenant; "
       "`jobs` is how many finished, and a job without a tenant is in no tenant's figures"},
      {"bounded_slowdown", "max(1, turnaround / max(time held, 10 s)), over the same jobs"},
      {"turnaround_s", "end minus submission, over the same jobs"},
      {"quantiles", "nearest rank: the ceil(p n)-th smallest of n"},
      {"jobs",
       "over all replications; killed: at the walltime; waiting, running: at the end, and in no wait"},
      {"conflicts",
       "jobs that were sent to a centre to start at once, by a view from before its last change, and did "
       "not: "
       "fewer accelerators were free than they need; they wait in its queue, or are moved where the policy "
       "moves jobs"},
      {"makespan_s", "when nothing was busy any more, from time 0; mean over the replications"},
      {"utilisation", "busy / available accelerator-seconds, from time 0 to the makespan"},
      {"delivered_fp16_flops",
       "busy accelerators times their FP16 peak, mean from time 0 to the makespan: what they could do, not "
       "what "
       "a model makes of it; null where a schedulable accelerator has no FP16 peak, or nothing ran"},
      {"unstable", "the queue still grew at the end in most replications: its waits have no steady state"},
      {"load",
       "accelerator-seconds asked for / online, from time 0 to the end; null where there is no end, "
       "or a log would have to be read again"},
      {"targets",
       "capacity in FLOP/s built by the end of the day `by`, counted by the basis; bases are "
       "readings of one target, never to be added"},
      {"probability", "share of the replications that meet the target"},
      {"p90, p90_date",
       "from when on at least 90 % of the replications meet the target: 'from the beginning', 'from p90_date "
       "on' "
       "(only then there is a date), or 'at no time'"},
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
  if (with_network) json.update(network_definitions());
  return json;
}

bool has_dispatchers_below(const Scenario& scenario) {
  return std::ranges::any_of(scenario.variants,
                             [](const Spec& spec) { return !spec.dispatcher.below.empty(); });
}

bool moves_any_data(const Scenario& scenario) {
  return std::ranges::any_of(scenario.variants, moves_data);
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
  Json json{{"load_s", number(costs.load_s)},
            {"simulate_s", number(comparison.simulate_s)},
            {"reading_s", number(reading_seconds(comparison))},
            {"write_s", number(costs.write_s)},
            {"events", comparison.events},
            {"jobs", comparison.jobs}};
  if (costs.reserves_s) json["reserves_s"] = number(*costs.reserves_s);
  json["jobs_per_s"] = comparison.simulate_s > 0
                           ? number(static_cast<double>(comparison.jobs) / comparison.simulate_s)
                           : Json{};
  json["peak_rss_bytes"] = costs.peak_rss_bytes;
  return json;
}

}  // namespace

Json program_json() {
  return {{"version", kVersion}, {"commit", kCommit}};
}

Json scenario_json(const std::string& file, const Scenario& scenario) {
  return {{"file", text(file)}, {"name", name_json(scenario.variants.front().name)}, {"hash", scenario.hash}};
}

std::string summary_json(const Comparison& comparison, const std::string& file, const RunCosts& costs,
                         const std::vector<std::filesystem::path>& rows) {
  const Scenario& scenario = *comparison.scenario;
  const Spec& first = scenario.variants.front();
  Json json;
  json["suanwang"] = program_json();
  json["scenario"] = scenario_json(file, scenario);
  json["files"] = Json::array();
  for (const std::filesystem::path& path : rows) json["files"].push_back(text(path.generic_string()));
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
  json["definitions"] = definitions(moves_any_data(scenario));
  json["definitions"].update(records_definitions());
  json["definitions"].update(wait_reason_definitions(comparison));
  const auto has_more = [](const VariantOutcome& v) { return !v.metrics.empty() || !v.together.empty(); };
  if (std::ranges::any_of(comparison.variants, has_more)) json["definitions"].update(metric_definitions());
  if (has_dispatchers_below(scenario)) json["definitions"].update(dispatcher_definitions());
  if (costs.reserves_s) json["definitions"].update(reserves_definitions());
  json["timing"] = timing_json(comparison, costs);
  return json.dump(2) + '\n';
}

std::vector<std::filesystem::path> rows_listed_in(const std::string& summary) {
  const Json json = Json::parse(summary, nullptr, false);
  if (!json.is_object() || !json.contains("suanwang") || !json.contains("files")) return {};
  std::vector<std::filesystem::path> rows;
  for (const Json& file : json["files"]) {
    if (!file.is_string()) continue;
    const std::filesystem::path path{file.get<std::string>()};
    const bool below = path.is_relative() && path.lexically_normal() == path &&
                       std::ranges::find(path, std::filesystem::path{".."}) == path.end();
    constexpr std::array<std::string_view, 4> kNames{"pools.csv", "jobs.csv", "transfers.csv", "links.csv"};
    if (below && std::ranges::find(kNames, path.filename().string()) != kNames.end()) rows.push_back(path);
  }
  return rows;
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
