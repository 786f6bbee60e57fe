// What `reach` says of targets on other figures than capacity.
#include <algorithm>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"
#include "report/metric_words.hpp"
#include "report/reach_parts.hpp"

namespace suanwang {
namespace {

/// How samples and replications hang together, and that it was checked.
std::string coupling_remark(const ReachCase& of, Words words) {
  if (of.replications == 0) return "";
  return fmt::format(
      fmt::runtime(
          words("replication r of the simulation draws what sample r does: the capacities agree in {} of {}",
                "仿真的第 r 次重复与第 r 个样本抽取相同：算力一致的有 {} 次（共 {} 次）")),
      count_text(of.coupled), count_text(of.replications));
}

/// Whether the answers of two cases read the same: single centres weigh differently in each, to the last bit.
bool same_answers(const ReachCase& a, const ReachCase& b) {
  return std::ranges::equal(a.metrics, b.metrics, [&](const MetricAnswer& x, const MetricAnswer& y) {
    const TargetSpec& target = a.spec->targets[x.target];
    const auto same = [&](double one, double other) {
      return metric_text(target, one) == metric_text(target, other);
    };
    return x.target == y.target && x.policy == y.policy && x.met == y.met && same(x.p10, y.p10) &&
           same(x.p50, y.p50) && same(x.p90, y.p90) && x.sourced == y.sourced;
  });
}

}  // namespace

double widest_metric(const ReachCase& of) {
  double widest = 0;
  for (const MetricAnswer& each : of.metrics) {
    if (each.is_judged() && !each.policy)
      widest = std::max(widest, (each.interval.high - each.interval.low) / 2);
  }
  return widest;
}

std::string metrics_section(const Reach& reach, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  Table table = metric_table(words);
  std::string remarks;
  bool has_rows = false;
  const ReachCase& first = reach.cases.front();
  const bool apart = reach.cases.size() > 1 || first.spec->variants_declared;
  const bool all_same = reach.cases.size() > 1 && std::ranges::all_of(reach.cases, [&](const ReachCase& of) {
                          return same_answers(of, first);
                        });
  for (const ReachCase& of : reach.cases) {
    const Spec& spec = *of.spec;
    if (!all_same && apart && !of.metrics.empty()) table.add_section(case_name(of, words));
    if (!all_same || &of == &first) add_metric_rows(table, of.metrics, spec, words);
    has_rows = has_rows || !of.metrics.empty();
    std::vector<std::string> shared = metric_remarks(of.metrics, spec, words);
    if (std::string text = coupling_remark(of, words); !text.empty()) shared.push_back(std::move(text));
    for (const std::string& text : shared) {
      // What holds of every case is said once.
      const std::string line = remark_line(text, style);
      if (remarks.find(line) == std::string::npos) remarks += line;
    }
    const std::string few = of.answers.empty() ? few_samples_remark(widest_metric(of), style) : "";
    if (remarks.find(few) == std::string::npos) remarks += few;
    const std::string whose = apart ? case_name(of, words) + std::string{words(": ", "：")} : "";
    for (const std::string& text : together_remarks(of.together, spec, words))
      remarks += remark_line(whose + text, style);
  }
  if (!has_rows && remarks.empty()) return "";
  if (all_same && has_rows)
    remarks.insert(0, remark_line(std::string{words("The same in every variant and assumption set.",
                                                    "各方案、各假设相同。")},
                                  style));
  return heading(number, "OTHER FIGURES, AND ALL TOGETHER", "其他目标与同时达到", "", style) +
         (has_rows ? table.text(style.paint, "", style.width) : "") + remarks +
         metric_definitions(*first.spec, words) + '\n';
}

}  // namespace suanwang
