#include <algorithm>
#include <filesystem>
#include <utility>

#include "suanwang/scenario/spec.hpp"

#include "scenario/checks.hpp"
#include "scenario/include.hpp"
#include "scenario/override.hpp"
#include "scenario/sections.hpp"

namespace suanwang {
namespace scenario {
namespace {

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
  for (const std::string& variant : variant_ids(*root)) {
    Diagnostics of_variant;
    std::vector<Override> all = settings_of(*root, variant);
    all.insert(all.end(), overrides.begin(), overrides.end());
    const NodePtr tree = with_overrides(root, all, of_variant);
    scenario.variants.push_back(read_variant(tree, variant, options, files, of_variant));
    diagnostics.add(of_variant);
  }
  if (diagnostics.errors() > errors_before) return std::nullopt;
  scenario.hash = files.hash();
  return scenario;
}

}  // namespace suanwang
