// `choice: {value: weight}`: a distribution over listed values.

#include <optional>
#include <utility>
#include <vector>

#include "scenario/numbers.hpp"

namespace suanwang::scenario {

std::optional<Distribution> Choice::read(const Value& value) const {
  if (!value.node().is_map() || value.node().entries.empty()) {
    value.expected("{value: weight, ...}");
    return std::nullopt;
  }
  std::vector<std::pair<double, double>> choices;
  double total = 0;
  for (const Node::Entry& entry : value.node().entries) {
    Node key;
    key.kind = Node::Kind::Scalar;
    key.at = entry.key_at;
    key.text = entry.key;
    const auto number = numbers.constant(Value{key, value.path(), entry.key_at, value.context()});
    const auto weight = kWeight.read(value.entry(entry));
    if (!number || !weight) continue;
    choices.emplace_back(*number, *weight);
    total += *weight;
  }
  if (choices.size() < value.node().entries.size()) return std::nullopt;
  if (total > 0) return Distribution::choice(std::move(choices));
  value.error("expected a weight above 0");
  return std::nullopt;
}

JsonText Choice::schema(SchemaWriter& writer) const {
  return schema_of_map("^.", kWeight.schema(writer), 1);
}

}  // namespace suanwang::scenario
