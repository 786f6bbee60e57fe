// `suanwang explain --target`: what counts towards a target, pool by pool or centre by centre.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suanwang/report/ledger.hpp"
#include "suanwang/study/capacity_ledger.hpp"

#include "cli/commands.hpp"
#include "cli/results.hpp"

namespace suanwang {
namespace {

/// The specs that may be asked for: variants, then assumption sets.
std::vector<const Spec*> specs_of(const Scenario& scenario) {
  std::vector<const Spec*> specs;
  for (const Spec& spec : scenario.variants) specs.push_back(&spec);
  for (const Spec& spec : scenario.assumptions) specs.push_back(&spec);
  return specs;
}

/// What is printed for programs is a ledger, and only targets on capacity have one.
void check_ledger(const Options& options, const Spec& spec, Diagnostics& diagnostics) {
  if (!options.json && options.out.empty()) return;
  std::vector<std::string> on_capacity;
  for (const TargetSpec& each : spec.targets) {
    if (!each.metric) on_capacity.push_back(each.id);
  }
  for (const TargetSpec& each : spec.targets) {
    if (!each.metric || std::ranges::find(options.targets, each.id) == options.targets.end()) continue;
    diagnostics.error({}, options.json ? "--json" : "--out",
                      fmt::format("'{}' is not about capacity, so it has no ledger; those that have one: {}",
                                  each.id, fmt::join(on_capacity, ", ")));
  }
}

}  // namespace

ExitCode explain_command(const Options& options, Screen& screen) {
  if (!options.job.empty()) return explain_job_command(options, screen);
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  if (!scenario) return refuse(options, diagnostics, screen);
  const std::vector<const Spec*> specs = specs_of(*scenario);
  std::vector<std::string> ids;
  std::vector<std::string> targets;
  for (const Spec* spec : specs) ids.push_back(spec->variant.id);
  for (const TargetSpec& target : specs.front()->targets) targets.push_back(target.id);
  check_ids("--variant", options.variants, ids, diagnostics);
  check_ids("--target", options.targets, targets, diagnostics);
  if (options.targets.size() != 1) {
    diagnostics.error(
        {}, "--target",
        fmt::format("expected one target, or --job with one job; there are: {}", fmt::join(targets, ", ")));
  }
  check_ledger(options, *specs.front(), diagnostics);
  if (options.variants.size() > 1) diagnostics.error({}, "--variant", "expected one at most");
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);

  const Folder folder{options, {"ledger.csv"}, screen};
  if (folder.is_refused) return ExitCode::BadInput;
  const auto chosen =
      options.variants.empty() ? ids.begin() : std::ranges::find(ids, options.variants.front());
  const Spec& spec = *specs[static_cast<std::size_t>(chosen - ids.begin())];
  const auto target = std::ranges::find(spec.targets, options.targets.front(), &TargetSpec::id);
  const auto index = static_cast<std::size_t>(target - spec.targets.begin());
  if (target->metric) {
    screen.out(figure_text(spec, index, facts_of(options), screen.out_style()));
    return ExitCode::Good;
  }
  const auto ledgers = capacity_ledgers(spec, index);
  return tell_and_keep(options.json ? ledger_json(ledgers, spec, *scenario, options.scenario)
                                    : ledger_text(ledgers, spec, screen.out_style()),
                       folder, "ledger.csv", ledger_csv(ledgers, spec), screen);
}

}  // namespace suanwang
