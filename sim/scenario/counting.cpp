// Bases and targets.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenario/compute_kinds.hpp"
#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/rates.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr Amount kFactor{Dimension::Ratio, 0, 1e6, "above 0 and up to 1000000", false};
constexpr Amount kBoundRate{Dimension::ComputeRate, 0, 1e24, "above 0 and up to 1000000 EFLOPS", false};

struct BoundKey {
  std::string_view key;
  Bound bound;
};
constexpr std::array kBounds{BoundKey{"more_than", Bound::MoreThan}, BoundKey{"at_least", Bound::AtLeast},
                             BoundKey{"at_most", Bound::AtMost}, BoundKey{"less_than", Bound::LessThan}};

constexpr Amount kPueBound{Dimension::Count, 1, 10, "from 1 to 10"};
constexpr Amount kShareBound{Dimension::Ratio, 0, 1, "from 0 to 1, or from 0 to 100 %"};
constexpr Amount kRatioBound{Dimension::Ratio, 0, 1e9, "of 0 or more"};
constexpr Amount kLosersBound{Dimension::Count, 0, 1e6, "from 0 to 1000000", true, true};

Amount bound_of(TargetMetric metric) {
  switch (metric) {
    case TargetMetric::Pue:
      return kPueBound;
    case TargetMetric::RackUse:
    case TargetMetric::GreenShare:
    case TargetMetric::OwnSoftwareShare:
      return kShareBound;
    case TargetMetric::WaitRatio:
    case TargetMetric::PoolingGap:
      return kRatioBound;
    case TargetMetric::Losers:
      return kLosersBound;
  }
  return kRatioBound;
}

Word<TargetMetric> metrics() {
  return {{{"pue", TargetMetric::Pue},
           {"rack_use", TargetMetric::RackUse},
           {"green_share", TargetMetric::GreenShare},
           {"own_software_share", TargetMetric::OwnSoftwareShare},
           {"wait_ratio", TargetMetric::WaitRatio},
           {"losers", TargetMetric::Losers},
           {"pooling_gap", TargetMetric::PoolingGap}}};
}

/// A bound is read when it is known what it bounds; until then anything may stand there.
struct Unread {
  [[nodiscard]] std::optional<std::string> read(const Value& value) const { return value.text(); }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({kBoundRate.schema(writer), kRatioBound.schema(writer)});
  }
};

/// The precision in which a basis counts; a precision that stands for a basis is its own.
std::string unit_of(const std::string& basis, const Context& context) {
  const Node::Entry* bases = context.root->find("bases");
  const Node::Entry* entry = bases == nullptr ? nullptr : bases->value->find(basis);
  const Node::Entry* unit = entry == nullptr ? nullptr : entry->value->find("unit");
  return unit == nullptr ? basis : unit->value->text;
}

/// The bound is in the unit of every basis of the target.
void check_bound(const Object& object, const TargetSpec& target) {
  const auto given = object.given_of({"more_than", "at_least", "at_most", "less_than"});
  if (given.size() != 1) return;
  for (const std::string& basis : target.basis) {
    if (!check_unit(*object.find(given.front()), unit_of(basis, object.context()))) return;
  }
}

void read_bound(const Object& object, TargetSpec& target) {
  const auto given = object.given_of({"more_than", "at_least", "at_most", "less_than"});
  if (given.size() != 1) {
    object.value().error_here(given.empty()
                                  ? "missing a bound: 'more_than', 'at_least', 'at_most' or 'less_than'"
                                  : "expected one bound, got several");
    return;
  }
  for (const BoundKey& each : kBounds) {
    if (each.key == given.front()) target.bound = each.bound;
  }
  const Value value = *object.find(given.front());
  target.value_text = value.text();
  if (target.metric) {
    if (const auto figure = bound_of(*target.metric).read(value)) target.figure = *figure;
  } else if (const auto rate = kBoundRate.read(value)) {
    target.value = Flops{*rate};
  }
}

void check_basis(const Object& object) {
  const auto value = object.find("basis");
  if (!value) {
    object.value().error_here("missing key 'basis'");
    return;
  }
  Context& context = object.context();
  std::vector<std::string> known{context.precisions.begin(), context.precisions.end()};
  const auto& bases = context.ids("bases");
  known.insert(known.end(), bases.begin(), bases.end());
  const auto check = [&](const Value& each) {
    if (!each.is_scalar() || std::ranges::find(known, each.text()) != known.end()) return;
    each.error(quoted(each.text()) + " is neither a basis nor a precision in which anything has a capacity" +
               context.suggestion(each.text(), known));
  };
  if (!value->node().is_sequence()) return check(*value);
  for (std::size_t i = 0; i < value->node().items.size(); ++i) check(value->item(i));
}

}  // namespace

void fields(Fields& f, BasisSpec& b) {
  f.optional("name", b.name, NameFormat{}, "what people read");
  f.required("count", b.count, OneOrMore<Word<ComputeKind>>{compute_kinds()},
             "the kinds of compute that count");
  f.required("unit", b.unit, NewId{}, "the precision in which it is counted, such as fp32");
  f.optional("convert", b.convert, ByName<DistributionFormat>{{"conversion", kFactor}},
             "how much one FLOPS of another precision counts for; a precision not named does not count");
  f.optional("source", b.provenance.source, Text{"a text"},
             "where the factors come from; 'assumed' is a source too");
}

void finish(const Object& object, BasisSpec& basis) {
  if (basis.convert.contains(basis.unit)) {
    object.value().error_here(fmt::format("'convert' names '{}', which is the unit itself", basis.unit));
  }
}

void fields(Fields& f, TargetSpec& t) {
  f.optional("name", t.name, NameFormat{}, "what people read");
  f.optional("by", t.by, Date{.is_end = true},
             "the end of that day; the end of the scenario where it is not given");
  f.optional("region", t.region, Region{}, "a region or a prefix of it; everything where it is not given");
  f.optional("more_than", t.value_text, Unread{},
             "met when the capacity is above this, such as 40 EFLOPS; of a 'metric' a number, or 30 %");
  f.optional("at_least", t.value_text, Unread{}, "met when it is this or more");
  f.optional("at_most", t.value_text, Unread{}, "met when it is this or less");
  f.optional("less_than", t.value_text, Unread{}, "met when it is below this");
  f.optional("basis", t.basis, OneOrMore<Text>{{"the id of a basis, or a precision"}},
             "how capacity is counted: ids of bases, or precisions");
  f.optional("source", t.provenance.source, Text{"a text"}, "where the target is stated");
  f.optional(
      "metric", t.metric, metrics(),
      "what else than capacity it is about: pue, rack_use, green_share and own_software_share of the "
      "region's centres; wait_ratio (mean wait of the worst city / of the region), losers (centres worse "
      "off than as islands) and pooling_gap (mean wait / that in one place - 1) of a simulation");
}

void finish(const Object& object, TargetSpec& target) {
  // A metric that is misspelt has been reported, and what would bound it is not known.
  if (object.has("metric") && !target.metric) return;
  read_bound(object, target);
  if (target.metric) {
    if (const auto basis = object.find("basis")) {
      basis->error_here("a target on a 'metric' takes no 'basis', which counts capacity");
    }
    return;
  }
  check_basis(object);
  check_bound(object, target);
}

}  // namespace suanwang::scenario
