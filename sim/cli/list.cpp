// `suanwang list`: what there is to choose from.
#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "suanwang/policy/catalogue.hpp"
#include "suanwang/policy/criteria.hpp"
#include "suanwang/policy/order_variables.hpp"
#include "suanwang/report/figures.hpp"
#include "suanwang/report/policy_reference.hpp"
#include "suanwang/report/text.hpp"
#include "suanwang/work/source.hpp"

#include "cli/commands.hpp"
#include "cli/list_words.hpp"

namespace suanwang {
namespace {

/// A line with what it explains beside it, or below where that is too long.
std::string explained(std::string_view indent, std::string_view term, std::string_view text) {
  constexpr std::size_t kTermWidth = 14;
  return fmt::format("{}{}  {}\n", indent, padded_right(term, kTermWidth), text);
}

/// The catalogue in the language of the reader.
class CatalogueText {
 public:
  explicit CatalogueText(Language language) : zh_{language == Language::Zh} {}

  template <class Entry>
  [[nodiscard]] std::string section(std::string_view title, const std::vector<Entry>& entries,
                                    std::string_view fallback) const {
    std::string result =
        fmt::format("  {}{}\n", title, fallback.empty() ? said(" (required)", "（必填）") : "");
    for (const Entry& entry : entries) result += entry_text(title, entry, entry.name == fallback);
    return result;
  }
  [[nodiscard]] std::string_view said(std::string_view en, std::string_view zh) const {
    return zh_ ? zh : en;
  }
  [[nodiscard]] std::string_view summary(const std::string& entry, std::string_view en) const {
    const std::string_view zh = zh_ ? chinese_of(entry) : "";
    return zh.empty() ? en : zh;
  }

 private:
  [[nodiscard]] std::string entry_text(std::string_view title, const PolicyEntry& entry,
                                       bool is_default) const {
    const std::string id = fmt::format("{}.{}", title, entry.name);
    std::string result = explained(
        "    ", entry.name,
        fmt::format("{}{}", summary(id, entry.summary), is_default ? said(" (default)", "（默认）") : ""));
    for (const PolicyParameter& parameter : entry.parameters) result += parameter_text(id, parameter);
    if (!entry.source.empty()) result += explained("      ", said("source", "出处"), entry.source);
    return result;
  }
  [[nodiscard]] std::string parameter_text(const std::string& of, const PolicyParameter& parameter) const {
    const std::string fallback = parameter.fallback.empty()
                                     ? std::string{said("required", "必填")}
                                     : fmt::format("{} {}", said("default", "默认"), parameter.fallback);
    const std::string_view text = summary(fmt::format("{}.{}", of, parameter.name), parameter.summary);
    return explained("      ", parameter.name,
                     zh_ ? fmt::format("{}（{}）：{}", parameter.values, fallback, text)
                         : fmt::format("{} ({}): {}", parameter.values, fallback, text));
  }

  bool zh_;
};

std::string policies_text(const Catalogue& all, Language language) {
  const PolicySettings defaults;
  const CatalogueText catalogue{language};
  std::string result{catalogue.said(
      "A policy is composed: policies: {my-policy: {order: fifo, backfill: easy, place: best-fit}}\n",
      "规则由几部分组成：policies: {my-policy: {order: fifo, backfill: easy, place: best-fit}}\n")};
  result += catalogue.section("order", all.orders, "");
  result += catalogue.said(
      "    what a formula may name: + - * / ^, comparisons, && || ?:, min, max, abs, sqrt, exp, ln, ...\n",
      "    公式可用的变量（运算：+ - * / ^、比较、&& || ?:、min、max、abs、sqrt、exp、ln 等）：\n");
  for (const FormulaVariable& each : order_variables())
    result += explained("      ", each.name, catalogue.said(each.en, each.zh));
  result += catalogue.section("backfill", all.backfills, defaults.backfill.rule);
  result += catalogue.section("place", all.places, defaults.place);
  result += catalogue.section("dispatch", all.dispatches, defaults.dispatch);
  result +=
      catalogue.said("    criteria of scored dispatch; each is a cost, the least weighted sum is best:\n",
                     "    scored 的准则；都是代价，加权和最小者为佳：\n");
  for (std::size_t v = 0; v < kScoreVariables; ++v) {
    if (v == kCriteria)
      result += catalogue.said("    what its formula may name besides:\n", "    其公式还可用的变量：\n");
    const FormulaVariable& each = score_variables()[v];
    result += explained("      ", each.name, catalogue.said(each.en, each.zh));
  }
  result += catalogue.section("preemption", all.preemptions, "none");
  result += "  decide\n";
  result += explained("    ", "per-instant",
                      catalogue.said("all ends of an instant, then all submissions, then one pass (default)",
                                     "同一时刻先处理全部结束，再处理全部提交，然后调度一次（默认）"));
  result +=
      explained("    ", "per-event",
                catalogue.said("submissions before ends, and a pass after each, as published EASY results do",
                               "先提交后结束，每个事件之后调度一次：已发表的 EASY 结果即如此"));
  result += "  staging\n";
  result +=
      explained("    ", "ahead",
                catalogue.said(
                    "true: data sets out as soon as the job's centre is known (default: when its turn comes)",
                    "true：一选定中心就开始运数据（默认：轮到该作业时）"));
  result += explained(
      "    ", "hold",
      catalogue.said("true: a job whose turn has come holds its accelerators while its data arrives",
                     "true：轮到的作业在等数据时占住加速卡"));
  result += "  max_waiting\n";
  result += explained(
      "    ", catalogue.said("integer >= 0", "整数 >= 0"),
      catalogue.summary(
          "max_waiting",
          "jobs beyond so many waiting are refused, once those that can start have (default: none is)"));
  return result;
}

std::string formats_text(Language language) {
  const CatalogueText catalogue{language};
  std::string result{
      catalogue.said("Formats of logs: workload: {my-log: {trace: {format: swf, file: my.swf.gz}}}\n",
                     "日志格式：workload: {my-log: {trace: {format: swf, file: my.swf.gz}}}\n")};
  for (const TraceFormat& format : trace_formats()) {
    result += explained("  ", format.name,
                        catalogue.summary(fmt::format("format.{}", format.name), format.summary));
  }
  return result;
}

/// "fp16 256 TFLOPS", "int8 512 TOPS": operations on integers are not floating-point ones.
std::string peak_text(const std::string& precision, Flops rate) {
  constexpr std::array<std::pair<double, std::string_view>, 5> kPrefixes{
      {{1e18, "E"}, {1e15, "P"}, {1e12, "T"}, {1e9, "G"}, {1e6, "M"}}};
  const std::string_view unit = precision.starts_with("int") ? "OPS" : "FLOPS";
  for (const auto& [size, prefix] : kPrefixes) {
    if (rate.base() >= size)
      return fmt::format("{} {:.4g} {}{}", precision, rate.base() / size, prefix, unit);
  }
  return fmt::format("{} {:.4g} {}", precision, rate.base(), unit);
}

std::string accelerators_text(const Spec& spec, const ConsoleStyle& style) {
  const bool zh = style.language == Language::Zh;
  using enum Column::Align;
  Table table{{{"id", Left},
               {zh ? "名称" : "name", Left},
               {zh ? "峰值" : "peak", Left},
               {zh ? "显存" : "memory", Right},
               {zh ? "功率" : "power", Right},
               {zh ? "产地" : "origin", Left},
               {zh ? "出处" : "source", Left}}};
  const std::string none{kNoFigure};
  for (const AcceleratorSpec& accelerator : spec.accelerators) {
    std::string peaks;
    for (const auto& [precision, rate] : accelerator.peak) {
      peaks += (peaks.empty() ? "" : ", ") + peak_text(precision, rate);
    }
    constexpr double kGiB = 1024.0 * 1024 * 1024;
    const auto& memory = accelerator.memory;
    const auto& busy = accelerator.busy;
    table.add({{accelerator.id},
               {printable(accelerator.name.in(style.language))},
               {peaks},
               {memory ? fmt::format("{:.4g} GiB", memory->base() / kGiB) : none},
               {busy ? fmt::format("{:.4g} W", busy->base()) : none},
               {accelerator.origin.empty() ? none : printable(accelerator.origin)},
               {accelerator.provenance.source.empty() ? none : printable(accelerator.provenance.source)}});
  }
  return table.text(style.paint, "", style.width);
}

}  // namespace

namespace {

ExitCode list_reference(const Options& options, Screen& screen) {
  DecisionCosts costs;
  if (!options.costs.empty()) {
    std::ifstream in{options.costs};
    std::ostringstream text;
    text << in.rdbuf();
    const auto read = in ? DecisionCosts::read(text.str()) : std::nullopt;
    if (!read) {
      Diagnostics diagnostics;
      diagnostics.error(
          {}, "--costs",
          "expected a table of what decisions cost, as bench/decisions.csv is, got " + quoted(options.costs));
      return refuse(options, diagnostics, screen);
    }
    costs = *read;
  }
  screen.out(policy_reference(*options.catalogue, costs, chinese_of));
  return ExitCode::Good;
}

}  // namespace

ExitCode list_command(const Options& options, Screen& screen) {
  if (options.topic == "policies" && options.markdown) return list_reference(options, screen);
  if (options.topic == "policies") {
    screen.out(policies_text(*options.catalogue, options.language));
  } else if (options.topic == "formats") {
    screen.out(formats_text(options.language));
  } else {
    Diagnostics diagnostics;
    const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
    if (!scenario) return refuse(options, diagnostics, screen);
    screen.out(accelerators_text(scenario->variants.front(), screen.out_style()));
  }
  return ExitCode::Good;
}

}  // namespace suanwang
