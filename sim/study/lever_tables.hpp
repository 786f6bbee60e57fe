#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/plan.hpp"

#include "scenario/lever_sets.hpp"
#include "study/lever_groups.hpp"

namespace suanwang {

/// A set of levers: by index, whether it is in.
using LeverSet = std::vector<bool>;

/// What a plan works on.
struct PlanCase {
  const Scenario* scenario;
  const PlanOptions* options;
  LeverBase base;
  const Spec* spec;                    ///< without any lever
  std::vector<std::size_t> questions;  ///< of those of a ReachModel
  std::vector<std::size_t> targets;    ///< by question: index into Spec::targets
  scenario::LeverRules rules;
  Progress* progress;

  [[nodiscard]] const std::vector<LeverSpec>& levers() const { return spec->plan->levers; }
  /// The spec with these levers, and all that they require. What is wrong goes to `diagnostics`.
  [[nodiscard]] std::optional<Spec> with(const std::vector<std::size_t>& levers,
                                         Diagnostics& diagnostics) const;
  /// Whether K satisfies the bound of a question.
  [[nodiscard]] bool is_met(std::size_t question, double k) const;
  [[nodiscard]] const TargetSpec& target(std::size_t question) const;
};

/// K at the date of each question [questions x samples], over some pools of a spec: those whose path is in
/// `pools`, or all but those.
struct PoolChoice {
  const std::set<std::string>* pools;
  bool is_of_them;
};
[[nodiscard]] std::vector<double> capacities(const PlanCase& plan, const Spec& spec, PoolChoice choice,
                                             std::uint64_t first, std::uint64_t count);

/// Which combination of its levers each group has, by its place among those of the group. What it requires of
/// other groups does not matter to K.
using LeverChoice = std::vector<std::size_t>;

/// K of all sets of levers on the same samples, as a sum of tables: of the pools that feel no lever, and of
/// each group, by which of its levers are pulled.
class LeverTables {
 public:
  struct Group {
    std::vector<std::size_t> levers;
    std::vector<std::size_t> place;           ///< by bits: of `combinations`; kNone: no such combination
    std::vector<std::uint32_t> combinations;  ///< by place: its bits; the first is empty
    std::vector<std::vector<double>> values;  ///< by place: [questions x samples]

    /// Pulls the levers of a combination.
    void add_to(LeverSet& set, std::size_t at) const {
      for (std::size_t i = 0; i < levers.size(); ++i) {
        if ((combinations[at] >> i & 1U) != 0) set[levers[i]] = true;
      }
    }
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  /// Nothing, and errors, when a combination cannot be read. @throws Interrupted
  [[nodiscard]] static std::optional<LeverTables> make(const PlanCase& plan, const LeverGroups& groups,
                                                       Diagnostics& diagnostics);

  [[nodiscard]] std::uint64_t samples() const { return samples_; }
  [[nodiscard]] std::size_t questions() const { return plan_->questions.size(); }
  [[nodiscard]] std::uint64_t evaluations() const { return evaluations_; }
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  /// K over the pools that feel no lever [questions x samples].
  [[nodiscard]] const std::vector<double>& unmoved() const { return unmoved_; }
  [[nodiscard]] bool wants_more(std::size_t question) const { return wants_more_[question]; }

  /// @pre no two levers of the set clash, and each has what it requires
  [[nodiscard]] LeverChoice choice_of(const LeverSet& set) const;
  /// K by sample.
  [[nodiscard]] std::vector<double> capacity(const LeverChoice& choice, std::size_t question) const;
  /// By question: in how many samples it is met.
  [[nodiscard]] std::vector<std::uint64_t> met(const LeverChoice& choice) const;
  /// By how much one combination of a group brings K nearer to the bound than another in a sample.
  [[nodiscard]] double nearer(std::size_t question, const Group& group, std::size_t place, std::size_t than,
                              std::uint64_t sample) const {
    const std::size_t at = question * samples_ + sample;
    const double more = group.values[place][at] - group.values[than][at];
    return wants_more_[question] ? more : -more;
  }
  /// Whether in no sample a combination brings K nearer to the bound than another.
  [[nodiscard]] bool is_never_nearer(std::size_t question, const Group& group, std::size_t place,
                                     std::size_t than) const;

 private:
  LeverTables(const PlanCase& plan, const LeverGroups& groups);
  bool fill(const LeverGroups& groups, Diagnostics& diagnostics);

  const PlanCase* plan_;
  std::uint64_t samples_;
  std::uint64_t evaluations_ = 0;
  std::vector<double> unmoved_;  ///< [questions x samples]
  std::vector<Group> groups_;
  std::vector<bool> wants_more_;  ///< by question
};

}  // namespace suanwang
