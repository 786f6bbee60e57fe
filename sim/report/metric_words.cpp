#include "report/metric_words.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/report/figures.hpp"

#include "report/target_words.hpp"

namespace suanwang {
namespace {

/// Fewer replications leave an interval too wide to lean on.
constexpr std::size_t kFewReplications = 50;

bool is_share(const TargetSpec& target) {
  return target.metric == TargetMetric::RackUse || target.metric == TargetMetric::GreenShare ||
         target.metric == TargetMetric::OwnSoftwareShare || target.value_text.ends_with('%');
}

std::string range_text(const TargetSpec& target, const MetricAnswer& answer) {
  if (std::isnan(answer.p50)) return std::string{kNoFigure};
  return fmt::format("{} [{}, {}]", metric_text(target, answer.p50), metric_text(target, answer.p10),
                     metric_text(target, answer.p90));
}

/// "0.80 [0.58, 0.92]"
std::string with_interval(double probability, const Interval& interval) {
  if (std::isnan(probability)) return std::string{kNoFigure};
  return fmt::format("{} [{:.2f}, {:.2f}]", probability_text(probability), interval.low, interval.high);
}

/// "a, b, c and 4 more"
std::string listed(const std::vector<std::size_t>& centres, const Spec& spec, Words words) {
  constexpr std::size_t kShown = 5;
  std::string text;
  const std::size_t shown = std::min(centres.size(), kShown);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += words(", ", "、");
    text += words.name(spec.centres[centres[i]].name);
  }
  if (centres.size() > shown)
    text += fmt::format(fmt::runtime(words(" and {} more", " 等 {} 个")),
                        words.language() == Language::Zh ? centres.size() : centres.size() - shown);
  return text;
}

std::string_view weight_words(MetricWeight weight, Words words) {
  switch (weight) {
    case MetricWeight::Power:
      return words("weighted by power (accelerators in service x busy power)",
                   "按功率（在役卡数 × 满载功率）加权");
    case MetricWeight::Electricity:
      return words("weighted by electricity (accelerators in service x busy power x PUE)",
                   "按用电量（在役卡数 × 满载功率 × PUE）加权");
    case MetricWeight::Peak:
      return words("weighted by FP16 peak in service", "按在役 FP16 峰值加权");
    case MetricWeight::Alike:
      return words("unweighted: not all of them have a known power or FP16 peak",
                   "未加权：并非全部给出功率或 FP16 峰值");
    case MetricWeight::Racks:
      return words("racks in use / built, summed", "已用机架合计 / 建成机架合计");
    case MetricWeight::None:
      return "";
  }
  return "";
}

/// What a figure of centres rests on.
std::string stated_remark(const MetricAnswer& answer, const Spec& spec, Words words) {
  const TargetSpec& target = spec.targets[answer.target];
  if (answer.stated == 0)
    return fmt::format(fmt::runtime(words("{}: no centre of the region states it, so nothing is known of it",
                                          "{}：区域内没有中心给出该数值，达标与否不得而知")),
                       words.name(target.name));
  std::string text =
      fmt::format(fmt::runtime(words("{}: {}, {}", "{}：{}，{}")), words.name(target.name),
                  words.count(answer.stated, "centre states it", "centres state it", "个中心给出"),
                  weight_words(answer.weight, words));
  if (!answer.missing.empty())
    text += fmt::format(fmt::runtime(words("; left out, as not stated: {}", "；未给出而不计入：{}")),
                        listed(answer.missing, spec, words));
  if (answer.undefined > 0)
    text += fmt::format(fmt::runtime(words("; nothing of them in service in {} of {} samples: not met",
                                           "；在 {} 个样本（共 {} 个）中它们都未投产：记为不达标")),
                        count_text(answer.undefined), count_text(answer.values.size()));
  return text;
}

/// Targets on figures of a simulation that nobody answered.
std::string unjudged_remark(const std::vector<MetricAnswer>& answers, const Spec& spec, Words words) {
  std::string names;
  bool only_losers = true;
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    const auto& metric = spec.targets[t].metric;
    const bool answered = std::ranges::find(answers, t, &MetricAnswer::target) != answers.end();
    if (!metric || !is_of_a_run(*metric) || answered) continue;
    only_losers = only_losers && *metric == TargetMetric::Losers;
    if (!names.empty()) names += words(", ", "、");
    names += words.name(spec.targets[t].name);
  }
  if (names.empty()) return "";
  return names +
         std::string{
             !can_simulate(spec) ? words(": not judged. It is of a simulation, and the scenario has no jobs",
                                         "：未作判定。它来自仿真，而场景没有作业")
             : only_losers ? words(": not judged. There is no policy with 'dispatch: home' to compare with",
                                   "：未作判定。没有 dispatch: home 的规则可比")
                           : words(": not judged. Runs are missing", "：未作判定。缺少运行结果")};
}

}  // namespace

std::string metric_text(const TargetSpec& target, double figure) {
  if (std::isnan(figure)) return std::string{kNoFigure};
  if (std::isinf(figure)) return "∞";
  if (is_share(target)) return fmt::format("{:.0f} %", figure * 100);
  if (target.metric == TargetMetric::Losers) return fmt::format("{:.0f}", figure);
  return fmt::format("{:.2f}", figure);
}

Table metric_table(Words words) {
  using enum Column::Align;
  return Table{{{std::string{words("target", "目标")}, Left},
                {std::string{words("policy", "规则")}, Left},
                {std::string{words("by", "截止日")}, Left},
                {std::string{words("median [p10, p90]", "中位 [p10, p90]")}, Right},
                {std::string{words("P(met) [95 %]", "达标概率 [95 %]")}, Right},
                {std::string{words("sourced", "有出处占比")}, Right}}};
}

void add_metric_rows(Table& table, const std::vector<MetricAnswer>& answers, const Spec& spec, Words words) {
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    std::vector<const MetricAnswer*> rows;
    for (const MetricAnswer& each : answers) {
      if (each.target == t) rows.push_back(&each);
    }
    if (rows.empty()) continue;
    std::vector<std::string> labels{target_label(spec.targets[t], words)};
    if (rows.front()->past) labels.emplace_back(words("(past: verify)", "（已过，待核实）"));
    for (std::size_t i = 0; i < std::max(rows.size(), labels.size()); ++i) {
      std::vector<Cell> row{{i < labels.size() ? labels[i] : ""}};
      if (i < rows.size()) {
        const MetricAnswer& answer = *rows[i];
        row.push_back(
            {answer.policy ? words.name(spec.policies[*answer.policy].name) : std::string{kNoFigure}});
        row.push_back({to_text(answer.by - std::chrono::seconds{1}, spec.utc_offset).substr(0, 10)});
        row.push_back({range_text(spec.targets[t], answer)});
        row.push_back({with_interval(answer.probability, answer.interval)});
        row.push_back({answer.sourced ? share_text(*answer.sourced) : std::string{kNoFigure}});
      }
      table.add(std::move(row));
    }
  }
}

std::vector<std::string> metric_remarks(const std::vector<MetricAnswer>& answers, const Spec& spec,
                                        Words words) {
  std::vector<std::string> remarks;
  std::size_t replications = 0;
  for (const MetricAnswer& each : answers) {
    if (each.policy) {
      replications = each.values.size();
      if (each.undefined == 0) continue;
      remarks.push_back(fmt::format(
          fmt::runtime(words("{}, {}: no job finished to tell it from in {} of {} replications: not met",
                             "{}，{}：在 {} 次重复（共 {} 次）中没有完成的作业可据以判断：记为不达标")),
          words.name(spec.targets[each.target].name), words.name(spec.policies[*each.policy].name),
          count_text(each.undefined), count_text(each.values.size())));
    } else {
      remarks.push_back(stated_remark(each, spec, words));
    }
  }
  if (std::string text = unjudged_remark(answers, spec, words); !text.empty())
    remarks.push_back(std::move(text));
  if (replications > 0 && replications < kFewReplications) {
    remarks.push_back(
        fmt::format(fmt::runtime(words("only {}, so the intervals of what a simulation tells are wide: "
                                       "--set replications=200 narrows them",
                                       "仅 {}，仿真所得的区间较宽：--set replications=200 可收窄")),
                    words.count(replications, "replication", "replications", "次重复")));
  }
  return remarks;
}

namespace {

/// Targets on capacity that a basis says nothing of, as "; not judged under it: y2027".
std::string elsewhere_text(const Spec& spec, const std::string& basis, Words words) {
  std::string names;
  for (const TargetSpec& target : spec.targets) {
    const bool past = spec.as_of && target.by && *target.by <= *spec.as_of;
    if (target.metric || past || std::ranges::find(target.basis, basis) != target.basis.end()) continue;
    if (!names.empty()) names += words(", ", "、");
    names += words.name(target.name);
  }
  if (names.empty() || basis.empty()) return "";
  return fmt::format(
      fmt::runtime(words("; on another basis, so not among them: {}", "；口径不同、未计入：{}")), names);
}

}  // namespace

std::vector<std::string> together_remarks(const std::vector<JointAnswer>& answers, const Spec& spec,
                                          Words words) {
  std::vector<std::string> remarks;
  for (std::size_t i = 0; i < answers.size();) {
    const std::size_t first = i;
    bool alike = true;
    std::string each;
    for (; i < answers.size() && answers[i].basis == answers[first].basis; ++i) {
      const JointAnswer& answer = answers[i];
      alike = alike && answer.met == answers[first].met;
      if (i > first) each += words(", ", "，");
      if (answer.policy) each += words.name(spec.policies[*answer.policy].name) + " ";
      each += with_interval(answer.probability, answer.interval);
    }
    const JointAnswer& of = answers[first];
    if (alike && i - first > 1)
      each = fmt::format(fmt::runtime(words("{} under each of {} policies", "{}（{} 条规则都如此）")),
                         with_interval(of.probability, of.interval), i - first);
    const std::string basis =
        of.basis.empty() ? ""
                         : fmt::format(fmt::runtime(words(" ({})", "（{}）")), words.name(of.basis_name));
    const std::string samples = of.policy ? words.count(of.samples, "replication", "replications", "次重复")
                                          : words.count(of.samples, "sample", "samples", "个样本");
    std::string unknown;
    for (const std::size_t target : of.left_out) {
      if (!unknown.empty()) unknown += words(", ", "、");
      unknown += words.name(spec.targets[target].name);
    }
    if (!unknown.empty())
      unknown = fmt::format(fmt::runtime(words("; without what is not known: {}", "；不含未作判定的：{}")),
                            unknown);
    unknown += elsewhere_text(spec, of.basis, words);
    remarks.push_back(fmt::format(fmt::runtime(words("all {} targets to come together{}, P over {}: {}{}",
                                                     "未到期的 {} 项目标同时达到{}，{}中的概率：{}{}")),
                                  of.targets, basis, samples, each, unknown));
  }
  return remarks;
}

std::string metric_definitions(const Spec& spec, Words words) {
  std::set<TargetMetric> asked;
  for (const TargetSpec& target : spec.targets) {
    if (target.metric) asked.insert(*target.metric);
  }
  std::string text;
  const auto add = [&](TargetMetric metric, std::string_view en, std::string_view zh) {
    if (asked.contains(metric)) text += "  " + std::string{words(en, zh)} + '\n';
  };
  add(TargetMetric::Pue, "PUE: power of whole centres / power of their computers, at the end of that day.",
      "PUE：截止日终中心总功率 / 计算设备功率。");
  add(TargetMetric::RackUse, "Rack use [%]: racks in use / built, of centres in service.",
      "上架率 [%]：已投产中心的已用机架 / 建成机架。");
  add(TargetMetric::GreenShare, "Green share [%]: of the electricity of centres in service.",
      "绿电占比 [%]：占已投产中心用电量的比例。");
  add(TargetMetric::OwnSoftwareShare, "Own-software share [%]: of the capacity in service.",
      "自主软件占比 [%]：占在役算力的比例。");
  add(TargetMetric::WaitRatio,
      "Wait ratio: mean wait of the worst city's jobs / of all the region's jobs, by the job's home.",
      "等待比：等待最久的城市的作业平均等待 / 全区域作业平均等待，按作业所属中心。");
  add(TargetMetric::Losers,
      "Losers [centres]: homes whose jobs wait longer on average than as islands, by more than 1 s and 1 %.",
      "受损中心 [个]：其作业平均等待比孤岛时更长（超过 1 s 且超过 1 %）的中心。");
  add(TargetMetric::PoolingGap,
      "Pooling gap: mean wait of the region's jobs / that with all accelerators in one place, less 1.",
      "汇聚差距：区域作业平均等待 / 全部算力卡集于一处时的平均等待，减 1。");
  const bool simulated = std::ranges::any_of(asked, is_of_a_run);
  if (simulated)
    text += words(
        "  Of a simulation: over finished jobs submitted until the end of that day, a value for each "
        "replication, all runs on the same random numbers.\n",
        "  仿真所得：截止日终前提交且已完成的作业，每次重复一个值，各次运行随机数相同。\n");
  return text;
}

}  // namespace suanwang
