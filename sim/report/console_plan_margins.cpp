// The frontier of cost against probability, what a little more would be worth, and the waits.
#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/report/figures.hpp"

#include "report/console_parts.hpp"
#include "report/plan_parts.hpp"

namespace suanwang {
namespace {

using enum Column::Align;

constexpr double kSmall = 0.0005;  // changes of P that are not worth a line

std::string what_text(Marginal::Kind kind, const std::string& name, Words words) {
  switch (kind) {
    case Marginal::Kind::PoolCards:
      return fmt::format(fmt::runtime(words("1,000 accelerators more: {}", "多 1,000 卡：{}")), name);
    case Marginal::Kind::LotCards:
      return fmt::format(fmt::runtime(words("1,000 more delivered: {}", "到货多 1,000 卡：{}")), name);
    case Marginal::Kind::LotPower:
      return fmt::format(fmt::runtime(words("10 MW more: {}", "多 10 MW：{}")), name);
    case Marginal::Kind::Sooner:
      return fmt::format(fmt::runtime(words("a month sooner: {}", "提前一个月：{}")), name);
  }
  return "";
}

/// "[+0.011, +0.014]"
std::string range_text(const Range95& range, int decimals) {
  return fmt::format("[{}, {}]", change_text(range.low, decimals), change_text(range.high, decimals));
}

/// "+12 min", "−3.2 s"
std::string wait_change_text(double seconds) {
  return seconds == 0 ? "0 s" : (seconds < 0 ? "−" : "+") + duration_text(std::abs(seconds));
}

std::string wait_interval_text(const WaitChange& change) {
  if (change.none) return "";
  if (!change.interval) return std::string{kNoFigure};
  return fmt::format("[{}, {}]", wait_change_text(change.interval->low),
                     wait_change_text(change.interval->high));
}

/// Which of the marginals change nothing, or hardly anything.
/// @param of the question, where there are several
std::string small_remarks(const Marginals& marginals, std::size_t question, const std::string& of,
                          const ConsoleStyle& style) {
  const Words words{style.language};
  std::vector<std::string> nothing;
  std::vector<std::string> small;
  for (const Marginal& each : marginals.entries) {
    const Marginal::Effect& effect = each.effects[question];
    const std::string what = what_text(each.kind, words.name(each.name), words);
    if (effect.none) {
      nothing.push_back(what);
    } else if (std::abs(effect.probability) < kSmall) {
      small.push_back(what);
    }
  }
  std::string text;
  const auto add = [&](const std::vector<std::string>& names, std::string_view en, std::string_view zh) {
    if (names.empty()) return;
    text += remark_line(of + fmt::format(fmt::runtime(words(en, zh)), fmt::join(names, words("; ", "；"))),
                        style);
  };
  add(small, "More capacity, but less than 0.0005 of P: {}.", "增加算力，但概率变化小于 0.0005：{}。");
  add(nothing, "Without any effect: {}.", "毫无作用：{}。");
  return text;
}

std::string links_remarks(const PlanFindings& findings, const ConsoleStyle& style) {
  const Words words{style.language};
  const LinkEffects& effects = *findings.links;
  const Spec& spec = *findings.improved;
  Table table{{{std::string{words("link", "链路")}, Left},
               {std::string{words("mean wait", "平均等待")}, Right},
               {std::string{words("change with 100 Gbps more", "多 100 Gbps 的变化")}, Right},
               {std::string{words("95 %", "95 % 区间")}, Left}}};
  std::vector<std::string> nothing;
  for (const LinkWaitChange& each : effects.links) {
    const std::string name = words.name(spec.links[each.link].name);
    if (each.change.none) {
      nothing.push_back(name);
      continue;
    }
    table.add({{name},
               {duration_text(each.change.before_s)},
               {wait_change_text(each.change.change_s)},
               {wait_interval_text(each.change)}});
  }
  std::string text;
  if (nothing.size() < effects.links.size()) text += table.text(style.paint, "", style.width);
  text += remark_line(
      fmt::format(
          fmt::runtime(words("100 Gbps more on a link: under {}, {} replications each, {} simulations.",
                             "链路多 100 Gbps：按规则“{}”，各 {} 次重复，共 {} 次仿真。")),
          words.name(spec.policies[effects.policy].name), effects.replications, effects.runs),
      style);
  if (!nothing.empty()) {
    text += remark_line(
        fmt::format(fmt::runtime(words("Without any effect on waits: {}.", "对等待毫无作用：{}。")),
                    fmt::join(nothing, words(", ", "、"))),
        style);
  }
  if (!effects.left_out.empty()) {
    text += remark_line(fmt::format(fmt::runtime(words("{} links that carry less were not tried.",
                                                       "{} 条流量较小的链路未试。")),
                                    effects.left_out.size()),
                        style);
  }
  return text;
}

}  // namespace

std::string frontier_section(const PlanFindings& findings, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  const Plan& plan = *findings.plan;
  Table table{{{std::string{words("P asked", "要求概率")}, Right},
               {std::string{words("cost", "费用")}, Right},
               {std::string{words("P, fresh", "新样本")}, Right},
               {std::string{words("cheapest set", "最省的一组")}, Left}}};
  for (const FrontierPoint& each : plan.frontier) {
    const std::string asked = fmt::format("{:g}", each.probability);
    if (!each.set) {
      table.add({{asked},
                 {std::string{kNoFigure}},
                 {std::string{kNoFigure}},
                 {std::string{each.proved ? words("no allowed set", "限制内没有")
                                          : words("none found in time", "未及找到")}}});
      continue;
    }
    double least = 1;
    for (const PlanOutcome& outcome : each.set->fresh) least = std::min(least, outcome.probability);
    const std::string doubt = each.proved ? "" : std::string{words(" (not proved)", "（未证明）")};
    table.add({{asked},
               {money_text(each.set->cost.cny(), words)},
               {thousandths_text(least)},
               {levers_text(each.set->levers, plan.spec, words) + doubt}});
  }
  return heading(number, "COST AND PROBABILITY", "费用与概率",
                 std::string{words("the cheapest set for each probability, on the samples of the search",
                                   "按搜索样本，各概率下最省的一组")},
                 style) +
         table.text(style.paint, "", style.width) + '\n';
}

std::string marginals_section(const PlanFindings& findings, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  const Plan& plan = *findings.plan;
  const Marginals& marginals = findings.marginals;
  const Spec& spec = *findings.improved;
  std::string text =
      heading(number, "A LITTLE MORE", "边际价值",
              std::string{plan.chosen ? words("beside the chosen set", "在所选一组之外")
                                      : words("as it stands, without any lever", "不采取措施时")},
              style);
  for (std::size_t q = 0; q < marginals.questions.size(); ++q) {
    const Marginals::Question& question = marginals.questions[q];
    const TargetSpec& target = spec.targets[question.target];
    const WrittenUnit unit = compute_unit_of(target.value_text);
    const auto asked = std::ranges::find_if(plan.questions, [&](const PlanQuestion& each) {
      return plan.spec.targets[each.target].id == target.id && each.basis == question.basis;
    });
    SUANWANG_CHECK(asked != plan.questions.end());
    Table table{{{std::string{words("what", "事项")}, Left},
                 {std::string{words("change of P", "概率变化")}, Right},
                 {std::string{words("95 %", "95 % 区间")}, Left},
                 {fmt::format(fmt::runtime(words("of K at p10, {}", "K 的 p10，{}")), unit.symbol), Right},
                 {std::string{words("95 %", "95 % 区间")}, Left},
                 {std::string{words("source", "出处")}, Left}}};
    table.add_section(fmt::format(fmt::runtime(words("{}, P = {}", "{}，概率 {}")),
                                  question_text(*asked, plan.spec, words),
                                  thousandths_text(question.probability)));
    std::size_t shown = 0;
    for (const Marginal& each : marginals.entries) {
      const Marginal::Effect& effect = each.effects[q];
      if (effect.none || std::abs(effect.probability) < kSmall) continue;
      ++shown;
      const Range95 tail{effect.tail_interval.low / unit.base, effect.tail_interval.high / unit.base};
      table.add({{what_text(each.kind, words.name(each.name), words)},
                 {change_text(effect.probability, 3)},
                 {range_text(effect.interval, 3)},
                 {change_text(effect.tail / unit.base, 2)},
                 {range_text(tail, 2)},
                 {std::string{each.assumed ? words("assumed", "假设") : words("sourced", "有出处")}}});
    }
    if (shown > 0) text += table.text(style.paint, "", style.width);
    const std::string of = question_text(*asked, plan.spec, words) + std::string{words(": ", "：")};
    text += small_remarks(marginals, q, marginals.questions.size() > 1 ? of : "", style);
  }
  if (!marginals.without_model.empty()) {
    std::vector<std::string> names;
    for (const Name& each : marginals.without_model) names.push_back(words.name(each));
    text += remark_line(
        fmt::format(fmt::runtime(words("No figure for 1,000 accelerators, as no model is known: {}.",
                                       "型号未知，无法给出 1,000 卡的价值：{}。")),
                    fmt::join(names, words("; ", "；"))),
        style);
  }
  if (findings.links) text += links_remarks(findings, style);
  return text + '\n';
}

std::string waits_section(const PlanFindings& findings, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  const Spec& spec = findings.plan->spec;
  std::string text =
      heading(number, "WAITS", "等待",
              std::string{words("simulated without and with the set, on the same random numbers",
                                "以相同随机数分别仿真不采取与采取所选一组")},
              style);
  if (!findings.waits) {
    const bool has_jobs = !spec.workload.empty() && !spec.policies.empty();
    return text +
           remark_line(
               std::string{has_jobs && findings.plan->chosen ? words("Not simulated.", "未仿真。")
                           : has_jobs
                               ? words("No set was chosen: nothing to compare.", "没有选出措施，无可比较。")
                               : words("The scenario has no jobs or no policies: nothing waits.",
                                       "场景没有作业或规则：无等待可言。")},
               style) +
           '\n';
  }
  Table table{{{std::string{words("policy", "规则")}, Left},
               {std::string{words("mean wait, without", "平均等待：不采取")}, Right},
               {std::string{words("with the set", "采取")}, Right},
               {std::string{words("change", "变化")}, Right},
               {std::string{words("95 %", "95 % 区间")}, Left},
               {std::string{words("jobs finished", "完成作业")}, Right}}};
  for (const PolicyWaitChange& each : findings.waits->policies) {
    const WaitChange& change = each.change;
    table.add(
        {{words.name(spec.policies[each.policy].name)},
         {duration_text(change.before_s)},
         {duration_text(change.after_s)},
         {wait_change_text(change.change_s)},
         {wait_interval_text(change)},
         {fmt::format("{} → {}", count_text(change.finished_before), count_text(change.finished_after))}});
  }
  return text + table.text(style.paint, "", style.width) +
         remark_line(fmt::format(fmt::runtime(words("{} replications each, {} simulations.",
                                                    "各 {} 次重复，共 {} 次仿真。")),
                                 findings.waits->replications, findings.waits->runs),
                     style) +
         '\n';
}

}  // namespace suanwang
