#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "suanwang/centre/programme_sampler.hpp"
#include "suanwang/centre/quantile_table.hpp"

#include "centre/shared_shock.hpp"

namespace suanwang {

/// How a programme's uniform numbers become durations and quantities, given what is known.
class ProgrammeDraws {
 public:
  /// `starts`: when activities start by the facts; after `as_of` if that is open.
  ProgrammeDraws(const Programme& programme, const std::vector<double>& starts,
                 ProgrammeSampler::Inversion inversion);

  [[nodiscard]] const std::vector<ProgrammeUnknown>& unknowns() const { return unknowns_; }

  /// Of what is done the duration is 0.
  /// @shape uniforms [unknowns x samples], durations [activities x samples], quantities [lots x samples]
  void fill(std::span<const double> uniforms, std::size_t samples, std::span<double> durations,
            std::span<double> quantities) const;

 private:
  static constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

  /// A constant, or a function of a uniform number.
  struct Number {
    double constant = 0;
    std::function<double(double)> exact;  ///< empty: constant
    std::optional<QuantileTable> table;
    std::size_t row = kNoRow;          ///< of the uniform numbers; none of a constant, or if rho is 1
    std::optional<std::size_t> shock;  ///< index into shocks_; before these are known, of the programme
    double left = 1;                   ///< under a shock: P(more than what it has exceeded)

    void draw_from(const Distribution& law, std::optional<double> above, bool tabled);
    void apply(std::span<const double> u, std::span<double> values) const;
  };
  struct Shocked {
    double rho;
    std::size_t row;
    SharedShock law;
  };

  [[nodiscard]] Number duration(const Programme& programme, std::size_t i, double start) const;
  void add_shocks(const Programme& programme);
  std::size_t add_row(ProgrammeUnknown::Kind kind, std::size_t index, std::size_t lot,
                      const Unknown& unknown);

  bool tabled_;
  std::vector<ProgrammeUnknown> unknowns_;
  std::vector<Number> durations_;   ///< by activity
  std::vector<Number> quantities_;  ///< supply after supply
  std::vector<Shocked> shocks_;     ///< those that matter, of rho > 0
};

}  // namespace suanwang
