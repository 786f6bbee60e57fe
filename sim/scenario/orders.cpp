// Orders of a policy: names, formulas, weights.
#include "scenario/orders.hpp"

#include <utility>
#include <vector>

#include "suanwang/policy/order_variables.hpp"
#include "suanwang/scenario/instants.hpp"

#include "scenario/catalogue_words.hpp"
#include "scenario/distributions.hpp"
#include "scenario/formula.hpp"
#include "scenario/schema.hpp"

namespace suanwang::scenario {
namespace {

constexpr std::string_view kLater = "it comes with the policies for deep learning";
constexpr std::array kPlanned{Planned{"drf", "it comes with several resources"}, Planned{"las", kLater}};
constexpr EntryName kRules{names_of<&Catalogue::orders>, kPlanned};

constexpr Formula kFormula{order_variables, "walltime * accelerators"};
const Typed<Seconds> kSpan{kDuration};

/// {fair-share: {half_life}}
struct FairShare {
  Duration half_life = OrderSettings::kWeek;
};
void fields(Fields& f, FairShare& fair) {
  f.optional(
      "half_life", [&fair](Seconds s) { fair.half_life = rounded_up(s); }, kSpan,
      "after which what a tenant has used counts for half");
}
void finish(const Object& /*object*/, FairShare& /*fair*/) {}

/// {multifactor: {age, fair_share, size, priority, max_age, half_life}}
struct Multifactor {
  OrderSettings settings{.age = 0, .fair_share = 0, .size = 0, .priority = 0};
};
void fields(Fields& f, Multifactor& m) {
  OrderSettings& s = m.settings;
  constexpr Amount kFactor{Dimension::Ratio, -1e12, 1e12, "from -1e12 to 1e12"};
  f.optional("age", s.age, kFactor, "weight of the wait, whole after max_age");
  f.optional("fair_share", s.fair_share, kFactor, "weight of 1 - rank / n by the fair tree of n tenants");
  f.optional("size", s.size, kFactor, "weight of the job's accelerators over those that serve its queue");
  f.optional("priority", s.priority, kFactor, "weight of the job's own priority");
  f.optional(
      "max_age", [&s](Seconds span) { s.max_age = rounded_up(span); }, kSpan,
      "wait at which age has its whole weight");
  f.optional(
      "half_life", [&s](Seconds span) { s.half_life = rounded_up(span); }, kSpan,
      "after which what a tenant has used counts for half");
}
void finish(const Object& object, Multifactor& m) {
  const OrderSettings& s = m.settings;
  if (s.age == 0 && s.fair_share == 0 && s.size == 0 && s.priority == 0)
    object.value().error_here("all weights are 0: give one of age, fair_share, size and priority");
}

/// {expr: …}, {fair-share: {…}} or {multifactor: {…}}
struct OrderDraft : OrderFormat::Order {};
void fields(Fields& f, OrderDraft& order) {
  f.optional(
      "expr",
      [&order](std::string text) {
        order.rule = "expr";
        order.settings.expression = std::move(text);
      },
      kFormula, "a formula; the smallest goes first");
  f.optional(
      "half_life", [&order](Seconds s) { order.settings.half_life = rounded_up(s); }, kSpan,
      "with 'expr': after which what a tenant has used counts for half");
  f.optional(
      "fair-share",
      [&order](FairShare fair) {
        order.rule = "fair-share";
        order.settings.half_life = fair.half_life;
      },
      Record<FairShare>{}, "by shares and what tenants have used lately");
  f.optional(
      "multifactor",
      [&order](Multifactor m) {
        order.rule = "multifactor";
        order.settings = std::move(m.settings);
      },
      Record<Multifactor>{}, "by a weighted sum");
}
void finish(const Object& object, OrderDraft& /*order*/) {
  int rules = 0;
  for (const std::string_view name : {"expr", "fair-share", "multifactor"}) rules += object.has(name) ? 1 : 0;
  if (rules != 1) {
    object.value().error_here("expected one order, such as {expr: \"walltime * accelerators\"}");
  } else if (object.has("half_life") && !object.has("expr")) {
    object.find("half_life")->error_here("only beside 'expr'");
  }
}

}  // namespace

std::optional<OrderFormat::Order> OrderFormat::read(const Value& value) const {
  const Node& node = value.node();
  const bool has_parameters =
      node.is_map() && (node.find("expr") != nullptr || node.find("fair-share") != nullptr ||
                        node.find("multifactor") != nullptr);
  if (has_parameters) return Record<OrderDraft>{}.read(value);
  if (value.is_scalar() && value.text() == "expr") {
    value.error("expected a formula, such as {expr: \"walltime * accelerators\"}");
    return std::nullopt;
  }
  if (value.is_scalar() && value.text() == "multifactor") {
    value.error("expected weights, such as {multifactor: {age: 1, priority: 1}}");
    return std::nullopt;
  }
  auto rule = kRules.read(value);
  return rule ? std::optional{Order{*std::move(rule)}} : std::nullopt;
}

JsonText OrderFormat::schema(SchemaWriter& writer) const {
  std::vector<std::string> words = kRules.names(writer.catalogue());
  std::erase(words, "expr");
  std::erase(words, "multifactor");
  return schema_any_of({schema_of_words(words), Record<OrderDraft>{}.schema(writer)});
}

}  // namespace suanwang::scenario
