// `suanwang audit`: a finished run, re-checked from its records.
#include "suanwang/report/audit.hpp"

#include "cli/commands.hpp"

namespace suanwang {

ExitCode audit_command(const Options& options, Screen& screen) {
  Diagnostics diagnostics;
  const std::optional<AuditReport> report =
      audit_folder(options.folder, {options.most_findings, {threads_of(options)}}, diagnostics);
  if (!report) return refuse(options, diagnostics, screen);
  const ConsoleStyle& style = screen.out_style();
  screen.out(options.json ? audit_json(*report, options.folder)
                          : audit_text(*report, options.folder, options.quiet, style.language, style.paint));
  return report->faults() == 0 ? ExitCode::Good : ExitCode::NotMet;
}

}  // namespace suanwang
