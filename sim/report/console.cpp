#include "suanwang/report/console.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/base/hash.hpp"
#include "suanwang/base/version.hpp"
#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kShownWarnings = 10;
constexpr int kBarCells = 20;

std::string bar(double fraction) {
  const int full = static_cast<int>(std::floor(std::clamp(fraction, 0.0, 1.0) * kBarCells));
  std::string result;
  for (int i = 0; i < kBarCells; ++i) result += i < full ? "█" : "░";
  return result;
}

std::string warnings_text(const Diagnostics& diagnostics, const RunFacts& facts, const ConsoleStyle& style) {
  const Words words{style.language};
  std::string result;
  std::size_t shown = 0;
  for (const Diagnostic& entry : diagnostics.sorted()) {
    if (entry.severity != Severity::Warning || ++shown > kShownWarnings) continue;
    result += "  " + style.paint.warning(printable(diagnostic_text(entry, style.language))) + '\n';
  }
  if (shown > kShownWarnings) {
    const std::string command = shell_quoted(facts.program) + " validate " + shell_quoted(facts.file);
    result += fmt::format("  {}\n", style.language == Language::Zh
                                        ? fmt::format("另有 {} 条：{}", shown - kShownWarnings, command)
                                        : fmt::format("and {} more: {}", shown - kShownWarnings, command));
  }
  return result;
}

/// How many runs a comparison holds, and how many it was to hold.
struct RunCount {
  std::size_t complete = 0;
  std::size_t all = 0;
};

RunCount count_runs(const Comparison& comparison) {
  return {comparison.runs, comparison.runs + comparison.missing.size()};
}

std::string simulate_line(const Comparison& comparison, const RunFacts& facts, const ConsoleStyle& style) {
  const Words words{style.language};
  const RunCount runs = count_runs(comparison);
  const Spec& spec = comparison.scenario->variants[comparison.variants[0].variant];
  std::string result = fmt::format(
      "{} {} ", words("simulate", "模拟"),
      bar(runs.all == 0 ? 1 : static_cast<double>(runs.complete) / static_cast<double>(runs.all)));
  if (comparison.variants.size() > 1) {
    result += words.count(comparison.variants.size(), "variant", "variants", "方案") + " × ";
  }
  result += fmt::format("{} × {}", words.count(comparison.policies, "policy", "policies", "规则"),
                        words.count(spec.replications, "replication", "replications", "次重复"));
  if (runs.complete > 0) {
    const double each = static_cast<double>(comparison.jobs) / static_cast<double>(runs.complete);
    const std::string jobs = rough_count_text(each, style.language);
    result += style.language == Language::Zh ? fmt::format(" · 每次 {}{}作业", jobs, each < 1e4 ? " " : "")
                                             : fmt::format(" · {} jobs each", jobs);
  }
  result += " · " + duration_text(facts.elapsed_s);
  if (facts.elapsed_s > 0 && comparison.jobs > 0) {
    result += fmt::format(" · {:.2f} M {}", static_cast<double>(comparison.jobs) / facts.elapsed_s / 1e6,
                          words("jobs/s", "作业/s"));
  }
  return result + " · " + words.count(facts.threads, "thread", "threads", "线程") + '\n';
}

std::string missing_text(const Comparison& comparison, const ConsoleStyle& style) {
  if (!comparison.interrupted) return "";
  const Words words{style.language};
  std::string result =
      style.paint.warning(std::string{words("Interrupted. Below stands only what is complete. Missing:",
                                            "已中断。以下仅列出完整的结果，缺：")}) +
      '\n';
  const std::size_t shown = std::min(comparison.missing.size(), kShownWarnings);
  for (std::size_t i = 0; i < shown; ++i) result += "  " + printable(comparison.missing[i]) + '\n';
  if (comparison.missing.size() > shown) {
    result += fmt::format("  {}\n", style.language == Language::Zh
                                        ? fmt::format("另有 {} 条", comparison.missing.size() - shown)
                                        : fmt::format("and {} more", comparison.missing.size() - shown));
  }
  return result;
}

/// Three commands that go on from here: check, compare, and keep the results or read them in the other
/// language.
std::string next_commands(const Comparison& comparison, const RunFacts& facts, const ConsoleStyle& style) {
  const Words words{style.language};
  const Scenario& scenario = *comparison.scenario;
  const std::string program = shell_quoted(facts.program);
  const std::string file = shell_quoted(facts.file);
  const auto line = [](std::string_view label, const std::string& command, std::string_view remark) {
    return padded_right(label, 9) + "  " + command + (remark.empty() ? "" : "   # ") + std::string{remark} +
           '\n';
  };
  std::string result = line(words("check", "复核"), program + " validate " + file,
                            words("every warning, and the expected load", "全部提醒与预期供需比"));
  const std::vector<PolicySpec>& policies = scenario.variants[0].policies;
  if (scenario.variants.size() > 1) {
    const bool all = comparison.variants.size() == scenario.variants.size();
    const std::string& id = scenario.variants[all ? 1 : 0].variant.id;
    const std::string only = all ? " --variant " + id : "";
    result += line(words("compare", "比方案"), program + " run " + file + only,
                   all ? words("this variant only", "只看该方案") : words("all variants", "全部方案"));
  } else if (policies.size() > 2) {
    result += line(
        words("compare", "比规则"),
        program + " run " + file + " --policy " + policies.front().id + " --policy " + policies.back().id,
        words("two of the policies", "只比两条规则"));
  } else {
    result += line(words("compare", "比规则"), program + " list policies",
                   words("what else a policy can be", "还可选哪些规则"));
  }
  if (facts.out.empty()) {
    result += line(words("keep", "保存"), program + " run " + file + " --out out",
                   words("summary.json, and a jobs.csv for each policy", "summary.json 与各规则的 jobs.csv"));
  } else {
    result += line(words("中文", "English"),
                   program + " run " + file + words(" --lang zh", " --lang en").data(), "");
  }
  return result;
}

std::string files_line(const Comparison& comparison, const RunFacts& facts, Words words) {
  if (facts.out.empty()) return "";
  const bool variants = comparison.scenario->variants[0].variants_declared;
  std::string result = padded_right(words("open", "请看"), 9) + "  " + printable(facts.out) + "/summary.json";
  if (facts.job_rows) {
    result += fmt::format("   {}/{}{}/jobs.csv", printable(facts.out),
                          variants ? words("VARIANT/", "方案/") : "", words("POLICY", "规则"));
  }
  return result + '\n';
}

}  // namespace

std::string heading(int number, std::string_view en, std::string_view zh, const std::string& remark,
                    const ConsoleStyle& style) {
  constexpr std::array<std::string_view, 5> kChinese{"一", "二", "三", "四", "五"};
  const std::string title = style.language == Language::Zh
                                ? fmt::format("{}、{}", kChinese[static_cast<std::size_t>(number - 1)], zh)
                                : fmt::format("{}  {}", number, en);
  if (remark.empty()) return style.paint.bold(title) + '\n';
  return style.paint.bold(title) +
         (style.language == Language::Zh ? "（" + remark + "）\n" : "  (" + remark + ")\n");
}

std::string variant_title(const Spec& spec, Words words) {
  if (!spec.variants_declared) return "";
  const std::string name = words.name(spec.variant.name);
  const std::string what = name == spec.variant.id ? "" : std::string{words(": ", "：")} + name;
  return std::string{words("variant ", "方案 ")} + spec.variant.id + what;
}

std::string remark_line(const std::string& text, const ConsoleStyle& style) {
  return fmt::format("  {} {}\n", style.language == Language::Zh ? "▸" : ">", text);
}

std::string counts_text(const Spec& spec, const Diagnostics& diagnostics, Language language) {
  const Words words{language};
  const std::string_view comma = words(", ", " ");
  return fmt::format("{}{}{}{}{}{}{}{}{}{}{}", words.count(spec.centres.size(), "centre", "centres", "中心"),
                     comma, words.count(spec.links.size(), "link", "links", "链路"), comma,
                     words.count(spec.policies.size(), "policy", "policies", "规则"), comma,
                     words.count(spec.bases.size(), "basis", "bases", "口径"), words(", ", "，"),
                     words.count(diagnostics.errors(), "error", "errors", "错误"), comma,
                     words.count(diagnostics.warnings(), "warning", "warnings", "提醒"));
}

std::string opening_text(const Scenario& scenario, const Diagnostics& diagnostics, const RunFacts& facts,
                         const ConsoleStyle& style) {
  const Words words{style.language};
  const Spec& spec = scenario.variants.front();
  std::string result =
      style.paint.bold(fmt::format("suanwang {} ({})", kVersion, kCommit)) + " · " + words.name(spec.name);
  if (words.name(spec.name) != facts.file) result += " · " + printable(facts.file);
  if (spec.as_of) {
    result += fmt::format(" · {}{}", words("as of ", "基准日 "),
                          to_text(*spec.as_of - std::chrono::seconds{1}, spec.utc_offset).substr(0, 10));
  }
  result += fmt::format("\n{} {}{}\n", style.paint.good("✓"), words("scenario: ", "场景："),
                        counts_text(spec, diagnostics, style.language));
  return result + warnings_text(diagnostics, facts, style);
}

std::string results_text(const Comparison& comparison, const RunFacts& facts, const ConsoleStyle& style) {
  const Words words{style.language};
  std::string result =
      facts.quiet ? "" : simulate_line(comparison, facts, style) + reserves_line(comparison, facts, words);
  result += missing_text(comparison, style) + (facts.quiet && !comparison.interrupted ? "" : "\n");
  int number = 1;
  const std::string targets = targets_section(comparison, number, style);
  if (!targets.empty()) {
    result += targets;
    ++number;
  }
  result += policies_section(comparison, number, style);
  result += links_section(comparison, number + 1, style);
  const std::string logs = logs_section(comparison, style);
  if (!logs.empty()) result += logs + '\n';
  if (!facts.quiet) result += files_line(comparison, facts, words) + next_commands(comparison, facts, style);
  const bool holds_any =
      std::ranges::any_of(comparison.variants, [](const auto& v) { return !v.policies.empty(); });
  if (!holds_any) return result;
  result += fmt::format("{} {} · {}\n", words("fingerprint", "指纹"), fingerprint_of(comparison),
                        comparison.interrupted
                            ? words("of what was complete only", "仅含已完成部分")
                            : words("same bytes for any number of threads", "任意线程数逐位相同"));
  return result;
}

std::string fingerprint_of(const Comparison& comparison) {
  std::vector<std::string> all;
  for (const VariantOutcome& variant : comparison.variants) {
    for (const PolicyOutcome& policy : variant.policies) all.push_back(policy.fingerprint);
  }
  if (all.size() == 1) return all.front();
  Digest digest;
  for (const std::string& one : all) digest.add(hash_of(one));
  return digest.text();
}

std::string progress_text(const ProgressFacts& facts, const ConsoleStyle& style, bool with_bar) {
  const Words words{style.language};
  using enum ProgressFacts::Work;
  if (facts.work != Simulate) {
    const std::string done = facts.work == Sample ? words.count(facts.jobs, "draw", "draws", "个样本")
                             : facts.work == Search
                                 ? words.count(facts.runs, "combination", "combinations", "种组合")
                                 : words.count(facts.runs, "run", "runs", "次模拟");
    return fmt::format("{} {} · {}",
                       facts.work == Sample   ? words("sample", "抽样")
                       : facts.work == Search ? words("search", "搜索")
                                              : words("reserves", "预留"),
                       done, duration_text(facts.elapsed_s));
  }
  const double by_runs = static_cast<double>(facts.runs) / static_cast<double>(facts.all_runs);
  const double by_jobs =
      facts.expected_jobs > 0 ? std::min(static_cast<double>(facts.jobs) / facts.expected_jobs, 0.99) : 0;
  const double fraction = facts.runs == facts.all_runs ? by_runs : std::max(by_runs, by_jobs);
  std::string result = fmt::format("{} ", words("simulate", "模拟"));
  if (with_bar) result += bar(fraction) + ' ';
  result += fmt::format("{:.0f} % · ", std::floor(fraction * 100));
  result +=
      style.language == Language::Zh
          ? fmt::format("{}/{} 次", count_text(facts.runs), count_text(facts.all_runs))
          : fmt::format("{} of {}", count_text(facts.runs), words.count(facts.all_runs, "run", "runs", ""));
  if (facts.elapsed_s > 0) {
    result += fmt::format(" · {:.2f} M {}", static_cast<double>(facts.jobs) / facts.elapsed_s / 1e6,
                          words("jobs/s", "作业/s"));
  }
  if (fraction > 0 && fraction < 1) {
    const std::string left = duration_text(facts.elapsed_s * (1 - fraction) / fraction);
    result += style.language == Language::Zh ? " · 剩余 " + left : " · " + left + " left";
  }
  return result;
}

}  // namespace suanwang
