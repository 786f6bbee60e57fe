#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "study/lever_tables.hpp"

namespace suanwang {

/// By group, by place: which share of what is lacking a combination brings at most. The shares of a set that
/// passes sum to 1 or more, but for rounding (1e-7).
using LeverBalance = std::vector<std::vector<double>>;

/// What samples say together of every set with which a question is met in `needed` of them or more. In those
/// what the groups bring adds up to what is lacking without any lever; hence, for weights w >= 0 and samples
/// L,
///
///   sum over groups of  sum over L of w min(gain of its combination, lacking)
///     >=  the least sum of  w lacking  over |L| - (n - needed) samples of L
///
/// One balance each for L all samples and those in which most is lacking, with w = 1 and w = 1 / lacking.
/// Levers that are much alike would otherwise have to be ruled out set by set.
[[nodiscard]] std::vector<LeverBalance> lever_balances(const PlanCase& plan, const LeverTables& tables,
                                                       std::size_t question, std::uint64_t needed);

}  // namespace suanwang
