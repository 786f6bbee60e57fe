// The section on targets: each beside every basis it may be read by, never added.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"
#include "report/metric_words.hpp"
#include "report/target_words.hpp"

namespace suanwang {
namespace {

using Outcomes = std::vector<TargetOutcome>;

/// The last civil day that is over at `instant`: a target's date is the end of its day.
std::string day_before(CivilTime instant, const Spec& spec) {
  return to_text(instant - std::chrono::seconds{1}, spec.utc_offset).substr(0, 10);
}

std::string p90_text(const TargetOutcome& outcome, const Spec& spec, Words words) {
  const bool met =
      outcome.met_from_the_beginning || (outcome.p90_date && spec.as_of && *outcome.p90_date <= *spec.as_of);
  if (met) return std::string{words("met", "已达")};
  if (!outcome.p90_date) return std::string{kNoFigure};
  return to_text(*outcome.p90_date, spec.utc_offset).substr(0, 10);
}

/// What stands in the first column beside the rows of one target: what it asks, and that it is past.
std::vector<std::string> labels_of(const TargetSpec& target, bool past, Words words) {
  std::vector<std::string> labels{target_label(target, words)};
  if (past) labels.emplace_back(words("(past: verify)", "（已过，待核实）"));
  return labels;
}

/// "0.33 or 0.98"
std::string listed(const std::set<std::string>& texts, Words words) {
  std::string result;
  std::size_t left = texts.size();
  for (const std::string& text : texts) {
    --left;
    result += text + std::string{left > 1 ? words(", ", "、") : left == 1 ? words(" or ", " 或 ") : ""};
  }
  return result;
}

/// Where the bases disagree on a target, that is the first thing to know.
std::string basis_remark(const Outcomes& outcomes, const Spec& spec, Words words) {
  std::string result;
  for (std::size_t target = 0; target < spec.targets.size(); ++target) {
    std::set<std::string> probabilities;
    for (const TargetOutcome& outcome : outcomes) {
      if (outcome.target == target) probabilities.insert(probability_text(outcome.probability));
    }
    if (probabilities.size() < 2) continue;
    if (!result.empty()) result += words("; ", "；");
    if (spec.targets.size() > 1)
      result += words.name(spec.targets[target].name) + std::string{words(": ", "：")};
    result += listed(probabilities, words);
  }
  if (result.empty()) return "";
  return fmt::format("{}{}{}", words("The basis decides first (", "答案首先取决于口径（"), result,
                     words(")", "）"));
}

Table empty_table(Words words) {
  using enum Column::Align;
  return Table{{{std::string{words("target", "目标")}, Left},
                {std::string{words("basis", "口径")}, Left},
                {std::string{words("by", "截止日")}, Left},
                {std::string{words("median [p10, p90]", "中位 [p10, p90]")}, Right},
                {std::string{words("P(met)", "达标概率")}, Right},
                {std::string{words("p90 date", "p90 日期")}, Right},
                {std::string{words("sourced", "有出处占比")}, Right}}};
}

void add_rows(Table& table, const Outcomes& outcomes, const Spec& spec, Words words) {
  for (std::size_t target = 0; target < spec.targets.size(); ++target) {
    std::vector<const TargetOutcome*> rows;
    for (const TargetOutcome& outcome : outcomes) {
      if (outcome.target == target) rows.push_back(&outcome);
    }
    if (rows.empty()) continue;
    const std::vector<std::string> labels = labels_of(spec.targets[target], rows.front()->past, words);
    const double unit = compute_unit_of(spec.targets[target].value_text).base;
    for (std::size_t i = 0; i < std::max(rows.size(), labels.size()); ++i) {
      std::vector<Cell> row{{i < labels.size() ? labels[i] : ""}};
      if (i < rows.size()) {
        const TargetOutcome& outcome = *rows[i];
        row.push_back({words.name(outcome.basis_name)});
        row.push_back({day_before(outcome.by, spec)});
        row.push_back({interval_text(outcome.median / unit, outcome.p10 / unit, outcome.p90 / unit)});
        row.push_back({probability_text(outcome.probability)});
        row.push_back({p90_text(outcome, spec, words)});
        row.push_back({share_text(outcome.sourced)});
      }
      table.add(std::move(row));
    }
  }
}

/// Whether two variants have the same answers, whatever their policies do.
bool same_answers(const Outcomes& a, const Outcomes& b) {
  const auto same = [](const TargetOutcome& x, const TargetOutcome& y) {
    return x.target == y.target && x.basis == y.basis && x.by == y.by && x.median == y.median &&
           x.p10 == y.p10 && x.p90 == y.p90 && x.probability == y.probability && x.sourced == y.sourced &&
           x.p90_date == y.p90_date;
  };
  return std::ranges::equal(a, b, same);
}

std::string definitions(const Spec& spec, Words words) {
  const std::string n = count_text(spec.replications);
  return words.language() == Language::Zh
             ? fmt::format(
                   "  建成算力：截止日终已投产机房的铭牌峰值，按口径折算。达标概率：{} 次重复中达标的比例。\n"
                   "  p90 日期：自该日起至少 90 % 的重复达标。有出处占比：来源并非 assumed "
                   "的容量所占比例。\n",
                   n)
             : fmt::format(
                   "  Built capacity: peak of all pools in service at the end of that day, counted by the "
                   "basis. P(met): share of {}.\n"
                   "  p90 date: from then on at least 90 % of them meet it. Sourced: share of capacity whose "
                   "source is not 'assumed'.\n",
                   words.count(spec.replications, "replication", "replications", ""));
}

}  // namespace

std::string_view sign_of(Bound bound) {
  switch (bound) {
    case Bound::MoreThan:
      return ">";
    case Bound::AtLeast:
      return "≥";
    case Bound::AtMost:
      return "≤";
    case Bound::LessThan:
      return "<";
  }
  return "";
}

std::string target_label(const TargetSpec& target, Words words) {
  return fmt::format("{} {} {}", words.name(target.name), sign_of(target.bound), target.value_text);
}

namespace {

/// The table on capacity, and what it means; empty where no target is about it.
std::string capacity_part(const Comparison& comparison, const ConsoleStyle& style) {
  const Words words{style.language};
  const std::vector<VariantOutcome>& variants = comparison.variants;
  const auto none = [](const VariantOutcome& variant) { return variant.targets.empty(); };
  if (std::ranges::all_of(variants, none)) return "";
  const bool all_same =
      variants.size() > 1 && std::ranges::all_of(variants, [&](const VariantOutcome& variant) {
        return same_answers(variant.targets, variants.front().targets);
      });
  Table table = empty_table(words);
  std::string remarks;
  for (const VariantOutcome& variant : variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    const bool apart = spec.variants_declared && !all_same;
    if (none(variant)) continue;
    if (apart) table.add_section(variant_title(spec, words));
    add_rows(table, variant.targets, spec, words);
    const std::string remark = basis_remark(variant.targets, spec, words);
    const std::string of = apart ? spec.variant.id + std::string{words(": ", "：")} : "";
    if (!remark.empty()) remarks += remark_line(of + remark, style);
    if (all_same) break;
  }
  if (all_same)
    remarks += remark_line(std::string{words("The same in every variant.", "各方案相同。")}, style);
  const Spec& first = comparison.scenario->variants[variants.front().variant];
  return table.text(style.paint, "", style.width) + remarks + definitions(first, words);
}

/// The table on other figures, and what it means; empty where no target is about any.
std::string metric_part(const Comparison& comparison, const ConsoleStyle& style) {
  const Words words{style.language};
  Table table = metric_table(words);
  std::string remarks;
  bool has_rows = false;
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    if (spec.variants_declared && !variant.metrics.empty()) table.add_section(variant_title(spec, words));
    add_metric_rows(table, variant.metrics, spec, words);
    has_rows = has_rows || !variant.metrics.empty();
    const std::string of = spec.variants_declared ? spec.variant.id + std::string{words(": ", "：")} : "";
    for (const std::string& text : metric_remarks(variant.metrics, spec, words)) {
      // What holds of every variant is said once.
      const std::string line = remark_line(text, style);
      if (remarks.find(line) == std::string::npos) remarks += line;
    }
    for (const std::string& text : together_remarks(variant.together, spec, words))
      remarks += remark_line(of + text, style);
  }
  if (remarks.empty() && !has_rows) return "";
  const Spec& first = comparison.scenario->variants[comparison.variants.front().variant];
  return (has_rows ? table.text(style.paint, "", style.width) : "") + remarks +
         metric_definitions(first, words);
}

}  // namespace

std::string targets_section(const Comparison& comparison, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  const std::string capacity = capacity_part(comparison, style);
  const std::string metrics = metric_part(comparison, style);
  if (capacity.empty() && metrics.empty()) return "";
  const std::string remark{capacity.empty() ? ""
                                            : words("built capacity; bases side by side, never added",
                                                    "建成算力；各口径并列，绝不相加")};
  return heading(number, "TARGETS", "目标", remark, style) + capacity + metrics + '\n';
}

}  // namespace suanwang
