// Where the figure of a target on something else than capacity comes from.
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/ledger.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"
#include "report/metric_words.hpp"
#include "report/target_words.hpp"

namespace suanwang {
namespace {

using enum Column::Align;

/// "1.25", or a law by its quantiles: "1.40 [1.24, 1.56]".
std::string law_text(const TargetSpec& target, const Distribution& law) {
  if (law.is_constant()) return metric_text(target, law.minimum());
  return fmt::format("{} [{}, {}]", metric_text(target, law.quantile(0.5)),
                     metric_text(target, law.quantile(0.1)), metric_text(target, law.quantile(0.9)));
}

std::string count_law_text(const Distribution& law) {
  if (law.is_constant()) return fmt::format("{:.0f}", law.minimum());
  return fmt::format("{:.0f} [{:.0f}, {:.0f}]", law.quantile(0.5), law.quantile(0.1), law.quantile(0.9));
}

/// What a centre states of a metric; nothing where it states none.
std::string stated_text(const TargetSpec& target, const FacilitySpec& facility, Words words) {
  switch (*target.metric) {
    case TargetMetric::Pue:
      return facility.pue ? law_text(target, *facility.pue) : "";
    case TargetMetric::RackUse:
      return facility.racks
                 ? fmt::format(fmt::runtime(words("{} of {} racks", "已用 {}，建成 {}")),
                               count_law_text(facility.racks->used), count_law_text(facility.racks->built))
                 : "";
    case TargetMetric::GreenShare:
      return facility.green_share ? law_text(target, *facility.green_share) : "";
    case TargetMetric::OwnSoftwareShare:
      return facility.own_software_share ? law_text(target, *facility.own_software_share) : "";
    case TargetMetric::WaitRatio:
    case TargetMetric::Losers:
    case TargetMetric::PoolingGap:
      return "";
  }
  return "";
}

/// Adds what a centre, or a pool of it, states.
void add_row(Table& table, std::string name, const std::string& stated, const std::string& source,
             Words words) {
  const std::string none{words("not stated: left out", "未给出，不计入")};
  table.add({{std::move(name)},
             {stated.empty() ? std::string{kNoFigure} : stated},
             {stated.empty()   ? none
              : source.empty() ? std::string{words("none given", "未给出")}
                               : printable(source)}});
}

std::string stated_table(const Spec& spec, const TargetSpec& target, const ConsoleStyle& style) {
  const Words words{style.language};
  Table table{{{std::string{words("centre or pool", "中心或资源池")}, Left},
               {std::string{words("states (median [p10, p90])", "给出（中位 [p10, p90]）")}, Right},
               {std::string{words("source", "出处")}, Left}}};
  bool has_rows = false;
  for (const CentreSpec& centre : spec.centres) {
    if (!within(centre.region, target.region)) continue;
    has_rows = true;
    const FacilitySpec& facility = centre.facility;
    add_row(table, words.name(centre.name), stated_text(target, facility, words),
            facility.provenance.value_or(centre.provenance).source, words);
    if (target.metric != TargetMetric::OwnSoftwareShare) continue;
    for (const PoolSpec& pool : centre.pools) {
      if (!pool.own_software_share) continue;
      add_row(table, fmt::format("  {}", words.name(pool.name)), law_text(target, *pool.own_software_share),
              pool.provenance.source, words);
    }
  }
  if (has_rows) return table.text(style.paint, "", style.width);
  return remark_line(
      fmt::format(fmt::runtime(words("no centre lies in region '{}'", "区域“{}”内没有中心")), target.region),
      style);
}

}  // namespace

std::string figure_text(const Spec& spec, std::size_t target, const RunFacts& facts,
                        const ConsoleStyle& style) {
  const Words words{style.language};
  const TargetSpec& of = spec.targets[target];
  Spec alone;
  alone.targets = {of};
  std::string text = heading(1, "WHERE IT COMES FROM", "数值来源", target_label(of, words), style);
  if (is_of_a_run(*of.metric)) {
    text += remark_line(std::string{words("It is measured in a simulation of the scenario's jobs under each "
                                          "of its policies; no centre states it.",
                                          "它由仿真得出：按各规则仿真场景的作业；并非由中心给出。")},
                        style);
  } else {
    text += stated_table(spec, of, style);
  }
  text += metric_definitions(alone, words);
  std::vector<std::string> on_capacity;
  for (const TargetSpec& each : spec.targets) {
    if (!each.metric) on_capacity.push_back(each.id);
  }
  text += remark_line(fmt::format(fmt::runtime(words("How probable it is: {} reach {} --target {}",
                                                     "达标概率：{} reach {} --target {}")),
                                  shell_quoted(facts.program), shell_quoted(facts.file), of.id),
                      style);
  if (on_capacity.empty()) return text;
  return text +
         remark_line(fmt::format(fmt::runtime(words("A ledger, pool by pool, have targets on capacity: {}.",
                                                    "按资源池的算力台账只用于算力目标：{}。")),
                                 fmt::join(on_capacity, words(", ", "、"))),
                     style);
}

}  // namespace suanwang
