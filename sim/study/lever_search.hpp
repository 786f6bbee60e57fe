#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "study/lever_branching.hpp"
#include "study/lever_limits.hpp"
#include "study/lever_programme.hpp"
#include "study/lever_tables.hpp"

namespace suanwang {

/// What samples say together of every set with which a question is met in `needed` of them or more. In those
/// what the groups bring adds up to what is lacking without any lever; hence, for weights w >= 0 and samples
/// L,
///
///   sum over groups of  sum over L of w min(gain of its combination, lacking)
///     >=  the least sum of  w lacking  over |L| - (n - needed) samples of L
///
/// These rows, for L all samples and those in which most is lacking, with w = 1 and w = 1 / lacking. Levers
/// that are much alike would otherwise have to be ruled out set by set.
[[nodiscard]] std::vector<LeverRow> balance_rows(const PlanCase& plan, const LeverTables& tables,
                                                 const LeverProgramme& programme, std::size_t question,
                                                 std::uint64_t needed);

/// Searches for sets of levers on tables of K. Remembers every failure: a set that fails to be met in so many
/// samples also fails for more.
class LeverSearch {
 public:
  LeverSearch(const PlanCase& plan, const LeverTables& tables, const LeverLimits& limits);

  /// The cheapest allowed set with which each question is met in `needed` samples or more; of several the one
  /// with fewest levers, of these the one whose levers come first. By branch and bound; where that gives up,
  /// by programmes.
  [[nodiscard]] FoundSet cheapest(std::uint64_t needed);
  /// The allowed set with which a question (none: that which is met least) is met in most samples, and in how
  /// many.
  [[nodiscard]] std::pair<LeverSet, std::uint64_t> most(std::optional<std::size_t> question, bool& proved);

  [[nodiscard]] const std::vector<std::uint64_t>& met(const LeverChoice& choice);
  [[nodiscard]] std::uint64_t sets() const { return met_.size(); }
  [[nodiscard]] std::uint64_t programmes() const { return programmes_; }

 private:
  /// Sets that a question fails with: each group has a combination that is never nearer to the bound than
  /// that of a set that fails.
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
  /// Learns from a set that does not pass. @return what it teaches, as rows of a programme
  std::vector<LeverRow> learn(const LeverSet& set, const Demand& demand);
  /// @param failing grows as far as it fails
  LeverRow learn(LeverChoice& failing, std::size_t question, std::uint64_t needed);
  [[nodiscard]] bool step_out(LeverChoice& choice, const LeverChoice& failing, std::size_t question);
  [[nodiscard]] std::int64_t cost_of(const LeverTables::Group& group, std::size_t place) const;
  void enlarge(LeverChoice& failing, std::size_t question, std::uint64_t needed);
  [[nodiscard]] std::vector<LeverRow> known(const Demand& demand);
  /// By place: whether a combination of a group is never nearer than that at `than`.
  [[nodiscard]] const std::vector<bool>& never_nearer(std::size_t question, std::size_t group,
                                                      std::size_t than);
  /// Of the sets that a programme ever proposed.
  [[nodiscard]] std::optional<LeverSet> cheapest_seen(const Demand& demand);
  /// The least of `objective` among what passes, with what `programme` already rules out. @param best one
  /// that passes, if any is known; becomes the answer. @return whether it is proved
  bool improve(LeverProgramme& programme, const std::vector<double>& objective, const Demand& demand,
               std::optional<LeverSet>& best);
  [[nodiscard]] std::vector<double> promise(const LeverProgramme& programme, const Demand& demand) const;

  const PlanCase* plan_;
  const LeverTables* tables_;
  const LeverLimits* limits_;
  LeverBranching branching_;
  LeverProgramme columns_;
  std::vector<std::vector<std::uint32_t>>
      units_;  ///< by group: bits of levers that move together, cheapest first
  std::map<LeverChoice, std::vector<std::uint64_t>> met_;
  std::set<LeverSet> proposed_;
  std::vector<Failure> failures_;
  std::map<std::pair<std::size_t, std::uint64_t>, std::vector<LeverRow>> balance_;  ///< by question and need
  std::map<std::array<std::size_t, 3>, std::vector<bool>> never_nearer_;
  std::uint64_t programmes_ = 0;
};

}  // namespace suanwang
