// `suanwang validate`: everything that is wrong with a scenario and its logs, and the load to expect.
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/console.hpp"
#include "suanwang/report/json.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/study/comparison.hpp"

#include "cli/commands.hpp"

namespace suanwang {
namespace {

std::string load_text(const Spec& spec, const std::optional<LoadEstimate>& load, Language language) {
  const std::string& id = spec.variant.id;
  const bool known = load && load->supply > 0;
  if (language == Language::Zh) {
    const std::string of = spec.variants_declared ? fmt::format("（{}）", id) : "";
    if (!known) return fmt::format("供需比{}：—（没有结束时间或没有可调度的卡）\n", of);
    return fmt::format("供需比{}：{:.2f}（需求 {:.4g} 卡时 ÷ 在线 {:.4g} 卡时）\n", of, load->offered(),
                       load->demand / 3600, load->supply / 3600);
  }
  const std::string of = spec.variants_declared ? fmt::format(" ({})", id) : "";
  if (!known) return fmt::format("offered load{}: — (no end, or nothing to schedule on)\n", of);
  return fmt::format("offered load{}: {:.2f} ({:.4g} accelerator-hours asked for / {:.4g} online)\n", of,
                     load->offered(), load->demand / 3600, load->supply / 3600);
}

}  // namespace

ExitCode validate_command(const Options& options, Screen& screen) {
  Diagnostics diagnostics;
  const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
  std::optional<std::vector<Inputs>> inputs;
  if (scenario) inputs = prepare_all(*scenario, diagnostics);
  std::vector<std::optional<LoadEstimate>> loads;
  for (std::size_t v = 0; inputs && v < inputs->size(); ++v) {
    loads.push_back(estimate_load(scenario->variants[v], (*inputs)[v]));
  }

  const ExitCode code = diagnostics.has_errors() ? ExitCode::BadInput : ExitCode::Good;
  if (options.json) {
    screen.out(validation_json(options.scenario, diagnostics, scenario, loads));
    return code;
  }
  if (diagnostics.has_errors()) return refuse(diagnostics, screen);
  screen.err(diagnostics.text());
  const Language language = options.language;
  std::string text = options.scenario + (language == Language::Zh ? "：" : ": ") +
                     counts_text(scenario->variants.front(), diagnostics, language) + '\n';
  for (std::size_t v = 0; v < loads.size(); ++v) text += load_text(scenario->variants[v], loads[v], language);
  screen.out(text + verdict_text(diagnostics, language) + '\n');
  return code;
}

}  // namespace suanwang
