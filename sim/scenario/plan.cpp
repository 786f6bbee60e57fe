// Plans and levers.

#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "scenario/formats.hpp"
#include "scenario/sections.hpp"
#include "scenario/settings.hpp"

namespace suanwang::scenario {
namespace {

constexpr double kMostMoney = 1e13;
constexpr Amount kCost{Dimension::Money, -kMostMoney, kMostMoney, "from -10000 G CNY to 10000 G CNY"};
constexpr Amount kBudget{Dimension::Money, 0, kMostMoney, "from 0 to 10000 G CNY"};
constexpr Amount kLeverPower{Dimension::Power, -1e12, 1e12, "from -1 TW to 1 TW"};
constexpr Amount kPermit{Dimension::Power, 0, 1e12, "from 0 to 1 TW"};
constexpr Amount kProbability{Dimension::Ratio, 0, 1, "above 0 and below 1", false};

/// Up to rounding: 0.07 M CNY are 70000.00000000001 CNY.
bool is_whole(double value) {
  return std::abs(value - std::round(value)) <= 1e-12 * std::abs(value);
}

/// An amount of money in whole 10,000 CNY.
struct MoneyFormat {
  Amount amount;
  [[nodiscard]] std::optional<Money> read(const Value& value) const {
    const std::optional<double> cny = amount.read(value);
    if (!cny) return std::nullopt;
    if (is_whole(*cny / 1e4)) return Money{std::llround(*cny / 1e4)};
    value.expected("a whole number of 10000 CNY (\u4e07\u5143)");
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return amount.schema(writer); }
};

/// A power in whole kW.
struct PowerFormat {
  Amount amount;
  [[nodiscard]] std::optional<Watts> read(const Value& value) const {
    const std::optional<double> watts = amount.read(value);
    if (!watts) return std::nullopt;
    if (is_whole(*watts / 1e3)) return Watts{1e3 * std::round(*watts / 1e3)};
    value.expected("a whole number of kW");
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return amount.schema(writer); }
};

/// A mapping whose keys are written as something: amounts by year, powers by region.
template <class Key, class Item>
struct ByKey {
  Key key;
  Item item;
  std::string_view pattern;
  std::string_view what;
  template <class Format>
  using ValueOf = typename decltype(std::declval<Format>().read(std::declval<Value>()))::value_type;

  [[nodiscard]] std::optional<std::map<ValueOf<Key>, ValueOf<Item>>> read(const Value& value) const {
    if (!value.node().is_map() || value.node().entries.empty()) {
      value.expected(what);
      return std::nullopt;
    }
    std::map<ValueOf<Key>, ValueOf<Item>> result;
    for (const Node::Entry& entry : value.node().entries) {
      Node written;
      written.kind = Node::Kind::Scalar;
      written.at = entry.key_at;
      written.text = entry.key;
      const auto name = key.read(Value{written, value.path(), entry.key_at, value.context()});
      const auto found = item.read(value.entry(entry));
      if (name && found) result[*name] = *found;
    }
    return result;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_map(pattern, item.schema(writer), 1);
  }
};

ByKey<Whole<std::int32_t>, MoneyFormat> by_year(const Amount& amount) {
  return {{1600, 2399}, {amount}, "^[0-9]{4}$", "amounts by year, such as {2026: 100 M CNY}"};
}

ByKey<Region, PowerFormat> by_region() {
  return {{}, {kPermit}, "^[A-Za-z0-9]", "a power by region, such as {guangdong.shaoguan: 60 MW}"};
}

struct Cost {
  std::map<int, Money> years;
  Money undated;
};

/// Amounts by year, or one without a year.
struct CostFormat {
  [[nodiscard]] std::optional<Cost> read(const Value& value) const {
    if (value.node().is_map()) {
      auto years = by_year(kCost).read(value);
      return years ? std::optional{Cost{*std::move(years), {}}} : std::nullopt;
    }
    const auto amount = MoneyFormat{kCost}.read(value);
    return amount ? std::optional{Cost{{}, *amount}} : std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({kCost.schema(writer), by_year(kCost).schema(writer)});
  }
};

/// {y2027: [ai-fp16]}: targets, and bases of theirs.
struct Targets {
  [[nodiscard]] std::optional<std::vector<PlanSpec::Target>> read(const Value& value) const {
    if (!value.node().is_map() || value.node().entries.empty()) {
      value.expected("bases by target, such as {y2027: [ai-fp16]}");
      return std::nullopt;
    }
    std::vector<PlanSpec::Target> result;
    for (const Node::Entry& entry : value.node().entries) {
      auto bases = OneOrMore<NewId>{}.read(value.entry(entry));
      if (bases) result.push_back({entry.key, *std::move(bases), entry.key_at.location()});
    }
    std::ranges::sort(result, {}, &PlanSpec::Target::id);
    return result;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_map(kIdPattern, OneOrMore<NewId>{}.schema(writer), 1);
  }
};

struct Probability {
  [[nodiscard]] std::optional<double> read(const Value& value) const {
    const auto p = kProbability.read(value);
    if (!p || *p < 1) return p;
    value.expected("a ratio above 0 and below 1");
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return kProbability.schema(writer); }
};

/// Ids of levers, each once.
using LeverIds = OneOrMore<Reference>;
const LeverIds kLeverIds{{"plan.levers", "lever"}};

}  // namespace

void fields(Fields& f, LeverSpec& lever) {
  f.optional("name", lever.name, NameFormat{}, "what people read");
  f.required("set", lever.set, Settings{},
             "{path: value}, as in a variant, such as {programme.activities.hall.duration: 9 months}");
  f.optional(
      "cost",
      [&lever](Cost cost) {
        lever.cost = std::move(cost.years);
        lever.undated = cost.undated;
      },
      CostFormat{}, "what it costs: by year, or one amount where the plan has no budget; below 0: it saves");
  f.optional("power", lever.power, PowerFormat{kLeverPower},
             "electricity that it takes; below 0: it frees some");
  f.optional("region", lever.region, Region{}, "where its power counts");
  f.optional("excludes", lever.excludes, kLeverIds, "levers that it cannot go with");
  f.optional("requires", lever.required, kLeverIds, "levers that must be pulled with it");
  f.optional("source", lever.provenance.source, Text{"a text"},
             "where the figures come from; 'assumed' is a source too");
}

void finish(const Object& object, LeverSpec& lever) {
  const auto set = object.find("set");
  if (set && set->node().is_map() && lever.set.empty()) set->error_here("a lever that sets nothing");
  std::ranges::sort(lever.excludes);
  std::ranges::sort(lever.required);
}

void fields(Fields& f, PlanSpec& plan) {
  f.optional("reach", plan.reach, Probability{},
             "with at least this probability each target is to be reached; 0.9 where it is not given");
  f.optional("targets", plan.targets, Targets{},
             "{target: [basis, ...]}; all on capacity that are not past where it is not given");
  f.optional("assumptions", plan.assumptions, Reference{"assumptions", "assumption set"},
             "the assumption set to plan under");
  f.optional("budget", plan.budget, by_year(kBudget),
             "the most that may be spent in a year; given any, a year not listed has none");
  f.optional("power", plan.power, by_region(), "the most that levers may take, by region");
  f.optional("levers", plan.levers, Entries<LeverSpec>{"levers"}, "what could be done");
}

void finish(const Object& object, PlanSpec& plan) {
  plan.at = object.value().named_at().location();
}

}  // namespace suanwang::scenario
