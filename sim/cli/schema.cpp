// `suanwang schema`: the JSON Schema of a scenario, for editors.
#include "cli/commands.hpp"

namespace suanwang {

ExitCode schema_command(const Options& options, Screen& screen) {
  std::string text = scenario_schema(*options.catalogue);
  if (!text.ends_with('\n')) text += '\n';
  screen.out(text);
  return ExitCode::Good;
}

}  // namespace suanwang
