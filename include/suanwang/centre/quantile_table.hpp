#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace suanwang {

/// A function on (0, 1), such as the values of a law by their draws, put into a table: some 5 ns a value,
/// whatever the function costs.
///
/// Where u (in the upper half: 1 - u) passes a power of two a new octave begins; each octave is cut into two
/// cells, and in each the polynomial of degree 9 through the Chebyshev-Lobatto points stands for the
/// function. Powers and logarithms, which is what quantiles look like towards their ends, are alike in every
/// octave. A cell in which the polynomial fails is cut into eight, the widest first, until such cells make up
/// a thousandth of (0, 1) or 1,024 cells are in use. In those that are left, and within 2^-12 of the ends,
/// the function itself is called.
///
/// Error: a cell counts as failed unless, at the nine points midway (in angle) between the ten, it is within
/// an eighth of `error`. The error of an analytic function is largest near these points; of a function with
/// one jump or kink in a cell, at least a third of the largest error shows at one of them, wherever the jump
/// or kink lies. What is constant in a cell is exact. A value is never outside of what the function takes at
/// the ends of cells.
/// @source L. Trefethen, "Approximation theory and approximation practice", 2013, ch. 2 and 8.
class QuantileTable {
 public:
  /// @pre `function` is monotone, or monotone between a few jumps; some 900 calls; at most 20,000
  explicit QuantileTable(std::function<double(double)> function);

  /// @pre 0 < u < 1
  [[nodiscard]] double operator()(double u) const;

  /// The values at `u` into `values`, which may be the same place. @pre of one size
  void apply(std::span<const double> u, std::span<double> values) const;

  /// 1e-9 of the width of what the function takes at the multiples of 1/64.
  [[nodiscard]] double error() const { return error_; }

  /// The share of (0, 1) in which the function itself is called.
  [[nodiscard]] double exact_share() const { return exact_share_; }

 private:
  static constexpr int kDegree = 9;
  /// Coefficients by rising power of t in [-1, 1]. Where the first is NaN the cell is cut: the second is the
  /// index of the first of its parts, or NaN too where the function is called.
  struct Cell {
    double coefficients[kDegree + 1];
  };
  /// The part of (0, 1) that a cell stands for: u, in the upper half 1 - u.
  struct Part {
    double from = 0, to = 0;
    bool upper = false;
  };

  void tabulate();
  void add(const Part& part);
  [[nodiscard]] double at(double u) const;
  [[nodiscard]] double at(std::size_t cell, double t, double u) const;

  std::function<double(double)> function_;
  double error_ = 0;
  double exact_share_ = 0;
  std::vector<Cell>
      cells_;  ///< first of the lower half, from 2^-12 up, and of the upper, from 1 - 2^-12 down
  double low_ = HUGE_VAL, high_ = -HUGE_VAL;  ///< of the values at the ends of cells
};

}  // namespace suanwang
