// What moves the answers of `reach`, and how well they are sampled.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/reach.hpp"

#include "report/console_parts.hpp"
#include "report/reach_parts.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kMostNamed = 20;

/// Whom to ask first.
std::string asking_remark(const ReachAnswer& answer, const ReachCase& of, Words words) {
  const auto best = std::ranges::max_element(answer.influences, {}, &Influence::finding_out);
  if (best == answer.influences.end() || best->finding_out < 0.01) return "";
  return fmt::format(
      fmt::runtime(words(
          "{} ({}): find out first: {}. Known, it moves P by {:.0f} points on average, to about {} or {}.",
          "{}（{}）：最值得先查实的是 {}：查实后概率平均变动 {:.0f} 个百分点，约为 {} 或 {}。")),
      words.name(of.spec->targets[answer.target].name), words.name(answer.basis_name),
      words.name(of.unknowns[best->unknown].name), best->finding_out * 100, stepped(best->if_low, 0.05),
      stepped(best->if_high, 0.05));
}

}  // namespace

std::string stepped(double probability, double step) {
  if (probability <= 0 || probability >= 1) return probability <= 0 ? "0" : "1";
  const int decimals = step >= 0.1 ? 1 : 2;
  const double rounded = std::round(probability / step) * step;
  if (rounded < step / 2) return fmt::format("<{:.{}f}", step, decimals);
  if (rounded > 1 - step / 2) return fmt::format(">{:.{}f}", 1 - step, decimals);
  return fmt::format("{:.{}f}", rounded, decimals);
}

std::string case_name(const ReachCase& each, Words words) {
  if (!each.is_assumption && !each.spec->variants_declared)
    return std::string{words("as given", "按场景所给")};
  const std::string name = words.name(each.spec->variant.name);
  return each.is_assumption ? fmt::format("{}{}", words("assumed: ", "假设："), name) : name;
}

std::string few_samples_remark(double halfwidth, const ConsoleStyle& style) {
  constexpr double kTelling = 0.05;
  constexpr double kQuantile = 1.96;
  if (!(halfwidth > kTelling)) return "";
  const Words words{style.language};
  const double enough = std::ceil(0.25 * (kQuantile / kTelling) * (kQuantile / kTelling));
  return remark_line(
      style.paint.warning(fmt::format(
          fmt::runtime(words(
              "too few samples to tell: a probability may be off by {:.0f} points; --samples {:.0f} "
              "or more bring that below 5",
              "样本太少，难以判断：概率可能偏差 {:.0f} 个百分点；--samples {:.0f} 或更多可降至 5 以下")),
          halfwidth * 100, enough)),
      style);
}

std::string inputs_section(const Reach& reach, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  using enum Column::Align;
  Table table{{{std::string{words("unknown", "未知量")}, Left},
               {std::string{words("P at its p10", "取 p10 时")}, Right},
               {std::string{words("at p90", "取 p90 时")}, Right},
               {std::string{words("alone", "一阶")}, Right},
               {std::string{words("in all", "全阶")}, Right},
               {std::string{words("finding out", "查实价值")}, Right},
               {std::string{words("source", "出处")}, Left}}};
  std::string remarks;
  bool any = false;
  const ReachCase& of = reach.cases.front();
  for (const ReachAnswer& answer : of.answers) {
    std::vector<std::vector<Cell>> rows;
    for (const Influence& each : answer.influences) {
      if (rows.size() == kMostNamed || std::abs(each.swing()) <= kWorthNaming) break;
      const ReachUnknown& unknown = of.unknowns[each.unknown];
      rows.push_back(
          {{words.name(unknown.name)},
           {fmt::format("{:.2f}", each.at_p10)},
           {fmt::format("{:.2f}", each.at_p90)},
           {share_text(std::max(each.first_order, 0.0))},
           {share_text(std::max(each.total, 0.0))},
           {fmt::format("{:.2f}", each.finding_out)},
           {std::string{unknown.assumed ? words("assumed", "假设") : words("sourced", "有出处")}}});
    }
    if (rows.empty()) continue;
    any = true;
    table.add_section(fmt::format(fmt::runtime(words("{} ({})", "{}（{}）")),
                                  words.name(of.spec->targets[answer.target].name),
                                  words.name(answer.basis_name)));
    for (auto& row : rows) table.add(std::move(row));
    const std::string asking = asking_remark(answer, of, words);
    if (!asking.empty()) remarks += remark_line(asking, style);
  }
  const std::string title =
      heading(number, "WHAT MOVES IT", "什么左右结果",
              fmt::format(fmt::runtime(words("unknowns that move P by more than 5 points; {}",
                                             "使概率变动超过 5 个百分点的未知量；{}")),
                          case_name(of, words)),
              style);
  if (!any) return title + remark_line(std::string{words("None does.", "没有。")}, style) + '\n';
  return title + table.text(style.paint, "", style.width) + remarks + '\n';
}

std::string sampling_section(const Reach& reach, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  double widest = 0;
  std::uint64_t samples = 0;
  double widest_other = 0;
  for (const ReachCase& of : reach.cases) {
    widest_other = std::max(widest_other, widest_metric(of));
    samples += of.samples;
    for (const ReachAnswer& each : of.answers) {
      widest = std::max(widest, (each.interval.high - each.interval.low) / 2);
    }
  }
  const std::string_view points = reach.options.points == ReachPoints::Plain ? words("plain", "普通")
                                  : reach.options.points == ReachPoints::Latin ? words("Latin", "拉丁超立方")
                                                                               : words("Sobol", "Sobol");
  return heading(number, "SAMPLING ERROR", "抽样误差", "", style) +
         remark_line(
             fmt::format(fmt::runtime(words("at most ± {:.4f} on any P (95 %), {} samples a case, {} points",
                                            "各概率至多 ± {:.4f}（95 %），每种情形 {} 个样本，{} 点集")),
                         widest, count_text(samples / reach.cases.size()), points),
             style) +
         few_samples_remark(std::max(widest, widest_other), style);
}

}  // namespace suanwang
