#include "study/lever_programme.hpp"

#include <cmath>
#include <limits>

#include <coin/CbcModel.hpp>
#include <coin/CoinPackedVector.hpp>
#include <coin/OsiClpSolverInterface.hpp>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

void add_row(OsiClpSolverInterface& solver, const LeverRow& row) {
  CoinPackedVector packed;
  for (std::size_t i = 0; i < row.coefficients.size(); ++i) {
    if (row.coefficients[i] != 0) packed.insert(static_cast<int>(i), row.coefficients[i]);
  }
  const double most = solver.getInfinity();
  solver.addRow(packed, std::max(row.low, -most), std::min(row.high, most));
}

/// All but this set.
LeverRow all_but(const LeverSet& set) {
  LeverRow row{std::vector<double>(set.size()), 1, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < set.size(); ++i) {
    row.coefficients[i] = set[i] ? -1 : 1;
    if (set[i]) row.low -= 1;
  }
  return row;
}

}  // namespace

LeverProgramme::LeverProgramme(const LeverLimits& limits)
    : limits_{&limits}, rows_{limits.rows()}, fixed_(limits.costs().size()) {}

std::optional<LeverSet> LeverProgramme::least(const std::vector<double>& objective,
                                              const std::vector<LeverRow>& with) {
  const int levers = static_cast<int>(fixed_.size());
  while (true) {
    OsiClpSolverInterface solver;
    solver.messageHandler()->setLogLevel(0);
    solver.getModelPtr()->setLogLevel(0);
    for (int i = 0; i < levers; ++i) {
      const std::optional<bool>& fixed = fixed_[static_cast<std::size_t>(i)];
      solver.addCol(CoinPackedVector{}, fixed.value_or(false) ? 1 : 0, fixed.value_or(true) ? 1 : 0,
                    objective[static_cast<std::size_t>(i)]);
      solver.setInteger(i);
    }
    for (const LeverRow& row : rows_) add_row(solver, row);
    for (const LeverRow& row : with) add_row(solver, row);
    CbcModel model{solver};
    model.messageHandler()->setLogLevel(0);
    model.setLogLevel(0);
    model.setIntegerTolerance(1e-9);
    model.setAllowableGap(0);
    model.setDblParam(CbcModel::CbcCutoffIncrement, 0.999);  // the objective is whole
    model.branchAndBound();
    ++solved_;
    if (model.isProvenInfeasible()) return std::nullopt;
    SUANWANG_CHECK(model.isProvenOptimal() && model.bestSolution() != nullptr);
    LeverSet set;
    for (int i = 0; i < levers; ++i) set.push_back(std::lround(model.bestSolution()[i]) == 1);
    // Within Cbc's tolerances a set may exceed a limit: that one is ruled out, and no other.
    if (limits_->allows(set)) return set;
    rows_.push_back(all_but(set));
  }
}

}  // namespace suanwang
