#include <nlohmann/json.hpp>

#include "suanwang/scenario/spec.hpp"

#include "scenario/schema.hpp"
#include "scenario/sections.hpp"

namespace suanwang {

std::string scenario_schema(const Catalogue& catalogue) {
  scenario::ScenarioDraft example;
  scenario::Fields keys;
  fields(keys, example);
  scenario::SchemaWriter writer{catalogue};
  const auto root = nlohmann::ordered_json::parse(writer.object(keys));

  nlohmann::ordered_json schema;
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "suanwang scenario";
  for (const auto& [key, value] : root.items()) schema[key] = value;
  for (const auto& [name, definition] : writer.definitions()) {
    schema["$defs"][name] = nlohmann::ordered_json::parse(definition);
  }
  return schema.dump(2) + "\n";
}

}  // namespace suanwang
