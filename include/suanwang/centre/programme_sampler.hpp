#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "suanwang/base/random.hpp"
#include "suanwang/centre/programme.hpp"

namespace suanwang {

/// What is wrong with the facts of a programme.
struct ProgrammeProblem {
  enum class Kind : std::uint8_t {
    Overdue,          ///< not done, though its law says that it has ended by `as_of` (all but 1e-290 of it)
    FactAfterAsOf,    ///< begun, or done, after `as_of`
    DoneBeforeBegun,  ///< ended before it started
  };
  Kind kind;
  std::size_t activity;
  double start = 0;  ///< of an overdue one: when it started, by the facts
};

/// All of them, by activity. @pre as ProgrammeSampler
[[nodiscard]] std::vector<ProgrammeProblem> problems(const Programme& programme);

/// A row of the uniform numbers that a sampler takes: something uncertain that can change a result. Not in
/// the list are constants, what is done, shocks of rho 0, and the own draws of activities under a rho of 1.
struct ProgrammeUnknown {
  enum class Kind : std::uint8_t { Shock, Activity, Lot };
  Kind kind;
  std::size_t index;    ///< of the shock, of the activity, of the lot's supply
  std::size_t lot = 0;  ///< of its supply
  Purpose purpose;      ///< with `entity` the name of its draws: RandomStream{seed, sample, purpose, entity}
  std::uint64_t entity;
};

/// From `date` on a phase is in service with `share`.
struct PhaseStep {
  double date;
  double share;  ///< of the whole phase; above 0, at most 1
  friend bool operator==(const PhaseStep&, const PhaseStep&) = default;
};

/// What becomes of a programme, in a number of samples.
class ProgrammeSamples {
 public:
  [[nodiscard]] std::size_t samples() const { return samples_; }

  /// When an activity ends, by sample.
  [[nodiscard]] std::span<const double> ends(std::size_t activity) const {
    return std::span{ends_}.subspan(activity * samples_, samples_);
  }

  /// How a phase comes into service: by date, the shares growing, each date once. Without needs one step, to
  /// 1; with needs perhaps none. What it `retires` is not in them. The date of a phase that waits for
  /// nothing is -infinity.
  [[nodiscard]] std::span<const PhaseStep> steps(std::size_t phase, std::size_t sample) const {
    const Phase& p = phases_[phase];
    if (p.first.empty()) return std::span{p.steps}.subspan(sample, 1);
    return std::span{p.steps}.subspan(p.first[sample], p.first[sample + 1] - p.first[sample]);
  }

  /// From when on a phase is retired; +infinity if never.
  [[nodiscard]] double retirement(std::size_t phase, std::size_t sample) const {
    const std::vector<double>& dates = phases_[phase].retires;
    return dates.empty() ? std::numeric_limits<double>::infinity() : dates[sample];
  }

 private:
  friend class ProgrammeSampler;
  struct Phase {
    std::vector<PhaseStep> steps;    ///< sample after sample
    std::vector<std::size_t> first;  ///< by sample, and one more; empty: one step a sample
    std::vector<double> retires;     ///< by sample; empty: never
  };
  std::size_t samples_ = 0;
  std::vector<double> ends_;        ///< [activities x samples]
  std::vector<double> quantities_;  ///< [lots of all supplies x samples]
  std::vector<Phase> phases_;
};

/// What goes better than a programme says, to see what that would be worth. Without any of it nothing
/// changes, to the bit.
struct ProgrammeNudge {
  /// An activity that ends `seconds` sooner, yet neither before it starts nor before `as_of`; what comes
  /// after it starts sooner accordingly. A fact stays.
  struct Sooner {
    std::size_t activity = 0;
    double seconds = 0;
  };
  /// A lot that brings `quantity` more.
  struct More {
    std::size_t supply = 0;
    std::size_t lot = 0;
    double quantity = 0;
  };
  std::optional<Sooner> sooner{};
  std::optional<More> more{};
};

/// Turns uniform numbers into what becomes of a programme, many samples at a time.
///
/// A sample depends on its own column of numbers only, so blocks may have any size and run side by side. An
/// activity's number is turned into its duration as `Distribution::sample` does, where it had started by
/// `as_of` as `sample_above` does; under a shock (rho > 0) by its quantile. The condition that nothing
/// unfinished has ended by `as_of` is met exactly, under a shock too (see `Shock`).
class ProgrammeSampler {
 public:
  /// How laws are inverted. `Tabled`: uniform, exponential, triangular and constant laws exactly, others by
  /// `QuantileTable`, within 1e-9 of the law's width (1e-8 under a shock), at some 7 ns a draw; the tables of
  /// a PERT activity cost 2 ms at the beginning, those of a conditioned mixture 0.1 s. `Exact`: as
  /// `Distribution` itself, to the bit where there is no shock.
  enum class Inversion : std::uint8_t { Tabled, Exact };

  /// @pre indices in range, activities after earlier ones only, lags >= 0, durations >= 0, 0 <= rho <= 1. An
  ///   activity that is overdue ends at `as_of`.
  explicit ProgrammeSampler(Programme programme, Inversion inversion = Inversion::Tabled);

  [[nodiscard]] const Programme& programme() const;

  /// The rows that `evaluate` takes: shocks, then activities, then lots.
  [[nodiscard]] const std::vector<ProgrammeUnknown>& unknowns() const;

  /// @pre `uniforms` has the shape [unknowns x samples], a row's samples side by side; 0 < u < 1
  [[nodiscard]] ProgrammeSamples evaluate(std::span<const double> uniforms, std::size_t samples,
                                          const ProgrammeNudge& nudge = {}) const;

  /// The activities that a step of a phase waited for in one sample, the last first: what ended when it
  /// began (something that the phase comes after, else the lot that came then), then of each activity the one
  /// that it started after: a predecessor, or the one whose crew it waited for. Of several at once the one
  /// that is listed first. The chain stops before what is done, and at what has begun or started at a given
  /// date.
  /// @pre evaluated by this sampler; the step exists
  [[nodiscard]] std::vector<std::size_t> critical_path(const ProgrammeSamples& samples, std::size_t sample,
                                                       std::size_t phase, std::size_t step) const;

 private:
  struct Parts;
  std::shared_ptr<const Parts> parts_;
};

}  // namespace suanwang
