#pragma once

#include <span>
#include <string>

#include "suanwang/report/plan.hpp"

#include "report/words.hpp"

/// What the sections of `plan` share.
namespace suanwang {

/// "3.2 G CNY", "450 M CNY"; "32 亿元", "4,500 万元".
[[nodiscard]] std::string money_text(double cny, Words words);
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

[[nodiscard]] std::string frontier_section(const PlanFindings& findings, int number,
                                           const ConsoleStyle& style);
[[nodiscard]] std::string marginals_section(const PlanFindings& findings, int number,
                                            const ConsoleStyle& style);
[[nodiscard]] std::string waits_section(const PlanFindings& findings, int number, const ConsoleStyle& style);

}  // namespace suanwang
