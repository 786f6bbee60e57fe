// `suanwang explain --target`: what counts towards a target, pool by pool.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "suanwang/report/ledger.hpp"
#include "suanwang/report/output.hpp"
#include "suanwang/study/capacity_ledger.hpp"

#include "cli/commands.hpp"

namespace suanwang {
namespace {

/// The specs that may be asked for: variants, then assumption sets.
std::vector<const Spec*> specs_of(const Scenario& scenario) {
  std::vector<const Spec*> specs;
  for (const Spec& spec : scenario.variants) specs.push_back(&spec);
  for (const Spec& spec : scenario.assumptions) specs.push_back(&spec);
  return specs;
}

ExitCode write_csv(const std::string& folder, const std::string& csv, Screen& screen) {
  try {
    const OutputFolder out{folder, {"ledger.csv"}};
    OutputFile file{out.path() / "ledger.csv"};
    file.append(csv);
    file.commit();
  } catch (const WriteError& error) {
    screen.err(fmt::format("error: --out: {}\n", error.what()));
    return ExitCode::Failed;
  }
  return ExitCode::Good;
}

}  // namespace

ExitCode explain_command(const Options& options, Screen& screen) {
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  if (!scenario) return refuse(diagnostics, screen);
  const std::vector<const Spec*> specs = specs_of(*scenario);
  std::vector<std::string> ids;
  std::vector<std::string> targets;
  for (const Spec* spec : specs) ids.push_back(spec->variant.id);
  for (const TargetSpec& target : specs.front()->targets) {
    if (!target.metric) targets.push_back(target.id);
  }
  check_ids("--variant", options.variants, ids, diagnostics);
  check_ids("--target", options.targets, targets, diagnostics);
  if (options.targets.size() != 1) {
    diagnostics.error({}, "--target",
                      fmt::format("expected one target; there are: {}", fmt::join(targets, ", ")));
  }
  if (options.variants.size() > 1) diagnostics.error({}, "--variant", "expected one at most");
  if (diagnostics.has_errors()) return refuse(diagnostics, screen);

  const auto chosen =
      options.variants.empty() ? ids.begin() : std::ranges::find(ids, options.variants.front());
  const Spec& spec = *specs[static_cast<std::size_t>(chosen - ids.begin())];
  const auto target = std::ranges::find(spec.targets, options.targets.front(), &TargetSpec::id);
  const auto ledgers = capacity_ledgers(spec, static_cast<std::size_t>(target - spec.targets.begin()));
  screen.out(options.json ? ledger_json(ledgers, spec, *scenario, options.scenario)
                          : ledger_text(ledgers, spec, screen.out_style()));
  if (options.out.empty()) return ExitCode::Good;
  return write_csv(options.out, ledger_csv(ledgers, spec), screen);
}

}  // namespace suanwang
