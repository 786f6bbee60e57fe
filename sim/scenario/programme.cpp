// The top-level key `programme`: shocks, crews, activities and supplies.

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"

#include "scenario/by_id.hpp"
#include "scenario/distributions.hpp"
#include "scenario/numbers.hpp"
#include "scenario/programme_formats.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr Amount kRho{Dimension::Ratio, 0, 1, "from 0 to 1"};

/// A date, or a distribution of one.
struct DateLaw {
  [[nodiscard]] std::optional<Distribution> read(const Value& value) const {
    return read_distribution(value, {"date", std::nullopt});
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return distribution_schema(writer, {"date", std::nullopt});
  }
};

DistributionFormat quantity_in(SupplyUnit unit) {
  return {unit == SupplyUnit::Cards ? "cards" : "power", amount_of(unit, true)};
}

/// A quantity is read when the unit of its supply is known; until then anything may stand there.
struct QuantityFormat {
  [[nodiscard]] std::optional<Distribution> read(const Value& /*value*/) const { return std::nullopt; }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of(
        {quantity_in(SupplyUnit::Cards).schema(writer), quantity_in(SupplyUnit::Megawatts).schema(writer)});
  }
};

}  // namespace

void fields(Fields& f, ShockSpec& s) {
  f.optional("name", s.name, NameFormat{}, "what people read");
  f.required("rho", s.rho, kRho, "0: they are late independently; 1: all at the same quantile");
  f.optional("source", s.provenance.source, Text{"a text"}, "where it comes from; 'assumed' is a source too");
}
void finish(const Object& /*object*/, ShockSpec& /*shock*/) {}

void fields(Fields& f, CrewSpec& c) {
  f.optional("name", c.name, NameFormat{}, "what people read");
  f.required("count", c.count, Whole<std::int64_t>{1, 1'000'000},
             "teams; each does one activity at a time, and the first that is ready gets the next free one");
  f.optional("source", c.provenance.source, Text{"a text"}, "where it comes from; 'assumed' is a source too");
}
void finish(const Object& /*object*/, CrewSpec& /*crew*/) {}

void fields(Fields& f, ActivitySpec& a) {
  f.optional("name", a.name, NameFormat{}, "what people read");
  f.optional("after", a.after, OneOrMore<AfterFormat>{},
             "activities that must have ended before it starts; {activity: x, lag: 30 days} waits on");
  f.optional("duration", a.duration, DistributionFormat{"activity-duration", kOffset}, "how long it takes");
  f.optional("date", a.date, DateLaw{}, "when it ends, in place of 'after' and 'duration'");
  f.optional("begun", a.begun, Date{}, "fact: when it started");
  f.optional("done", a.done, Date{}, "fact: when it ended; the beginning of that day");
  f.optional("not_before", a.not_before, Date{}, "it starts no earlier");
  f.optional("shock", a.shock, Reference{"programme.shocks", "shock"}, "what else is late when it is late");
  f.optional("crew", a.crew, Reference{"programme.crews", "crew"},
             "one of its teams is needed from start to end");
  f.optional("announced", a.announced, AnnouncedFormat{},
             "when it was to be done; {date, on} says since when");
  f.optional("source", a.provenance.source, Text{"a text"},
             "where the figures come from; 'assumed' is a source too");
}

void finish(const Object& object, ActivitySpec& activity) {
  if (object.has("date")) {
    for (const std::string_view key : {"after", "duration", "begun", "not_before", "crew"}) {
      if (const auto value = object.find(key)) {
        value->error_here(fmt::format("what has a 'date' takes no '{}': it is a date by itself", key));
      }
    }
  } else if (!object.has("done")) {
    if (!object.has("duration")) {
      object.value().error_here("missing key 'duration' or 'date'");
    } else if (!object.has("after") && !object.has("begun") && !object.has("not_before")) {
      object.value().error_here("missing when it starts: 'after', 'begun' or 'not_before'; or its 'date'");
    }
  }
  const auto check_order = [&object](std::string_view first, const std::optional<CivilTime>& from,
                                     std::string_view second, const std::optional<CivilTime>& to) {
    if (!from || !to || *from <= *to) return;
    const Value late = *object.find(second);
    late.error(fmt::format("expected a date no earlier than '{}', {}, got {}", first,
                           to_text(*from, object.context().utc_offset), description(late.node())));
  };
  check_order("begun", activity.begun, "done", activity.done);
  check_order("not_before", activity.not_before, "begun", activity.begun);
  if (!activity.begun) check_order("not_before", activity.not_before, "done", activity.done);
}

void fields(Fields& f, LotSpec& lot) {
  f.required("quantity", lot.quantity, QuantityFormat{}, "how much it brings, in the unit of the supply");
  fields(f, static_cast<ActivitySpec&>(lot));
}
void finish(const Object& object, LotSpec& lot) {
  finish(object, static_cast<ActivitySpec&>(lot));
}

void fields(Fields& f, SupplySpec& s) {
  f.optional("name", s.name, NameFormat{}, "what people read");
  f.required("unit", s.unit, Word<SupplyUnit>{{{"cards", SupplyUnit::Cards}, {"MW", SupplyUnit::Megawatts}}},
             "cards, or MW for power");
  f.required("lots", s.lots, Entries<LotSpec>{"lots", false}, "its parts, each with its own date");
  f.optional("source", s.provenance.source, Text{"a text"}, "source of its lots where they give none");
}

void finish(const Object& object, SupplySpec& supply) {
  for (LotSpec& lot : supply.lots) {
    if (lot.provenance.source.empty()) lot.provenance = supply.provenance;
  }
  const auto unit = object.find("unit");
  const auto lots = object.find("lots");
  if (!unit || (unit->text() != "cards" && unit->text() != "MW") || !lots) return;
  object.context().supply_units[supply.id] = supply.unit;
  for (const Node::Entry& entry : lots->node().entries) {
    const Node::Entry* quantity = entry.value->find("quantity");
    if (quantity == nullptr) continue;
    const auto drawn = quantity_in(supply.unit).read(lots->entry(entry).entry(*quantity));
    if (drawn) supply.lots[index_of(supply.lots, entry.key)].quantity = *drawn;
  }
}

void fields(Fields& f, ProgrammeSpec& p) {
  f.optional("shocks", p.shocks, Entries<ShockSpec>{"shocks"}, "what makes several activities late together");
  f.optional("crews", p.crews, Entries<CrewSpec>{"crews"}, "teams that do one activity after the other");
  f.optional("activities", p.activities, Entries<ActivitySpec>{"activities"},
             "what is to be done: civil works, power, commissioning");
  f.optional("supplies", p.supplies, Entries<SupplySpec>{"supplies"},
             "what is delivered in lots and handed out to pools: chips, power");
}
void finish(const Object& /*object*/, ProgrammeSpec& /*programme*/) {}

}  // namespace suanwang::scenario
