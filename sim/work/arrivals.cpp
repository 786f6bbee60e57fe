/// Arrival processes. A Poisson process of rate λ(t) is drawn by inversion: if Λ(t) = ∫λ and E_k are
/// independent exponentials of mean 1, the arrivals are at Λ⁻¹(E_1), Λ⁻¹(E_1 + E_2), …
/// @source E. Çinlar, "Introduction to Stochastic Processes", 1975, sect. 4.7.
#include "work/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kWeek = 7 * kDay;

std::vector<double> of_mean_one(std::vector<double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  SUANWANG_CHECK(weights.empty() || sum > 0);
  for (double& weight : weights) weight *= static_cast<double>(weights.size()) / sum;
  return weights;
}

class Poisson final : public ArrivalProcess {
 public:
  Poisson(const Arrivals& arrivals, const RandomStream& random)
      : pieces_{arrivals}, random_{random}, piece_{pieces_.next()} {}

  std::optional<Time> next(std::uint64_t index) override {
    passed_ -= std::log(random_.uniform(index));
    for (; piece_; piece_ = pieces_.next()) {
      const double area = piece_->area();
      if (passed_ < area) return std::min(piece_->begin + nearest_duration(piece_->at(passed_)), piece_->end);
      passed_ -= area;
    }
    return std::nullopt;
  }

 private:
  RatePieces pieces_;
  RandomStream random_;
  std::optional<RatePieces::Piece> piece_;
  double passed_ = 0;  ///< expected arrivals since the piece began
};

class Regular final : public ArrivalProcess {
 public:
  explicit Regular(Duration every) : every_{every} { SUANWANG_CHECK(every > Duration::zero()); }

  std::optional<Time> next(std::uint64_t index) override {
    const auto most = static_cast<std::uint64_t>(kNever.time_since_epoch() / every_);
    if (index >= most) return std::nullopt;
    return kStart + every_ * static_cast<std::int64_t>(index);
  }

 private:
  Duration every_;
};

class Renewal final : public ArrivalProcess {
 public:
  Renewal(Distribution interval, const RandomStream& random)
      : interval_{std::move(interval)}, random_{random} {
    SUANWANG_CHECK(interval_.mean() > 0);  // otherwise time would stand still
  }

  std::optional<Time> next(std::uint64_t index) override {
    const Duration wait = nearest_duration(interval_.sample(random_.uniform(index)));
    if (wait >= kNever - at_) return std::nullopt;
    return at_ += wait;
  }

 private:
  Distribution interval_;
  RandomStream random_;
  Time at_ = kStart;
};

}  // namespace

Duration nearest_duration(double seconds) {
  constexpr double kMost = 0x1p62;
  const double nanos = std::round(seconds * 1e9);
  if (!(nanos > 0)) return Duration::zero();
  return Duration{nanos < kMost ? static_cast<std::int64_t>(nanos) : std::int64_t{1} << 62};
}

double RatePieces::Piece::area() const {
  const double length = seconds();
  return std::max(0.0, length * (rate + slope * length / 2));
}

double RatePieces::Piece::at(double expected) const {
  // rate·x + slope·x²/2 = expected, without subtracting: exact also for slope 0 and for rate 0.
  const double root = std::sqrt(std::max(0.0, rate * rate + 2 * slope * expected));
  const double below = rate + root;
  return below > 0 ? std::min(2 * expected / below, seconds()) : 0.0;
}

RatePieces::RatePieces(const Arrivals& arrivals)
    : per_second_{arrivals.per_second},
      hours_{of_mean_one(arrivals.hours)},
      weekdays_{of_mean_one(arrivals.weekdays)},
      growth_{arrivals.growth},
      week_second_at_start_{arrivals.week_second_at_start} {
  SUANWANG_CHECK(hours_.empty() || hours_.size() == 24);
  SUANWANG_CHECK(weekdays_.empty() || weekdays_.size() == 7);
  for (std::size_t i = 1; i < growth_.size(); ++i) SUANWANG_CHECK(growth_[i - 1].first < growth_[i].first);
}

double RatePieces::weight_at(std::int64_t local_second) const {
  const std::int64_t second = ((local_second % kWeek) + kWeek) % kWeek;
  const double hour = hours_.empty() ? 1 : hours_[static_cast<std::size_t>(second % kDay / kHour)];
  const double weekday = weekdays_.empty() ? 1 : weekdays_[static_cast<std::size_t>(second / kDay)];
  return hour * weekday;
}

std::optional<RatePieces::Piece> RatePieces::next() {
  if (at_ == kNever) return std::nullopt;
  Piece piece{.begin = at_, .end = kNever};
  // Rounded down: after a corner of the growth a piece may begin within a second.
  const std::int64_t local =
      week_second_at_start_ + std::chrono::floor<std::chrono::seconds>(at_).time_since_epoch().count();
  const Duration to_hour = std::chrono::seconds{kHour - ((local % kHour) + kHour) % kHour} -
                           (at_ - std::chrono::floor<std::chrono::seconds>(at_));
  if (to_hour < kNever - at_) piece.end = at_ + to_hour;

  while (knot_ < growth_.size() && growth_[knot_].first <= at_) ++knot_;
  if (knot_ < growth_.size()) piece.end = std::min(piece.end, growth_[knot_].first);

  const double level = per_second_ * weight_at(local);
  if (growth_.empty()) {
    piece.rate = level;
  } else if (knot_ == 0 || knot_ == growth_.size()) {
    piece.rate = level * growth_[knot_ == 0 ? 0 : knot_ - 1].second;
  } else {
    const auto& [from, before] = growth_[knot_ - 1];
    const auto& [to, after] = growth_[knot_];
    const double per_second = (after - before) / in_seconds(to - from);
    piece.rate = level * (before + per_second * in_seconds(at_ - from));
    piece.slope = level * per_second;
  }
  at_ = piece.end;
  return piece;
}

std::unique_ptr<ArrivalProcess> arrivals_of(const Arrivals& arrivals, const RandomStream& random) {
  switch (arrivals.kind) {
    case Arrivals::Kind::Every:
      return std::make_unique<Regular>(arrivals.every);
    case Arrivals::Kind::Intervals:
      return std::make_unique<Renewal>(arrivals.interval, random);
    case Arrivals::Kind::Poisson:
      break;
  }
  return std::make_unique<Poisson>(arrivals, random);
}

double expected_arrivals(const Arrivals& arrivals, Time until) {
  if (until <= kStart) return 0;
  const Duration span = until - kStart;
  switch (arrivals.kind) {
    case Arrivals::Kind::Every:
      return static_cast<double>((span - Duration{1}) / arrivals.every + 1);
    case Arrivals::Kind::Intervals:
      return in_seconds(span) / arrivals.interval.mean();
    case Arrivals::Kind::Poisson:
      break;
  }
  double sum = 0;
  RatePieces pieces{arrivals};
  for (auto piece = pieces.next(); piece && piece->begin < until; piece = pieces.next()) {
    piece->end = std::min(piece->end, until);
    sum += piece->area();
  }
  return sum;
}

}  // namespace suanwang
