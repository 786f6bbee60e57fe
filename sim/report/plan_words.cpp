// The words that the sections of `plan` share.
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/grouped.hpp"
#include "suanwang/report/figures.hpp"

#include "report/plan_parts.hpp"

namespace suanwang {
namespace {

/// As many decimals as it has, up to so many: "3.2", "−0.45", "1,234".
std::string digits(double value, int decimals) {
  std::string text = grouped(value, decimals);
  if (text.starts_with('-')) text.replace(0, 1, "−");
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::string money_text(double cny, Words words) {
  const double size = std::abs(cny);
  if (words.language() == Language::Zh) {
    return size >= 1e8 ? digits(cny / 1e8, 4) + " 亿元" : digits(cny / 1e4, 0) + " 万元";
  }
  if (size >= 1e9) return digits(cny / 1e9, 5) + " G CNY";
  return size > 0 ? digits(cny / 1e6, 2) + " M CNY" : "0 CNY";
}

std::string megawatts_text(Watts power) {
  return digits(power.base() / 1e6, 3);
}

std::string levers_text(std::span<const std::size_t> levers, const Spec& spec, Words words) {
  if (levers.empty()) return std::string{words("no lever", "无需措施")};
  std::vector<std::string> names;
  for (const std::size_t each : levers) names.push_back(words.name(spec.plan->levers[each].name));
  return fmt::format("{}", fmt::join(names, words(" + ", "＋")));
}

std::string question_text(const PlanQuestion& question, const Spec& spec, Words words) {
  return fmt::format(fmt::runtime(words("{} ({})", "{}（{}）")),
                     words.name(spec.targets[question.target].name), words.name(question.basis_name));
}

std::string hindrance_text(const Hindrance& hindrance, const Spec& spec, Words words) {
  const auto name = [&](std::size_t lever) { return words.name(spec.plan->levers[lever].name); };
  switch (hindrance.kind) {
    case Hindrance::Kind::Budget:
      return fmt::format(fmt::runtime(words("{} over the budget of {}", "超出 {1} 年预算 {0}")),
                         money_text(hindrance.over, words), hindrance.year);
    case Hindrance::Kind::Permit:
      return fmt::format(fmt::runtime(words("{} MW over the permit of {}", "超出 {1} 供电许可 {0} MW")),
                         megawatts_text(Watts{hindrance.over}), hindrance.region);
    case Hindrance::Kind::Exclusion:
      return fmt::format(fmt::runtime(words("not with {}", "与“{}”互斥")), name(hindrance.other));
    case Hindrance::Kind::Requirement:
      return fmt::format(fmt::runtime(words("{} needs {}", "“{}”须有“{}”")), name(hindrance.lever),
                         name(hindrance.other));
  }
  return "";
}

std::string change_text(double change, int decimals) {
  const std::string text = fmt::format("{:.{}f}", std::abs(change), decimals);
  if (text.find_first_not_of("0.") == std::string::npos) return "0";
  return (change < 0 ? "−" : "+") + text;
}

std::string thousandths_text(double probability) {
  if (probability <= 0 || probability >= 1) return probability <= 0 ? "0" : "1";
  if (probability < 0.0005) return "<0.001";
  return probability >= 0.9995 ? ">0.999" : fmt::format("{:.3f}", probability);
}

std::string outcome_text(const PlanOutcome& outcome, Words words) {
  return fmt::format(fmt::runtime(words("{} ({} to {})", "{}（{} 至 {}）")),
                     thousandths_text(outcome.probability), thousandths_text(outcome.interval.low),
                     thousandths_text(outcome.interval.high));
}

}  // namespace suanwang
