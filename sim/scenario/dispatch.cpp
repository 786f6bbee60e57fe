// Dispatch of a policy: names, how long a job stays at home, scores.
#include "scenario/dispatch.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "suanwang/policy/criteria.hpp"
#include "suanwang/scenario/instants.hpp"

#include "scenario/catalogue_words.hpp"
#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/formula.hpp"
#include "scenario/schema.hpp"

namespace suanwang::scenario {
namespace {

constexpr EntryName kRules{names_of<&Catalogue::dispatches>, {}};

/// {overflow: {after: 30 min}}
struct Overflow {
  Duration after{0};
};
void fields(Fields& f, Overflow& overflow) {
  f.optional(
      "after", [&overflow](Seconds wait) { overflow.after = rounded_up(wait); }, Typed<Seconds>{kOffset},
      "how long a job waits at home before it may go elsewhere");
}
void finish(const Object& /*object*/, Overflow& /*overflow*/) {}

/// {wait: 1, price: 3600}
struct Weights {
  std::array<double, kCriteria> of{};
  std::size_t read = 0;
};
void fields(Fields& f, Weights& weights) {
  constexpr Amount kWeight{Dimension::Ratio, 0, 1e12, "from 0 to 1e12"};
  for (std::size_t c = 0; c < kCriteria; ++c) {
    const FormulaVariable& criterion = score_variables()[c];
    f.optional(
        criterion.name,
        [&weights, c](double weight) {
          weights.of[c] = weight;
          ++weights.read;
        },
        kWeight, criterion.en);
  }
}
void finish(const Object& object, Weights& weights) {
  const bool is_understood = weights.read == object.value().node().entries.size();
  if (is_understood && !std::ranges::any_of(weights.of, [](double weight) { return weight > 0; }))
    object.value().error_here("all weights are 0: give one, such as {wait: 1}");
}

constexpr Formula kScore{score_variables, "wait + 600 * affinity"};

/// {scored: {weights | expr, assign, window, moves_after}}
struct Scored {
  ScoreSettings settings;
};
void fields(Fields& f, Scored& scored) {
  ScoreSettings& s = scored.settings;
  using Assign = ScoreSettings::Assign;
  f.optional(
      "weights", [&s](const Weights& weights) { s.weights = weights.of; }, Record<Weights>{},
      "what a unit of each criterion is worth; the least sum is best");
  f.optional("expr", s.expression, kScore, "a formula in place of weights; the smallest is best");
  f.optional(
      "assign", s.assign,
      Word<Assign>{{{"greedy", Assign::Greedy}, {"flow", Assign::Flow}, {"assignment", Assign::Assignment}}},
      "one job after the other; all to the free accelerators at once; or the gangs of one size at once");
  f.optional("window", s.window, Whole<std::size_t>{1, ScoreSettings::kMostInWindow},
             "jobs that are due together and decided together, at most");
  f.optional(
      "moves_after", [&s](Seconds wait) { s.moves_after = rounded_up(wait); }, Typed<Seconds>{kOffset},
      "after which a job that waits may be moved to a centre that can start it at once; never where not "
      "given");
}
void finish(const Object& object, Scored& /*scored*/) {
  if (object.has("weights") && object.has("expr"))
    object.find("expr")->error_here("give one of 'weights' and 'expr'");
}

/// {overflow: …}, {scored: …} or {expr: …}
struct DispatchDraft : DispatchFormat::Dispatch {};
void fields(Fields& f, DispatchDraft& dispatch) {
  f.optional(
      "overflow",
      [&dispatch](Overflow overflow) {
        dispatch.rule = "overflow";
        dispatch.after = overflow.after;
      },
      Record<Overflow>{}, "home first, elsewhere after a wait");
  f.optional(
      "scored",
      [&dispatch](Scored scored) {
        dispatch.rule = "scored";
        dispatch.scoring = std::move(scored.settings);
      },
      Record<Scored>{}, "where its score is least");
  f.optional(
      "expr",
      [&dispatch](std::string text) {
        dispatch.rule = "scored";
        dispatch.scoring.expression = std::move(text);
      },
      kScore, "short for {scored: {expr: ...}}");
}
void finish(const Object& object, DispatchDraft& /*dispatch*/) {
  if (object.value().node().entries.size() != 1)
    object.value().error_here("expected one rule, such as {overflow: {after: 30 min}}");
}

constexpr std::array<std::string_view, 3> kWithParameters{"overflow", "scored", "expr"};

}  // namespace

std::optional<DispatchFormat::Dispatch> DispatchFormat::read(const Value& value) const {
  const Node& node = value.node();
  std::optional<Dispatch> result;
  if (node.is_map() && std::ranges::any_of(kWithParameters, [&](std::string_view key) {
        return node.find(std::string{key}) != nullptr;
      })) {
    result = Record<DispatchDraft>{}.read(value);
  } else if (auto rule = kRules.read(value)) {
    result = Dispatch{*std::move(rule)};
  }
  if (result) result->at = value.named_at().location();
  return result;
}

JsonText DispatchFormat::schema(SchemaWriter& writer) const {
  return schema_any_of(
      {schema_of_words(kRules.names(writer.catalogue())), Record<DispatchDraft>{}.schema(writer)});
}

}  // namespace suanwang::scenario
