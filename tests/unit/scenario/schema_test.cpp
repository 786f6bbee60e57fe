#include <fstream>
#include <functional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "support/everything.hpp"
#include "support/json_schema.hpp"
#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using test::Json;
using test::ScenarioFolder;
using test::SchemaValidator;

using Paths = std::vector<std::string>;

const Json& schema() {
  static const Json parsed = Json::parse(scenario_schema());
  return parsed;
}

void write_tables(const ScenarioFolder& folder) {
  folder.write("gpus.csv", "1,0.5\n8,1\n");
  folder.write("times.csv", "1,0.5\n8,1\n");
  folder.write("routes.csv", "from,to,links\na,b,a-b\n");
}

std::string problems_of_text(const std::string& text) {
  const ScenarioFolder folder;
  write_tables(folder);
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  (void)folder.load({}, diagnostics);
  std::string errors;
  for (const Diagnostic& entry : diagnostics.sorted()) {
    if (entry.severity == Severity::Error) errors += to_text(entry) + "\n";
  }
  return errors;
}

/// Keys of all mappings below `node`, as far as the language fixes them.
void collect_properties(const Json& node, std::set<std::string>& keys) {
  if (node.is_array()) {
    for (const Json& each : node) collect_properties(each, keys);
  }
  if (!node.is_object()) return;
  for (const auto& [key, value] : node.items()) {
    if (key == "properties") {
      for (const auto& [name, property] : value.items()) {
        const std::string doc = property.value("description", "");
        if (!doc.starts_with("Not available yet")) keys.insert(name);
      }
    }
    collect_properties(value, keys);
  }
}

void collect_keys(const YAML::Node& node, std::set<std::string>& keys) {
  for (const auto& each : node) {
    if (node.IsMap()) keys.insert(each.first.Scalar());
    collect_keys(node.IsMap() ? each.second : YAML::Node{each}, keys);
  }
}

TEST(ScenarioSchema, NamesItsDialect) {
  EXPECT_EQ(schema().at("$schema"), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema().at("additionalProperties"), false);
  EXPECT_EQ(schema().at("properties").at("centres").at("description"), "the computing centres");
}

/// References resolve, and no definition is without use.
TEST(ScenarioSchema, DefinitionsAreWhole) {
  std::set<std::string> used;
  const std::function<void(const Json&)> collect = [&](const Json& node) {
    if (node.is_object() && node.contains("$ref")) used.insert(node["$ref"].get<std::string>().substr(8));
    for (const Json& each : node) {
      if (each.is_structured()) collect(each);
    }
  };
  collect(schema());
  std::set<std::string> defined;
  for (const auto& [name, definition] : schema().at("$defs").items()) defined.insert(name);
  EXPECT_EQ(used, defined);
}

TEST(ScenarioSchema, ReaderAndSchemaBothAcceptTheExample) {
  EXPECT_EQ(problems_of_text(std::string{test::kEverything}), "");
  const Json example = test::to_json(YAML::Load(std::string{test::kEverything}));
  EXPECT_EQ(SchemaValidator{schema()}.violations(example), Paths{});
}

TEST(ScenarioSchema, TheExampleUsesEveryKey) {
  std::set<std::string> in_schema;
  collect_properties(schema(), in_schema);
  std::set<std::string> in_example;
  collect_keys(YAML::Load(std::string{test::kEverything}), in_example);
  for (const std::string& key : in_schema) EXPECT_TRUE(in_example.contains(key)) << key;
}

/// A key that does not belong is refused by both, wherever it is put.
TEST(ScenarioSchema, ReaderAndSchemaBothRefuseUnknownKeys) {
  const SchemaValidator validator{schema()};
  const YAML::Node original = YAML::Load(std::string{test::kEverything});
  int mappings = 0;
  const std::function<void(const YAML::Node&, const std::string&, const YAML::Node&)> visit =
      [&](const YAML::Node& root, const std::string& path, const YAML::Node& node) {
        if (node.IsSequence()) {
          for (std::size_t i = 0; i < node.size(); ++i) visit(root, path + "[]", node[i]);
        }
        if (!node.IsMap()) return;
        for (const auto& each : node) visit(root, path + "." + each.first.Scalar(), each.second);
        // Any key may stand there, or any precision, supply or region.
        if (path.ends_with(".choice") || path.ends_with(".set") || path.ends_with(".convert") ||
            path.ends_with(".needs") || path.ends_with(".quota")) {
          return;
        }
        YAML::Node changed = node;  // shares the tree: what is added here is taken away below
        changed["zz"] = 1;
        EXPECT_NE(validator.violations(test::to_json(root)), Paths{}) << "schema: " << path;
        EXPECT_NE(problems_of_text(YAML::Dump(root)), "") << "reader: " << path;
        changed.remove("zz");
        ++mappings;
      };
  visit(original, "", original);
  EXPECT_GT(mappings, 80);
}

/// The sample names no key that editors would not complete; only values of later versions are unknown.
TEST(ScenarioSchema, KnowsEveryKeyOfTheSample) {
  std::ifstream page{SUANWANG_SOURCE_DIR "/../shared/ARCHITECTURE.md"};
  std::string sample;
  bool is_inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "```") is_inside = false;
    if (is_inside) sample += line + '\n';
    if (line == "```yaml") is_inside = true;
  }
  if (sample.empty()) GTEST_SKIP() << "../shared/ARCHITECTURE.md is not there: its sample is NOT tested";
  EXPECT_EQ(SchemaValidator{schema()}.violations(test::to_json(YAML::Load(sample))), Paths{});
}

}  // namespace
}  // namespace suanwang
