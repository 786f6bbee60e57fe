#pragma once

#include <span>
#include <string>
#include <vector>

#include "suanwang/report/plan.hpp"

#include "report/words.hpp"

/// What the sections of `plan` share.
namespace suanwang {

/// To the last 10,000 CNY, so that sums agree: "3.2 G CNY", "229.99 M CNY"; "32 亿元", "4,500 万元".
[[nodiscard]] std::string money_text(double cny, Words words);
/// In MW, to the last kW: "4", "0.7".
[[nodiscard]] std::string megawatts_text(Watts power);
/// "A + B"; of none, "no lever".
[[nodiscard]] std::string levers_text(std::span<const std::size_t> levers, const Spec& spec, Words words);
/// "2027 target (intelligent compute, FP16)"
[[nodiscard]] std::string question_text(const PlanQuestion& question, const Spec& spec, Words words);
/// "budget of 2027: 1.2 G CNY too much"
[[nodiscard]] std::string hindrance_text(const Hindrance& hindrance, const Spec& spec, Words words);
/// "+0.012", "−0.012", "0"
[[nodiscard]] std::string change_text(double change, int decimals);
/// Three decimals; what is not quite 0 or 1 does not look so: "0.902", ">0.999".
[[nodiscard]] std::string thousandths_text(double probability);
/// "0.902 (0.899 to 0.905)"
[[nodiscard]] std::string outcome_text(const PlanOutcome& outcome, Words words);

/// What keeps a lever from being added to the chosen set (with those that it needs), or from being left out
/// of it; where none was chosen, from being pulled at all. Nothing if nothing does.
[[nodiscard]] std::vector<Hindrance> beside_the_set(const Plan& plan, const LeverEffect& effect);

/// A warning where the search had too few samples to tell.
[[nodiscard]] std::string few_samples_remark(const Plan& plan, const ConsoleStyle& style);

/// Targets on other figures than capacity, which no search considers: what becomes of them.
[[nodiscard]] std::string others_remarks(const PlanFindings& findings, const ConsoleStyle& style);
[[nodiscard]] std::string frontier_section(const PlanFindings& findings, int number,
                                           const ConsoleStyle& style);
[[nodiscard]] std::string marginals_section(const PlanFindings& findings, int number,
                                            const ConsoleStyle& style);
[[nodiscard]] std::string waits_section(const PlanFindings& findings, int number, const ConsoleStyle& style);

}  // namespace suanwang
