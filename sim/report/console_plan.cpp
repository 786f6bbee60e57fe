// What `plan` says: the answer, then the levers it weighed.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/plan.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"
#include "report/plan_parts.hpp"

namespace suanwang {
namespace {

using enum Column::Align;

/// "2026: 0.5 of 2.5 G CNY"; where there is no budget, "2026: 0.5 G CNY".
std::string by_year_text(const PlanSet& set, const PlanSpec& plan, Words words) {
  std::vector<std::string> years;
  for (const auto& [year, cost] : set.by_year) {
    const std::string amount = money_text(cost.cny(), words);
    if (!plan.budget) {
      years.push_back(fmt::format(fmt::runtime(words("{}: {}", "{} 年 {}")), year, amount));
      continue;
    }
    const auto limit = plan.budget->find(year);
    const Money most = limit == plan.budget->end() ? Money{} : limit->second;
    years.push_back(fmt::format(fmt::runtime(words("{}: {} of {}", "{} 年 {}，预算 {}")), year, amount,
                                money_text(most.cny(), words)));
  }
  return fmt::format("{}", fmt::join(years, words(", ", "；")));
}

std::string chosen_remarks(const Plan& plan, const ConsoleStyle& style) {
  const Words words{style.language};
  const PlanSpec& asked = *plan.spec.plan;
  const PlanSet& set = *plan.chosen;
  std::vector<std::string> questions;
  for (const PlanQuestion& each : plan.questions) questions.push_back(question_text(each, plan.spec, words));
  std::string text = remark_line(
      fmt::format(fmt::runtime(words("The cheapest set that reaches {} for {}: {}; {} in all.",
                                     "要使{1}的达标概率达到 {0}，最省的一组措施是：{2}；共 {3}。")),
                  asked.reach, fmt::join(questions, words(", ", "、")),
                  levers_text(set.levers, plan.spec, words), money_text(set.cost.cny(), words)),
      style);
  for (std::size_t q = 0; q < plan.questions.size(); ++q) {
    text += remark_line(
        fmt::format(fmt::runtime(words("{}: P = {} on {} fresh samples; without any lever {} on the same.",
                                       "{0}：在 {2} 个新样本上概率 {1}；同一批样本上不采取措施为 {3}。")),
                    questions[q], outcome_text(set.fresh[q], words), count_text(plan.options.fresh_samples),
                    outcome_text(plan.nothing.fresh[q], words)),
        style);
  }
  const std::string years = by_year_text(set, asked, words);
  if (!years.empty()) text += remark_line(fmt::format("{}{}", words("Money: ", "费用："), years), style);
  std::vector<std::string> permits;
  for (const auto& [region, most] : asked.power) {
    const auto taken = set.power.find(region);
    permits.push_back(fmt::format(fmt::runtime(words("{}: {} of {} MW", "{} {} MW，许可 {} MW")), region,
                                  megawatts_text(taken == set.power.end() ? Watts{} : taken->second),
                                  megawatts_text(most)));
  }
  if (!permits.empty()) {
    text += remark_line(
        fmt::format("{}{}", words("Power: ", "供电："), fmt::join(permits, words(", ", "；"))), style);
  }
  if (!plan.proved) {
    text +=
        remark_line(std::string{words("The search was ended before it was proved that no cheaper set does.",
                                      "搜索提前结束，尚未证明没有更省的一组。")},
                    style);
  }
  if (!plan.is_kept) {
    text += remark_line(std::string{words("On fresh samples it falls short: the promise is not kept.",
                                          "在新样本上未能达到：承诺未兑现。")},
                        style);
  }
  return text;
}

/// "Believed otherwise, with the set: cautious: 0.35 (without 0.08), bold: ..."
std::string beliefs_remarks(const PlanFindings& findings, const ConsoleStyle& style) {
  const Words words{style.language};
  const Plan& plan = *findings.plan;
  std::string text;
  for (std::size_t q = 0; q < plan.questions.size() && !findings.beliefs.empty(); ++q) {
    std::vector<std::string> beliefs;
    for (const BeliefOutcome& each : findings.beliefs) {
      beliefs.push_back(fmt::format(
          fmt::runtime(words("{}: P = {} (without {})", "{}：概率 {}（不采取 {}）")), words.name(each.name),
          probability_text(each.with[q]), probability_text(each.without[q])));
    }
    text +=
        remark_line(fmt::format(fmt::runtime(words("{}, believed otherwise, with the same set ({} samples of "
                                                   "the search): {}.",
                                                   "{}，若另作假设，采取同一组措施（{} 个搜索样本）：{}。")),
                                question_text(plan.questions[q], plan.spec, words),
                                count_text(plan.options.samples), fmt::join(beliefs, words("; ", "；"))),
                    style);
  }
  return text;
}

/// What can be said where no allowed set is enough.
std::string impossible_remarks(const Plan& plan, const ConsoleStyle& style) {
  const Words words{style.language};
  std::string text = remark_line(
      fmt::format(
          fmt::runtime(words("No set of levers that budgets, permits and exclusions allow reaches {}{}.",
                             "在预算、许可与互斥限制内，没有一组措施能使达标概率达到 {}{}。")),
          plan.spec.plan->reach,
          plan.proved ? "" : words(" was found (the search was ended)", "（搜索提前结束）")),
      style);
  for (std::size_t q = 0; q < plan.questions.size(); ++q) {
    const PlanMost& most = plan.most[q];
    const std::string question = question_text(plan.questions[q], plan.spec, words);
    const std::string nothing = outcome_text(plan.nothing.searched[q], words);
    const std::string samples = count_text(plan.options.samples);
    text += remark_line(
        most.levers.empty()
            ? fmt::format(
                  fmt::runtime(words("{}: at most {}, which is without any lever ({} samples of the search).",
                                     "{}：至多 {}，即不采取任何措施时（{} 个搜索样本）。")),
                  question, nothing, samples)
            : fmt::format(
                  fmt::runtime(words("{}: at most {}, for {} at the least, with {}; without any lever {} "
                                     "({} samples of the search).",
                                     "{}：至多 {}，至少需 {}，措施为：{}；不采取措施为 {}（{} "
                                     "个搜索样本）。")),
                  question, thousandths_text(most.probability), money_text(most.cost.cny(), words),
                  levers_text(most.levers, plan.spec, words), nothing, samples),
        style);
  }
  return text;
}

/// The levers whose costs and effects nobody has published.
std::string assumed_remark(const Plan& plan, const ConsoleStyle& style) {
  const Words words{style.language};
  std::vector<std::string> names;
  for (const LeverSpec& each : plan.spec.plan->levers) {
    if (each.provenance.assumed()) names.push_back(words.name(each.name));
  }
  if (names.empty()) return "";
  if (names.size() == plan.spec.plan->levers.size() && names.size() > 1) {
    return remark_line(
        std::string{words("Costs and effects of all levers are assumed; P compares sets with each "
                          "other. What the evidence supports, `reach` says.",
                          "所有措施的费用与效果均为假设；概率用于比较各组，证据支持到何种程度见 reach。")},
        style);
  }
  return remark_line(
      fmt::format(fmt::runtime(words("Assumed, cost and effect: {}.", "费用与效果为假设：{}。")),
                  fmt::join(names, words("; ", "；"))),
      style);
}

std::string answer_section(const PlanFindings& findings, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  const Plan& plan = *findings.plan;
  std::string believed;
  for (const Spec& each : plan.scenario->assumptions) {
    if (each.variant.id == plan.base.assumptions)
      believed = fmt::format("{}{}", words("assumed: ", "假设："), words.name(each.variant.name));
  }
  return heading(number, "WHAT IT WOULD TAKE", "需要做什么", believed, style) +
         (plan.chosen ? chosen_remarks(plan, style) : impossible_remarks(plan, style)) +
         few_samples_remark(plan, style) + others_remarks(findings, style) +
         beliefs_remarks(findings, style) + assumed_remark(plan, style) + '\n';
}

std::string prevented_text(const Plan& plan, const LeverEffect& effect, Words words) {
  std::vector<std::string> texts;
  for (const Hindrance& each : beside_the_set(plan, effect)) {
    texts.push_back(hindrance_text(each, plan.spec, words));
  }
  if (texts.empty()) return "";
  const bool is_chosen = plan.chosen && std::ranges::binary_search(plan.chosen->levers, effect.lever);
  return fmt::format("{}{}", is_chosen ? words("without it: ", "没有它：") : "",
                     fmt::join(texts, words("; ", "；")));
}

/// The change of P by question, "+0.076, 0": in the order in which the heading names them.
std::string changes_text(const std::optional<std::vector<ProbabilityChange>>& changes) {
  if (!changes) return std::string{kNoFigure};
  std::vector<std::string> texts;
  for (const ProbabilityChange& each : *changes) texts.push_back(change_text(each.change, 3));
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string levers_section(const PlanFindings& findings, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  const Plan& plan = *findings.plan;
  Table table{{{std::string{words("lever", "措施")}, Left},
               {std::string{words("in the set", "入选")}, Left},
               {std::string{words("cost", "费用")}, Right},
               {std::string{words("power", "用电")}, Right},
               {std::string{words("P, alone", "单独采用")}, Right},
               {std::string{words("P, dropped", "从中去掉")}, Right},
               {std::string{words("beside the set", "若再加入")}, Left}}};
  for (const LeverEffect& each : findings.levers) {
    const LeverSpec& lever = plan.spec.plan->levers[each.lever];
    const bool is_chosen = plan.chosen && std::ranges::binary_search(plan.chosen->levers, each.lever);
    table.add({{words.name(lever.name)},
               {std::string{is_chosen ? words("yes", "是") : ""}},
               {money_text(lever.total().cny(), words)},
               {lever.power == Watts{} ? std::string{kNoFigure} : megawatts_text(lever.power) + " MW"},
               {changes_text(each.alone)},
               {changes_text(each.dropped)},
               {prevented_text(plan, each, words)}});
  }
  std::vector<std::string> questions;
  for (const PlanQuestion& each : plan.questions) questions.push_back(question_text(each, plan.spec, words));
  return heading(number, "LEVERS", "各项措施",
                 fmt::format(fmt::runtime(words("change of P: {}; {} samples of the search",
                                                "{}：概率的变化；{} 个搜索样本")),
                             fmt::join(questions, words(", then ", "、")), count_text(plan.options.samples)),
                 style) +
         table.text(style.paint, "", style.width) + '\n';
}

std::string definitions(Words words) {
  return std::string{words(
      "  P: share of the samples in which what is in service at the end of the target's day satisfies it. "
      "The "
      "set is the\n"
      "  cheapest on the samples of the search; its P is of others, with its 95 % interval. Believed "
      "otherwise: "
      "what a lever\n"
      "  sets wins over what an assumption set sets. P, alone: with this lever (and those that it needs) "
      "against "
      "none;\n"
      "  dropped: the set without it against the set; on the same random numbers. Beside the set: what keeps "
      "it "
      "from being\n"
      "  added. A little more: the change of P, and of the capacity K that 90 % of the samples reach, with "
      "95 % "
      "intervals of\n"
      "  the paired differences. 1,000 accelerators of a pool's own kind come when it does and bring their "
      "chips "
      "and power;\n"
      "  those of a lot, and 10 MW, are shared out like the lot. A month is 365.25/12 days; nothing ends "
      "before it "
      "starts,\n"
      "  or before the day of the facts.\n",
      "  概率：截止日终在役算力满足要求的样本比例。所选一组是搜索样本上最省的；其概率取自另外的样本，附 95 % "
      "区间。\n"
      "  "
      "若另作假设：措施设定之处以措施为准。单独采用：只采用该措施（及其所需措施）相对于不采取措施；从中去掉："
      "所选"
      "一组\n"
      "  去掉它之后；随机数相同。若再加入：不能加入所选一组的原因。边际：概率以及 90 % 样本可达的算力 K "
      "的变化，附配对\n"
      "  差的 95 % 区间。资源池的 1,000 卡为其自身型号，与该池同时投产，自带芯片与供电；批次的 1,000 卡与 10 "
      "MW "
      "随该批次\n"
      "  分配。一个月为 365.25/12 天；任何事项不早于其开始，也不早于事实截止日。1 亿元 = 100 M CNY。\n")};
}

}  // namespace

std::string plan_text(const PlanFindings& findings, const RunFacts& facts, const ConsoleStyle& style) {
  const Words words{style.language};
  const Plan& plan = *findings.plan;
  std::string text;
  if (!facts.quiet) {
    text =
        fmt::format("{} {} · {} · {} · {}\n\n", words("sample", "抽样"),
                    words.count(plan.options.samples, "draw", "draws", "个样本"),
                    words.count(plan.sets, "set tried", "sets tried", "组试算"),
                    duration_text(facts.elapsed_s), words.count(facts.threads, "thread", "threads", "线程"));
  }
  text += answer_section(findings, 1, style) + levers_section(findings, 2, style) +
          frontier_section(findings, 3, style) + marginals_section(findings, 4, style) +
          waits_section(findings, 5, style) + definitions(words);
  if (facts.quiet) return text;
  return text + fmt::format("\n{}\n  {} reach {} --target {}\n", words("next", "下一步"), facts.program,
                            shell_quoted(facts.file), plan.spec.targets[plan.questions.front().target].id);
}

}  // namespace suanwang
