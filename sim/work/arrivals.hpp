#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "suanwang/work/generator.hpp"

namespace suanwang {

/// When the jobs of one stream arrive, one after the other.
class ArrivalProcess {
 public:
  virtual ~ArrivalProcess() = default;

  /// Arrival of job `index`; nothing when no more come before `kNever`. @pre asked for 0, 1, 2, … in turn
  virtual std::optional<Time> next(std::uint64_t index) = 0;
};

[[nodiscard]] std::unique_ptr<ArrivalProcess> arrivals_of(const Arrivals& arrivals,
                                                          const RandomStream& random);

/// `seconds` in whole nanoseconds, rounded to the nearest, in [0, 2^62].
[[nodiscard]] Duration nearest_duration(double seconds);

/// The rate of a Poisson stream, piece by piece from time 0. On a piece it is linear: pieces end at the full
/// hours of local time and where the growth has a corner.
class RatePieces {
 public:
  struct Piece {
    Time begin;
    Time end;
    double rate = 0;   ///< at `begin` [1/s]
    double slope = 0;  ///< [1/s²]

    [[nodiscard]] double seconds() const { return in_seconds(end - begin); }
    /// Expected arrivals in the piece.
    [[nodiscard]] double area() const;
    /// Seconds after `begin` at which `expected` arrivals are expected. @pre 0 <= expected < area()
    [[nodiscard]] double at(double expected) const;
  };

  explicit RatePieces(const Arrivals& arrivals);

  /// The next piece; nothing at the end of time.
  std::optional<Piece> next();

 private:
  [[nodiscard]] double weight_at(std::int64_t local_second) const;

  double per_second_;
  std::vector<double> hours_;     ///< of mean 1, or empty
  std::vector<double> weekdays_;  ///< of mean 1, or empty
  std::vector<std::pair<Time, double>> growth_;
  std::int64_t week_second_at_start_;
  Time at_ = kStart;
  std::size_t knot_ = 0;  ///< knots of `growth_` at or before `at_`
};

}  // namespace suanwang
