#pragma once

#include <string>

#include "suanwang/report/console.hpp"
#include "suanwang/study/backtest.hpp"
#include "suanwang/study/reach.hpp"

namespace suanwang {

/// What the console says of a study of the targets: first how far the answers are apart over bases and
/// assumption sets, then which unknowns move them by more than 5 points, then the sampling error; in
/// sentences where that serves.
[[nodiscard]] std::string reach_text(const Reach& reach, const RunFacts& facts, const ConsoleStyle& style);

/// How a forecast made on an earlier day compares with what is known now. `spec` is the scenario of today.
[[nodiscard]] std::string backtest_text(const Backtest& test, const Spec& spec, const ConsoleStyle& style);

/// reach.json: every figure of it; numbers read back as the same doubles, a figure that there is not is null.
/// @param test the backtest, where there was one
[[nodiscard]] std::string reach_json(const Reach& reach, const std::string& file,
                                     const Backtest* test = nullptr);

/// A probability as far as the evidence supports it: to 0.01; to 0.05 where an assumed unknown moves it by
/// more than 5 points, to 0.1 where by more than 20.
[[nodiscard]] std::string supported_text(const ReachAnswer& answer, const ReachCase& of);

/// Probabilities that an unknown must move to be named.
inline constexpr double kWorthNaming = 0.05;

}  // namespace suanwang
