#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "study/lever_limits.hpp"
#include "study/lever_programme.hpp"
#include "study/lever_tables.hpp"

namespace suanwang {

/// What samples say together of every set with which a question is met in `needed` of them or more. In those
/// the gains of the levers add up to what is lacking without any; hence, for weights w >= 0 and any samples
/// L,
///
///   sum over levers x of  sum over L of w min(gain of x, lacking)  >=  the least sum over |L| - (n - needed)
///                                                                      samples of L of  w lacking
///
/// These rows, for L all samples and those in which most is lacking, with w = 1 and w = 1 / lacking. Levers
/// that are much alike would otherwise have to be ruled out set by set.
[[nodiscard]] std::vector<LeverRow> balance_rows(const PlanCase& plan, const LeverTables& tables,
                                                 std::size_t question, std::uint64_t needed);

/// What a search found.
struct FoundSet {
  std::optional<LeverSet> set;
  bool proved = true;  ///< that there is no better one, or none
};

/// Searches for sets of levers on tables of K. Remembers every failure: a set that fails to be met in so many
/// samples also fails for more.
class LeverSearch {
 public:
  LeverSearch(const PlanCase& plan, const LeverTables& tables, const LeverLimits& limits);

  /// The cheapest allowed set with which each question is met in `needed` samples or more; of several the one
  /// with fewest levers, of these the one whose levers come first.
  [[nodiscard]] FoundSet cheapest(std::uint64_t needed);
  /// The allowed set with which a question (none: that which is met least) is met in most samples, and in how
  /// many.
  [[nodiscard]] std::pair<LeverSet, std::uint64_t> most(std::optional<std::size_t> question, bool& proved);

  [[nodiscard]] const std::vector<std::uint64_t>& met(const LeverSet& set);
  [[nodiscard]] std::uint64_t sets() const { return met_.size(); }
  [[nodiscard]] std::uint64_t programmes() const { return programmes_; }

 private:
  /// Sets that a question fails with: those that differ from `of` by what harms it, or lack what helps it.
  struct Failure {
    std::size_t question;
    std::uint64_t met;  ///< in how many samples at most
    LeverRow row;       ///< what every other set satisfies
  };
  /// The questions that must be met, each in `needed` samples.
  struct Demand {
    std::vector<std::size_t> questions;
    std::uint64_t needed;
  };

  [[nodiscard]] bool passes(const LeverSet& set, const Demand& demand);
  /// Learns from a set that does not pass. @return its rows
  std::vector<LeverRow> learn(const LeverSet& set, const Demand& demand);
  void worsen(LeverSet& set, std::size_t question, std::uint64_t needed);
  [[nodiscard]] bool is_possible(const LeverSet& set) const;
  [[nodiscard]] std::vector<LeverRow> known(const Demand& demand);
  /// Of the sets that were ever looked up.
  [[nodiscard]] std::optional<LeverSet> cheapest_seen(const Demand& demand);
  /// The least of `objective` among what passes, with what `programme` already rules out. @param best one
  /// that passes, if any is known; becomes the answer. @return whether it is proved
  bool improve(LeverProgramme& programme, const std::vector<double>& objective, const Demand& demand,
               std::optional<LeverSet>& best);

  const PlanCase* plan_;
  const LeverTables* tables_;
  const LeverLimits* limits_;
  std::vector<std::size_t> cheapest_first_;
  std::map<LeverSet, std::vector<std::uint64_t>> met_;
  std::vector<Failure> failures_;
  std::map<std::pair<std::size_t, std::uint64_t>, std::vector<LeverRow>> balance_;  ///< by question and need
  std::uint64_t programmes_ = 0;
};

}  // namespace suanwang
