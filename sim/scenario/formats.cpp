#include "scenario/formats.hpp"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"

namespace suanwang::scenario {
namespace {

/// "a, b and c"
std::string in_words(const std::vector<std::string>& words) {
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) result += i + 1 == words.size() ? " or " : ", ";
    result += "'" + words[i] + "'";
  }
  return result;
}

/// The fewest digits that give the number again.
std::string number_text(double value) {
  return fmt::format("{}", value);
}

}  // namespace

std::optional<std::string> Text::read(const Value& value) const {
  if (value.is_scalar() && !value.text().empty()) return value.text();
  value.expected(what);
  return std::nullopt;
}

JsonText Text::schema(SchemaWriter& /*writer*/) const {
  return R"({"type": ["string", "number", "boolean"]})";
}

std::optional<std::string> NewId::read(const Value& value) const {
  const std::string fault = value.is_scalar() ? fault_of_id(value.text()) : "";
  if (value.is_scalar() && fault.empty()) return value.text();
  fault.empty() ? value.expected("an id") : value.error(fault);
  return std::nullopt;
}

JsonText NewId::schema(SchemaWriter& /*writer*/) const {
  return schema_of_pattern(kIdPattern);
}

std::optional<std::string> Reference::read(const Value& value) const {
  if (!value.is_scalar()) {
    value.expected("the id of a " + std::string{singular});
    return std::nullopt;
  }
  Context& context = value.context();
  const auto& known = context.ids(std::string{section});
  if (known.contains(value.text())) return value.text();
  value.error(fmt::format("there is no {} {}", singular, quoted(value.text())) +
              context.suggestion(value.text(), {known.begin(), known.end()}));
  return std::nullopt;
}

JsonText Reference::schema(SchemaWriter& /*writer*/) const {
  return schema_of_pattern(kIdPattern);
}

namespace {

void fields(Fields& f, Name& name) {
  f.optional("en", name.en, Text{"a name"}, "name in English; the id where it is not given");
  f.optional("zh", name.zh, Text{"a name"}, "name in Chinese; the English one where it is not given");
}

}  // namespace

std::optional<Name> NameFormat::read(const Value& value) const {
  if (!value.node().is_map()) {
    const auto text = Text{"a name, or {en: ..., zh: ...}"}.read(value);
    return text ? std::optional{Name{*text, *text}} : std::nullopt;
  }
  Name name;
  Fields keys;
  fields(keys, name);
  Object{value}.read(keys);
  return name;
}

JsonText NameFormat::schema(SchemaWriter& writer) const {
  return writer.shared("name", [&writer] {
    Name example;
    Fields keys;
    fields(keys, example);
    return schema_any_of({R"({"type": ["string", "number"]})", writer.object(keys)});
  });
}

std::optional<std::string> Region::read(const Value& value) const {
  const std::string& text = value.text();
  std::size_t begin = 0;
  bool is_good = value.is_scalar();
  while (is_good && begin <= text.size()) {
    const std::size_t dot = std::min(text.find('.', begin), text.size());
    is_good = fault_of_id(std::string_view{text}.substr(begin, dot - begin)).empty();
    begin = dot + 1;
  }
  if (is_good) return text;
  value.expected("a region such as 'guangdong.shenzhen'");
  return std::nullopt;
}

JsonText Region::schema(SchemaWriter& /*writer*/) const {
  return schema_of_pattern("^[A-Za-z0-9][A-Za-z0-9_-]*([.][A-Za-z0-9][A-Za-z0-9_-]*)*$");
}

std::optional<bool> YesNo::read(const Value& value) const {
  if (value.is_scalar() && value.text() == "true") return true;
  if (value.is_scalar() && value.text() == "false") return false;
  value.expected("'true' or 'false'");
  return std::nullopt;
}

JsonText YesNo::schema(SchemaWriter& /*writer*/) const {
  return R"({"type": "boolean"})";
}

template <class T>
std::optional<T> Whole<T>::read(const Value& value) const {
  const std::string& text = value.text();
  T number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = value.is_scalar() && fault == std::errc{} && end == text.data() + text.size();
  if (is_number && number >= low && number <= high) return number;
  value.expected(fmt::format("a whole number from {} to {}", low, high));
  return std::nullopt;
}

template <class T>
JsonText Whole<T>::schema(SchemaWriter& /*writer*/) const {
  return fmt::format(R"({{"type": "integer", "minimum": {}, "maximum": {}}})", low, high);
}

template struct Whole<std::int32_t>;
template struct Whole<std::int64_t>;
template struct Whole<std::uint32_t>;
template struct Whole<std::uint64_t>;

void refuse_word(const Value& value, const std::vector<std::string>& known) {
  const std::string near = value.is_scalar() ? value.context().suggestion(value.text(), known) : "";
  value.error("expected " + in_words(known) + ", got " + description(value.node()) + near);
}

bool Amount::holds(double amount, const Value& value) const {
  const bool is_above = is_low_allowed ? amount >= low : amount > low;
  if (is_above && amount <= high && (!is_whole || amount == std::floor(amount))) return true;
  value.expected(fmt::format("{} {}", is_whole ? "a whole number" : noun_of(dimension), bounds));
  return false;
}

std::optional<double> Amount::read(const Value& value) const {
  const ParsedQuantity parsed = parse_quantity(value.text(), dimension);
  if (!value.is_scalar()) {
    // What is missing is said as for the empty text, but for what was found.
    value.error(parsed.why.substr(0, parsed.why.size() - 2) + description(value.node()));
    return std::nullopt;
  }
  if (!parsed.base) {
    value.error(parsed.why);
    return std::nullopt;
  }
  return holds(*parsed.base, value) ? parsed.base : std::nullopt;
}

JsonText Amount::schema(SchemaWriter& /*writer*/) const {
  const bool is_bare = dimension == Dimension::Count || dimension == Dimension::Ratio;
  if (!is_bare) {
    const std::string what = std::string{noun_of(dimension)} + " with its unit";
    return json_object({{"type", json_string("string")},
                        {"pattern", json_string(R"(^[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]+)? ?[^0-9. ].*$)")},
                        {"title", json_string(what + (bounds.empty() ? "" : ", ") + std::string{bounds})}});
  }
  std::string number = fmt::format(R"({{"type": "{}")", is_whole ? "integer" : "number");
  number += fmt::format(R"(, "{}": {})", is_low_allowed ? "minimum" : "exclusiveMinimum", number_text(low));
  if (high < std::numeric_limits<double>::max())
    number += fmt::format(R"(, "maximum": {})", number_text(high));
  number += "}";
  if (dimension == Dimension::Count) return number;
  return schema_any_of({number, schema_of_pattern("^[0-9.]+ ?%$")});
}

std::optional<CivilTime> Date::read(const Value& value) const {
  Context& context = value.context();
  const auto date = value.is_scalar() ? parse_date(value.text(), context.utc_offset) : std::nullopt;
  if (!date) {
    value.expected("a date such as 2027-12-31");
    return std::nullopt;
  }
  if (needs_start) context.dates.push_back({value.node().at, value.path()});
  constexpr std::size_t kBareDate = std::string_view{"2027-12-31"}.size();
  return is_end && value.text().size() == kBareDate ? end_of_day(*date, context.utc_offset) : *date;
}

JsonText Date::schema(SchemaWriter& /*writer*/) const {
  return json_object({{"type", json_string("string")},
                      {"pattern", json_string(kDatePattern)},
                      {"title", json_string("a date such as 2027-12-31, at the scenario's timezone")}});
}

}  // namespace suanwang::scenario
