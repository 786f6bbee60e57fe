#include "scenario/programme_formats.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "scenario/distributions.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr Amount kLag{Dimension::Time, 0, kCentury, "from 0 to 36500 days"};

/// Whether a mapping has one of these keys, or what was most probably meant to be one.
bool names_any(const Node& node, const std::vector<std::string>& keys) {
  return node.is_map() && std::ranges::any_of(node.entries, [&](const Node::Entry& entry) {
           return !nearest(entry.key, keys).empty();
         });
}

Reference supply_reference() {
  return {"programme.supplies", "supply"};
}

/// "needs: {chips: 6000, grid: 12 MW}", or a list of supplies whose quantity is the pool's own number of
/// accelerators. That number is filled in once the pool is read: until then the quantity is 0.
struct Needs {
  using Need = PhaseSpec::Need;

  [[nodiscard]] std::optional<std::vector<Need>> read(const Value& value) const {
    std::vector<Need> needs;
    if (value.node().is_map() && !value.node().entries.empty()) {
      for (const Node::Entry& entry : value.node().entries) {
        const Value each = value.entry(entry);
        // The id stands where a key does.
        const Node id{Node::Kind::Scalar, entry.key_at, entry.key, false, {}, {}};
        add(Value{id, value.path(), entry.key_at, value.context()}, each, needs);
      }
    } else if (value.is_scalar()) {
      add(value, {}, needs);
    } else if (value.node().is_sequence() && !value.node().items.empty()) {
      for (std::size_t i = 0; i < value.node().items.size(); ++i) add(value.item(i), {}, needs);
    } else {
      value.expected("what it needs, such as {chips: 6000, grid: 12 MW} or [chips]");
    }
    std::ranges::sort(needs, {}, &Need::supply);
    return needs;
  }

  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    const JsonText quantity =
        schema_any_of({amount_of(SupplyUnit::Cards, false).schema(writer),
                       amount_of(SupplyUnit::Megawatts, false).schema(writer), R"({"type": "null"})"});
    return schema_any_of(
        {OneOrMore<Reference>{supply_reference()}.schema(writer), schema_of_map(kIdPattern, quantity, 1)});
  }

 private:
  /// @param quantity none, or nothing: the pool's own number of accelerators
  static void add(const Value& id, const std::optional<Value>& quantity, std::vector<Need>& needs) {
    const auto supply = supply_reference().read(id);
    if (!supply) return;
    if (std::ranges::find(needs, *supply, &Need::supply) != needs.end()) {
      return id.error(fmt::format("names '{}' twice", *supply));
    }
    const auto& units = id.context().supply_units;
    const auto unit = units.find(*supply);
    if (unit == units.end()) return;  // its own fault has been reported
    if (quantity && !quantity->node().is_null()) {
      const auto amount = amount_of(unit->second, false).read(*quantity);
      if (amount) needs.push_back({*supply, *amount});
    } else if (unit->second == SupplyUnit::Cards) {
      needs.push_back({*supply, 0});
    } else {
      id.error(fmt::format("expected how much of '{}', such as {{{}: 12 MW}}", *supply, *supply));
    }
  }
};

/// "retires: {after: [...]}"
struct RetiresAfter {
  std::vector<AfterSpec> after;
};

void fields(Fields& f, RetiresAfter& r) {
  f.required("after", r.after, OneOrMore<AfterFormat>{}, "activities that must have ended");
}
void finish(const Object& /*object*/, RetiresAfter& /*retires*/) {}

/// How many accelerators the pool has, where that is certain.
std::optional<double> fixed_count(const Object& object, const PoolSpec& pool) {
  if (pool.nodes && pool.per_node) return static_cast<double>(*pool.nodes * *pool.per_node);
  if (pool.cards) return static_cast<double>(*pool.cards);
  if (!pool.accelerator || pool.capacity.size() != 1) return std::nullopt;
  const auto& [precision, rate] = *pool.capacity.begin();
  const Peaks& peaks = object.context().peaks[*pool.accelerator];
  const auto peak = peaks.find(precision);
  if (!rate.is_constant() || peak == peaks.end()) return std::nullopt;
  return std::floor(rate.minimum() / peak->second.base() + 1e-6);
}

}  // namespace

void complete_needs(const Object& object, PoolSpec& pool) {
  if (!pool.phase) return;
  const std::optional<double> count = fixed_count(object, pool);
  for (PhaseSpec::Need& need : pool.phase->needs) {
    if (need.quantity > 0) continue;
    if (count) {
      need.quantity = *count;
    } else if (pool.capacity.size() == 1 || !pool.accelerator) {
      object.find("online")->error_here(
          fmt::format("how many cards of '{}' it needs is not certain; say it, such as {{{}: 4096}}",
                      need.supply, need.supply));
    }
  }
}

Amount amount_of(SupplyUnit unit, bool is_zero_allowed) {
  if (unit == SupplyUnit::Cards) {
    return {
        Dimension::Count, 0,   1e9, is_zero_allowed ? "from 0 to 1000000000" : "above 0 and up to 1000000000",
        is_zero_allowed,  true};
  }
  return {Dimension::Power, 0, 1e12, is_zero_allowed ? "from 0 to 1 TW" : "above 0 and up to 1 TW",
          is_zero_allowed};
}

void fields(Fields& f, AfterSpec& a) {
  f.required("activity", a.activity, Reference{"programme.activities", "activity"}, "what must have ended");
  f.optional("lag", a.lag, Typed<Seconds>{kLag}, "how long after its end");
}
void finish(const Object& /*object*/, AfterSpec& /*after*/) {}

void fields(Fields& f, AnnouncedSpec& a) {
  f.required("date", a.date, Date{.needs_start = false}, "the date that was promised");
  f.optional("on", a.on, Date{.needs_start = false}, "when it was promised");
}
void finish(const Object& object, AnnouncedSpec& announced) {
  if (!announced.on || *announced.on <= announced.date) return;
  object.find("on")->error("expected a date no later than the one that was promised, got " +
                           description(object.find("on")->node()));
}

void fields(Fields& f, PhaseSpec& p) {
  f.optional("after", p.after, OneOrMore<AfterFormat>{},
             "activities that must have ended; {activity: x, lag: 30 days} waits on");
  f.optional(
      "needs", p.needs, Needs{},
      "what must have arrived; it comes into service by the share that has: {chips: 6000, grid: 12 MW}, "
      "or [chips] for its own number of cards");
  f.optional("priority", p.priority, Whole<std::int32_t>{-1'000'000'000, 1'000'000'000},
             "who gets a lot first: higher before lower");
}
void finish(const Object& object, PhaseSpec& phase) {
  phase.at = object.value().named_at().location();
}

std::optional<AfterSpec> AfterFormat::read(const Value& value) const {
  if (value.node().is_map()) return Record<AfterSpec>{}.read(value);
  const auto id = Reference{"programme.activities", "activity"}.read(value);
  return id ? std::optional{AfterSpec{*id, {}}} : std::nullopt;
}

JsonText AfterFormat::schema(SchemaWriter& writer) const {
  return schema_any_of({schema_of_pattern(kIdPattern), Record<AfterSpec>{}.schema(writer)});
}

std::optional<AnnouncedSpec> AnnouncedFormat::read(const Value& value) const {
  if (value.node().is_map()) return Record<AnnouncedSpec>{}.read(value);
  const auto date = Date{.needs_start = false}.read(value);
  return date ? std::optional{AnnouncedSpec{*date, {}}} : std::nullopt;
}

JsonText AnnouncedFormat::schema(SchemaWriter& writer) const {
  return schema_any_of({Date{}.schema(writer), Record<AnnouncedSpec>{}.schema(writer)});
}

std::optional<std::variant<DateSpec, PhaseSpec>> OnlineFormat::read(const Value& value) const {
  using Either = std::variant<DateSpec, PhaseSpec>;
  if (names_any(value.node(), {"after", "needs", "priority"})) {
    auto phase = Record<PhaseSpec>{}.read(value);
    return phase ? std::optional{Either{*std::move(phase)}} : std::nullopt;
  }
  auto when = WhenFormat{}.read(value);
  return when ? std::optional{Either{*std::move(when)}} : std::nullopt;
}

JsonText OnlineFormat::schema(SchemaWriter& writer) const {
  return schema_any_of({WhenFormat{}.schema(writer), Record<PhaseSpec>{}.schema(writer)});
}

std::optional<RetirementSpec> RetirementFormat::read(const Value& value) const {
  if (names_any(value.node(), {"after"})) {
    auto after = Record<RetiresAfter>{}.read(value);
    return after ? std::optional{RetirementSpec{std::move(after->after)}} : std::nullopt;
  }
  auto when = WhenFormat{}.read(value);
  return when ? std::optional{RetirementSpec{*std::move(when)}} : std::nullopt;
}

JsonText RetirementFormat::schema(SchemaWriter& writer) const {
  return schema_any_of({WhenFormat{}.schema(writer), Record<RetiresAfter>{}.schema(writer)});
}

}  // namespace suanwang::scenario
