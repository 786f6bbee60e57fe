#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/scenario/spec.hpp"

#include "scenario/checks.hpp"
#include "scenario/include.hpp"
#include "scenario/override.hpp"
#include "scenario/sections.hpp"

namespace suanwang {
namespace scenario {
namespace {

/// What the variants got wrong: a warning that not all share names the variant.
void report(const std::vector<std::pair<std::string, Diagnostics>>& found, const LoadOptions& options,
            Diagnostics& diagnostics) {
  std::map<std::string, std::size_t> sharing;
  for (const auto& [variant, problems] : found) {
    for (const Diagnostic& entry : problems.sorted()) ++sharing[to_text(entry)];
  }
  for (const auto& [variant, problems] : found) {
    const bool wanted =
        options.variants.empty() || std::ranges::find(options.variants, variant) != options.variants.end();
    for (Diagnostic& entry : problems.sorted()) {
      if (entry.severity == Severity::Error) {
        diagnostics.error(entry.at, entry.path, std::move(entry.message));
      } else if (sharing.at(to_text(entry)) == found.size()) {
        diagnostics.warning(entry.at, entry.path, std::move(entry.message));
      } else if (wanted) {
        diagnostics.warning(entry.at, entry.path, fmt::format("variant '{}': {}", variant, entry.message));
      }
    }
  }
}

/// The ids of the variants, `base` first; `base` alone where none is declared.
std::vector<std::string> variant_ids(const Node& root) {
  std::vector<std::string> ids;
  if (const Node::Entry* variants = root.find("variants")) {
    for (const Node::Entry& entry : variants->value->entries) ids.push_back(entry.key);
  }
  if (ids.empty()) return {"base"};
  std::ranges::sort(ids, [](const std::string& a, const std::string& b) {
    return std::pair{a != "base", a} < std::pair{b != "base", b};
  });
  return ids;
}

/// What a variant sets.
std::vector<Override> settings_of(const Node& root, const std::string& variant) {
  const Node::Entry* variants = root.find("variants");
  const Node::Entry* entry = variants == nullptr ? nullptr : variants->value->find(variant);
  const Node::Entry* set = entry == nullptr ? nullptr : entry->value->find("set");
  std::vector<Override> overrides;
  if (set == nullptr) return overrides;
  for (const Node::Entry& each : set->value->entries)
    overrides.push_back({each.key, each.value, each.key_at});
  return overrides;
}

void complete(Spec& spec, ScenarioDraft& draft, const std::string& variant, const LoadOptions& options) {
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
  spec.variant.id = variant;
  spec.variant.name = {variant, variant};
  for (VariantSpec& each : draft.variants) {
    if (each.id == variant) spec.variant = std::move(each);
  }
}

/// One variant of `tree`, read and checked.
Spec read_variant(const NodePtr& tree, const std::string& variant, const LoadOptions& options, Files& files,
                  Diagnostics& problems) {
  Context context{tree, files, problems};
  ScenarioDraft draft;
  Fields keys;
  fields(keys, draft);
  Object{Value{*tree, "", tree->at, context}}.read(keys);
  complete(draft.spec, draft, variant, options);
  const Spec& spec = draft.spec;
  check_time(spec, context);
  if (!problems.has_errors()) {
    check_policies(spec, context);
    check_centres(spec, context);
    check_targets(spec, context);
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

  Scenario scenario;
  std::vector<std::pair<std::string, Diagnostics>> found;
  for (const std::string& variant : variant_ids(*root)) {
    Diagnostics of_variant;
    std::vector<Override> all = settings_of(*root, variant);
    all.insert(all.end(), overrides.begin(), overrides.end());
    const NodePtr tree = with_overrides(root, all, of_variant);
    scenario.variants.push_back(read_variant(tree, variant, options, files, of_variant));
    found.emplace_back(variant, std::move(of_variant));
  }
  report(found, options, diagnostics);
  if (diagnostics.errors() > errors_before) return std::nullopt;
  scenario.hash = files.hash();
  return scenario;
}

}  // namespace suanwang
