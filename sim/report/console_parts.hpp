#pragma once

#include <string>
#include <vector>

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

/// A warning where so few samples leave an interval of ± `halfwidth` that they hardly tell anything; else
/// nothing.
[[nodiscard]] std::string few_samples_remark(double halfwidth, const ConsoleStyle& style);

[[nodiscard]] std::string targets_section(const Comparison& comparison, int number,
                                          const ConsoleStyle& style);
/// Whether a policy finishes about as many jobs as the best: who leaves out the hard ones compares with
/// nobody.
[[nodiscard]] bool finishes_enough(const PolicyOutcome& outcome, const VariantOutcome& variant);
/// "offered load 0.82", or nothing where it is not known.
[[nodiscard]] std::string load_text(const VariantOutcome& variant, Words words);
/// What there is to say of the policies of a variant besides its table.
[[nodiscard]] std::string remarks_of(const VariantOutcome& variant, const Spec& spec,
                                     const ConsoleStyle& style);
/// What a search for reserves found, a remark each; nothing where there was none.
[[nodiscard]] std::vector<std::string> reserve_remarks(const VariantOutcome& variant, const Spec& spec,
                                                       Words words);
/// What is claimed of them.
[[nodiscard]] std::string reserves_definition(const Comparison& comparison, Words words);
/// What they cost: "reserves 57 evaluations × 5 replications · 43 s".
[[nodiscard]] std::string reserves_line(const Comparison& comparison, const RunFacts& facts, Words words);
[[nodiscard]] std::string policies_section(const Comparison& comparison, int number,
                                           const ConsoleStyle& style);
/// What jobs waited for under each policy; empty where nobody asked, and where nobody waited.
[[nodiscard]] std::string wait_reasons_table(const Comparison& comparison, const ConsoleStyle& style);
/// What fills the network; empty where nothing went over it.
[[nodiscard]] std::string links_section(const Comparison& comparison, int number, const ConsoleStyle& style);
/// What the readers of logs kept, mended and dropped; empty without logs.
[[nodiscard]] std::string logs_section(const Comparison& comparison, const ConsoleStyle& style);

}  // namespace suanwang
