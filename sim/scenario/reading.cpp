#include "scenario/reading.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "scenario/by_id.hpp"
#include "scenario/checks.hpp"
#include "scenario/sections.hpp"

namespace suanwang {
namespace scenario {
namespace {

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
  spec.catalogue = options.catalogue;
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

}  // namespace

Spec read_tree(const NodePtr& tree, const std::string& section, const std::string& id, ScenarioSource& source,
               Diagnostics& problems) {
  Context context{tree, source.files, *source.options.catalogue, problems};
  ScenarioDraft draft;
  Fields keys;
  fields(keys, draft);
  Object{Value{*tree, "", tree->at, context}}.read(keys);
  complete(draft.spec, draft, source.options);
  draft.spec.variant = chosen_of(section == "variants" ? draft.variants : draft.assumptions, id);
  const Spec& spec = draft.spec;
  check_time(spec, context);
  check_programme(spec, context);
  check_lever_rules(spec, context);
  if (!problems.has_errors()) {
    check_policies(spec, context);
    check_centres(spec, context);
    check_quotas(spec, context);
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
    check_plan(spec, context);
  }
  return std::move(draft.spec);
}

}  // namespace scenario

scenario::NodePtr ScenarioSource::tree(const LeverBase& base, Diagnostics& problems) const {
  std::vector<scenario::Override> all = scenario::settings_of(*root, "variants", base.variant);
  if (base.assumptions) {
    for (scenario::Override& each : scenario::settings_of(*root, "assumptions", *base.assumptions)) {
      if (each.path == "plan" || each.path.starts_with("plan.")) {
        problems.error(each.at.location(), "",
                       "cannot set " + quoted(each.path) + ": what may be believed changes no plan");
      } else {
        all.push_back(std::move(each));
      }
    }
  }
  all.insert(all.end(), overrides.begin(), overrides.end());
  return scenario::with_overrides(root, all, problems);
}

}  // namespace suanwang
