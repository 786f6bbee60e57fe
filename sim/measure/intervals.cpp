#include "suanwang/measure/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

namespace policies = boost::math::policies;

/// Doubles all the way: the same digits wherever long double is something else.
using Doubles = policies::policy<policies::promote_double<false>>;

/// The standard normal value below which half of `1 + level` lies.
double normal_bound(double level) {
  return boost::math::quantile(boost::math::normal_distribution<double, Doubles>{}, (1 + level) / 2);
}

/// P(at most k of n trials succeed), for whole k from -1 to n.
double binomial_cdf(std::uint64_t n, double p, double k) {
  if (k < 0) return 0;
  if (k >= static_cast<double>(n)) return 1;
  return boost::math::ibetac(k + 1, static_cast<double>(n) - k, p, Doubles{});
}

}  // namespace

Interval wilson(std::uint64_t met, std::uint64_t trials, double level) {
  SUANWANG_CHECK(trials > 0 && met <= trials && 0 < level && level < 1);
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(met) / n, z = normal_bound(level), extra = z * z / n;
  const double middle = (p + extra / 2) / (1 + extra);
  const double half = z * std::sqrt(p * (1 - p) / n + extra / (4 * n)) / (1 + extra);
  // At the ends the formula gives 0 and 1, but for rounding.
  return {met == 0 ? 0 : std::max(middle - half, 0.0), met == trials ? 1 : std::min(middle + half, 1.0)};
}

Interval clopper_pearson(std::uint64_t met, std::uint64_t trials, double level) {
  SUANWANG_CHECK(trials > 0 && met <= trials && 0 < level && level < 1);
  using Beta = boost::math::beta_distribution<double, Doubles>;
  const auto k = static_cast<double>(met), n = static_cast<double>(trials);
  const double tail = (1 - level) / 2;
  return {met == 0 ? 0 : boost::math::quantile(Beta{k, n - k + 1}, tail),
          met == trials ? 1 : boost::math::quantile(boost::math::complement(Beta{k + 1, n - k}, tail))};
}

Interval paired_proportions(std::uint64_t gained, std::uint64_t lost, std::uint64_t trials, double level) {
  SUANWANG_CHECK(trials > 0 && gained + lost <= trials && 0 < level && level < 1);
  const double n = static_cast<double>(trials) + 2;
  const double more = static_cast<double>(gained) + 0.5, less = static_cast<double>(lost) + 0.5;
  const double middle = (more - less) / n;
  const double half = normal_bound(level) * std::sqrt(more + less - (more - less) * middle) / n;
  return {std::max(middle - half, -1.0), std::min(middle + half, 1.0)};
}

Ranks quantile_ranks(std::uint64_t samples, double p, double level) {
  SUANWANG_CHECK(samples > 0 && 0 < p && p < 1 && 0 < level && level < 1);
  const auto n = static_cast<double>(samples);
  // Order statistic k lies at or below the quantile where k draws or more do: P(low <= number < high).
  const auto coverage = [&](double low, double high) {
    return binomial_cdf(samples, p, high - 1) - binomial_cdf(samples, p, low - 1);
  };
  const double reach = normal_bound(level) * std::sqrt(n * p * (1 - p));
  double low = std::clamp(std::floor(n * p - reach), 0.0, n),
         high = std::clamp(std::ceil(n * p + reach), 1.0, n + 1);
  while (coverage(low, high) < level) {  // it is 1 from rank 0 to rank n + 1
    const double below = low > 0 ? coverage(low - 1, low) : -1,
                 above = high <= n ? coverage(high, high + 1) : -1;
    (below >= above ? low : high) += below >= above ? -1 : 1;
  }
  while (true) {  // few samples: outward rounding may have gone a rank too far
    const bool is_low = coverage(low, low + 1) <= coverage(high - 1, high);
    const double next_low = is_low ? low + 1 : low, next_high = is_low ? high : high - 1;
    if (next_low >= next_high || coverage(next_low, next_high) < level) break;
    low = next_low;
    high = next_high;
  }
  return {static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high), coverage(low, high)};
}

double nearest_rank(std::span<const double> sorted, double p) {
  SUANWANG_CHECK(!sorted.empty() && 0 < p && p <= 1);
  const auto n = static_cast<double>(sorted.size());
  // The least k with k/n >= p. Rounding lifts 0.07 * 100 above 7; 7/100 it rounds to the 0.07 that was
  // written.
  double rank = std::clamp(std::ceil(p * n), 1.0, n);
  if (rank > 1 && (rank - 1) / n >= p) --rank;
  return sorted[static_cast<std::size_t>(rank) - 1];
}

Interval quantile_interval(std::span<const double> sorted, double p, double level) {
  const Ranks ranks = quantile_ranks(sorted.size(), p, level);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return {ranks.low == 0 ? -kInfinity : sorted[ranks.low - 1],
          ranks.high > sorted.size() ? kInfinity : sorted[ranks.high - 1]};
}

MeanEstimate mean_of(std::span<const double> values, double level) {
  SUANWANG_CHECK(!values.empty() && 0 < level && level < 1);
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double v : values) sum += v - values.front();  // so that equal values leave no error
  const double shift = sum / n;
  for (const double v : values) squares += (v - values.front() - shift) * (v - values.front() - shift);
  const double mean = values.front() + shift;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (values.size() == 1) return {mean, kInfinity, {-kInfinity, kInfinity}};
  const double error = std::sqrt(squares / (n - 1) / n);
  const boost::math::students_t_distribution<double, Doubles> student{n - 1};
  const double half = error * boost::math::quantile(student, (1 + level) / 2);
  return {mean, error, {mean - half, mean + half}};
}

}  // namespace suanwang
