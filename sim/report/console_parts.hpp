#pragma once

#include <string>

#include "suanwang/report/console.hpp"

#include "report/words.hpp"

/// The sections of the console, one file each.
namespace suanwang {

/// "1  TARGETS", "一、目标"; the heading of section `number`.
[[nodiscard]] std::string heading(int number, std::string_view en, std::string_view zh,
                                  const std::string& remark, const ConsoleStyle& style);

/// "variant base: as announced", where a scenario declares variants; else nothing.
[[nodiscard]] std::string variant_title(const Spec& spec, Words words);

/// A line that comments on a table: "  > text".
[[nodiscard]] std::string remark_line(const std::string& text, const ConsoleStyle& style);

[[nodiscard]] std::string targets_section(const Comparison& comparison, int number,
                                          const ConsoleStyle& style);
[[nodiscard]] std::string policies_section(const Comparison& comparison, int number,
                                           const ConsoleStyle& style);
/// What fills the network; empty where nothing went over it.
[[nodiscard]] std::string links_section(const Comparison& comparison, int number, const ConsoleStyle& style);
/// What the readers of logs kept, mended and dropped; empty without logs.
[[nodiscard]] std::string logs_section(const Comparison& comparison, const ConsoleStyle& style);

}  // namespace suanwang
