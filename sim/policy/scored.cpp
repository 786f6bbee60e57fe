// The centre of the least score: by weights or by a formula, one job at a time or all that are due at once.
#include <algorithm>
#include <memory>
#include <tuple>

#include "suanwang/policy/dispatch.hpp"
#include "suanwang/policy/scorer.hpp"

#include "policy/parts.hpp"

namespace suanwang {
namespace {

class Scored final : public Dispatcher {
 public:
  explicit Scored(const ScoreSettings& settings) : settings_{settings}, scorer_{settings} {}

  std::size_t choose(std::span<const CentreOption> options, const RandomStream& /*draw*/) override {
    const auto key = [](const CentreOption& o) { return std::tuple{o.score, !o.is_home}; };
    const auto best = std::min_element(options.begin(), options.end(),
                                       [&](const auto& a, const auto& b) { return key(a) < key(b); });
    return static_cast<std::size_t>(best - options.begin());
  }
  [[nodiscard]] Scorer* scorer() override { return &scorer_; }
  [[nodiscard]] std::size_t window() const override { return settings_.window; }
  [[nodiscard]] bool matches() const override { return settings_.assign != ScoreSettings::Assign::Greedy; }
  [[nodiscard]] Matches match(const MatchProblem& problem) const override {
    return settings_.assign == ScoreSettings::Assign::Flow ? match_by_flow(problem) : match_by_size(problem);
  }
  [[nodiscard]] bool needs_completion() const override {
    return scorer_.uses(ScoreVariable::Wait) || movable_after() != Duration::max();
  }
  [[nodiscard]] Duration movable_after() const override { return settings_.moves_after; }

 private:
  ScoreSettings settings_;
  Scorer scorer_;
};

}  // namespace

Matches Dispatcher::match(const MatchProblem& problem) const {
  return Matches(problem.need.size());
}

std::unique_ptr<Dispatcher> make_scored(const PolicySettings& settings) {
  return std::make_unique<Scored>(settings.scoring);
}

}  // namespace suanwang
