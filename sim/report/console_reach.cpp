// What `reach` says: the range of the answers, what moves them, how well they are sampled.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/report/figures.hpp"
#include "suanwang/report/reach.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"
#include "report/reach_parts.hpp"
#include "report/target_words.hpp"

namespace suanwang {
namespace {

using enum Column::Align;

std::string date_text(double seconds, const Spec& spec, Words words) {
  if (seconds == -HUGE_VAL) return std::string{words("from the beginning", "一直满足")};
  if (seconds == HUGE_VAL) return std::string{words("never", "不会达到")};
  const CivilTime at{std::chrono::seconds{static_cast<std::int64_t>(std::floor(seconds))}};
  return to_text(at, spec.utc_offset).substr(0, 10);
}

/// A target, and the bases under which any of the cases judges it.
struct Asked {
  const TargetSpec* target = nullptr;  ///< as the first case that has it says
  std::vector<std::pair<std::string, Name>> bases;
};

/// By target, then by basis, each where it appears first: a variant may add either.
std::vector<Asked> asked_of(const Reach& reach) {
  std::vector<Asked> result;
  for (const ReachCase& of : reach.cases) {
    for (const ReachAnswer& answer : of.answers) {
      const TargetSpec& target = of.spec->targets[answer.target];
      auto asked = std::ranges::find_if(result, [&](const Asked& a) { return a.target->id == target.id; });
      if (asked == result.end()) asked = result.insert(asked, {&target, {}});
      if (std::ranges::find(asked->bases, answer.basis, &std::pair<std::string, Name>::first) ==
          asked->bases.end())
        asked->bases.emplace_back(answer.basis, answer.basis_name);
    }
  }
  return result;
}

/// Null where the case does not ask it.
const ReachAnswer* find_answer(const ReachCase& of, const std::string& target, const std::string& basis) {
  const auto found = std::ranges::find_if(of.answers, [&](const ReachAnswer& answer) {
    return of.spec->targets[answer.target].id == target && answer.basis == basis;
  });
  return found == of.answers.end() ? nullptr : &*found;
}

/// The rows of a target: by basis, by case.
void add_rows(Table& table, const Reach& reach, const Asked& asked, Words words) {
  const double unit = compute_unit_of(asked.target->value_text).base;
  std::vector<std::string> labels{target_label(*asked.target, words)};
  std::size_t row = 0;
  for (const auto& [id, name] : asked.bases) {
    std::string basis = words.name(name);
    for (const ReachCase& of : reach.cases) {
      const ReachAnswer* answer = find_answer(of, asked.target->id, id);
      if (answer == nullptr) continue;
      if (row == 0 && answer->past) labels.emplace_back(words("(past: verify)", "（已过，待核实）"));
      table.add({{row < labels.size() ? labels[row] : ""},
                 {std::exchange(basis, "")},
                 {case_name(of, words)},
                 {interval_text(answer->p50 / unit, answer->p10 / unit, answer->p90 / unit)},
                 {supported_text(*answer, of)},
                 {date_text(answer->date[0], *of.spec, words)},
                 {date_text(answer->date[1], *of.spec, words)},
                 {date_text(answer->date[2], *of.spec, words)},
                 {share_text(answer->sourced)}});
      ++row;
    }
  }
}

/// "P lies between 0.05 and 0.95: by basis ..., by assumption set ..."
std::string range_remark(const Reach& reach, const TargetSpec& target, Words words) {
  std::pair<double, std::string> low{2, ""};
  std::pair<double, std::string> high{-1, ""};
  std::size_t answers = 0;
  double by_basis = 0;
  double by_case = 0;
  std::map<std::string, std::pair<double, double>> over_cases;
  for (const ReachCase& of : reach.cases) {
    double least = 1;
    double most = 0;
    for (const ReachAnswer& each : of.answers) {
      if (of.spec->targets[each.target].id != target.id) continue;
      ++answers;
      least = std::min(least, each.probability);
      most = std::max(most, each.probability);
      if (each.probability < low.first) low = {each.probability, supported_text(each, of)};
      if (each.probability > high.first) high = {each.probability, supported_text(each, of)};
      auto [entry, is_new] =
          over_cases.try_emplace(each.basis, std::pair{each.probability, each.probability});
      entry->second.first = std::min(entry->second.first, each.probability);
      entry->second.second = std::max(entry->second.second, each.probability);
    }
    by_basis = std::max(by_basis, most - least);
  }
  for (const auto& [basis, range] : over_cases) by_case = std::max(by_case, range.second - range.first);
  if (answers < 2) return "";
  std::string text = fmt::format(fmt::runtime(words("{}: P(met) from {} to {}", "{}：达标概率 {} 至 {}")),
                                 words.name(target.name), low.second, high.second);
  if (by_basis > 0.01)
    text += fmt::format(
        fmt::runtime(words("; the basis decides {:.0f} points of it", "；口径占 {:.0f} 个百分点")),
        by_basis * 100);
  if (by_case > 0.01)
    text += fmt::format(fmt::runtime(words("; variants and assumption sets {:.0f}", "；方案与假设占 {:.0f}")),
                        by_case * 100);
  return text;
}

/// What is known of a target that is past.
std::string past_remark(const ReachAnswer& answer, const Spec& spec, Words words) {
  const TargetSpec& target = spec.targets[answer.target];
  const WrittenUnit unit = compute_unit_of(target.value_text);
  return fmt::format(
      fmt::runtime(
          words("{} ({}) is past, and to be verified: by what is known it was between {:.1f} and {:.1f} {}.",
                "{}（{}）已过，待核实：据已知，当时在 {:.1f} 与 {:.1f} {} 之间。")),
      words.name(target.name), words.name(answer.basis_name), answer.lowest / unit.base,
      answer.highest / unit.base, unit.symbol);
}

/// What it would take to be sure at 90 %.
std::string needs_remark(const ReachAnswer& answer, const Spec& spec, Words words) {
  const TargetSpec& target = spec.targets[answer.target];
  if (answer.past || answer.shortfall <= 0) return "";
  const WrittenUnit unit = compute_unit_of(target.value_text);
  const bool zh = words.language() == Language::Zh;
  std::string text =
      fmt::format(fmt::runtime(words("{} ({}): for P = 0.9 it takes ", "{}（{}）：要使概率达到 0.9，需")),
                  words.name(target.name), words.name(answer.basis_name));
  const bool more = target.bound == Bound::MoreThan || target.bound == Bound::AtLeast;
  const std::string interval =
      answer.shortfall_interval
          ? fmt::format(
                fmt::runtime(words(" (95 % interval {:.1f} to {:.1f})", "（95 % 区间 {:.1f} 至 {:.1f}）")),
                answer.shortfall_interval->low / unit.base, answer.shortfall_interval->high / unit.base)
          : std::string{words(" (too few samples for an interval)", "（样本太少，给不出区间）")};
  text += fmt::format(fmt::runtime(zh ? "{} {:.1f} {}{}" : "{1:.1f} {2} {0}{3}"),
                      more ? words("more", "多出") : words("less", "减少"), answer.shortfall / unit.base,
                      unit.symbol, interval);
  const double by = static_cast<double>(answer.by.time_since_epoch().count());
  if (!answer.date_p90) {
    text += words("; time alone does not do it.", "；仅靠延期达不到。");
    return text;
  }
  const double months = (answer.date[2] - by) / (86400 * 365.25 / 12);
  text += fmt::format(fmt::runtime(zh ? "，或多 {}，至 {}（95 % 区间 {} 至 {}）。"
                                      : ", or {} more, until {} (95 % interval {} to {})."),
                      words.count(static_cast<std::uint64_t>(std::ceil(months)), "month", "months", "个月"),
                      date_text(answer.date[2], spec, words), date_text(answer.date_p90->low, spec, words),
                      date_text(answer.date_p90->high, spec, words));
  return text;
}

/// That pools retire before the day of a target that they had met.
std::string lost_remark(const ReachAnswer& answer, const Spec& spec, Words words) {
  constexpr double kWorthALine = 0.01;
  if (answer.past || answer.lost < kWorthALine) return "";
  return fmt::format(
      fmt::runtime(
          words("{} ({}): in {} of the samples it is met for a while and lost before its day, as pools "
                "retire (`explain --target {}` names them).",
                "{}（{}）：{} 的样本中曾一度达标，而截止日前因资源池退役又不再达标（explain "
                "--target {} 列出退役者）。")),
      words.name(spec.targets[answer.target].name), words.name(answer.basis_name), share_text(answer.lost),
      spec.targets[answer.target].id);
}

/// Which milestones decide the date.
std::string critical_remark(const ReachAnswer& answer, const ReachCase& of, Words words) {
  if (answer.past) return "";
  std::vector<std::string> named;
  for (const Critical& each : answer.critical) {
    if (named.size() == 3 || each.share < kWorthNaming) break;
    named.push_back(fmt::format(fmt::runtime(words("{} ({})", "{}（{}）")),
                                words.name(of.activities[each.activity].name), share_text(each.share)));
  }
  if (named.empty()) return "";
  return fmt::format(fmt::runtime(words("{} ({}): the date is decided most often by {}.",
                                        "{}（{}）：最常决定达标日期的是 {}。")),
                     words.name(of.spec->targets[answer.target].name), words.name(answer.basis_name),
                     fmt::join(named, words(", ", "、")));
}

std::string ranges_section(const Reach& reach, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  Table table{{{std::string{words("target", "目标")}, Left},
               {std::string{words("basis", "口径")}, Left},
               {std::string{words("variant or assumption", "方案或假设")}, Left},
               {std::string{words("median [p10, p90]", "中位 [p10, p90]")}, Right},
               {std::string{words("P(met)", "达标概率")}, Right},
               {std::string{words("date p10", "日期 p10")}, Right},
               {"p50", Right},
               {"p90", Right},
               {std::string{words("sourced", "有出处占比")}, Right}}};
  std::string remarks;
  const ReachCase& first = reach.cases.front();
  for (const Asked& asked : asked_of(reach)) {
    add_rows(table, reach, asked, words);
    const std::string range = range_remark(reach, *asked.target, words);
    if (!range.empty()) remarks += remark_line(range, style);
  }
  for (const ReachAnswer& each : first.answers) {
    if (each.past) remarks += remark_line(past_remark(each, *first.spec, words), style);
    for (const std::string& text :
         {lost_remark(each, *first.spec, words), needs_remark(each, *first.spec, words),
          critical_remark(each, first, words)}) {
      if (!text.empty()) remarks += remark_line(text, style);
    }
  }
  return heading(number, "WILL THE TARGETS BE REACHED", "目标能否达到",
                 std::string{words("bases and assumption sets side by side, never added",
                                   "各口径、各假设并列，绝不相加")},
                 style) +
         table.text(style.paint, "", style.width) + remarks + '\n';
}

std::string definitions(Words words) {
  return std::string{words(
      "  P(met): share of the samples in which what is in service at the end of that day satisfies the "
      "bound; rounded\n"
      "  to 0.05 where an assumed unknown moves it by more than 5 points, to 0.1 where by more than 20. "
      "Dates: from then\n"
      "  on it is met for good in 10, 50, 90 % of the samples. Alone, in all: Sobol indices, the share of "
      "the variance of\n"
      "  the capacity. Finding out: E|P(met | the unknown) - P(met)|. Sourced: share of capacity whose "
      "source is not\n"
      "  'assumed'.\n",
      "  达标概率：截止日终在役算力满足要求的样本比例；若某个假设的未知量使其变动超过 5 个百分点则取整到 "
      "0.05，\n"
      "  超过 20 个则取整到 0.1。日期：自该日起 10、50、90 % 的样本持续达标。一阶、全阶：Sobol "
      "指数，占算力方差的\n"
      "  比例。查实价值：E|P(达标 | 该未知量) − P(达标)|。有出处占比：来源并非 assumed 的算力所占比例。\n")};
}

}  // namespace

std::string supported_text(const ReachAnswer& answer, const ReachCase& of) {
  double largest = 0;
  for (const Influence& each : answer.influences) {
    if (of.unknowns[each.unknown].assumed) largest = std::max(largest, std::abs(each.swing()));
  }
  return stepped(answer.probability, largest > 0.2 ? 0.1 : largest > kWorthNaming ? 0.05 : 0.01);
}

std::string reach_text(const Reach& reach, const RunFacts& facts, const ConsoleStyle& style) {
  const Words words{style.language};
  std::uint64_t samples = 0;
  for (const ReachCase& of : reach.cases) samples += of.samples;
  std::string text;
  if (!facts.quiet) {
    text = fmt::format("{} {} · {} · {}\n\n", words("sample", "抽样"),
                       words.count(samples, "draw", "draws", "个样本"), duration_text(reach.seconds),
                       words.count(facts.threads, "thread", "threads", "线程"));
  }
  const std::vector<Asked> asked = asked_of(reach);
  const bool on_capacity = !asked.empty();
  int number = 1;
  if (on_capacity) text += ranges_section(reach, number++, style);
  const std::string metrics = metrics_section(reach, number, style);
  if (!metrics.empty()) ++number;
  text += metrics;
  if (on_capacity) {
    text += inputs_section(reach, number, style) + sampling_section(reach, number + 1, style) +
            definitions(words);
  }
  if (facts.quiet || !on_capacity) return text;
  const TargetSpec& target = *asked.front().target;
  return text + fmt::format("\n{}\n  {} explain {} --target {}\n", words("next", "下一步"), facts.program,
                            shell_quoted(facts.file), target.id);
}

}  // namespace suanwang
