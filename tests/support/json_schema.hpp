#pragma once

#include <algorithm>
#include <map>
#include <regex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

namespace suanwang::test {

using Json = nlohmann::ordered_json;

/// A YAML document as an editor sees it: scalars typed by the core schema of YAML 1.2.
inline Json to_json(const YAML::Node& node) {
  static const std::regex integer{R"([-+]?[0-9]+)"};
  static const std::regex real{R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)"};
  switch (node.Type()) {
    case YAML::NodeType::Map: {
      Json object = Json::object();
      for (const auto& entry : node) object[entry.first.Scalar()] = to_json(entry.second);
      return object;
    }
    case YAML::NodeType::Sequence: {
      Json array = Json::array();
      for (const auto& item : node) array.push_back(to_json(item));
      return array;
    }
    case YAML::NodeType::Scalar: {
      const std::string& text = node.Scalar();
      const bool is_quoted = node.Tag() == "!";
      if (!is_quoted && (text == "true" || text == "false")) return text == "true";
      if (!is_quoted && std::regex_match(text, integer) && text.size() < 19) return std::stoll(text);
      if (!is_quoted && std::regex_match(text, real)) return std::stod(text);
      return text;
    }
    default:
      return nullptr;
  }
}

/// The part of JSON Schema that our schema uses. An unknown keyword fails, so that nothing goes unchecked.
class SchemaValidator {
 public:
  explicit SchemaValidator(Json schema) : schema_(std::move(schema)) {}  // braces would make a list of it

  /// Paths of the values that do not conform.
  [[nodiscard]] std::vector<std::string> violations(const Json& value) const {
    std::vector<std::string> result;
    check(schema_, value, "", result);
    return result;
  }

 private:
  using Paths = std::vector<std::string>;

  void check(const Json& schema, const Json& value, const std::string& path, Paths& bad) const {
    for (const auto& [keyword, argument] : schema.items()) {
      if (!holds(keyword, argument, schema, value, path, bad)) bad.push_back(path);
    }
  }

  [[nodiscard]] bool conforms(const Json& schema, const Json& value) const {
    Paths bad;
    check(schema, value, "", bad);
    return bad.empty();
  }

  static bool is_type(const std::string& type, const Json& value) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    throw std::runtime_error("unknown type " + type);
  }

  /// False when the value itself is at fault; faults of what it holds go to `bad`.
  bool holds(const std::string& keyword, const Json& argument, const Json& schema, const Json& value,
             const std::string& path, Paths& bad) const {
    if (keyword == "$schema" || keyword == "$defs" || keyword == "title" || keyword == "description")
      return true;
    if (keyword == "properties" || keyword == "patternProperties") return true;  // with additionalProperties
    if (keyword == "$ref") {
      const std::string name = argument.get<std::string>().substr(std::string{"#/$defs/"}.size());
      check(schema_.at("$defs").at(name), value, path, bad);
      return true;
    }
    if (keyword == "type") {
      if (argument.is_string()) return is_type(argument, value);
      return std::any_of(argument.begin(), argument.end(),
                         [&](const Json& type) { return is_type(type, value); });
    }
    if (keyword == "const") return value == argument;
    if (keyword == "enum") return std::find(argument.begin(), argument.end(), value) != argument.end();
    if (keyword == "anyOf") {
      return std::any_of(argument.begin(), argument.end(),
                         [&](const Json& each) { return conforms(each, value); });
    }
    if (keyword == "pattern") {
      return !value.is_string() || matches(value.get<std::string>(), argument);
    }
    if (keyword == "minimum") return !value.is_number() || value.get<double>() >= argument.get<double>();
    if (keyword == "maximum") return !value.is_number() || value.get<double>() <= argument.get<double>();
    if (keyword == "exclusiveMinimum")
      return !value.is_number() || value.get<double>() > argument.get<double>();
    if (keyword == "minItems") return !value.is_array() || value.size() >= argument.get<std::size_t>();
    if (keyword == "maxItems") return !value.is_array() || value.size() <= argument.get<std::size_t>();
    if (keyword == "minProperties") return !value.is_object() || value.size() >= argument.get<std::size_t>();
    if (keyword == "maxProperties") return !value.is_object() || value.size() <= argument.get<std::size_t>();
    if (keyword == "required") {
      return !value.is_object() || std::all_of(argument.begin(), argument.end(),
                                               [&](const Json& key) { return value.contains(key); });
    }
    if (keyword == "items") {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
        check(argument, value[i], path + "[" + std::to_string(i) + "]", bad);
      }
      return true;
    }
    if (keyword == "additionalProperties" && argument == false) {
      check_members(schema, value, path, bad);
      return true;
    }
    throw std::runtime_error("unknown keyword " + keyword);
  }

  void check_members(const Json& schema, const Json& value, const std::string& path, Paths& bad) const {
    if (!value.is_object()) return;
    for (const auto& [key, member] : value.items()) {
      const std::string at = path.empty() ? key : path + "." + key;
      if (schema.contains("properties") && schema["properties"].contains(key)) {
        check(schema["properties"][key], member, at, bad);
        continue;
      }
      bool is_known = false;
      if (schema.contains("patternProperties")) {
        for (const auto& [pattern, each] : schema["patternProperties"].items()) {
          if (!matches(key, pattern)) continue;
          is_known = true;
          check(each, member, at, bad);
        }
      }
      if (!is_known) bad.push_back(at);
    }
  }

  bool matches(const std::string& text, const std::string& pattern) const {
    const auto known = patterns_.try_emplace(pattern, pattern).first;
    return std::regex_search(text, known->second);
  }

  Json schema_;
  mutable std::map<std::string, std::regex> patterns_;  ///< compiled once each
};

}  // namespace suanwang::test
