// Links.

#include <algorithm>
#include <limits>

#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr Amount kBandwidth{Dimension::Bandwidth, 0, 1e17, "from 0 to 100 PB/s"};
constexpr Amount kLatency{Dimension::Time, 0, 3600, "from 0 to 1 h"};
constexpr Amount kRouteFactor{Dimension::Ratio, 1, 100, "from 1 to 100"};

/// Two centres.
struct Ends {
  [[nodiscard]] std::optional<std::pair<std::string, std::string>> read(const Value& value) const {
    if (!value.node().is_sequence() || value.node().items.size() != 2) {
      value.expected("two centres, such as [a, b]");
      return std::nullopt;
    }
    const auto from = kCentre.read(value.item(0));
    const auto to = kCentre.read(value.item(1));
    if (!from || !to) return std::nullopt;
    if (*from == *to) {
      value.error("both ends are centre '" + *from + "'");
      return std::nullopt;
    }
    return std::pair{*from, *to};
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_list(kCentre.schema(writer), 2);
  }

  static constexpr Reference kCentre{"centres", "centre"};
};

/// A rate, or `unlimited`.
struct Bandwidth {
  [[nodiscard]] std::optional<BytesPerSecond> read(const Value& value) const {
    if (value.is_scalar() && value.text() == "unlimited") {
      return BytesPerSecond{std::numeric_limits<double>::infinity()};
    }
    return Typed<BytesPerSecond>{kBandwidth}.read(value);
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({schema_of_words({"unlimited"}), kBandwidth.schema(writer)});
  }
};

/// Bandwidths by the instant from which they hold.
struct Upgrades {
  [[nodiscard]] std::optional<std::vector<UpgradeSpec>> read(const Value& value) const {
    if (!value.node().is_map() || value.node().entries.empty()) {
      value.expected("bandwidths by date, such as {2026-06-01: 800 Gbps}");
      return std::nullopt;
    }
    std::vector<UpgradeSpec> upgrades;
    for (const Node::Entry& entry : value.node().entries) {
      Node key;
      key.kind = Node::Kind::Scalar;
      key.at = entry.key_at;
      key.text = entry.key;
      const auto from = kMoment.read(Value{key, value.path(), entry.key_at, value.context()});
      const auto bandwidth = Bandwidth{}.read(value.entry(entry));
      if (!from || !bandwidth) continue;
      if (std::ranges::find(upgrades, *from, &UpgradeSpec::from) != upgrades.end()) {
        value.entry(entry).error_here("a second bandwidth for the same instant");
      }
      upgrades.push_back({*from, *bandwidth});
    }
    std::ranges::sort(upgrades, {}, &UpgradeSpec::from);
    return upgrades;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_map("^[0-9.].*$", Bandwidth{}.schema(writer), 1);
  }
};

}  // namespace

void fields(Fields& f, LinkSpec& l) {
  f.optional("name", l.name, NameFormat{}, "what people read");
  f.required(
      "between",
      [&l](std::pair<std::string, std::string> ends) {
        l.from = std::move(ends.first);
        l.to = std::move(ends.second);
      },
      Ends{}, "the two centres that it joins");
  f.required("bandwidth", l.bandwidth, Bandwidth{},
             "of each direction; 0 carries nothing; 'unlimited' is allowed");
  f.optional("latency", l.latency, Typed<Seconds>{kLatency},
             "one way; great circle x route_factor x 4.9 us/km where it is not given");
  f.optional("route_factor", l.route_factor, kRouteFactor, "length of the fibre over the great circle");
  f.optional("upgrades", l.upgrades, Upgrades{}, "bandwidths that it has from later dates on");
  list_windows(f, "outages", l.outages, "maintenance windows and cuts, during which it carries nothing");
  f.optional("source", l.provenance.source, Text{"a text"},
             "where the figures come from; 'assumed' is a source too");
}

void finish(const Object& /*object*/, LinkSpec& /*link*/) {}

}  // namespace suanwang::scenario
