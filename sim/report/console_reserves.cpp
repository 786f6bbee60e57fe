// The smallest reserves that leave no centre worse off, where they were searched for.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"

#include "report/console_parts.hpp"

namespace suanwang {
namespace {

using Finding = ReserveOutcome::Finding;

/// "Guangzhou 35 %, Hengqin 10 %": those above 0.
std::string reserves_text(const ReserveOutcome& found, const Spec& spec, Words words) {
  std::string text;
  for (std::size_t c = 0; c < found.reserves.size(); ++c) {
    if (found.reserves[c] <= 0) continue;
    text += text.empty() ? "" : words(", ", "、");
    text += fmt::format("{} {:.3g} %", words.name(spec.centres[c].name), 100 * found.reserves[c]);
  }
  return text;
}

/// What a policy is like with the reserves that were found, beside what it is without.
std::string effect_text(const PolicyOutcome& outcome, const ReserveOutcome& found, Words words) {
  std::vector<std::string> waits{duration_text(found.mean_wait_s), duration_text(outcome.summary.wait.mean)};
  if (waits[0] == waits[1]) waits = duration_column({found.mean_wait_s, outcome.summary.wait.mean});
  std::string text = fmt::format(fmt::runtime(words("mean wait {} instead of {}", "平均等待 {}（原 {}）")),
                                 waits[0], waits[1]);
  if (found.finished != outcome.jobs.finished) {
    text += fmt::format(fmt::runtime(words(", {} jobs finished instead of {}", "，完成 {} 个作业（原 {}）")),
                        count_text(found.finished), count_text(outcome.jobs.finished));
  }
  return text;
}

std::string found_text(const PolicyOutcome& outcome, const ReserveOutcome& found, const Spec& spec,
                       Words words) {
  std::string text = fmt::format(fmt::runtime(words("no centre worse off with a reserve of {}: {}",
                                                    "预留 {} 时无一中心劣于单独运行：{}")),
                                 reserves_text(found, spec, words), effect_text(outcome, found, words));
  if (found.finding == Finding::Sufficient) {
    text += fmt::format(fmt::runtime(words("; smaller ones may do: the search ended after {} evaluations",
                                           "；也许还可更小：搜索在 {} 次评估后停止")),
                        count_text(found.evaluations));
  }
  return text;
}

std::string not_found_text(const ReserveOutcome& found, const Spec& spec, Words words) {
  if (found.finding == Finding::Unfinished) {
    return fmt::format(
        fmt::runtime(words("no sufficient reserves found in {} evaluations", "{} 次评估内未找到足够的预留")),
        count_text(found.evaluations));
  }
  std::string which;
  for (const Loser& loser : found.losers) {
    which += which.empty() ? "" : words(", ", "、");
    which += words.name(spec.centres[loser.centre].name);
  }
  return fmt::format(fmt::runtime(words("no reserves found: even 100 % everywhere leaves worse off {}",
                                        "未找到足够的预留：处处预留 100 % 仍有中心劣于单独运行：{}")),
                     which);
}

}  // namespace

std::vector<std::string> reserve_remarks(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::vector<std::string> remarks;
  std::string not_needed;
  std::string no_effect;
  const auto name = [&](const PolicyOutcome& outcome) {
    return words.name(spec.policies[outcome.policy].name);
  };
  const auto list = [&](std::string& names, const PolicyOutcome& outcome) {
    names += names.empty() ? "" : words(", ", "、");
    names += name(outcome);
  };
  for (const PolicyOutcome& outcome : variant.policies) {
    if (!outcome.reserves) continue;
    const ReserveOutcome& found = *outcome.reserves;
    if (found.finding == Finding::NotNeeded) {
      list(not_needed, outcome);
    } else if (found.finding == Finding::NoEffect) {
      list(no_effect, outcome);
    } else {
      remarks.push_back(
          name(outcome) + std::string{words(": ", "：")} +
          (found.is_found() ? found_text(outcome, found, spec, words) : not_found_text(found, spec, words)));
    }
  }
  if (!not_needed.empty())
    remarks.push_back(std::string{words("no reserve needed: ", "无需预留：")} + not_needed);
  if (!no_effect.empty()) {
    remarks.push_back(std::string{words("no reserves searched for, as one queue for all centres heeds none: ",
                                        "各中心共用一个队列，预留不起作用，未搜索：")} +
                      no_effect);
  }
  return remarks;
}

std::string reserves_definition(const Comparison& comparison, Words words) {
  const bool any = std::ranges::any_of(comparison.variants, [](const VariantOutcome& variant) {
    return std::ranges::any_of(variant.policies,
                               [](const PolicyOutcome& outcome) { return outcome.reserves.has_value(); });
  });
  if (!any) return "";
  return std::string{words(
      "  Reserve: multiples of 5 %, or the scenario's own and never less, with which no centre's own jobs "
      "wait over 1 s and\n"
      "  1 % longer than as islands; minimal: any one of them a step lower, the others as they are, leaves "
      "a centre worse off.\n"
      "  Others may do as well, perhaps with less in all.\n",
      "  预留 = 5 % 的整数倍（或场景所给，且不低于它），使各中心自己的作业不比单独运行多等 1 秒且 1 % "
      "以上；\n"
      "  极小：任一预留单独降一级、其余不变，即有中心劣于单独运行。满足者可能不止一组，总和也许更小。\n")};
}

std::string reserves_line(const Comparison& comparison, const RunFacts& facts, Words words) {
  if (!facts.reserves_s) return "";
  std::uint64_t evaluations = 0;
  for (const VariantOutcome& variant : comparison.variants) {
    for (const PolicyOutcome& outcome : variant.policies)
      evaluations += outcome.reserves ? outcome.reserves->evaluations : 0;
  }
  const std::uint32_t replications = comparison.scenario->variants.front().replications;
  return fmt::format("{} {} × {} · {}\n", words("reserves", "预留"),
                     words.count(evaluations, "evaluation", "evaluations", "次评估"),
                     words.count(replications, "replication", "replications", "次重复"),
                     duration_text(*facts.reserves_s));
}

}  // namespace suanwang
