// Accelerators, pools and centres.

#include <algorithm>

#include <fmt/format.h>

#include "scenario/compute_kinds.hpp"
#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/programme_formats.hpp"
#include "scenario/rates.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr std::int64_t kMostAccelerators = 1'000'000'000;  ///< of a pool

constexpr Amount kPeak{Dimension::ComputeRate, 0, 1e21, "above 0 and up to 1000 EFLOPS", false};
constexpr Amount kCapacity{Dimension::ComputeRate, 0, 1e24, "above 0 and up to 1000000 EFLOPS", false};
constexpr Amount kMemory{Dimension::Data, 0, 1e18, "above 0 and up to 1 EB", false};
constexpr Amount kStorage{Dimension::Data, 0, 9e18, "from 0 to 9 EB"};
constexpr Amount kRate{Dimension::Bandwidth, 0, 1e17, "above 0 and up to 100 PB/s", false};
constexpr Amount kShare{Dimension::Ratio, 0, 1, "from 0 to 1"};
constexpr Amount kPower{Dimension::Power, 0, 1e9, "from 0 to 1 GW"};

/// "power: {idle, busy}"
struct Power {
  std::optional<Watts> idle;
  std::optional<Watts> busy;
};

void fields(Fields& f, Power& power) {
  f.optional("idle", power.idle, Typed<Watts>{kPower}, "power of one accelerator that waits");
  f.optional("busy", power.busy, Typed<Watts>{kPower}, "power of one accelerator that works");
}

void finish(const Object& object, Power& power) {
  if (power.idle && power.busy && *power.idle > *power.busy) {
    object.value().error_here("expected 'idle' no greater than 'busy'");
  }
}

/// Latitude and longitude.
struct Coordinates {
  [[nodiscard]] std::optional<std::pair<double, double>> read(const Value& value) const {
    if (!value.node().is_sequence() || value.node().items.size() != 2) {
      value.expected("[latitude, longitude] in degrees");
      return std::nullopt;
    }
    const auto latitude = kLatitude.read(value.item(0));
    const auto longitude = kLongitude.read(value.item(1));
    if (!latitude || !longitude) return std::nullopt;
    return std::pair{*latitude, *longitude};
  }
  [[nodiscard]] JsonText schema(SchemaWriter& /*writer*/) const {
    return schema_of_list(R"({"type": "number", "minimum": -180, "maximum": 180})", 2);
  }

  static constexpr Amount kLatitude{Dimension::Count, -90, 90, "from -90 to 90 (latitude comes first)"};
  static constexpr Amount kLongitude{Dimension::Count, -180, 180, "from -180 to 180"};
};

/// When a centre joins unified dispatch; nothing inside stands for `never`.
struct Joins {
  [[nodiscard]] std::optional<std::optional<DateSpec>> read(const Value& value) const {
    if (value.is_scalar() && value.text() == "never") return std::optional<DateSpec>{};
    if (auto when = WhenFormat{}.read(value)) return std::optional{*std::move(when)};
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({schema_of_words({"never"}), WhenFormat{}.schema(writer)});
  }
};

/// "refuse: {above: 512, longer_than: 24 h}"
struct Refusals {
  std::optional<std::int64_t> above;
  std::optional<Seconds> longer;
};
void fields(Fields& f, Refusals& refusals) {
  f.optional("above", refusals.above, Whole<std::int64_t>{0, kMostAccelerators},
             "those of more accelerators");
  f.optional("longer_than", refusals.longer, Typed<Seconds>{kDuration}, "those of a longer walltime");
}
void finish(const Object& /*object*/, Refusals& /*refusals*/) {}

std::string listed(const std::vector<std::string_view>& keys) {
  std::string result;
  for (const std::string_view key : keys) result += fmt::format("{}'{}'", result.empty() ? "" : " and ", key);
  return result;
}

/// The size is given in one of three ways. What another way has as its default does not count.
void check_size(const Object& object, PoolSpec& pool) {
  const auto given = object.given_of({"nodes", "per_node", "cards", "capacity"});
  const auto has = [&given](std::string_view key) { return std::ranges::find(given, key) != given.end(); };
  const bool by_nodes = has("nodes") || has("per_node");
  if (given.empty()) {
    object.value().error_here("missing the size: 'nodes' with 'per_node', 'cards', or 'capacity'");
  } else if (given.size() > (by_nodes ? 2 : 1) || (by_nodes && (has("cards") || has("capacity")))) {
    object.value().error_here("expected one size ('nodes' with 'per_node', 'cards', or 'capacity'), got " +
                              listed(given));
  } else if (by_nodes && !(object.has("nodes") && object.has("per_node"))) {
    object.value().error_here(fmt::format("missing key '{}'", has("nodes") ? "per_node" : "nodes"));
  }
  if (!by_nodes) {
    pool.nodes.reset();
    pool.per_node.reset();
  }
  // A stock that is only counted stands for itself, whatever accelerator is the default of the others.
  if (!pool.schedulable && has("capacity") && !object.gives("accelerator")) pool.accelerator.reset();
  if (!has("cards")) pool.cards.reset();
  if (!has("capacity")) pool.capacity.clear();
  if (pool.nodes && pool.per_node && *pool.nodes > kMostAccelerators / *pool.per_node) {
    object.value().error_here(fmt::format("more than {} accelerators", kMostAccelerators));
  }
}

/// Every rate of a mapping by precision is in the unit of its precision.
void check_units(const Object& object, std::string_view key) {
  const auto value = object.find(key);
  if (!value) return;
  for (const Node::Entry& entry : value->node().entries) check_unit(value->entry(entry), entry.key);
}

/// A capacity of a pool with an accelerator is a number of accelerators: capacity ÷ peak.
void check_capacity(const Object& object, const PoolSpec& pool) {
  const auto value = object.find("capacity");
  if (!value || pool.capacity.empty()) return;
  check_units(object, "capacity");
  if (pool.schedulable && pool.capacity.size() > 1) {
    value->error_here("expected one precision: the number of accelerators follows from it and their peak");
  }
  if (!pool.accelerator) return;
  const Peaks& peaks = object.context().peaks[*pool.accelerator];
  std::vector<std::string> known;
  for (const auto& [precision, peak] : peaks) known.push_back(precision);
  for (const Node::Entry& entry : value->node().entries) {
    const auto drawn = pool.capacity.find(entry.key);
    const auto peak = peaks.find(entry.key);
    if (drawn == pool.capacity.end() || peaks.empty()) continue;
    const Value each = value->entry(entry);
    if (peak == peaks.end()) {
      each.error_here(
          fmt::format("accelerator '{}' has no peak in {}", *pool.accelerator, quoted(entry.key)) +
          object.context().suggestion(entry.key, known));
    } else if (drawn->second.maximum() < peak->second.base()) {
      each.error("less than one accelerator");
    } else if (drawn->second.minimum() > static_cast<double>(kMostAccelerators) * peak->second.base()) {
      each.error(fmt::format("more than {} accelerators", kMostAccelerators));
    }
  }
}

}  // namespace

void fields(Fields& f, AcceleratorSpec& a) {
  f.optional("name", a.name, NameFormat{}, "what people read");
  f.required("peak", a.peak, ByName<Typed<Flops>>{{kPeak}},
             "dense peak rate by precision, {fp16: 256 TFLOPS}");
  f.optional("memory", a.memory, Typed<Bytes>{kMemory}, "memory of one accelerator");
  f.optional(
      "power",
      [&a](Power power) {
        a.idle = power.idle;
        a.busy = power.busy;
      },
      Record<Power>{}, "power of one accelerator");
  f.optional("origin", a.origin, Text{"a word such as 'domestic'"}, "where it comes from, in a word");
  f.optional("source", a.provenance.source, Text{"a text"},
             "where the figures come from; 'assumed' is a source too");
}

void finish(const Object& object, AcceleratorSpec& accelerator) {
  check_units(object, "peak");
  Context& context = object.context();
  for (const auto& [precision, peak] : accelerator.peak) context.precisions.insert(precision);
  context.peaks[accelerator.id] = accelerator.peak;
}

void fields(Fields& f, PoolSpec& p) {
  const Whole<std::int64_t> count{1, kMostAccelerators};
  f.optional("name", p.name, NameFormat{}, "what people read");
  f.optional("kind", p.kind, compute_kinds(),
             "what statistics count it as; intelligent where it is not given");
  f.optional("accelerator", p.accelerator, Reference{"accelerators", "accelerator"}, "id of the accelerator");
  f.optional("nodes", p.nodes, count, "number of nodes, with 'per_node'");
  f.optional("per_node", p.per_node, count, "accelerators of one node");
  f.optional("cards", p.cards, count, "number of accelerators");
  f.optional("capacity", p.capacity, ByName<DistributionFormat>{{"capacity", kCapacity}},
             "peak rate of the whole pool by precision, in place of a number of accelerators");
  f.optional(
      "online",
      [&p](std::variant<DateSpec, PhaseSpec> online) {
        if (auto* phase = std::get_if<PhaseSpec>(&online)) p.phase = std::move(*phase);
        if (const auto* when = std::get_if<DateSpec>(&online)) p.online = *when;
      },
      OnlineFormat{}, "when it comes into service, or {after, needs}; from the beginning where not given");
  f.optional("retires", p.retires, RetirementFormat{}, "when it leaves service for good, or {after}");
  f.optional("replaces", p.replaces, Text{"the id of a pool"},
             "a pool of this centre, which retires once all that this one comes after has ended");
  f.optional("announced", p.announced, AnnouncedFormat{},
             "when it was to come into service; {date, on} says since when");
  f.optional("schedulable", p.schedulable, YesNo{}, "false: counted, but no job runs there");
  list_own_software(f, p.own_software_share);
  f.optional("source", p.provenance.source, Text{"a text"},
             "where the figures come from; 'assumed' is a source too");
}

void finish(const Object& object, PoolSpec& pool) {
  check_size(object, pool);
  if (!object.has("accelerator")) {
    if (pool.schedulable) {
      object.value().error_here(
          "missing key 'accelerator'; only a pool that is not 'schedulable' needs none");
    } else if (pool.nodes || pool.cards) {
      object.value().error_here("missing key 'accelerator'; without one the size is a 'capacity'");
    }
  }
  check_capacity(object, pool);
  complete_needs(object, pool);
  for (const auto& [precision, rate] : pool.capacity) object.context().precisions.insert(precision);
}

void fields(Fields& f, CentreSpec& c) {
  f.optional("name", c.name, NameFormat{}, "what people read");
  f.optional("at", c.coordinates, Coordinates{}, "[latitude, longitude] in degrees");
  f.optional("region", c.region, Region{}, "dotted, such as guangdong.shenzhen; targets may name any prefix");
  f.optional(
      "joins",
      [&c](std::optional<DateSpec> when) {
        c.never_joins = !when;
        c.joins = std::move(when);
      },
      Joins{}, "when it joins unified dispatch, or 'never'; if no centre says so, all have joined");
  f.required("pools", c.pools, Entries<PoolSpec>{"pools"},
             "its accelerators, phase by phase; {} where it has none");
  f.optional("source", c.provenance.source, Text{"a text"}, "source of its pools where they give none");
  f.optional("storage", c.storage, Typed<Bytes>{kStorage},
             "room for datasets; no limit where it is not given");
  f.optional("storage_bandwidth", c.storage_rate, Typed<BytesPerSecond>{kRate},
             "of its storage, reading and writing together; no limit where it is not given");
  f.optional("ingress", c.ingress, Typed<BytesPerSecond>{kRate},
             "of all that comes in over the network; no limit where it is not given");
  f.optional("reserve", c.reserve, kShare, "share of its accelerators that jobs from elsewhere never take");
  f.optional(
      "refuse",
      [&c](const Refusals& refusals) {
        c.most_accelerators = refusals.above;
        c.longest = refusals.longer;
      },
      Record<Refusals>{}, "jobs from elsewhere that it does not take");
  list_windows(f, "opt_outs", c.opt_outs, "windows in which it takes no jobs from elsewhere");
  list_facility(f, c.facility);
  f.later("failures", "failures and repair come with a later version");
}

void finish(const Object& object, CentreSpec& centre) {
  for (PoolSpec& pool : centre.pools) {
    if (pool.provenance.source.empty()) pool.provenance = centre.provenance;
  }
  check_replacements(object, centre);
}

}  // namespace suanwang::scenario
