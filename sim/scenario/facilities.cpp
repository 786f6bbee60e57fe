// What targets other than capacity ask of centres and pools, and which pools replace others.

#include <map>
#include <set>

#include <fmt/format.h>

#include "scenario/by_id.hpp"
#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr Amount kPrice{Dimension::EnergyPrice, 0, 1e-3, "from 0 to 3600 CNY/kWh"};
constexpr Amount kCarbon{Dimension::CarbonIntensity, 0, 1, "from 0 to 3600 kgCO2/kWh"};
constexpr Amount kPue{Dimension::Count, 1, 10, "from 1 to 10"};
constexpr Amount kShare{Dimension::Ratio, 0, 1, "from 0 to 1"};
constexpr Amount kRacks{Dimension::Count, 0, 1e7, "from 0 to 10000000"};
constexpr Amount kSomeRacks{Dimension::Count, 0, 1e7, "above 0 and up to 10000000", false};

/// A share, or the law of one: no value lies above 1.
struct ShareFormat {
  [[nodiscard]] std::optional<Distribution> read(const Value& value) const {
    auto share = DistributionFormat{"share", kShare}.read(value);
    if (!share || share->maximum() <= 1) return share;
    value.error("expected a law whose values are never above 1");
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return DistributionFormat{"share", kShare}.schema(writer);
  }
};

/// "racks: {built, used}"
struct RacksDraft {
  std::optional<Distribution> built;
  std::optional<Distribution> used;
};
void fields(Fields& f, RacksDraft& racks) {
  f.required("built", racks.built, DistributionFormat{"racks", kSomeRacks}, "racks that stand there");
  f.required("used", racks.used, DistributionFormat{"racks-used", kRacks}, "racks in use");
}
void finish(const Object& object, RacksDraft& racks) {
  if (racks.built && racks.used && racks.used->maximum() > racks.built->minimum()) {
    object.find("used")->error("expected never more than 'built'");
  }
}

/// At what `pool` says under `replaces`, or at the pool where that comes from defaults.
void refuse(const Object& centre, const PoolSpec& pool, std::string message) {
  const Value& value = centre.value();
  const Node* node = find_path(value.node(), "pools." + pool.id + ".replaces");
  value.context().diagnostics.error(node == nullptr ? pool.at : node->at.location(),
                                    fmt::format("{}.pools.{}.replaces", value.path(), pool.id),
                                    std::move(message));
}

/// The pools that are replaced in turn by what replaces them; of each such cycle the first by id.
std::set<const PoolSpec*> cycles_of(const CentreSpec& centre) {
  std::set<const PoolSpec*> result;
  std::map<const PoolSpec*, const PoolSpec*> seen;  // by pool: where the walk began that came to it first
  for (const PoolSpec& first : centre.pools) {
    const PoolSpec* pool = &first;
    while (pool != nullptr && seen.emplace(pool, &first).second) {
      pool = pool->replaces ? find_id(centre.pools, *pool->replaces) : nullptr;
    }
    if (pool != nullptr && seen.at(pool) == &first) result.insert(pool);
  }
  return result;
}

}  // namespace

void list_own_software(Fields& f, std::optional<Distribution>& share) {
  f.optional("own_software_share", share, ShareFormat{},
             "share of what runs there on software of one's own; of a centre: for pools that say nothing");
}

/// A constant with its unit. Names of what the scenario defines elsewhere come later.
template <class T>
struct ConstantOf {
  Amount amount;

  [[nodiscard]] std::optional<T> read(const Value& value) const {
    const bool is_name = value.is_scalar() && fault_of_id(value.text()).empty() &&
                         value.text().find_first_of("0123456789") != 0;
    if (is_name) {
      value.error("not available yet: named tariffs and grids come with power and energy; give " +
                  std::string{std::is_same_v<T, EnergyPrice> ? "a price, like '0.70 CNY/kWh'"
                                                             : "an intensity, like '442 gCO2/kWh'"});
      return std::nullopt;
    }
    return Typed<T>{amount}.read(value);
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return Typed<T>{amount}.schema(writer); }
};

void list_facility(Fields& f, FacilitySpec& facility) {
  f.optional("tariff", facility.tariff, ConstantOf<EnergyPrice>{kPrice},
             "price of its electricity, a constant; read by scored dispatch");
  f.optional("grid", facility.grid, ConstantOf<CarbonIntensity>{kCarbon},
             "carbon intensity of its electricity, a constant; read by scored dispatch");
  f.optional("pue", facility.pue, DistributionFormat{"pue", kPue},
             "power of the whole centre over that of its computers, over a year");
  f.optional(
      "racks",
      [&facility](const RacksDraft& racks) {
        if (racks.built && racks.used) facility.racks = FacilitySpec::Racks{*racks.built, *racks.used};
      },
      Record<RacksDraft>{}, "racks built and in use");
  f.optional("green_share", facility.green_share, ShareFormat{}, "share of its electricity that is green");
  list_own_software(f, facility.own_software_share);
  f.optional(
      "facility_source",
      [&facility](std::string source) { facility.provenance = Provenance{std::move(source)}; },
      Text{"a text"}, "where these figures come from; the centre's source where it is not given");
}

void check_replacements(const Object& object, const CentreSpec& centre) {
  const std::set<const PoolSpec*> cycles = cycles_of(centre);
  std::set<std::string> replaced;
  std::vector<std::string> known;
  for (const PoolSpec& pool : centre.pools) known.push_back(pool.id);
  for (const PoolSpec& pool : centre.pools) {
    if (!pool.replaces) continue;
    const PoolSpec* other = find_id(centre.pools, *pool.replaces);
    if (other == nullptr) {
      refuse(object, pool,
             "there is no pool " + quoted(*pool.replaces) + " in this centre" +
                 object.context().suggestion(*pool.replaces, known));
    } else if (other == &pool) {
      refuse(object, pool, "a pool cannot replace itself");
    } else if (cycles.contains(&pool)) {
      refuse(object, pool, fmt::format("a cycle: '{}' is replaced in turn", pool.id));
    } else if (other->retires) {
      refuse(object, pool, fmt::format("'{}' says itself when it 'retires'", other->id));
    } else if (!replaced.insert(other->id).second) {
      refuse(object, pool, fmt::format("'{}' is replaced by another pool, too", other->id));
    } else if (!pool.online && (!pool.phase || pool.phase->after.empty())) {
      refuse(object, pool, "expected an 'online' that says from when: a date, or 'after'");
    }
  }
}

}  // namespace suanwang::scenario
