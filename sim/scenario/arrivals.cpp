#include "scenario/arrivals.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "scenario/distributions.hpp"

namespace suanwang::scenario {
namespace {

constexpr Amount kRate{Dimension::Frequency, 0, 1e6, "above 0 and up to 1000000 per s", false};
constexpr Amount kWeight{Dimension::Ratio, 0, 1e9, "from 0 to 1e9"};
constexpr Amount kGrowth{Dimension::Ratio, 0, 1e9, "from 0 to 1e9"};

/// Relative weights of the parts of a day or a week.
struct Weights {
  std::size_t count;
  std::string_view what;

  [[nodiscard]] std::optional<std::vector<double>> read(const Value& value) const {
    if (!value.node().is_sequence() || value.node().items.size() != count) {
      const std::string got = value.node().is_sequence()
                                  ? fmt::format("{} weights", value.node().items.size())
                                  : description(value.node());
      value.error(fmt::format("expected {} weights, {}, got {}", count, what, got));
      return std::nullopt;
    }
    std::vector<double> weights;
    double total = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto weight = kWeight.read(value.item(i));
      if (!weight) return std::nullopt;
      weights.push_back(*weight);
      total += *weight;
    }
    if (total > 0) return weights;
    value.error("expected a weight above 0");
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_list(kWeight.schema(writer), count);
  }
};

/// {date: factor, …}, in the order of time.
struct Growth {
  using Points = std::vector<std::pair<CivilTime, double>>;

  [[nodiscard]] std::optional<Points> read(const Value& value) const {
    if (!value.node().is_map() || value.node().entries.empty()) {
      value.expected("factors by date, such as {2026-01-01: 1, 2027-01-01: 2.5}");
      return std::nullopt;
    }
    Points points;
    double largest = 0;
    for (const Node::Entry& entry : value.node().entries) {
      Node key;
      key.kind = Node::Kind::Scalar;
      key.at = entry.key_at;
      key.text = entry.key;
      const auto date = Date{}.read(Value{key, value.path(), entry.key_at, value.context()});
      const auto factor = kGrowth.read(value.entry(entry));
      if (!date || !factor) continue;
      const auto same = [&date](const auto& point) { return point.first == *date; };
      if (std::ranges::any_of(points, same))
        value.entry(entry).error_here("a second factor for the same instant");
      points.emplace_back(*date, *factor);
      largest = std::max(largest, *factor);
    }
    std::ranges::sort(points);
    if (points.size() == value.node().entries.size() && largest <= 0)
      value.error("expected a factor above 0");
    return points;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_map(kDatePattern, kGrowth.schema(writer), 1);
  }
};

/// "profile: {hours, weekdays}"
struct Profile {
  std::vector<double> hours;
  std::vector<double> weekdays;
};

void fields(Fields& f, Profile& profile) {
  f.optional("hours", profile.hours, Weights{24, "one an hour from 00:00"},
             "24 relative weights, from 00:00");
  f.optional("weekdays", profile.weekdays, Weights{7, "Monday first"}, "7 relative weights, Monday first");
}
void finish(const Object& /*object*/, Profile& /*profile*/) {}

struct Poisson : ArrivalsDraft {};

void fields(Fields& f, Poisson& poisson) {
  Arrivals& a = poisson.arrivals;
  f.required("poisson", a.per_second, kRate, "mean rate, such as 12 per day");
  f.optional(
      "profile",
      [&a](Profile profile) {
        a.hours = std::move(profile.hours);
        a.weekdays = std::move(profile.weekdays);
      },
      Record<Profile>{}, "how the rate varies over the day and the week");
  f.optional("growth", poisson.growth, Growth{}, "factor on the rate by date, linear between");
}
void finish(const Object& /*object*/, Poisson& /*poisson*/) {}

struct Every : ArrivalsDraft {};

void fields(Fields& f, Every& every) {
  Arrivals& a = every.arrivals;
  f.required(
      "every", [&a](Seconds interval) { a.every = rounded_up(interval); }, Typed<Seconds>{kDuration},
      "time from each job to the next; the first comes at time 0");
}
void finish(const Object& /*object*/, Every& /*every*/) {}

const DistributionFormat kInterval{"duration", kDuration};

}  // namespace

std::optional<ArrivalsDraft> ArrivalsFormat::read(const Value& value) const {
  if (!value.node().is_map()) {
    value.expected("{poisson: 12 per day}, {every: 10 min} or the distribution of an interval");
    return std::nullopt;
  }
  if (value.node().find("poisson") != nullptr || value.node().find("growth") != nullptr) {
    auto poisson = Record<Poisson>{}.read(value);
    if (!poisson) return std::nullopt;
    poisson->arrivals.kind = Arrivals::Kind::Poisson;
    return *std::move(poisson);
  }
  if (value.node().find("every") != nullptr) {
    auto every = Record<Every>{}.read(value);
    if (!every) return std::nullopt;
    every->arrivals.kind = Arrivals::Kind::Every;
    return *std::move(every);
  }
  for (const Node::Entry& entry : value.node().entries) {
    // A distribution would only suggest other distributions.
    Context& context = value.context();
    const std::string hint = context.suggestion(entry.key, {"poisson", "every"});
    if (hint.empty()) continue;
    context.diagnostics.error(entry.key_at.location(), value.path(),
                              "unknown key " + quoted(entry.key) + hint);
    return std::nullopt;
  }
  const auto interval = kInterval.read(value);
  if (!interval) return std::nullopt;
  ArrivalsDraft draft;
  draft.arrivals.kind = Arrivals::Kind::Intervals;
  draft.arrivals.interval = *interval;
  return draft;
}

JsonText ArrivalsFormat::schema(SchemaWriter& writer) const {
  return schema_any_of(
      {Record<Poisson>{}.schema(writer), Record<Every>{}.schema(writer), kInterval.schema(writer)});
}

}  // namespace suanwang::scenario
