// `suanwang list`: what there is to choose from.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "suanwang/policy/catalogue.hpp"
#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"
#include "suanwang/work/source.hpp"

#include "cli/commands.hpp"

namespace suanwang {
namespace {

/// A line with what it explains beside it, or below where that is too long.
std::string explained(std::string_view indent, std::string_view term, std::string_view text) {
  constexpr std::size_t kTermWidth = 14;
  return fmt::format("{}{}  {}\n", indent, padded_right(term, kTermWidth), text);
}

std::string parameter_text(const PolicyParameter& parameter) {
  const std::string fallback =
      parameter.fallback.empty() ? "required" : fmt::format("default {}", parameter.fallback);
  return explained("      ", parameter.name,
                   fmt::format("{} ({}): {}", parameter.values, fallback, parameter.summary));
}

std::string entry_text(const PolicyEntry& entry, bool is_default) {
  std::string result =
      explained("    ", entry.name, std::string{entry.summary} + (is_default ? " (default)" : ""));
  for (const PolicyParameter& parameter : entry.parameters) result += parameter_text(parameter);
  if (!entry.source.empty()) result += explained("      ", "source", entry.source);
  return result;
}

template <class Entry>
std::string section(std::string_view title, const std::vector<Entry>& entries, std::string_view fallback) {
  std::string result = fmt::format("  {}\n", title);
  for (const Entry& entry : entries) result += entry_text(entry, entry.name == fallback);
  return result;
}

std::string policies_text() {
  const PolicySettings defaults;
  std::string result =
      "A policy is composed: policies: {my-policy: {order: fifo, backfill: easy, place: best-fit}}\n";
  result += section("order (required)", order_entries(), "");
  result += section("backfill", backfill_entries(), defaults.backfill.rule);
  result += section("place", place_entries(), defaults.place);
  result += section("dispatch", dispatch_entries(), defaults.dispatch);
  result += "  decide\n";
  result += explained("    ", "per-instant",
                      "all ends of an instant, then all submissions, then one pass (default)");
  result += explained("    ", "per-event",
                      "submissions before ends, and a pass after each, as published EASY results do");
  result += "  max_waiting\n";
  result +=
      explained("    ", "integer >= 0",
                "jobs beyond so many waiting are refused, once those that can start have (default: none is)");
  return result;
}

std::string formats_text() {
  std::string result = "Formats of logs: workload: {my-log: {trace: {format: swf, file: my.swf.gz}}}\n";
  for (const TraceFormat& format : trace_formats()) result += explained("  ", format.name, format.summary);
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

ExitCode list_command(const Options& options, Screen& screen) {
  if (options.topic == "policies") {
    screen.out(policies_text());
  } else if (options.topic == "formats") {
    screen.out(formats_text());
  } else {
    Diagnostics diagnostics;
    const std::optional<Scenario> scenario = load_scenario(options, diagnostics);
    if (!scenario) return refuse(diagnostics, screen);
    screen.out(accelerators_text(scenario->variants.front(), screen.out_style()));
  }
  return ExitCode::Good;
}

}  // namespace suanwang
