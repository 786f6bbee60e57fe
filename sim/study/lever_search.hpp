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

/// Searches for sets of levers on tables of K. Remembers every failure: a set that fails to be met in so many
/// samples also fails for more.
class LeverSearch {
 public:
  LeverSearch(const PlanCase& plan, const LeverTables& tables, const LeverLimits& limits);

  /// The cheapest allowed set that passes; of several the one with fewest levers, of these the one whose
  /// levers come first. By branch and bound; where that gives up, by programmes.
  [[nodiscard]] FoundSet cheapest(const LeverDemand& demand);
  /// An allowed set with which that of `questions` which is met least is met in most samples, and in how
  /// many.
  [[nodiscard]] std::pair<LeverSet, std::uint64_t> most(const std::vector<std::size_t>& questions,
                                                        bool& proved);

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

  [[nodiscard]] bool passes(const LeverSet& set, const LeverDemand& demand);
  /// Learns from a set that does not pass. @return what it teaches, as rows of a programme
  std::vector<LeverRow> learn(const LeverSet& set, const LeverDemand& demand);
  /// @param failing grows as far as it fails
  LeverRow learn(LeverChoice& failing, std::size_t question, std::uint64_t needed);
  [[nodiscard]] bool step_out(LeverChoice& choice, const LeverChoice& failing, std::size_t question);
  [[nodiscard]] std::int64_t cost_of(const LeverTables::Group& group, std::size_t place) const;
  void enlarge(LeverChoice& failing, std::size_t question, std::uint64_t needed);
  [[nodiscard]] std::vector<LeverRow> balance_rows(std::size_t question, std::uint64_t needed) const;
  [[nodiscard]] std::vector<LeverRow> known(const LeverDemand& demand);
  /// By place: whether a combination of a group is never nearer than that at `than`.
  [[nodiscard]] const std::vector<bool>& never_nearer(std::size_t question, std::size_t group,
                                                      std::size_t than);
  /// Of the sets that a programme ever proposed.
  [[nodiscard]] std::optional<LeverSet> cheapest_seen(const LeverDemand& demand);
  /// The least of `objective` among what passes, with what `programme` already rules out. @param best one
  /// that passes, if any is known; becomes the answer. @return whether it is proved
  bool improve(LeverProgramme& programme, const std::vector<double>& objective, const LeverDemand& demand,
               std::optional<LeverSet>& best);
  [[nodiscard]] std::vector<double> promise(const LeverProgramme& programme, const LeverDemand& demand) const;

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
  bool has_given_up_ = false;  ///< on a programme: the next are as hard
};

}  // namespace suanwang
