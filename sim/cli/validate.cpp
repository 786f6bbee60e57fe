// `suanwang validate`: everything that is wrong with a scenario and its logs, and the load to expect.
#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/grouped.hpp"
#include "suanwang/report/console.hpp"
#include "suanwang/report/json.hpp"
#include "suanwang/report/network.hpp"
#include "suanwang/scenario/demand.hpp"
#include "suanwang/scenario/network.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/study/comparison.hpp"

#include "cli/commands.hpp"

namespace suanwang {
namespace {

std::string load_text(const Spec& spec, const std::optional<LoadEstimate>& load, Language language) {
  const std::string& id = spec.variant.id;
  const bool known = load && load->supply > 0;
  const std::string offered = known ? grouped(load->offered(), 2) : "";
  const std::string demand = known ? grouped(load->demand / 3600, 0) : "";
  const std::string supply = known ? grouped(load->supply / 3600, 0) : "";
  if (language == Language::Zh) {
    const std::string of = spec.variants_declared ? fmt::format("（{}）", id) : "";
    if (!known) return fmt::format("供需比{}：—（没有结束时间或没有可调度的卡）\n", of);
    return fmt::format("供需比{}：{}（需求 {} 卡时 ÷ 在线 {} 卡时）\n", of, offered, demand, supply);
  }
  const std::string of = spec.variants_declared ? fmt::format(" ({})", id) : "";
  if (!known) return fmt::format("offered load{}: — (no end, or nothing to schedule on)\n", of);
  return fmt::format("offered load{}: {} ({} accelerator-hours asked for / {} online)\n", of, offered, demand,
                     supply);
}

/// "1 thing", "2 things"
std::string count_text(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// What there is of a programme.
std::string programme_text(const Spec& spec, Language language) {
  const ProgrammeSpec& programme = spec.programme;
  if (programme.activities.empty() && programme.supplies.empty()) return "";
  std::size_t lots = 0;
  for (const SupplySpec& each : programme.supplies) lots += each.lots.size();
  std::size_t done = 0;
  for (const ActivitySpec& each : programme.activities) done += each.done ? 1 : 0;
  std::size_t pools = 0;
  for (const CentreSpec& centre : spec.centres) {
    for (const PoolSpec& pool : centre.pools) pools += pool.phase ? 1 : 0;
  }
  if (language == Language::Zh) {
    return fmt::format("建设计划：{} 项活动（{} 项已完成），{} 种供给（{} 批），{} 个资源池等待\n",
                       programme.activities.size(), done, programme.supplies.size(), lots, pools);
  }
  return fmt::format("programme: {} ({} done), {} in {}, {} for them\n",
                     count_text(programme.activities.size(), "activity", "activities"), done,
                     count_text(programme.supplies.size(), "supply", "supplies"),
                     count_text(lots, "lot", "lots"), count_text(pools, "pool waits", "pools wait"));
}

/// What the links make of the centres: how many parts, and the two centres that are farthest apart.
std::string network_text(const Spec& spec, Language language) {
  if (spec.links.empty()) return "";
  const Network network = build_network(spec);
  const std::vector<std::size_t> parts = network.parts();
  const std::size_t count = 1 + *std::max_element(parts.begin(), parts.end());
  const bool zh = language == Language::Zh;
  std::string text =
      zh ? fmt::format("网络：{} 条链路把 {} 个中心连成 {} 片", spec.links.size(), parts.size(), count)
         : fmt::format("network: {} {} {} centres into {} {}", spec.links.size(),
                       spec.links.size() == 1 ? "link joins" : "links join", parts.size(), count,
                       count == 1 ? "part" : "parts");
  std::size_t a = 0;
  std::size_t b = 0;
  std::optional<Route> longest;
  for (std::size_t from = 0; from < network.nodes(); ++from) {
    const auto routes = network.least_latencies(from);
    for (std::size_t to = from + 1; to < network.nodes(); ++to) {
      if (!routes[to] || (longest && routes[to]->latency <= longest->latency)) continue;
      longest = routes[to];
      a = from;
      b = to;
    }
  }
  if (longest) {
    const auto& [from, to, ms, hops] = std::tuple{spec.centres[a].id, spec.centres[b].id,
                                                  longest->latency.base() * 1e3, longest->hops.size()};
    text += zh ? fmt::format("；最远：{}—{}，单程 {:.2f} ms，{} 跳", from, to, ms, hops)
               : fmt::format("; farthest apart: {} and {}, {:.2f} ms one way over {} {}", from, to, ms, hops,
                             hops == 1 ? "link" : "links");
  }
  return text + '\n';
}

}  // namespace

ExitCode validate_command(const Options& options, Screen& screen) {
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  std::optional<std::vector<Inputs>> inputs;
  if (scenario) inputs = prepare_all(*scenario, diagnostics);
  std::vector<std::optional<LoadEstimate>> loads;
  for (std::size_t v = 0; inputs && v < inputs->size(); ++v) {
    const Spec& spec = scenario->variants[v];
    loads.push_back(estimate_load(spec, (*inputs)[v]));
    check_demand(spec, (*inputs)[v], loads.back(), diagnostics);
  }

  std::vector<NetworkStudy> networks;
  for (std::size_t v = 0; options.network && v < loads.size(); ++v) {
    networks.push_back(study_network(scenario->variants[v], (*inputs)[v], loads[v]));
  }

  const ExitCode code = diagnostics.has_errors() ? ExitCode::BadInput : ExitCode::Good;
  if (options.json) {
    screen.out(validation_json(options.scenario, diagnostics, scenario, loads, networks));
    return code;
  }
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);
  screen.err(diagnostics_text(diagnostics, options.language));
  const Language language = options.language;
  std::string text = options.scenario + (language == Language::Zh ? "：" : ": ") +
                     counts_text(scenario->variants.front(), diagnostics, language) + '\n';
  text += programme_text(scenario->variants.front(), language);
  text += network_text(scenario->variants.front(), language);
  std::vector<const Inputs*> read;
  for (const Inputs& each : *inputs) read.push_back(&each);
  text += logs_text(*scenario, read, language);
  for (std::size_t v = 0; v < loads.size(); ++v) text += load_text(scenario->variants[v], loads[v], language);
  if (!networks.empty()) {
    text += network_report(networks.front(), scenario->variants.front(), screen.out_style()) + '\n';
  }
  screen.out(text + verdict_text(diagnostics, language) + '\n');
  return code;
}

}  // namespace suanwang
