#include "suanwang/centre/quantile_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <queue>
#include <utility>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

constexpr int kOctaves = 11;                  // from 1/2 down to 2^-12
constexpr std::size_t kCells = 2 * kOctaves;  // of one half, before any is cut
constexpr int kParts = 8;                     // of a cell that is cut
constexpr std::size_t kMostCells = 1024;
constexpr double kEnds = 0x1p-11;  // the share of (0, 1) that no cell covers
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// The point at `angle` of half a turn, from -1 to 1.
double chebyshev(double angle) {
  return -std::cos(angle * std::numbers::pi);
}

template <std::size_t n>
double polynomial(const double (&c)[n], double t) {
  static_assert(n == 10);
  const double t2 = t * t, t4 = t2 * t2;
  // Pairs, so that the additions do not wait for each other.
  const double low = (c[0] + c[1] * t) + (c[2] + c[3] * t) * t2;
  const double middle = (c[4] + c[5] * t) + (c[6] + c[7] * t) * t2;
  return low + t4 * (middle + t4 * (c[8] + c[9] * t));
}

/// The polynomial through (points[i], values[i]), by rising power. Newton's divided differences: where all
/// values are equal they are zeros, so that what is constant stays exact.
template <std::size_t n>
void interpolate(const std::array<double, n>& points, std::array<double, n> values, double (&powers)[n]) {
  for (std::size_t order = 1; order < n; ++order) {
    for (std::size_t i = n - 1; i >= order; --i) {
      values[i] = (values[i] - values[i - 1]) / (points[i] - points[i - order]);
    }
  }
  // Newton's form multiplied out, from the inside: p <- value + (t - point) p.
  std::fill(std::begin(powers), std::end(powers), 0.0);
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = n - 1; j > 0; --j) powers[j] = powers[j - 1] - points[i] * powers[j];
    powers[0] = values[i] - points[i] * powers[0];
  }
}

}  // namespace

QuantileTable::QuantileTable(std::function<double(double)> function) : function_{std::move(function)} {
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (int i = 1; i < 64; ++i) {
    const double value = function_(i / 64.0);
    low = std::min(low, value);
    high = std::max(high, value);
  }
  error_ = std::isfinite(high - low) ? 1e-9 * (high - low) : 0;
  tabulate();
}

void QuantileTable::tabulate() {
  // Parts by cell; those that failed, the widest first, of equal ones the one that came first.
  std::vector<Part> parts;
  using Failed = std::pair<double, std::size_t>;
  const auto later = [](const Failed& a, const Failed& b) {
    return a.first != b.first ? a.first < b.first : a.second > b.second;
  };
  std::priority_queue<Failed, std::vector<Failed>, decltype(later)> failed{later};
  exact_share_ = kEnds;
  const auto fit = [&](const Part& part) {
    add(part);
    parts.push_back(part);
    if (!std::isnan(cells_.back().coefficients[0])) return;
    exact_share_ += part.to - part.from;
    failed.emplace(part.to - part.from, cells_.size() - 1);
  };
  for (const bool upper : {false, true}) {
    for (int octave = 0; octave < kOctaves; ++octave) {
      const double begin = std::ldexp(1.0, octave - kOctaves - 1);
      fit({begin, 1.5 * begin, upper});
      fit({1.5 * begin, 2 * begin, upper});
    }
  }
  while (exact_share_ > kEnds + 0.001 && cells_.size() + kParts <= kMostCells) {
    const auto [width, cell] = failed.top();
    failed.pop();
    exact_share_ -= width;
    const Part whole = parts[cell];
    cells_[cell].coefficients[1] = static_cast<double>(cells_.size());
    for (int i = 0; i < kParts; ++i) {
      const double step = width / kParts;  // a power of two: the parts meet exactly
      fit({whole.from + i * step, whole.from + (i + 1) * step, whole.upper});
    }
  }
}

void QuantileTable::add(const Part& part) {
  const auto value = [&](double t) {
    const double v = t <= -1  ? part.from
                     : t >= 1 ? part.to
                              : part.from + (part.to - part.from) * ((t + 1) / 2);
    return function_(part.upper ? 1 - v : v);
  };
  std::array<double, kDegree + 1> points{}, values{};
  for (std::size_t i = 0; i <= kDegree; ++i) {
    points[i] = chebyshev(static_cast<double>(i) / kDegree);
    values[i] = value(points[i]);
  }
  Cell cell{};
  interpolate(points, values, cell.coefficients);
  bool good = true;
  for (int i = 0; i < kDegree && good; ++i) {
    const double t = chebyshev((i + 0.5) / kDegree);
    good = std::abs(polynomial(cell.coefficients, t) - value(t)) <= error_ / 8;  // not where one is NaN
  }
  if (good) {
    low_ = std::min({low_, values.front(), values.back()});
    high_ = std::max({high_, values.front(), values.back()});
  } else {
    std::fill(std::begin(cell.coefficients), std::end(cell.coefficients), kNone);
  }
  cells_.push_back(cell);
}

double QuantileTable::at(std::size_t cell, double t, double u) const {
  while (std::isnan(cells_[cell].coefficients[0])) {
    const double first = cells_[cell].coefficients[1];
    if (std::isnan(first)) return function_(u);
    const double place = (t + 1) * (kParts / 2);  // exact, as is what follows
    const auto part = static_cast<std::size_t>(place);
    t = 2 * (place - static_cast<double>(part)) - 1;
    cell = static_cast<std::size_t>(first) + part;
  }
  return std::clamp(polynomial(cells_[cell].coefficients, t), low_, high_);
}

inline double QuantileTable::at(double u) const {
  const bool upper = u >= 0.5;
  const double v = upper ? 1 - u : u;  // exact
  // The exponent and first digit of v are the number of its cell, the other digits its place there.
  constexpr std::uint64_t kDigits = 51;
  constexpr std::uint64_t kFirst = std::bit_cast<std::uint64_t>(0x1p-12) >> kDigits;
  constexpr std::uint64_t kOthers = (std::uint64_t{1} << kDigits) - 1;
  const auto bits = std::bit_cast<std::uint64_t>(v);
  const std::uint64_t number = (bits >> kDigits) - kFirst;
  if (number >= kCells) return function_(u);  // within 2^-12 of an end, or 0.5
  const double place = std::bit_cast<double>((bits & kOthers) << 1 | std::bit_cast<std::uint64_t>(1.0));
  const double t = 2 * place - 3;
  const std::size_t cell = number + (upper ? kCells : 0);
  const double x = polynomial(cells_[cell].coefficients, t);
  if (std::isnan(x)) [[unlikely]]
    return at(cell, t, u);
  return std::min(std::max(x, low_), high_);
}

double QuantileTable::operator()(double u) const {
  SUANWANG_CHECK(0 < u && u < 1);
  return at(u);
}

void QuantileTable::apply(std::span<const double> u, std::span<double> values) const {
  SUANWANG_CHECK(u.size() == values.size());
  for (std::size_t s = 0; s < u.size(); ++s) values[s] = at(u[s]);
}

}  // namespace suanwang
