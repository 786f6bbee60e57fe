#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "suanwang/policy/catalogue.hpp"

#include "scenario/formats.hpp"
#include "scenario/schema.hpp"

namespace suanwang::scenario {

/// A part of a policy that the language knows and a later version brings.
struct Planned {
  std::string_view name;
  std::string_view needs;
};

/// Names of the entries of one part of a catalogue.
template <auto part>
std::vector<std::string> names_of(const Catalogue& catalogue) {
  std::vector<std::string> result;
  for (const auto& entry : catalogue.*part) result.emplace_back(entry.name);
  return result;
}

/// The name of a catalogue's entry. With parameters it would be written as a mapping with that one key.
struct EntryName {
  std::vector<std::string> (*names)(const Catalogue&);
  std::span<const Planned> planned;

  [[nodiscard]] std::optional<std::string> read(const Value& value) const {
    const Node& node = value.node();
    const bool is_single_key = node.is_map() && node.entries.size() == 1;
    const std::string& name = is_single_key ? node.entries.front().key : node.text;
    if (node.is_scalar() || is_single_key) {
      for (const Planned& each : planned) {
        if (each.name != name) continue;
        value.error(not_available(fmt::format("'{}': {}", name, each.needs)));
        return std::nullopt;
      }
    }
    const std::vector<std::string> known = names(value.context().catalogue);
    if (node.is_scalar() && std::ranges::find(known, name) != known.end()) return name;
    refuse_word(value, known);
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_words(names(writer.catalogue()));
  }
};

}  // namespace suanwang::scenario
