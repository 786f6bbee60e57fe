#include "cli/options.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string_view>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/version.hpp"

#include "cli/option_parts.hpp"

namespace suanwang {
namespace {

constexpr std::array<std::string_view, 4> kLater{"sweep", "merge", "diff", "import"};
constexpr std::array<std::string_view, 3> kTopics{"policies", "formats", "accelerators"};
constexpr std::size_t kMostThreads = 1024;
constexpr std::size_t kMostFindings = 1'000'000;

constexpr std::string_view kFooter =
    "Try: suanwang run scenarios/first.yaml\n"
    "Exit codes: 0 good, 1 the simulation or writing its results failed, 2 bad input or usage, 3 a "
    "requirement is not met, 130 interrupted.\n";

/// The language of the locale's messages: Chinese, or English for all others.
Language language_of_locale() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') {
      return std::string_view{value}.starts_with("zh") ? Language::Zh : Language::En;
    }
  }
  return Language::En;
}

/// What the reader types to call the program again: its name if that is found by the PATH, else its path,
/// short where it lies below the current folder.
std::string program_of(std::string_view called) {
  if (called.find('/') == std::string_view::npos) return "suanwang";
  std::error_code problem;
  const std::filesystem::path here = std::filesystem::current_path(problem);
  const std::filesystem::path path{called};
  if (problem || path.is_relative()) return std::string{called};
  const std::string relative = path.lexically_relative(here).string();
  return relative.empty() || relative.starts_with("..") ? std::string{called} : relative;
}

void add_run(CLI::App& app, Options& options, Texts& texts) {
  CLI::App& run = *app.add_subcommand("run", "simulate every policy of a scenario and compare");
  add_reading(run, options, texts);
  run.add_option("--out", options.out, "write summary.json, and jobs.csv for each policy, to this folder")
      ->type_name("DIR")
      ->check([](const std::string& folder) { return folder.empty() ? "the name of a folder is empty" : ""; },
              "");
  run.add_option("--policy", options.policies, "only this policy (repeatable)")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  run.add_option("--variant", options.variants,
                 "only this variant (repeatable); without variants there is one, base")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  run.add_option("--threads", texts.threads,
                 "default: as many as the machine has; results do not depend on it")
      ->type_name("N");
  add_speaking(run, texts);
  run.add_flag("--reserves", options.reserves,
               "also search for the smallest reserves that leave no centre worse off than as islands "
               "(simulates each policy many times)");
  run.add_flag("--json", options.json, "print summary.json instead of tables");
  run.add_flag("--quiet", options.quiet, "results only: no heading, no warnings, no progress");
  run.add_flag_callback(
      "--no-job-records", [&options] { options.job_records = false; },
      "write no jobs.csv, so that memory does not follow the number of jobs");
  run.add_flag_callback(
      "--no-wait-reasons", [&options] { options.wait_reasons = false; },
      "do not find out why jobs waited, which takes time, too");
}

void add_audit(CLI::App& app, Options& options, Texts& texts) {
  CLI::App& audit = *app.add_subcommand("audit", "check a finished run once more, from its records alone");
  audit.add_option("DIR", options.folder, "folder that `run --out` wrote")->required();
  audit.add_option("--most", texts.most, "findings to tell of each check and policy (default 5)")
      ->type_name("N");
  audit.add_option("--threads", texts.threads, "default: as many as the machine has")->type_name("N");
  add_speaking(audit, texts);
  audit.add_flag("--json", options.json, "print the findings as JSON");
  audit.add_flag("--quiet", options.quiet, "findings and verdict only");
}

void add_new(CLI::App& app, Options& options, Texts& texts) {
  CLI::App& made =
      *app.add_subcommand("new", "write a rule of your own, to be built against the installed library");
  made.add_option("WHAT", options.topic, "policy")->required();
  made.add_option("NAME", options.name, "what scenarios will call it: letters a-z, digits and hyphens")
      ->required();
  made.add_option("--kind", options.kind, "order (who comes first; default) or backfill (who starts)")
      ->type_name("KIND");
  made.add_option("--out", options.out, "write to this folder (default: one of that name)")
      ->type_name("DIR")
      ->check([](const std::string& folder) { return folder.empty() ? "the name of a folder is empty" : ""; },
              "");
  add_speaking(made, texts);
}

void add_commands(CLI::App& app, Options& options, Texts& texts) {
  add_run(app, options, texts);
  add_reach(app, options, texts);
  add_plan(app, options, texts);
  add_explain(app, options, texts);
  add_audit(app, options, texts);

  CLI::App& validate = *app.add_subcommand("validate", "check a scenario and its logs; nothing is simulated");
  add_reading(validate, options, texts);
  add_speaking(validate, texts);
  validate.add_flag("--json", options.json, "print the findings as JSON");
  validate.add_flag("--network", options.network,
                    "also links, parts, what one cut separates, tightest cuts, and latency circles");

  CLI::App& list =
      *app.add_subcommand("list", "what there is to choose from: policies, formats, accelerators");
  list.add_option("TOPIC", options.topic, "policies, formats (of logs), or accelerators (of a scenario)")
      ->required();
  list.add_option("SCENARIO", options.scenario, "scenario file; only for accelerators, and needed there");
  list.add_flag("--markdown", options.markdown,
                "of policies: everything that is known of each, as docs/policies.md");
  list.add_option("--costs", options.costs, "with --markdown: what decisions were measured to cost (CSV)")
      ->type_name("FILE");
  list.footer("Try: suanwang list policies, suanwang list formats, suanwang list accelerators SCENARIO\n");
  add_speaking(list, texts);

  app.add_subcommand("schema", "print the JSON Schema of a scenario");
  add_new(app, options, texts);
}

std::vector<std::string> names_of_commands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// What the first word of a command line is, if it is none of the commands.
void check_command(const std::string& word, const CLI::App& app) {
  const std::vector<std::string> commands = names_of_commands(app);
  if (word.starts_with('-') || std::ranges::find(commands, word) != commands.end()) return;
  if (std::ranges::find(kLater, word) != kLater.end()) {
    throw UsageError{fmt::format("command '{}' is not available yet (this is version {})", word, kVersion)};
  }
  std::vector<std::string> all = commands;
  all.insert(all.end(), kLater.begin(), kLater.end());
  throw UsageError{"unknown command " + quoted(word) + did_you_mean(word, all)};
}

/// What CLI11 makes of arguments that it did not expect, in words that help.
UsageError unexpected(const CLI::App& app) {
  const CLI::App* command = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
  std::vector<std::string> extras = app.remaining(true);
  const std::string word = extras.empty() ? "" : extras.front();
  if (!word.starts_with('-')) return {"unexpected argument " + quoted(word)};
  const std::string option = word.substr(0, word.find('='));
  std::vector<std::string> known;
  for (const CLI::Option* each : command->get_options()) {
    for (const std::string& name : each->get_lnames()) known.push_back("--" + name);
  }
  return {"unknown option " + quoted(option) + did_you_mean(option, known)};
}

void convert(Options& options, const Texts& texts) {
  options.language = language_of_locale();
  if (!texts.language.empty()) {
    if (texts.language != "zh" && texts.language != "en") {
      throw UsageError{"--lang: expected zh or en, got " + quoted(texts.language)};
    }
    options.language = texts.language == "zh" ? Language::Zh : Language::En;
  }
  if (!texts.replications.empty()) {
    options.replications = whole_number<std::uint32_t>("--replications", texts.replications, 1,
                                                       std::numeric_limits<std::uint32_t>::max());
  }
  if (!texts.replication.empty()) {
    options.replication = whole_number<std::uint32_t>("--replication", texts.replication, 0,
                                                      std::numeric_limits<std::uint32_t>::max());
  }
  if (!texts.seed.empty()) {
    options.seed =
        whole_number<std::uint64_t>("--seed", texts.seed, 0, std::numeric_limits<std::uint64_t>::max());
  }
  if (!texts.most.empty())
    options.most_findings = whole_number<std::size_t>("--most", texts.most, 0, kMostFindings);
  if (!texts.threads.empty()) {
    options.threads = whole_number<std::size_t>("--threads", texts.threads, 1, kMostThreads);
  }
  convert_reach(options, texts);
  if (options.command == "list" && options.topic != "policies" &&
      (options.markdown || !options.costs.empty()))
    throw UsageError{"--markdown, --costs: only of policies"};
  if (!options.costs.empty() && !options.markdown) throw UsageError{"--costs: only beside --markdown"};
  if (options.command == "new" && options.topic != "policy")
    throw UsageError{"new: expected policy, got " + quoted(options.topic) +
                     did_you_mean(options.topic, {"policy"})};
  if (options.command == "list") {
    if (std::ranges::find(kTopics, options.topic) == kTopics.end()) {
      throw UsageError{"list: expected policies, formats or accelerators, got " + quoted(options.topic) +
                       did_you_mean(options.topic, {kTopics.begin(), kTopics.end()})};
    }
    if (options.topic == "accelerators" && options.scenario.empty()) {
      throw UsageError{
          "list accelerators: expected a scenario file, as in: list accelerators scenarios/first.yaml"};
    }
  }
}

}  // namespace

void add_reading(CLI::App& command, Options& options, Texts& texts) {
  command.add_option("SCENARIO", options.scenario, "scenario file (YAML)")->required();
  command
      .add_option("--set", options.set,
                  "change the scenario: path=value, as policies.easy.order=sjf (repeatable)")
      ->type_name("PATH=VALUE")
      ->expected(1)
      ->take_all();
  command.add_option("--replications", texts.replications, "how often to repeat with other random numbers")
      ->type_name("N");
  command.add_option("--seed", texts.seed, "another seed of the random numbers")->type_name("N");
}

void add_speaking(CLI::App& command, Texts& texts) {
  command
      .add_option("--lang", texts.language,
                  "language: zh or en (default: the locale's); errors are in English")
      ->type_name("LANG");
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

ParsedOptions parse_options(int argc, const char* const* argv) {
  Options options;
  Texts texts;
  CLI::App app{
      "suanwang (算网): what a compute network serves, under which policies, and what it reaches by when.",
      "suanwang"};
  app.set_version_flag("--version", fmt::format("suanwang {} ({})", kVersion, kCommit),
                       "print version and commit");
  app.footer(std::string{kFooter});
  add_commands(app, options, texts);
  options.program = program_of(argc > 0 ? argv[0] : "");

  const auto refuse = [&app](const std::string& message) {
    const bool in_command = !app.get_subcommands().empty();
    const std::string of = in_command ? app.get_subcommands().front()->get_name() + " " : "";
    return ParsedOptions{
        {}, "", fmt::format("error: {}\nTry: suanwang {}--help\n", message, of), ExitCode::BadInput};
  };
  if (argc < 2) return {{}, "", app.help(), ExitCode::BadInput};
  try {
    check_command(argv[1], app);
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) return {{}, "", app.help(), ExitCode::BadInput};
    options.command = app.get_subcommands().front()->get_name();
    convert(options, texts);
  } catch (const UsageError& error) {
    return refuse(error.message);
  } catch (const CLI::CallForHelp&) {
    const std::vector<CLI::App*> given = app.get_subcommands();
    return {{}, given.empty() ? app.help() : given.front()->help("suanwang"), "", ExitCode::Good};
  } catch (const CLI::CallForVersion& version) {
    return {{}, std::string{version.what()} + '\n', "", ExitCode::Good};
  } catch (const CLI::ExtrasError&) {
    return refuse(unexpected(app).message);
  } catch (const CLI::ParseError& error) {
    return refuse(error.what());
  }
  return {std::move(options), "", "", ExitCode::Good};
}

}  // namespace suanwang
