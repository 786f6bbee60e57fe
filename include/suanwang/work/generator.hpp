#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "suanwang/base/distribution.hpp"
#include "suanwang/base/random.hpp"
#include "suanwang/work/source.hpp"

namespace suanwang {

/// When jobs of a generated stream arrive.
struct Arrivals {
  enum class Kind { Poisson, Every, Intervals };
  Kind kind = Kind::Poisson;

  double per_second = 0;  ///< Poisson: the base rate, before profile and growth
  Duration every{0};      ///< Every: first job at time 0, then one each `every`; > 0
  Distribution interval;  ///< Intervals: independent, in seconds; the first is drawn from time 0

  /// Poisson only. Relative weights of the hours of a day (24) and the days of a week (7, Monday first), in
  /// local time; each is scaled to mean 1. Empty: flat.
  std::vector<double> hours;
  std::vector<double> weekdays;
  /// Poisson only. Factor on the rate at instants from time 0; linear between them, constant outside.
  /// Empty: 1.
  std::vector<std::pair<Time, double>> growth;
  /// Local time of day and weekday at time 0, for the profile: seconds since Monday 00:00.
  std::int64_t week_second_at_start = 0;
};

/// How long a job says it may run.
struct WalltimeRule {
  enum class Kind { Exact, Factor, Given };
  Kind kind = Kind::Exact;
  Distribution value;  ///< Factor: times the run time; Given: seconds
};

/// One class of a mix: what its jobs need.
struct JobClass {
  ClassId id;
  double weight = 1;          ///< share of the stream's jobs, relative to the other classes' weights; >= 0
  Distribution accelerators;  ///< rounded to the nearest whole number, at least 1
  Distribution duration;      ///< seconds, at least 1 ns
};

/// A stream of jobs drawn at random, in constant memory; every draw is keyed by (seed, replication, purpose,
/// stream id, job index).
struct Generator {
  StreamDefaults defaults;
  std::uint64_t entity = 0;  ///< hash_of the stream's id
  Arrivals arrivals;
  std::vector<JobClass> classes;  ///< at least one; more than one makes the stream a mix
  WalltimeRule walltime;
  Distribution priority;                   ///< rounded to the nearest whole number
  std::optional<Distribution> deadline{};  ///< seconds from submission
  Time until = kNever;                     ///< no job is submitted at or after this instant
  std::optional<std::uint64_t> count;
};

/// @pre `until` or `count` ends the stream.
[[nodiscard]] std::unique_ptr<JobSource> generate(const Generator& generator, std::uint64_t seed,
                                                  std::uint32_t replication);

/// Expected number of arrivals in [kStart, until): exact for Poisson and Every; for Intervals the length over
/// the mean interval, which the truth approaches as the stream gets long.
[[nodiscard]] double expected_arrivals(const Arrivals& arrivals, Time until);

}  // namespace suanwang
