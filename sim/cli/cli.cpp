#include "suanwang/cli/cli.hpp"

#include <algorithm>
#include <csignal>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "suanwang/base/check.hpp"
#include "suanwang/base/version.hpp"
#include "suanwang/report/output.hpp"

#include "cli/commands.hpp"

namespace suanwang {
namespace {

ExitCode execute(const Options& options, Screen& screen) {
  if (options.command == "run") return run_command(options, screen);
  if (options.command == "reach") return reach_command(options, screen);
  if (options.command == "plan") return plan_command(options, screen);
  if (options.command == "explain") return explain_command(options, screen);
  if (options.command == "audit") return audit_command(options, screen);
  if (options.command == "validate") return validate_command(options, screen);
  if (options.command == "list") return list_command(options, screen);
  if (options.command == "new") return new_command(options, screen);
  SUANWANG_CHECK(options.command == "schema");
  return schema_command(options, screen);
}

/// Runs `body` and answers what it throws: a simulation that failed or results that cannot be written, a
/// machine too small, or a bug of ours.
template <class Body>
ExitCode guarded(Screen& screen, const Body& body) {
  const auto failed = [&screen](const std::string& message) {
    screen.err("error: " + message + '\n');
    return ExitCode::Failed;
  };
  try {
    return body();
  } catch (const Interrupted&) {
    screen.err("interrupted\n");
    return ExitCode::Interrupted;
  } catch (const std::bad_alloc&) {
    return failed("out of memory; fewer --threads, or --no-job-records, need less");
  } catch (const std::logic_error& bug) {
    return failed(
        fmt::format("{}\nThis is a fault of suanwang {} ({}), not of your input. Please report it, with "
                    "the scenario and this text.",
                    bug.what(), kVersion, kCommit));
  } catch (const std::exception& problem) {
    return failed(problem.what());
  }
}

/// Occupies standard streams that the caller closed, so that no file of ours gets their number and is written
/// to in their place: reading from and writing to them fails.
void occupy_closed_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    if (::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) return;
  }
}

}  // namespace

int run_command_line(int argc, char** argv, const Catalogue& catalogue) {
  occupy_closed_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a reader who has gone is told by EPIPE,
  std::signal(SIGXFSZ, SIG_IGN);  // a file that grew too large by EFBIG
  Screen plain{Language::En};
  return static_cast<int>(guarded(plain, [&] {
    if (const std::vector<std::string> problems = catalogue.problems(); !problems.empty()) {
      for (const std::string& problem : problems) plain.err("error: catalogue: " + problem + '\n');
      return ExitCode::BadInput;
    }
    ParsedOptions parsed = parse_options(argc, argv);
    if (!parsed.options) {
      plain.err(parsed.err);
      plain.out(parsed.out);
      return parsed.code;
    }
    parsed.options->catalogue = &catalogue;
    Screen screen{parsed.options->language};
    return guarded(screen, [&] { return execute(*parsed.options, screen); });
  }));
}

std::optional<Scenario> load_scenario(const Options& options, Diagnostics& diagnostics) {
  return load({options.scenario, options.set, options.seed, options.replications, options.variants,
               options.catalogue},
              diagnostics);
}

void check_ids(const std::string& option, const std::vector<std::string>& asked,
               const std::vector<std::string>& known, Diagnostics& diagnostics) {
  for (const std::string& id : asked) {
    if (std::ranges::find(known, id) != known.end()) continue;
    std::string hint = did_you_mean(id, known);
    if (hint.empty()) hint = fmt::format("; there are: {}", fmt::join(known, ", "));
    diagnostics.error({}, option, "no such id " + quoted(id) + hint);
  }
}

std::size_t threads_of(const Options& options) {
  return options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
}

/// "2 errors"
static std::string errors_text(const Diagnostics& diagnostics, Language language) {
  const std::size_t errors = diagnostics.errors();
  return language == Language::Zh ? fmt::format("{} 错误", errors)
                                  : fmt::format("{} error{}", errors, errors == 1 ? "" : "s");
}

std::string verdict_text(const Diagnostics& diagnostics, Language language) {
  const std::size_t warnings = diagnostics.warnings();
  const std::string errors = errors_text(diagnostics, language);
  return language == Language::Zh
             ? fmt::format("{}，{} 提醒", errors, warnings)
             : fmt::format("{}, {} warning{}", errors, warnings, warnings == 1 ? "" : "s");
}

ExitCode refuse(const Options& options, const Diagnostics& diagnostics, Screen& screen) {
  const Language language = screen.err_style().language;
  if (!options.quiet) {
    screen.err(diagnostics_text(diagnostics, language) + verdict_text(diagnostics, language) + '\n');
    return ExitCode::BadInput;
  }
  std::string text;
  for (const Diagnostic& entry : diagnostics.sorted()) {
    if (entry.severity == Severity::Error) text += diagnostic_text(entry, language) + '\n';
  }
  screen.err(text + errors_text(diagnostics, language) + '\n');
  return ExitCode::BadInput;
}

}  // namespace suanwang
