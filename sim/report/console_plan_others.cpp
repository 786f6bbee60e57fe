// What `plan` says of levers beside the chosen set, and of targets that no lever is searched for.
#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suanwang/report/figures.hpp"

#include "report/console_parts.hpp"
#include "report/metric_words.hpp"
#include "report/plan_parts.hpp"
#include "report/target_words.hpp"

namespace suanwang {

std::vector<Hindrance> beside_the_set(const Plan& plan, const LeverEffect& effect) {
  std::vector<std::size_t> set = plan.chosen ? plan.chosen->levers : std::vector<std::size_t>{};
  if (std::ranges::binary_search(set, effect.lever)) {
    std::erase(set, effect.lever);
  } else {
    set.push_back(effect.lever);
    set.insert(set.end(), effect.along.begin(), effect.along.end());
    std::ranges::sort(set);
    set.erase(std::ranges::unique(set).begin(), set.end());
  }
  std::vector<Hindrance> result = hindrances(*plan.spec.plan, set);
  for (Hindrance& each : result) {
    const bool is_other = each.kind == Hindrance::Kind::Exclusion && each.other == effect.lever;
    if (is_other) std::swap(each.lever, each.other);
  }
  return result;
}

std::string few_samples_remark(const Plan& plan, const ConsoleStyle& style) {
  double widest = 0;
  for (const PlanOutcome& each : plan.chosen ? plan.chosen->searched : plan.nothing.searched) {
    widest = std::max(widest, (each.interval.high - each.interval.low) / 2);
  }
  return few_samples_remark(widest, style);
}

std::string others_remarks(const PlanFindings& findings, const ConsoleStyle& style) {
  const Words words{style.language};
  const Plan& plan = *findings.plan;
  std::vector<std::string> judged;
  std::vector<std::string> unjudged;
  for (std::size_t t = 0; t < plan.spec.targets.size(); ++t) {
    const TargetSpec& target = plan.spec.targets[t];
    if (!target.metric) continue;
    const auto before = std::ranges::find(findings.without, t, &MetricAnswer::target);
    if (before == findings.without.end() || !before->is_judged()) {
      unjudged.push_back(words.name(target.name));
      continue;
    }
    const auto after = std::ranges::find(findings.with, t, &MetricAnswer::target);
    const std::string without = probability_text(before->probability);
    judged.push_back(
        after == findings.with.end() || !after->is_judged()
            ? fmt::format(fmt::runtime(words("{}: P = {} without any lever", "{}：不采取措施的概率为 {}")),
                          target_label(target, words), without)
            : fmt::format(fmt::runtime(words("{}: P = {} with the set, {} without",
                                             "{}：采取所选一组时概率 {}，不采取为 {}")),
                          target_label(target, words), probability_text(after->probability), without));
  }
  std::string text;
  if (!judged.empty()) {
    text +=
        remark_line(fmt::format(fmt::runtime(words("Not what the levers are chosen for, on {} samples: {}.",
                                                   "下列目标不参与选择措施（{} 个样本）：{}。")),
                                count_text(plan.options.samples), fmt::join(judged, words("; ", "；"))),
                    style);
  }
  if (!unjudged.empty()) {
    text += remark_line(fmt::format(fmt::runtime(words("Not judged here, with or without levers: {}.",
                                                       "下列目标在此未作判定，无论是否采取措施：{}。")),
                                    fmt::join(unjudged, words(", ", "、"))),
                        style);
  }
  return text;
}

}  // namespace suanwang
