#pragma once

#include <string>

#include "suanwang/report/console.hpp"
#include "suanwang/study/reach.hpp"

#include "report/words.hpp"

/// What the sections of `reach` share.
namespace suanwang {

/// "0.35" to steps of 0.05; what is not quite 0 or 1 does not look so.
[[nodiscard]] std::string stepped(double probability, double step);
/// "as announced", "assumed: bold"
[[nodiscard]] std::string case_name(const ReachCase& of, Words words);

/// Half the widest interval of the targets on what centres state.
[[nodiscard]] double widest_metric(const ReachCase& of);

/// Which unknowns move the answers, and whom to ask first.
[[nodiscard]] std::string inputs_section(const Reach& reach, int number, const ConsoleStyle& style);
/// Targets on other figures than capacity, and all together; empty where there is nothing to say.
[[nodiscard]] std::string metrics_section(const Reach& reach, int number, const ConsoleStyle& style);
[[nodiscard]] std::string sampling_section(const Reach& reach, int number, const ConsoleStyle& style);

}  // namespace suanwang
