// The command line of `reach`, `plan` and `explain`.
#include <algorithm>
#include <array>
#include <string_view>

#include "cli/option_parts.hpp"

namespace suanwang {
namespace {

double number_between(const std::string& option, const std::string& text, double low, double high) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value > low && value < high)) {
    throw UsageError{
        fmt::format("{}: expected a number between {} and {}, got {}", option, low, high, quoted(text))};
  }
  return value;
}

}  // namespace

void add_reach(CLI::App& app, Options& options, Texts& texts) {
  CLI::App& reach = *app.add_subcommand(
      "reach", "how probable it is that each target is reached, when instead, and what that rests on");
  add_reading(reach, options, texts);
  reach.add_option("--samples", texts.samples, "how many samples (default 100000)")->type_name("N");
  reach
      .add_option("--until-halfwidth", texts.halfwidth,
                  "double the samples until every 95 % interval is at most ± this, as 0.005")
      ->type_name("X");
  reach
      .add_option("--points", texts.points,
                  "plain (independent; sample r is replication r of a run), latin, or sobol")
      ->type_name("KIND");
  reach.add_option("--target", options.targets, "only this target (repeatable)")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  reach.add_option("--variant", options.variants, "only this variant or assumption set (repeatable)")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  reach
      .add_option("--require", texts.require,
                  "exit with 3 unless every target is met with at least this probability, under every basis, "
                  "in every variant and assumption set")
      ->type_name("P");
  reach
      .add_option("--as-of", options.as_of,
                  "a backtest: forecast from what was known on that day, and compare with what is known now")
      ->type_name("DATE");
  reach.add_option("--out", options.out, "write reach.json to this folder")
      ->type_name("DIR")
      ->check([](const std::string& folder) { return folder.empty() ? "the name of a folder is empty" : ""; },
              "");
  reach
      .add_option("--threads", texts.threads,
                  "default: as many as the machine has; results do not depend on it")
      ->type_name("N");
  add_speaking(reach, texts);
  reach.add_flag("--json", options.json, "print reach.json instead of tables");
  reach.add_flag("--quiet", options.quiet, "results only: no heading, no warnings");
}

void add_plan(CLI::App& app, Options& options, Texts& texts) {
  CLI::App& plan = *app.add_subcommand(
      "plan", "the cheapest levers that make the targets safe, and what a little more of anything is worth");
  add_reading(plan, options, texts);
  plan.add_option(
          "--samples", texts.samples,
          "how many samples to search on (default 10000); four times as many fresh ones check the answer")
      ->type_name("N");
  plan.add_option("--variant", options.variants, "plan for this variant or assumption set")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  plan.add_option("--policy", options.policies,
                  "simulate waits under this policy only (repeatable); wider links under the first of them, "
                  "else under the "
                  "first that sends jobs elsewhere")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  plan.add_option("--out", options.out, "write plan.json to this folder")
      ->type_name("DIR")
      ->check([](const std::string& folder) { return folder.empty() ? "the name of a folder is empty" : ""; },
              "");
  plan.add_option("--threads", texts.threads,
                  "default: as many as the machine has; results do not depend on it")
      ->type_name("N");
  add_speaking(plan, texts);
  plan.add_flag_callback(
      "--no-waits", [&options] { options.waits = false; }, "simulate nothing: no waits, no links");
  plan.add_flag("--json", options.json, "print plan.json instead of tables");
  plan.add_flag("--quiet", options.quiet, "results only: no heading, no warnings, no progress");
}

void add_explain(CLI::App& app, Options& options, Texts& texts) {
  CLI::App& explain = *app.add_subcommand(
      "explain", "why a job waited, or what counts towards a target, and where that is from");
  add_reading(explain, options, texts);
  explain.add_option("--job", options.job, "id of the job, as in jobs.csv, or STREAM/ID")->type_name("ID");
  explain
      .add_option("--policy", options.policies, "the job under this policy (not needed where there is one)")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  explain
      .add_option("--replication", texts.replication, "the job in this replication (default 0, the first)")
      ->type_name("R");
  explain.add_option("--threads", texts.threads, "default: as many as the machine has")->type_name("N");
  explain.add_option("--target", options.targets, "id of the target")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  explain
      .add_option("--variant", options.variants,
                  "of this variant, or assumption set (default: the first variant)")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  explain.add_option("--out", options.out, "also write job.json, or ledger.csv, to this folder")
      ->type_name("DIR")
      ->check([](const std::string& folder) { return folder.empty() ? "the name of a folder is empty" : ""; },
              "");
  add_speaking(explain, texts);
  explain.add_flag("--json", options.json, "print it as JSON");
  explain.add_flag("--quiet", options.quiet, "no warnings, no progress");
}

void convert_reach(Options& options, const Texts& texts) {
  if (!texts.samples.empty()) {
    options.samples = whole_number<std::uint64_t>("--samples", texts.samples, 1, kMostReachSamples);
  }
  if (!texts.halfwidth.empty()) {
    options.until_halfwidth = number_between("--until-halfwidth", texts.halfwidth, 0, 0.5);
  }
  if (!texts.require.empty()) options.require = number_between("--require", texts.require, 0, 1);
  if (!texts.points.empty()) {
    constexpr std::array<std::string_view, 3> kKinds{"plain", "latin", "sobol"};
    const auto kind = std::ranges::find(kKinds, texts.points);
    if (kind == kKinds.end()) {
      throw UsageError{"--points: expected plain, latin or sobol, got " + quoted(texts.points)};
    }
    options.points = static_cast<ReachPoints>(kind - kKinds.begin());
  }
}

}  // namespace suanwang
