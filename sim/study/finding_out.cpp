#include "suanwang/study/finding_out.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kBins = 20;
constexpr std::size_t kParts = 2;

/// The greatest value of each bin but the last, ascending.
std::vector<double> bounds_of(const std::vector<double>& sorted) {
  const std::size_t n = sorted.size();
  std::vector<double> bounds;
  for (std::size_t b = 1; b < kBins; ++b) {
    const std::size_t rank = n * b / kBins;
    if (rank == 0) continue;
    const auto same = std::equal_range(sorted.begin(), sorted.end(), sorted[rank - 1]);
    // A value that fills a bin has one to itself: what lies before it must not be averaged with it.
    const bool is_often = static_cast<std::size_t>(same.second - same.first) * kBins >= n;
    if (is_often && same.first != sorted.begin()) bounds.push_back(*(same.first - 1));
    bounds.push_back(sorted[rank - 1]);
  }
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  if (!bounds.empty() && bounds.back() == sorted.back()) bounds.pop_back();
  return bounds;
}

/// Where the lower half ends: the last value of it. The boundary between values that is nearest to the
/// middle.
double end_of_lower_half(const std::vector<double>& sorted) {
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>((sorted.size() - 1) / 2);
  const auto same = std::equal_range(sorted.begin(), sorted.end(), *middle);
  const auto before = same.first - sorted.begin(), after = sorted.end() - same.second;
  // All up to this value are the lower half, or all before it, whichever leaves halves more alike.
  return before > after ? *(same.first - 1) : *middle;
}

struct Count {
  double samples = 0, met = 0;
  void add(bool is_met) {
    samples += 1;
    met += is_met ? 1 : 0;
  }
  [[nodiscard]] double share() const { return samples > 0 ? met / samples : 0; }
};

/// The sign, by part and bin, of the bin's share less that of all, in the samples outside of the part.
std::vector<double> signs_of(const std::vector<Count>& counts, const std::vector<Count>& of_bin) {
  const std::size_t bins = of_bin.size();
  std::vector<double> signs(counts.size());
  for (std::size_t part = 0; part < counts.size() / bins; ++part) {
    Count all;
    std::vector<Count> others = of_bin;
    for (std::size_t b = 0; b < bins; ++b) {
      others[b].samples -= counts[part * bins + b].samples;
      others[b].met -= counts[part * bins + b].met;
      all.samples += others[b].samples;
      all.met += others[b].met;
    }
    for (std::size_t b = 0; b < bins; ++b) {
      // Compared as whole numbers: equal shares have no sign.
      const double more = others[b].met * all.samples - all.met * others[b].samples;
      signs[part * bins + b] = more > 0 ? 1 : more < 0 ? -1 : 0;
    }
  }
  return signs;
}

}  // namespace

FindingOut finding_out(std::span<const double> values, std::span<const std::uint8_t> met) {
  SUANWANG_CHECK(!values.empty() && values.size() == met.size());
  SUANWANG_CHECK(std::none_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }));
  const std::size_t n = values.size();
  std::vector<double> sorted{values.begin(), values.end()};
  std::sort(sorted.begin(), sorted.end());
  const std::vector<double> bounds = bounds_of(sorted);
  const double half = end_of_lower_half(sorted);
  const std::size_t bins = bounds.size() + 1, parts = std::min(kParts, n);

  Count all, lower, upper;
  std::vector<Count> counts(parts * bins), of_bin(bins);
  for (std::size_t i = 0; i < n; ++i) {
    const auto bin =
        static_cast<std::size_t>(std::lower_bound(bounds.begin(), bounds.end(), values[i]) - bounds.begin());
    of_bin[bin].add(met[i] != 0);
    counts[i * parts / n * bins + bin].add(met[i] != 0);
    all.add(met[i] != 0);
    (values[i] <= half ? lower : upper).add(met[i] != 0);
  }
  const std::vector<double> signs = signs_of(counts, of_bin);
  const auto size = static_cast<double>(n);
  const double p = all.share();

  // The mean of sign * (met - p).
  double move = 0, signed_samples = 0;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    move += signs[c] * (counts[c].met - p * counts[c].samples) / size;
    signed_samples += signs[c] * counts[c].samples / size;
  }
  // Its error from the squares of what each sample adds to it, (sign - mean sign) (met - p) - move, as within
  // the cells and between them. A sign that chance decides makes the halves depend on each other: two normal
  // deviations, each given the other's sign, have a covariance of 2/pi of their variance.
  constexpr double kClear = 3;
  double squares = 0;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const Count& bin = of_bin[c % bins];
    const double error = std::sqrt(p * (1 - p) / std::max(bin.samples, 1.0));
    const double factor = std::abs(bin.share() - p) > kClear * error ? 1 : 1 + 2 / std::numbers::pi;
    const double weight = signs[c] - signed_samples, q = counts[c].share();
    squares +=
        counts[c].samples * (factor * weight * weight * q * (1 - q) + std::pow(weight * (q - p) - move, 2));
  }
  FindingOut result;
  result.probability = p;
  result.expected_move = std::max(move, 0.0);
  result.standard_error = std::sqrt(squares) / size;
  result.if_lower = lower.samples > 0 ? lower.share() : p;
  result.if_upper = upper.samples > 0 ? upper.share() : p;
  result.lower_share = lower.samples / size;
  return result;
}

}  // namespace suanwang
