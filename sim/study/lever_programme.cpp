#include "study/lever_programme.hpp"

#include <algorithm>
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

LeverProgramme::LeverProgramme(const LeverLimits& limits, const LeverTables& tables)
    : limits_{&limits}, columns_{limits.costs().size()}, rows_{limits.rows()}, fixed_(columns_) {
  for (const LeverTables::Group& group : tables.groups()) {
    if (group.levers.size() == 1) {
      first_.push_back(group.levers.front());
      continue;
    }
    first_.push_back(columns_);
    columns_ += group.combinations.size() - 1;
    add_group(group, first_.back());
  }
}

/// Each lever is the sum of the combinations that hold it, and there is one combination at most.
void LeverProgramme::add_group(const LeverTables::Group& group, std::size_t first) {
  const std::size_t count = group.combinations.size() - 1;
  for (std::size_t i = 0; i < group.levers.size(); ++i) {
    LeverRow row{std::vector<double>(first + count), 0, 0};
    row.coefficients[group.levers[i]] = -1;
    for (std::size_t c = 0; c < count; ++c) {
      if ((group.combinations[c + 1] >> i & 1U) != 0) row.coefficients[first + c] = 1;
    }
    rows_.push_back(std::move(row));
  }
  LeverRow one{std::vector<double>(first + count), -std::numeric_limits<double>::infinity(), 1};
  std::fill(one.coefficients.begin() + static_cast<std::ptrdiff_t>(first), one.coefficients.end(), 1.0);
  rows_.push_back(std::move(one));
}

std::optional<LeverSet> LeverProgramme::least(const std::vector<double>& objective,
                                              const std::vector<LeverRow>& with) {
  const std::size_t levers = fixed_.size();
  while (true) {
    OsiClpSolverInterface solver;
    solver.messageHandler()->setLogLevel(0);
    solver.getModelPtr()->setLogLevel(0);
    for (std::size_t i = 0; i < columns_; ++i) {
      const std::optional<bool> fixed = i < levers ? fixed_[i] : std::nullopt;
      solver.addCol(CoinPackedVector{}, fixed.value_or(false) ? 1 : 0, fixed.value_or(true) ? 1 : 0,
                    i < objective.size() ? objective[i] : 0);
      if (i < levers) solver.setInteger(static_cast<int>(i));
    }
    for (const LeverRow& row : rows_) add_row(solver, row);
    for (const LeverRow& row : with) add_row(solver, row);
    CbcModel model{solver};
    model.messageHandler()->setLogLevel(0);
    model.setLogLevel(0);
    model.setIntegerTolerance(1e-9);
    model.setAllowableGap(0);
    model.setDblParam(CbcModel::CbcCutoffIncrement, 0.999);  // the objective is whole
    // Small programmes, many of them: trying out branches costs more than it spares.
    model.setNumberStrong(0);
    model.setNumberBeforeTrust(0);
    model.branchAndBound();
    ++solved_;
    if (model.isProvenInfeasible()) return std::nullopt;
    SUANWANG_CHECK(model.isProvenOptimal() && model.bestSolution() != nullptr);
    LeverSet set;
    for (std::size_t i = 0; i < levers; ++i) set.push_back(std::lround(model.bestSolution()[i]) == 1);
    // Within Cbc's tolerances a set may exceed a limit: that one is ruled out, and no other.
    if (limits_->allows(set)) return set;
    rows_.push_back(all_but(set));
  }
}

}  // namespace suanwang
