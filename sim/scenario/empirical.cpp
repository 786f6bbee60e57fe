#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "scenario/numbers.hpp"
#include "scenario/text_position.hpp"

namespace suanwang::scenario {
namespace {

constexpr std::size_t kMostBytes = 4U << 20U;
constexpr std::size_t kMostRows = 100'000;
constexpr double kRounding = 1e-9;  ///< by which the last probability may miss 1

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

/// Rows `value,cumulative`, with what is wrong with each.
class Table {
 public:
  Table(const std::string& file, double factor, const Amount& amount, Diagnostics& diagnostics)
      : file_{file}, factor_{factor}, amount_{amount}, diagnostics_{diagnostics} {}

  void read(std::string_view text) {
    for (int line = 1; !text.empty(); ++line) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view row = trimmed(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (row.empty() || row.starts_with('#')) continue;
      if (points_.size() >= kMostRows) return refuse(line, fmt::format("more than {} rows", kMostRows));
      read_row(row, line);
    }
    if (is_refused_) return;
    if (points_.empty()) {
      refuse(0, "expected rows such as '60,0.25'");
    } else if (std::abs(points_.back().second - 1) > kRounding) {
      refuse(last_line_,
             fmt::format("expected the last cumulative probability to be 1, got {}", points_.back().second));
    } else {
      points_.back().second = 1;
    }
  }

  [[nodiscard]] const std::vector<std::pair<double, double>>& points() const { return points_; }

 private:
  void refuse(int line, std::string message) {
    is_refused_ = true;
    diagnostics_.error({file_, line, line > 0 ? 1 : 0}, "", std::move(message));
  }

  void read_row(std::string_view row, int line) {
    const std::size_t comma = row.find(',');
    const bool is_pair =
        comma != std::string_view::npos && row.find(',', comma + 1) == std::string_view::npos;
    const auto value = is_pair ? parse_number(trimmed(row.substr(0, comma))) : std::nullopt;
    const auto cumulative = is_pair ? parse_number(trimmed(row.substr(comma + 1))) : std::nullopt;
    if (!value || !cumulative) {
      const bool is_header = is_pair && !value && !cumulative && !has_row_;
      has_row_ = true;
      if (!is_header) refuse(line, "expected value,cumulative such as '60,0.25', got " + quoted(row));
      return;
    }
    has_row_ = true;
    add(*value, *cumulative, line);
  }

  void add(double value, double cumulative, int line) {
    last_line_ = line;
    const double base = value * factor_;
    if (!(base >= amount_.low && base <= amount_.high) || (amount_.is_whole && base != std::floor(base))) {
      return refuse(line, fmt::format("expected a value {}, got {}", amount_.bounds, value));
    }
    if (!(cumulative >= 0 && cumulative <= 1 + kRounding)) {
      return refuse(line, fmt::format("expected a cumulative probability from 0 to 1, got {}", cumulative));
    }
    if (!points_.empty() && base <= points_.back().first) {
      return refuse(line, fmt::format("expected values that increase, got {} after {}", value,
                                      points_.back().first / factor_));
    }
    if (!points_.empty() && cumulative < points_.back().second) {
      return refuse(line,
                    fmt::format("expected cumulative probabilities that do not decrease, got {} after {}",
                                cumulative, points_.back().second));
    }
    points_.emplace_back(base, std::min(cumulative, 1.0));
  }

  const std::string& file_;
  double factor_;
  const Amount& amount_;
  Diagnostics& diagnostics_;
  std::vector<std::pair<double, double>> points_;
  bool has_row_ = false;
  bool is_refused_ = false;
  int last_line_ = 0;
};

/// What an empirical distribution is made of.
struct EmpiricalSpec {
  std::string file;
  std::string unit;
  bool steps = false;
};

void fields(Fields& f, EmpiricalSpec& spec, const Amount& amount) {
  f.required("file", spec.file, Text{"the name of a file"}, "CSV with the columns value,cumulative");
  if (amount.dimension != Dimension::Count && amount.dimension != Dimension::Ratio) {
    f.required("unit", spec.unit, Text{"a unit"}, "unit of the values, such as s");
  }
  f.optional("steps", spec.steps, YesNo{},
             "true: only the listed values occur; false: also those between them");
}

std::optional<Distribution> read_table(const Object& object, const EmpiricalSpec& spec,
                                       const Amount& amount) {
  Context& context = object.context();
  double factor = 1;
  if (!spec.unit.empty()) {
    const ParsedQuantity one = parse_quantity("1 " + spec.unit, amount.dimension);
    if (!one.base) {
      object.find("unit")->error(
          fmt::format("the unit {} does not measure {}", quoted(spec.unit), noun_of(amount.dimension)));
      return std::nullopt;
    }
    factor = *one.base;
  }
  const Value name = *object.find("file");
  const std::string file = name.file_named(spec.file);
  const Files::Text& text = context.files.read(file, kMostBytes);
  if (!text.bytes) {
    name.error(fmt::format("'{}': {}", file, text.why));
    return std::nullopt;
  }
  if (const auto fault = first_fault(*text.bytes)) {
    context.diagnostics.error({file, fault->line, fault->column}, "", fault->message);
    return std::nullopt;
  }
  const std::size_t errors = context.diagnostics.errors();
  Table table{file, factor, amount, context.diagnostics};
  table.read(*text.bytes);
  if (context.diagnostics.errors() > errors) return std::nullopt;
  return Distribution::empirical(
      table.points(), spec.steps ? Distribution::Between::Discrete : Distribution::Between::Continuous);
}

}  // namespace

std::optional<Distribution> Empirical::read(const Value& value) const {
  EmpiricalSpec spec;
  Fields keys;
  fields(keys, spec, amount);
  const std::size_t errors = value.context().diagnostics.errors();
  const Object object{value};
  if (!object.read(keys) || value.context().diagnostics.errors() > errors) return std::nullopt;
  return read_table(object, spec, amount);
}

JsonText Empirical::schema(SchemaWriter& writer) const {
  EmpiricalSpec example;
  Fields keys;
  fields(keys, example, amount);
  return writer.object(keys);
}

}  // namespace suanwang::scenario
