#include "scenario/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "scenario/numbers.hpp"

namespace suanwang::scenario {
namespace {

/// A parameter as a format.
struct Parameter {
  Numbers numbers;
  [[nodiscard]] std::optional<double> read(const Value& value) const { return numbers.parameter(value); }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return numbers.relaxed().schema(writer); }
};

/// A parameter that must be above 0.
struct PositiveParameter {
  Numbers numbers;
  [[nodiscard]] std::optional<double> read(const Value& value) const {
    const auto number = numbers.parameter(value);
    if (!number || *number > 0) return number;
    value.error("expected more than 0, got " + quoted(value.text()));
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return numbers.relaxed().schema(writer); }
};

/// [a, b] or [a, m, b], not decreasing.
struct Corners {
  Numbers numbers;
  std::size_t count;
  Distribution (*make)(const std::vector<double>&);

  [[nodiscard]] std::optional<Distribution> read(const Value& value) const {
    const bool is_pair = count == 2;
    if (!value.node().is_sequence() || value.node().items.size() != count) {
      value.expected(is_pair ? "[lowest, highest]" : "[lowest, most likely, highest]");
      return std::nullopt;
    }
    std::vector<double> corners;
    for (std::size_t i = 0; i < count; ++i) {
      if (const auto corner = numbers.parameter(value.item(i))) corners.push_back(*corner);
    }
    if (corners.size() < count) return std::nullopt;
    for (std::size_t i = 1; i < count; ++i) {
      if (corners[i] >= corners[i - 1]) continue;
      value.item(i).error(fmt::format("expected no less than '{}' before it, got {}",
                                      value.node().items[i - 1]->text, quoted(value.item(i).text())));
      return std::nullopt;
    }
    return make(corners);
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_list(numbers.relaxed().schema(writer), count);
  }
};

constexpr Amount kShape{Dimension::Count, 0.01, 1000, "from 0.01 to 1000"};
constexpr Amount kSigma{Dimension::Count, 0, 10, "from 0 to 10"};
constexpr Amount kSuccess{Dimension::Ratio, 0, 1, "above 0 and up to 1", false};

/// The parameters that are given by name.
struct Parameters {
  double mean = 1, median = 1, sigma = 0, shape = 1, scale = 1, min = 0, max = 1, success = 1, step = 1;
};

/// A family whose parameters are given by name.
struct Named {
  Numbers numbers;
  void (*list)(Fields&, Parameters&, const Numbers&);
  std::optional<Distribution> (*make)(const Value&, const Parameters&);

  [[nodiscard]] std::optional<Distribution> read(const Value& value) const {
    Parameters parameters;
    Fields keys;
    list(keys, parameters, numbers);
    const std::size_t errors = value.context().diagnostics.errors();
    const bool is_read = Object{value}.read(keys) && value.context().diagnostics.errors() == errors;
    return is_read ? make(value, parameters) : std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    Parameters example;
    Fields keys;
    list(keys, example, numbers);
    return writer.object(keys);
  }
};

void list_mean(Fields& f, Parameters& p, const Numbers& n) {
  f.required("mean", p.mean, PositiveParameter{n}, "the mean");
}
void list_median_sigma(Fields& f, Parameters& p, const Numbers& n) {
  f.required("median", p.median, PositiveParameter{n}, "half of the values lie below it");
  f.required("sigma", p.sigma, kSigma, "standard deviation of the logarithm");
}
void list_shape_scale(Fields& f, Parameters& p, const Numbers& n) {
  f.required("shape", p.shape, kShape, "below 1: more often short, with a long tail");
  f.required("scale", p.scale, PositiveParameter{n}, "63 % of the values lie below it");
}
void list_shape_mean(Fields& f, Parameters& p, const Numbers& n) {
  f.required("shape", p.shape, kShape, "1 is exponential; larger is narrower");
  f.required("mean", p.mean, PositiveParameter{n}, "the mean");
}
void list_shape_min_max(Fields& f, Parameters& p, const Numbers& n) {
  f.required("shape", p.shape, kShape, "the tail's exponent");
  f.required("min", p.min, PositiveParameter{n}, "no value lies below it");
  f.required("max", p.max, PositiveParameter{n}, "no value lies above it");
}

void list_success_step(Fields& f, Parameters& p, const Numbers& n) {
  f.required("success", p.success, kSuccess, "how likely each trial is to succeed");
  f.required("step", p.step, PositiveParameter{n}, "what each failure before the first success adds");
}

/// A family that begins with 0, where 0 is a value.
struct FromZero {
  Named family;
  [[nodiscard]] std::optional<Distribution> read(const Value& value) const {
    const Amount& amount = *family.numbers.amount;
    if (amount.low < 0 || (amount.low == 0 && amount.is_low_allowed)) return family.read(value);
    value.error(fmt::format("expected values {}; this distribution begins with 0", amount.bounds));
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return family.schema(writer); }
};

std::optional<Distribution> make_pareto(const Value& value, const Parameters& p) {
  if (p.min < p.max) return Distribution::pareto(p.shape, p.min, p.max);
  value.error("expected 'min' below 'max'");
  return std::nullopt;
}

/// [{weight: w, uniform: […]}, …]
struct Mixture {
  Numbers numbers;
  [[nodiscard]] std::optional<Distribution> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// A constant where a family is expected, as in a mixture.
struct Constant {
  Numbers numbers;
  [[nodiscard]] std::optional<Distribution> read(const Value& value) const {
    const auto number = numbers.constant(value);
    return number ? std::optional{Distribution::constant(*number)} : std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return numbers.schema(writer); }
};

Distribution make_uniform(const std::vector<double>& c) {
  return Distribution::uniform(c[0], c[1]);
}
Distribution make_triangular(const std::vector<double>& c) {
  return Distribution::triangular(c[0], c[1], c[2]);
}
Distribution make_pert(const std::vector<double>& c) {
  return Distribution::pert(c[0], c[1], c[2]);
}

/// All families of the contract; dates have those with bounds.
void list_families(Fields& f, std::optional<Distribution>& into, const Numbers& n) {
  using Made = std::optional<Distribution>;
  f.optional("constant", into, Constant{n}, "always this value");
  f.optional("uniform", into, Corners{n, 2, make_uniform}, "[lowest, highest], all alike");
  f.optional("triangular", into, Corners{n, 3, make_triangular}, "[lowest, most likely, highest]");
  f.optional("pert", into, Corners{n, 3, make_pert},
             "[lowest, most likely, highest], with weight 4 on the middle");
  f.optional("choice", into, Choice{n}, "{value: weight}; only these values");
  f.optional("mixture", into, Mixture{n}, "[{weight: w, ...}], each with a distribution of its own");
  if (!n.amount) return;
  const auto exponential = [](const Value&, const Parameters& p) -> Made {
    return Distribution::exponential(p.mean);
  };
  const auto lognormal = [](const Value&, const Parameters& p) -> Made {
    return Distribution::lognormal(p.median, p.sigma);
  };
  const auto weibull = [](const Value&, const Parameters& p) -> Made {
    return Distribution::weibull(p.shape, p.scale);
  };
  const auto gamma = [](const Value&, const Parameters& p) -> Made {
    return Distribution::gamma(p.shape, p.mean);
  };
  const auto geometric = [](const Value&, const Parameters& p) -> Made {
    return Distribution::geometric(p.success, p.step);
  };
  f.optional("exponential", into, Named{n, list_mean, exponential}, "memoryless");
  f.optional("lognormal", into, Named{n, list_median_sigma, lognormal}, "its logarithm is normal");
  f.optional("weibull", into, Named{n, list_shape_scale, weibull}, "Weibull");
  f.optional("gamma", into, Named{n, list_shape_mean, gamma}, "gamma");
  f.optional("pareto", into, Named{n, list_shape_min_max, make_pareto}, "Pareto, bounded on both sides");
  f.optional("geometric", into, FromZero{{n, list_success_step, geometric}},
             "step times the failures before the first success: from 0 on");
  f.optional("empirical", into, Empirical{*n.amount}, "from a CSV file of value,cumulative");
}

std::optional<Distribution> Mixture::read(const Value& value) const {
  if (!value.node().is_sequence() || value.node().items.empty()) {
    value.expected("a list such as [{weight: 1, uniform: [a, b]}]");
    return std::nullopt;
  }
  const std::size_t errors = value.context().diagnostics.errors();
  std::vector<std::pair<Distribution, double>> components;
  double total = 0;
  for (std::size_t i = 0; i < value.node().items.size(); ++i) {
    const Value item = value.item(i);
    std::optional<Distribution> component;
    double weight = 0;
    Fields keys;
    keys.required("weight", weight, kWeight, "relative to the other weights");
    list_families(keys, component, numbers);
    if (!Object{item}.read(keys)) continue;
    if (item.node().entries.size() > 2 ||
        (item.node().find("weight") != nullptr && item.node().entries.size() < 2)) {
      item.error_here("expected 'weight' and exactly one distribution");
    }
    total += weight;
    if (component) components.emplace_back(*component, weight);
  }
  if (value.context().diagnostics.errors() > errors) return std::nullopt;
  if (total > 0) return Distribution::mixture(std::move(components));
  value.error("expected a weight above 0");
  return std::nullopt;
}

JsonText Mixture::schema(SchemaWriter& writer) const {
  const Numbers n = numbers;
  return writer.shared("mixture-of-" + std::string{n.name}, [&writer, n] {
    std::optional<Distribution> component;
    double weight = 0;
    Fields keys;
    keys.required("weight", weight, kWeight, "relative to the other weights");
    list_families(keys, component, n);
    JsonText item = writer.object(keys);
    item.insert(1, R"("minProperties": 2, "maxProperties": 2, )");
    return schema_of_list(item, 0, 1);
  });
}

}  // namespace

std::optional<Distribution> read_distribution(const Value& value, const Numbers& numbers) {
  if (!value.node().is_map()) return Constant{numbers}.read(value);
  std::optional<Distribution> result;
  Fields families;
  list_families(families, result, numbers);
  Object{value}.read(families);
  if (value.node().entries.size() != 1) {
    value.error_here("expected exactly one distribution, such as {uniform: [a, b]}");
    return std::nullopt;
  }
  const bool is_never_allowed = numbers.amount && !numbers.amount->is_low_allowed;
  if (result && is_never_allowed && result->maximum() <= numbers.amount->low) {
    value.error(fmt::format("expected values {}", numbers.amount->bounds));
    return std::nullopt;
  }
  return result;
}

JsonText distribution_schema(SchemaWriter& writer, const Numbers& numbers) {
  return writer.shared(std::string{numbers.name}, [&writer, &numbers] {
    std::optional<Distribution> example;
    Fields families;
    list_families(families, example, numbers);
    JsonText object = writer.object(families);
    object.insert(1, R"("minProperties": 1, "maxProperties": 1, )");
    return schema_any_of({numbers.schema(writer), object});
  });
}

std::optional<Distribution> DistributionFormat::read(const Value& value) const {
  return read_distribution(value, {name, amount});
}

JsonText DistributionFormat::schema(SchemaWriter& writer) const {
  return distribution_schema(writer, {name, amount});
}

}  // namespace suanwang::scenario
