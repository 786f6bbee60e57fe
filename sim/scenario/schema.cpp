#include "scenario/schema.hpp"

#include <fmt/format.h>

namespace suanwang::scenario {
namespace {

/// `schema`, a JSON object with at least one member, with what it means in front.
JsonText with_description(const JsonText& schema, std::string_view doc) {
  return "{\"description\": " + json_string(doc) + ", " + schema.substr(1);
}

}  // namespace

JsonText SchemaWriter::shared(const std::string& name, const std::function<JsonText()>& make) {
  // Entered before it is made: a definition may refer to itself.
  if (definitions_.try_emplace(name).second) {
    JsonText definition = make();
    definitions_[name] = std::move(definition);
  }
  return json_object({{"$ref", json_string("#/$defs/" + name)}});
}

JsonText SchemaWriter::object(const Fields& fields, bool is_whole) {
  std::vector<std::pair<std::string_view, JsonText>> properties;
  std::vector<JsonText> required;
  for (const Field& field : fields.list()) {
    if (!field.needs.empty()) {
      const std::string doc = "Not available yet: " + std::string{field.needs};
      properties.emplace_back(field.key, json_object({{"description", json_string(doc)}}));
      continue;
    }
    properties.emplace_back(field.key, with_description(field.schema(*this), field.doc));
    if (is_whole && field.is_required) required.push_back(json_string(field.key));
  }
  std::vector<std::pair<std::string_view, JsonText>> members{
      {"type", json_string("object")},
      {"properties", json_object(properties)},
      {"additionalProperties", "false"},
  };
  if (!required.empty()) members.emplace_back("required", json_array(required));
  return json_object(members);
}

JsonText json_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

JsonText json_object(const std::vector<std::pair<std::string_view, JsonText>>& members) {
  std::string result = "{";
  for (const auto& [key, value] : members) {
    result += (result.size() > 1 ? ", " : "") + json_string(key) + ": " + value;
  }
  return result + "}";
}

JsonText json_array(const std::vector<JsonText>& items) {
  std::string result = "[";
  for (const JsonText& item : items) result += (result.size() > 1 ? ", " : "") + item;
  return result + "]";
}

JsonText schema_of_words(const std::vector<std::string>& words) {
  std::vector<JsonText> known;
  for (const std::string& word : words) known.push_back(json_string(word));
  return json_object({{"enum", json_array(known)}});
}

JsonText schema_of_pattern(std::string_view pattern) {
  return json_object({{"type", json_string("string")}, {"pattern", json_string(pattern)}});
}

JsonText schema_any_of(const std::vector<JsonText>& schemas) {
  return json_object({{"anyOf", json_array(schemas)}});
}

JsonText schema_of_map(std::string_view pattern, const JsonText& value, std::size_t least) {
  std::vector<std::pair<std::string_view, JsonText>> members{
      {"type", json_string("object")},
      {"patternProperties", json_object({{pattern, value}})},
      {"additionalProperties", "false"},
  };
  if (least > 0) members.emplace_back("minProperties", std::to_string(least));
  return json_object(members);
}

JsonText schema_of_list(const JsonText& item, std::size_t length, std::size_t least) {
  std::vector<std::pair<std::string_view, JsonText>> members{{"type", json_string("array")}, {"items", item}};
  if (length > 0) {
    members.emplace_back("minItems", std::to_string(length));
    members.emplace_back("maxItems", std::to_string(length));
  } else if (least > 0) {
    members.emplace_back("minItems", std::to_string(least));
  }
  return json_object(members);
}

}  // namespace suanwang::scenario
