// Dates, amounts of time from the start, and their distributions.

#include "suanwang/base/civil.hpp"

#include "scenario/distributions.hpp"
#include "scenario/numbers.hpp"

namespace suanwang::scenario {
namespace {

constexpr std::string_view kEither =
    "a date such as 2027-12-31, or an amount of time from the start such as '10 h'";

/// The first value that a distribution names: it tells dates from amounts of time.
const std::string* first_value(const Node& node) {
  if (node.is_scalar()) return &node.text;
  if (node.is_sequence()) return node.items.empty() ? nullptr : first_value(*node.items.front());
  for (const Node::Entry& entry : node.entries) {
    const bool is_choice = entry.key == "choice" && entry.value->is_map() && !entry.value->entries.empty();
    if (is_choice) return &entry.value->entries.front().key;
    if (entry.key != "weight") return first_value(*entry.value);
  }
  return nullptr;
}

}  // namespace

std::optional<std::variant<Duration, CivilTime>> DateOrSpan::read(const Value& value) const {
  using Either = std::variant<Duration, CivilTime>;
  const auto amount = value.is_scalar() ? parse_quantity(value.text(), Dimension::Time).base : std::nullopt;
  if (amount) {
    return span.holds(*amount, value) ? std::optional{Either{rounded_up(Seconds{*amount})}} : std::nullopt;
  }
  if (!value.is_scalar() || !parse_date(value.text(), value.context().utc_offset)) {
    value.expected(kEither);
    return std::nullopt;
  }
  const auto date = Date{.is_end = is_end}.read(value);
  return date ? std::optional{Either{*date}} : std::nullopt;
}

JsonText DateOrSpan::schema(SchemaWriter& writer) const {
  return schema_any_of({Date{}.schema(writer), span.schema(writer)});
}

std::optional<DateSpec> WhenFormat::read(const Value& value) const {
  const std::string* first = first_value(value.node());
  const bool is_offset = first != nullptr && parse_quantity(*first, Dimension::Time).base.has_value();
  if (value.is_scalar() && !is_offset && !parse_date(value.text(), value.context().utc_offset)) {
    value.expected(kEither);
    return std::nullopt;
  }
  const Numbers numbers{"time", is_offset ? std::optional{kOffset} : std::nullopt};
  const auto seconds = read_distribution(value, numbers);
  return seconds ? std::optional{DateSpec{*seconds, is_offset}} : std::nullopt;
}

JsonText WhenFormat::schema(SchemaWriter& writer) const {
  return schema_any_of({distribution_schema(writer, {"date", std::nullopt}),
                        distribution_schema(writer, {"time-from-start", kOffset})});
}

std::string in_words(const Node& node) {
  if (node.is_scalar()) return node.text;
  if (node.is_sequence()) {
    std::string result;
    for (const NodePtr& item : node.items) result += (result.empty() ? "" : " to ") + in_words(*item);
    return result;
  }
  std::string result;
  for (const Node::Entry& entry : node.entries) {
    result += (result.empty() ? "" : ", ") + entry.key + " " + in_words(*entry.value);
  }
  return result;
}

}  // namespace suanwang::scenario
