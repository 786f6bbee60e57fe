#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "suanwang/base/points.hpp"
#include "suanwang/centre/programme_sampler.hpp"
#include "suanwang/scenario/programme.hpp"
#include "suanwang/study/reach.hpp"

namespace suanwang {

/// Whole accelerators only; the tolerance keeps 16 EFLOPS ÷ 256 TFLOPS at 62,500.
[[nodiscard]] inline double whole_cards(double capacity, double per_card) {
  return std::floor(capacity / per_card + 1e-6);
}

/// A target under a basis.
struct ReachQuestion {
  std::size_t target = 0;
  std::string basis;
  double by = 0;  ///< seconds since 1970; the bound is asked of what is in service before
};

/// Everything uncertain about the capacity of a spec, as rows of uniform numbers, and what follows of them.
class ReachModel {
  struct Way;
  struct Counted;

 public:
  explicit ReachModel(const Spec& spec);

  [[nodiscard]] const std::vector<ReachQuestion>& questions() const { return questions_; }
  /// Whether a pool counts for a question, given by its phase.
  [[nodiscard]] bool counts(std::size_t question, std::size_t phase) const;
  /// By row of the numbers: what it drives, and where its numbers come from.
  [[nodiscard]] const std::vector<ReachUnknown>& unknowns() const { return unknowns_; }
  [[nodiscard]] const std::vector<Coordinate>& coordinates() const { return coordinates_; }
  [[nodiscard]] const BuildOut& build_out() const { return build_out_; }
  [[nodiscard]] const Spec& spec() const { return *spec_; }

  /// The values that uniform numbers give an unknown; of what a programme draws, the numbers themselves.
  [[nodiscard]] std::vector<double> values(std::size_t unknown, std::vector<double> uniforms) const;

  /// A pool comes into service, grows, or leaves.
  struct Change {
    double at;
    double flops;       ///< more, or less than before
    std::size_t phase;  ///< whose
    std::size_t step;   ///< of its steps; kNoStep: it retires
  };
  static constexpr std::size_t kNoStep = std::numeric_limits<std::size_t>::max();

  /// A block of samples, evaluated.
  class Block {
   public:
    /// K at `at` [FLOP/s]: what is in service before.
    [[nodiscard]] double capacity(std::size_t question, std::size_t sample, double at) const;
    /// What `cards` more accelerators of a pool would add to it, coming as those of the pool come. 0 where
    /// the pool does not count. @pre its capacity is given by accelerators
    [[nodiscard]] double capacity_of_more(std::size_t question, std::size_t phase, double cards,
                                          std::size_t sample, double at) const;
    /// That of these pools alone. @param is_counted by phase
    [[nodiscard]] double capacity_of(const std::vector<bool>& is_counted, std::size_t question,
                                     std::size_t sample, double at) const;
    /// The same pool by pool: adds what each counts to its place, by phase.
    void add_by_phase(std::size_t question, std::size_t sample, double at, std::span<double> sums) const;
    /// When an activity ends, by sample.
    [[nodiscard]] std::span<const double> ends(std::size_t activity) const {
      return programme_.ends(activity);
    }
    /// The part of it that rests on sources.
    [[nodiscard]] double sourced(std::size_t question, std::size_t sample, double at) const;
    /// From when on the bound holds for good, +inf: never; and the change with which it begins to.
    struct Passage {
      double at;
      Change by;
      bool lost = false;  ///< it held for a while before the question's date, and does not then
    };
    [[nodiscard]] Passage passage(std::size_t question, std::size_t sample) const;
    [[nodiscard]] std::vector<std::size_t> critical_path(std::size_t sample, const Change& change) const;

    /// How a pool counts, as units × peak × factor [FLOP/s], and with which share before `at`.
    struct Entry {
      std::size_t phase = 0;
      std::string precision{};
      bool by_cards = false;  ///< a unit is an accelerator
      double units = 0;
      double peak = 0;
      double factor = 1;
      double share = 0;
      double online = 0;   ///< its first date; -inf: from the beginning, +inf: never
      double retires = 0;  ///< +inf: never
      bool sourced = false;
      [[nodiscard]] double flops() const { return factor * (units * peak); }
    };
    [[nodiscard]] std::vector<Entry> entries(std::size_t question, std::size_t sample, double at) const;

   private:
    friend class ReachModel;
    explicit Block(const ReachModel& model) : model_{&model} {}
    [[nodiscard]] double units(const Way& way, std::size_t sample) const;
    [[nodiscard]] double factor(const Way& way, std::size_t sample) const;
    /// A share of a pool, of accelerators what is whole, rounded down as `run` does.
    [[nodiscard]] double whole(const Counted& pool, std::size_t sample, double share) const;
    /// What a whole pool counts for.
    [[nodiscard]] double flops(std::size_t question, std::size_t pool, std::size_t sample,
                               double more_units = 0) const;

    const ReachModel* model_;
    ProgrammeSamples programme_;
    std::vector<std::vector<double>> drawn_;  // by row after the programme's: the values, by sample
  };

  /// @pre `uniforms` has the shape [unknowns × samples], stays valid as long as the block, 0 < u < 1
  [[nodiscard]] Block evaluate(std::span<const double> uniforms, std::size_t samples,
                               const ProgrammeNudge& nudge = {}) const;

 private:
  static constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();
  /// A way in which a pool counts under a basis: units × peak × factor. A unit is an accelerator; of a stock
  /// that is given by its capacity 1 FLOP/s.
  struct Way {
    std::string precision;
    double units = 0;
    std::size_t amount = kNoRow;  ///< of `drawn_`: in place of `units`
    double per_card = 0;          ///< > 0: the amount is a capacity, of whole accelerators of so much each
    double peak = 1;
    double factor = 1;
    std::size_t factor_row = kNoRow;  ///< of `drawn_`: in place of `factor`
  };
  /// A pool under a question: it counts for the most of its ways.
  struct Counted {
    std::size_t phase;
    std::vector<Way> ways;
    bool by_cards;
    bool sourced;
  };

  void add_programme();
  std::size_t add_law(const Distribution& law, const Coordinate& coordinate, ReachUnknown unknown);
  /// How much of a precision a pool has, apart from conversion.
  [[nodiscard]] std::optional<Way> amount(const CentreSpec& centre, const PoolSpec& pool,
                                          const AcceleratorSpec* accelerator, const std::string& precision);
  [[nodiscard]] std::vector<Counted> count_pools(const TargetSpec& target, const std::string& basis);
  [[nodiscard]] std::optional<Counted> count_pool(std::size_t phase, const Basis& basis,
                                                  const BasisSpec* declared);

  const Spec* spec_;
  BuildOut build_out_;
  ProgrammeSampler sampler_;
  std::vector<ReachQuestion> questions_;
  std::vector<std::vector<Counted>> counted_;  // by question
  std::vector<ReachUnknown> unknowns_;
  std::vector<Coordinate> coordinates_;
  std::vector<Distribution> laws_;  // of the rows after the programme's
};

}  // namespace suanwang
