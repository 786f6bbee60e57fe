#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "suanwang/scenario/spec.hpp"

#include "scenario/by_id.hpp"
#include "scenario/checks.hpp"
#include "scenario/include.hpp"
#include "scenario/override.hpp"
#include "scenario/sections.hpp"

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

/// What an entry of `variants` or `assumptions` sets; nothing where there is no such entry.
std::vector<Override> settings_of(const Node& root, const std::string& section, const std::string& id) {
  std::vector<Override> overrides;
  const Node* set = find_path(root, section + "." + id + ".set");
  if (set == nullptr) return overrides;
  for (const Node::Entry& each : set->entries) overrides.push_back({each.key, each.value, each.key_at});
  return overrides;
}

void complete(Spec& spec, const ScenarioDraft& draft, const LoadOptions& options) {
  const std::string stem = std::filesystem::path{options.file}.stem().string();
  spec.file = options.file;
  if (spec.name.en.empty()) spec.name.en = stem;
  if (spec.name.zh.empty()) spec.name.zh = spec.name.en;
  if (options.seed) spec.seed = *options.seed;
  if (options.replications) spec.replications = *options.replications;
  spec.joins_declared = std::ranges::any_of(
      spec.centres, [](const CentreSpec& centre) { return centre.joins.has_value() || centre.never_joins; });
  std::ranges::sort(spec.workload, {}, &StreamSpec::id);

  spec.variants_declared = !draft.variants.empty();
}

/// The entry of this id, or one without settings.
VariantSpec chosen_of(const std::vector<VariantSpec>& entries, const std::string& id) {
  const VariantSpec* entry = find_id(entries, id);
  if (entry != nullptr) return *entry;
  VariantSpec plain;
  plain.id = id;
  plain.name = {id, id};
  return plain;
}

/// `tree`, read and checked.
/// @param section which entry of which section made it what it is: of "variants" or "assumptions"
Spec read_tree(const NodePtr& tree, const std::string& section, const std::string& id,
               const LoadOptions& options, Files& files, Diagnostics& problems) {
  Context context{tree, files, problems};
  ScenarioDraft draft;
  Fields keys;
  fields(keys, draft);
  Object{Value{*tree, "", tree->at, context}}.read(keys);
  complete(draft.spec, draft, options);
  draft.spec.variant = chosen_of(section == "variants" ? draft.variants : draft.assumptions, id);
  const Spec& spec = draft.spec;
  check_time(spec, context);
  check_programme(spec, context);
  if (!problems.has_errors()) {
    check_policies(spec, context);
    check_centres(spec, context);
    check_targets(spec, context);
    check_uses(spec, context);
    check_links(spec, context);
    check_data(spec, context);
    check_dispatchers(spec, context);
    check_routes(spec, context);
    check_fit(spec, context);
    check_precisions(spec, context);
    check_walltimes(spec, context);
    check_sources(spec, context);
  }
  return std::move(draft.spec);
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
  std::vector<Findings> of_variants;
  for (const std::string& id : variant_ids(*root)) {
    Findings& found = of_variants.emplace_back("variant '" + id + "'", is_wanted(id));
    std::vector<Override> all = settings_of(*root, "variants", id);
    all.insert(all.end(), overrides.begin(), overrides.end());
    const NodePtr tree = with_overrides(root, all, found.problems);
    scenario.variants.push_back(read_tree(tree, "variants", id, options, files, found.problems));
  }
  std::vector<Findings> of_assumptions;
  for (const std::string& id : ids_of(*root, "assumptions")) {
    Findings& found = of_assumptions.emplace_back("assumptions '" + id + "'", is_wanted("base"));
    std::vector<Override> all = settings_of(*root, "variants", "base");
    std::ranges::move(settings_of(*root, "assumptions", id), std::back_inserter(all));
    all.insert(all.end(), overrides.begin(), overrides.end());
    const NodePtr tree = with_overrides(root, all, found.problems);
    scenario.assumptions.push_back(read_tree(tree, "assumptions", id, options, files, found.problems));
  }
  report(of_variants, of_assumptions, diagnostics);
  if (diagnostics.errors() > errors_before) return std::nullopt;
  scenario.hash = files.hash();
  return scenario;
}

}  // namespace suanwang
