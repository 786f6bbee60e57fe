#pragma once

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace suanwang::test {

/// A mean over independent replications, and how uncertain it is.
struct Estimate {
  double mean = 0;
  double standard_error = 0;
};

/// The mean of `y` over replications, sharpened by control variates: quantities of the same replications of
/// which the expectation is known (0: subtract it before). Regressing y on them takes away the part of the
/// noise that they explain, e.g. that more work happened to arrive than on average. With no controls, the
/// plain mean and its standard error.
/// @pre controls[k][r] belongs to y[r]; many more replications than controls
/// @source S. Lavenberg, P. Welch, "A perspective on the use of control variables to increase the efficiency
///   of Monte Carlo simulations", Management Science 27(3), 1981.
inline Estimate estimate(const std::vector<double>& y,
                         const std::vector<std::vector<double>>& controls = {}) {
  // Least squares for y = mean + sum over k of b_k controls[k]: normal equations, with their inverse beside
  // them, by Gauss-Jordan.
  const std::size_t n = y.size();
  const std::size_t m = controls.size() + 1;
  const auto column = [&](std::size_t k, std::size_t r) { return k == 0 ? 1.0 : controls[k - 1][r]; };
  std::vector<std::vector<double>> a(m, std::vector<double>(2 * m + 1, 0.0));
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t r = 0; r < n; ++r) {
      for (std::size_t j = 0; j < m; ++j) a[i][j] += column(i, r) * column(j, r);
      a[i][2 * m] += column(i, r) * y[r];
    }
    a[i][m + i] = 1;
  }
  for (std::size_t i = 0; i < m; ++i) {  // positive definite: needs no pivoting
    const double pivot = a[i][i];
    for (double& x : a[i]) x /= pivot;
    for (std::size_t j = 0; j < m; ++j) {
      if (j == i) continue;
      const double factor = a[j][i];
      for (std::size_t k = 0; k < a[j].size(); ++k) a[j][k] -= factor * a[i][k];
    }
  }
  double squares = 0;
  for (std::size_t r = 0; r < n; ++r) {
    double residual = y[r];
    for (std::size_t k = 0; k < m; ++k) residual -= a[k][2 * m] * column(k, r);
    squares += residual * residual;
  }
  const double variance = squares / static_cast<double>(n - m);
  return {a[0][2 * m], std::sqrt(variance * a[0][m])};
}

}  // namespace suanwang::test
