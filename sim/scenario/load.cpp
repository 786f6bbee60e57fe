#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "suanwang/scenario/spec.hpp"

#include "scenario/include.hpp"
#include "scenario/reading.hpp"

namespace suanwang {
namespace scenario {
namespace {

/// What one reading of the scenario got wrong, and how a warning says whose it is.
struct Findings {
  std::string whose;  ///< "variant 'base'"
  bool is_wanted = true;
  Diagnostics problems;
};

void report(const Diagnostic& entry, const std::string& whose, Diagnostics& diagnostics) {
  if (entry.severity == Severity::Error) {
    diagnostics.error(entry.at, entry.path, entry.message);
  } else {
    diagnostics.warning(entry.at, entry.path, whose.empty() ? entry.message : whose + ": " + entry.message);
  }
}

/// What the variants and the assumption sets got wrong. A warning that not all variants share names the
/// variant; one that the first variant does not have, the assumption set.
void report(const std::vector<Findings>& variants, const std::vector<Findings>& assumptions,
            Diagnostics& diagnostics) {
  std::map<std::string, std::size_t> sharing;
  std::set<std::string> of_first;
  for (const Findings& each : variants) {
    for (const Diagnostic& entry : each.problems.sorted()) {
      ++sharing[to_text(entry)];
      if (&each == &variants.front()) of_first.insert(to_text(entry));
    }
  }
  for (const Findings& each : variants) {
    for (const Diagnostic& entry : each.problems.sorted()) {
      const bool all_share = sharing.at(to_text(entry)) == variants.size();
      if (entry.severity == Severity::Error || all_share || each.is_wanted) {
        report(entry, all_share ? "" : each.whose, diagnostics);
      }
    }
  }
  for (const Findings& each : assumptions) {
    for (const Diagnostic& entry : each.problems.sorted()) {
      if (entry.severity == Severity::Error || (each.is_wanted && !of_first.contains(to_text(entry)))) {
        report(entry, each.whose, diagnostics);
      }
    }
  }
}

/// The ids of a top-level section, sorted.
std::vector<std::string> ids_of(const Node& root, std::string_view section) {
  std::vector<std::string> ids;
  if (const Node::Entry* entries = root.find(section)) {
    for (const Node::Entry& entry : entries->value->entries) ids.push_back(entry.key);
  }
  std::ranges::sort(ids);
  return ids;
}

/// The ids of the variants, `base` first; `base` alone where none is declared.
std::vector<std::string> variant_ids(const Node& root) {
  std::vector<std::string> ids = ids_of(root, "variants");
  if (ids.empty()) return {"base"};
  std::ranges::stable_partition(ids, [](const std::string& id) { return id == "base"; });
  return ids;
}

}  // namespace
}  // namespace scenario

std::optional<Scenario> load(const LoadOptions& options, Diagnostics& diagnostics) {
  using namespace scenario;
  const std::size_t errors_before = diagnostics.errors();
  Files files;
  Diagnostics problems;
  const NodePtr root = read_with_includes(options.file, files, problems);
  std::vector<Override> overrides;
  for (const std::string& set : options.set) {
    files.add(set);
    std::ranges::move(parse_set(set, problems), std::back_inserter(overrides));
  }
  diagnostics.add(problems);
  if (!root) return std::nullopt;

  const auto is_wanted = [&options](const std::string& variant) {
    return options.variants.empty() || std::ranges::find(options.variants, variant) != options.variants.end();
  };
  Scenario scenario;
  ScenarioSource source{root, options, overrides, std::move(files)};
  std::vector<Findings> of_variants;
  for (const std::string& id : variant_ids(*root)) {
    Findings& found = of_variants.emplace_back("variant '" + id + "'", is_wanted(id));
    const NodePtr tree = source.tree({id, {}}, found.problems);
    scenario.variants.push_back(read_tree(tree, "variants", id, source, found.problems));
  }
  std::vector<Findings> of_assumptions;
  for (const std::string& id : ids_of(*root, "assumptions")) {
    Findings& found = of_assumptions.emplace_back("assumptions '" + id + "'", is_wanted("base"));
    const NodePtr tree = source.tree({"base", id}, found.problems);
    scenario.assumptions.push_back(read_tree(tree, "assumptions", id, source, found.problems));
  }
  report(of_variants, of_assumptions, diagnostics);
  if (diagnostics.errors() > errors_before) return std::nullopt;
  check_levers(scenario.variants.front(), source, diagnostics);
  if (diagnostics.errors() > errors_before) return std::nullopt;
  scenario.hash = source.files.hash();
  scenario.source = std::make_shared<const ScenarioSource>(std::move(source));
  return scenario;
}

}  // namespace suanwang
