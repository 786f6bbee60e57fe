#include "centre/shared_shock.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/roots.hpp>

#include "base/distribution_laws.hpp"

namespace suanwang {
namespace {

double normal_cdf(double x) {
  return std::erfc(-x * (std::numbers::sqrt2 / 2)) / 2;
}

/// ln Phi(x); below -30 by the first terms of the asymptotic series, exact to 1e-9 there.
double log_normal_cdf(double x) {
  if (x > -30) return std::log(normal_cdf(x));
  const double y = 1 / (x * x);
  return -x * x / 2 - std::log(-x) - std::log(2 * std::numbers::pi) / 2 + std::log1p(-y * (1 - 3 * y));
}

/// The value exceeded with probability q.
double normal_deviate(double q) {
  return laws::Lognormal::deviate(q);
}

/// The law of Z given that members exceed their bounds (see SharedShock), inverted by quadrature: its density
/// is log-concave and analytic, and is integrated over panels that are narrow against its features.
class ConditionedNormal {
 public:
  ConditionedNormal(double rho, const std::vector<double>& lefts)
      : slope_{std::sqrt(rho / (1 - rho))}, spread_{std::sqrt(1 - rho)} {
    for (const double left : lefts) bounds_.push_back(normal_deviate(left));
    place_panels();
    cumulative_.push_back(0);
    for (std::size_t i = 1; i < edges_.size(); ++i) {
      cumulative_.push_back(cumulative_.back() + mass(edges_[i - 1], edges_[i]));
    }
  }

  /// @pre 0 < u < 1
  [[nodiscard]] double quantile(double u) const {
    const double target = u * cumulative_.back();
    const auto after = std::upper_bound(cumulative_.begin() + 1, cumulative_.end() - 1, target);
    const auto i = static_cast<std::size_t>(after - cumulative_.begin());
    const double from = edges_[i - 1], to = edges_[i], rest = target - cumulative_[i - 1];
    const double guess = from + (to - from) * (rest / (cumulative_[i] - cumulative_[i - 1]));
    std::uintmax_t most = 50;
    return boost::math::tools::newton_raphson_iterate(
        [&](double z) {
          return std::pair{mass(from, z) - rest, density(z)};
        },
        std::clamp(guess, from, to), from, to, 45, most);
  }

 private:
  [[nodiscard]] double log_density(double z) const {
    double sum = -z * z / 2;
    for (const double bound : bounds_) sum += log_normal_cdf(slope_ * z - bound / spread_);
    return sum;
  }
  [[nodiscard]] double density(double z) const { return std::exp(log_density(z) - peak_); }
  [[nodiscard]] double mass(double from, double to) const {
    return boost::math::quadrature::gauss<double, 10>::integrate([this](double z) { return density(z); },
                                                                 from, to);
  }

  void place_panels() {
    // A bound lies within 38, and the peak within the bounds' weighted sum.
    const double far = 40 * (1 + slope_ * static_cast<double>(bounds_.size()));
    const auto [mode, negative] =
        boost::math::tools::brent_find_minima([this](double z) { return -log_density(z); }, -40.0, far, 26);
    peak_ = -negative;
    constexpr double kNothing = 50;  // e^-50 of the peak
    const auto end = [&](double step) {
      double from = mode;
      while (log_density(from + step) > peak_ - kNothing) from += step, step *= 2;
      return from + step;
    };
    const double low = end(-0.01), high = end(0.01);
    constexpr int kPanels = 256;
    for (int i = 0; i <= kPanels; ++i) edges_.push_back(std::lerp(low, high, i / double{kPanels}));
    // A factor Phi rises over some 1/slope about its bound; where that is steep, panels of half the width.
    const double step = 0.5 / slope_;
    if (step < (high - low) / kPanels) {
      for (const double bound : bounds_) {
        for (int i = -20; i <= 20; ++i) {
          const double z = bound / (spread_ * slope_) + i * step;
          if (z > low && z < high) edges_.push_back(z);
        }
      }
    }
    std::sort(edges_.begin(), edges_.end());
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  }

  double slope_, spread_;
  std::vector<double> bounds_;  ///< c_i
  double peak_ = 0;             ///< of the logarithm
  std::vector<double> edges_, cumulative_;
};

}  // namespace

SharedShock::SharedShock(double rho, std::vector<double> lefts, bool tabled) : rho_{rho}, tabled_{tabled} {
  for (const double left : lefts) least_left_ = std::min(least_left_, left);
  if (lefts.empty() || rho == 1) return;
  conditioned_ = [law = ConditionedNormal{rho, lefts}](double u) { return law.quantile(u); };
  if (tabled) table_.emplace(conditioned_);
}

double SharedShock::normal_quantile(double p) const {
  static const QuantileTable table{[](double q) { return -normal_deviate(q); }};
  return tabled_ ? table(p) : -normal_deviate(p);
}

void SharedShock::spread(std::span<const double> u, std::span<double> shared) const {
  for (std::size_t s = 0; s < u.size(); ++s) {
    if (rho_ == 1) {
      shared[s] = least_left_ == 1 ? u[s] : (1 - u[s]) * least_left_;
    } else {
      const double z = table_ ? (*table_)(u[s]) : conditioned_ ? conditioned_(u[s]) : normal_quantile(u[s]);
      shared[s] = std::sqrt(rho_) * z;
    }
  }
}

void SharedShock::draws(std::span<const double> shared, std::span<const double> own, double left,
                        std::span<double> u) const {
  const auto inside = [](double p) { return Distribution::Shape::inside(p); };
  if (rho_ == 1) {
    for (std::size_t s = 0; s < u.size(); ++s)
      u[s] = least_left_ == 1 ? shared[s] : inside(1 - shared[s] / left);
    return;
  }
  const double spread = std::sqrt(1 - rho_);
  if (left == 1) {
    for (std::size_t s = 0; s < u.size(); ++s) {
      u[s] = inside(normal_cdf(shared[s] + spread * normal_quantile(own[s])));
    }
    return;
  }
  const double bound = normal_deviate(left);
  for (std::size_t s = 0; s < u.size(); ++s) {
    // All by probabilities of the upper end, which may be small.
    const double above = normal_cdf((shared[s] - bound) / spread);
    const double e = -normal_quantile(inside((1 - own[s]) * above));
    u[s] = inside(1 - normal_cdf(-(shared[s] + spread * e)) / left);
  }
}

}  // namespace suanwang
