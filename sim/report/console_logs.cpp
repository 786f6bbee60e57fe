// What the readers of logs kept, mended and dropped.
#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"

namespace suanwang {

std::string logs_text(const Scenario& scenario, std::span<const Inputs* const> inputs, Language language) {
  const Words words{language};
  const auto reasons = [&words](std::string_view what, const std::map<std::string, std::uint64_t>& counts) {
    std::string text;
    for (const auto& [reason, count] : counts) {
      text += fmt::format("{}{} × {}", text.empty() ? "" : words("; ", "；"), count_text(count),
                          words.reason(reason));
    }
    return text.empty() ? "" : fmt::format("{}{}{}", words("; ", "；"), what, text);
  };
  std::vector<std::string> lines;
  for (std::size_t v = 0; v < inputs.size(); ++v) {
    if (inputs[v] == nullptr) continue;
    const Spec& spec = scenario.variants[v];
    for (std::size_t s = 0; s < inputs[v]->traces.size(); ++s) {
      const auto& trace = inputs[v]->traces[s];
      if (trace == nullptr) continue;
      const ReadReport& report = trace->report();
      const std::uint64_t inside = inputs[v]->windows[s].inside;
      const std::string window =
          inside == report.kept ? ""
                                : fmt::format("{}{}", words(", simulated ", "，模拟 "), count_text(inside));
      const auto* named = std::get_if<TraceSpec>(&spec.workload[s].jobs);
      std::string line =
          fmt::format("{}{} ({}): {}, {} {}{}{}{}\n", words("log ", "日志 "), spec.workload[s].id,
                      named == nullptr ? "" : printable(named->file_text),
                      words.count(report.rows, "job", "jobs", "作业"), words("kept", "保留"),
                      count_text(report.kept), window, reasons(words("dropped ", "丢弃 "), report.dropped),
                      reasons(words("repaired ", "修复 "), report.repaired));
      if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
    }
  }
  std::string result;
  for (const std::string& line : lines) result += line;
  return result;
}

std::string logs_section(const Comparison& comparison, const ConsoleStyle& style) {
  std::vector<const Inputs*> inputs(comparison.scenario->variants.size(), nullptr);
  for (const VariantOutcome& variant : comparison.variants) inputs[variant.variant] = &variant.inputs;
  return logs_text(*comparison.scenario, inputs, style.language);
}

}  // namespace suanwang
