// What jobs waited for, policy by policy.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"

namespace suanwang {
namespace {

struct Row {
  std::size_t variant;  // index into Comparison::variants
  const PolicyOutcome* outcome;

  /// [s], over its finished jobs; none where there are none.
  [[nodiscard]] Figure mean(WaitReason reason) const {
    const WaitReasonSum& all = outcome->wait_reasons->all;
    if (all.jobs == 0) return std::nullopt;
    return all.seconds(reason) / static_cast<double>(all.jobs);
  }
};

std::vector<Row> rows_of(const Comparison& comparison) {
  std::vector<Row> rows;
  for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
    for (const PolicyOutcome& outcome : comparison.variants[v].policies) {
      if (outcome.wait_reasons) rows.push_back({v, &outcome});
    }
  }
  return rows;
}

/// Those for which anybody waited.
std::vector<WaitReason> reasons_of(const std::vector<Row>& rows) {
  std::vector<WaitReason> reasons;
  for (const WaitReasonWords& each : kWaitReasonWords) {
    const auto has = [&each](const Row& row) {
      return row.outcome->wait_reasons->all.seconds(each.reason) > 0;
    };
    if (std::ranges::any_of(rows, has)) reasons.push_back(each.reason);
  }
  return reasons;
}

std::string definitions(const std::vector<WaitReason>& reasons, Words words) {
  std::string text{words("  Wait by reason, mean over the same jobs; the parts sum to the mean wait.\n",
                         "  等待按原因分解，取相同作业的均值，各部分之和即平均等待。\n")};
  for (const WaitReason reason : reasons) {
    const WaitReasonWords& of = words_of(reason);
    text += fmt::format("  {}{}{}\n", words(of.en, of.zh), words(": ", "："), words(of.what_en, of.what_zh));
  }
  return text;
}

}  // namespace

std::string wait_reasons_table(const Comparison& comparison, const ConsoleStyle& style) {
  const Words words{style.language};
  const std::vector<Row> rows = rows_of(comparison);
  const std::vector<WaitReason> reasons = reasons_of(rows);
  if (reasons.empty()) return "";
  std::vector<Column> columns{{std::string{words("waits for", "等待原因")}, Column::Align::Left}};
  for (const WaitReason reason : reasons)
    columns.push_back({std::string{words(words_of(reason).en, words_of(reason).zh)}});
  Table table{columns};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const VariantOutcome& variant = comparison.variants[rows[i].variant];
    const Spec& spec = comparison.scenario->variants[variant.variant];
    const std::string title = variant_title(spec, words);
    if (!title.empty() && (i == 0 || rows[i - 1].variant != rows[i].variant)) table.add_section(title);
    std::vector<Cell> cells{{words.name(spec.policies[rows[i].outcome->policy].name)}};
    for (const WaitReason reason : reasons) {
      const Figure mean =
          rows[i].mean(reason);  // parts of a row differ a thousandfold: each has its own unit
      cells.push_back({mean ? duration_text(*mean) : std::string{kNoFigure}});
    }
    table.add(cells);
  }
  return table.text(style.paint, words("*", "★"), style.width) + definitions(reasons, words);
}

}  // namespace suanwang
