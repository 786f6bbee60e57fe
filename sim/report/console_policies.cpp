// The section on policies, and on the logs that they served.
#include <algorithm>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"

namespace suanwang {
namespace {

/// A policy in a variant: a row of the table.
struct Row {
  const Spec* spec;
  std::size_t variant;  ///< index into Comparison::variants
  const PolicyOutcome* outcome;

  [[nodiscard]] const Name& name() const { return spec->policies[outcome->policy].name; }
};

std::vector<Row> rows_of(const Comparison& comparison) {
  std::vector<Row> rows;
  for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
    const VariantOutcome& variant = comparison.variants[v];
    for (const PolicyOutcome& outcome : variant.policies) {
      rows.push_back({&comparison.scenario->variants[variant.variant], v, &outcome});
    }
  }
  return rows;
}

enum class Better { Lower, Higher };

/// Marks the best of rows [begin, end), of those that may win: all that look like it; none where all look
/// alike, and where there is no other to compare with.
void mark_best(std::vector<Cell>& cells, const std::vector<Figure>& figures, const std::vector<bool>& may_win,
               Better better, std::size_t begin, std::size_t end) {
  std::size_t candidates = 0;
  std::size_t best = begin;
  bool all_alike = true;
  for (std::size_t i = begin; i < end; ++i) {
    all_alike = all_alike && cells[i].text == cells[begin].text;
    if (!figures[i] || !may_win[i]) continue;
    const bool wins = candidates == 0 ||
                      (better == Better::Lower ? *figures[i] < *figures[best] : *figures[i] > *figures[best]);
    if (wins) best = i;
    ++candidates;
  }
  if (candidates < 2 || all_alike) return;
  const std::string text = cells[best].text;
  for (std::size_t i = begin; i < end; ++i) cells[i].best = may_win[i] && cells[i].text == text;
}

/// The table, put together by columns, so that one unit and one precision hold for all variants.
class Columns {
 public:
  explicit Columns(const std::vector<Row>& rows) : rows_{rows}, cells_(rows.size()) {}

  void add(std::string_view title, Column::Align align, std::vector<Cell> cells) {
    columns_.push_back({std::string{title}, align});
    for (std::size_t i = 0; i < rows_.size(); ++i) cells_[i].push_back(std::move(cells[i]));
  }

  using Format = std::vector<std::string> (*)(const std::vector<Figure>&);
  /// @param needs_steady_state whether a row with an unstable queue cannot be the best
  void add(std::string_view title, Format format, Better better, bool needs_steady_state,
           const std::function<Figure(const PolicyOutcome&)>& figure) {
    std::vector<Figure> figures;
    std::vector<bool> may_win;
    for (const Row& row : rows_) {
      figures.push_back(figure(*row.outcome));
      may_win.push_back(!needs_steady_state || !row.outcome->is_unstable());
    }
    std::vector<Cell> cells;
    for (std::string& text : format(figures)) cells.push_back({std::move(text)});
    for (std::size_t begin = 0; begin < rows_.size();) {
      std::size_t end = begin;
      while (end < rows_.size() && rows_[end].variant == rows_[begin].variant) ++end;
      mark_best(cells, figures, may_win, better, begin, end);
      begin = end;
    }
    add(title, Column::Align::Right, std::move(cells));
  }

  void add_count(std::string_view title, std::uint64_t JobCounts::*count, bool even_if_none = true) {
    std::vector<Cell> cells;
    for (const Row& row : rows_) {
      cells.push_back({count_text(row.outcome->jobs.*count)});
      even_if_none = even_if_none || row.outcome->jobs.*count > 0;
    }
    if (even_if_none) add(title, Column::Align::Right, std::move(cells));
  }

  /// @param section the line above the rows of a variant; may be empty
  [[nodiscard]] Table table(const std::function<std::string(std::size_t)>& section) const {
    Table table{columns_};
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const bool first = i == 0 || rows_[i].variant != rows_[i - 1].variant;
      const std::string title = first ? section(rows_[i].variant) : "";
      if (!title.empty()) table.add_section(title);
      table.add(cells_[i]);
    }
    return table;
  }

 private:
  const std::vector<Row>& rows_;
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> cells_;
};

std::function<Figure(const PolicyOutcome&)> over_finished(Summary JobSummary::*of, double Summary::*value) {
  return [=](const PolicyOutcome& o) {
    return o.summary.jobs > 0 ? Figure{o.summary.*of.*value} : std::nullopt;
  };
}

Columns columns_of(const std::vector<Row>& rows, Words words) {
  std::vector<Cell> names;
  for (const Row& row : rows)
    names.push_back({words.name(row.name()) + (row.outcome->is_unstable() ? " !" : "")});
  Columns columns{rows};
  columns.add(words("policy", "规则"), Column::Align::Left, std::move(names));
  columns.add(words("mean wait", "平均等待"), duration_column, Better::Lower, true,
              over_finished(&JobSummary::wait, &Summary::mean));
  columns.add(words("p95 wait", "p95 等待"), duration_column, Better::Lower, true,
              over_finished(&JobSummary::wait, &Summary::p95));
  columns.add(words("slowdown", "有界减速比"), number_column, Better::Lower, true,
              over_finished(&JobSummary::bounded_slowdown, &Summary::mean));
  columns.add(words("util.", "利用率"), share_column, Better::Higher, false,
              [](const PolicyOutcome& o) { return Figure{o.utilisation}; });
  columns.add_count(words("finished", "完成"), &JobCounts::finished);
  columns.add_count(words("waiting", "末尾等待"), &JobCounts::waiting);
  columns.add_count(words("running", "末尾运行"), &JobCounts::running);
  columns.add_count(words("killed", "超时终止"), &JobCounts::killed, false);
  columns.add_count(words("rejected", "拒绝"), &JobCounts::rejected, false);
  return columns;
}

/// "offered load 0.82", or nothing where it is not known.
std::string load_text(const VariantOutcome& variant, Words words) {
  if (!variant.load || variant.load->supply <= 0) return "";
  return fmt::format("{} {:.2f}", words("offered load", "供需比"), variant.load->offered());
}

/// Which queues still grew in the end, and in how many replications.
std::string unstable_remark(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::string which;
  for (const PolicyOutcome& outcome : variant.policies) {
    if (outcome.unstable == 0) continue;
    which += which.empty() ? "" : words(", ", "、");
    which += words.name(spec.policies[outcome.policy].name);
    if (outcome.runs.size() > 1) {
      which += words.language() == Language::Zh
                   ? fmt::format("（{} 次中 {} 次）", outcome.runs.size(), outcome.unstable)
                   : fmt::format(" (in {} of {} replications)", outcome.unstable, outcome.runs.size());
    }
  }
  if (which.empty()) return "";
  return fmt::format(
      "! {}{}{}", words("queue still grows, so its waits have no steady state", "队列持续增长，其等待无稳态"),
      words(": ", "："), which);
}

/// Why jobs were rejected, with counts; policies that agree on a count share a line.
std::vector<std::string> rejected_remarks(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::map<std::pair<std::string, std::uint64_t>, std::vector<std::size_t>> by_reason;
  for (const PolicyOutcome& outcome : variant.policies) {
    for (const auto& [reason, count] : outcome.jobs.rejected_by_reason) {
      by_reason[{reason, count}].push_back(outcome.policy);
    }
  }
  std::vector<std::string> remarks;
  for (const auto& [reason, which] : by_reason) {
    std::string policies;
    for (const std::size_t policy : which) {
      policies += policies.empty() ? "" : words(", ", "、");
      policies += words.name(spec.policies[policy].name);
    }
    if (which.size() > 1 && which.size() == variant.policies.size())
      policies = words("every policy", "各规则");
    remarks.push_back(fmt::format("{}{}{}{} × {}", words("rejected, ", "拒绝，"), policies, words(": ", "："),
                                  count_text(reason.second), words.reason(reason.first)));
  }
  return remarks;
}

std::string remarks_of(const VariantOutcome& variant, const Spec& spec, const ConsoleStyle& style) {
  const Words words{style.language};
  std::vector<std::string> remarks = rejected_remarks(variant, spec, words);
  const std::string unstable = unstable_remark(variant, spec, words);
  if (!unstable.empty()) remarks.insert(remarks.begin(), style.paint.warning(unstable));
  const std::string load = load_text(variant, words);
  if (!spec.variants_declared && !load.empty()) remarks.insert(remarks.begin(), load);
  if (variant.policies.empty()) remarks.emplace_back(words("no policy is complete", "没有完整的规则结果"));
  const std::string of = spec.variants_declared ? spec.variant.id + std::string{words(": ", "：")} : "";
  std::string result;
  for (const std::string& remark : remarks) result += remark_line(of + remark, style);
  return result;
}

std::string definitions(bool with_load, Words words) {
  std::string result{words(
      "  Over all finished jobs of all replications. Wait: turnaround - execution. Slowdown: mean of "
      "max(1, turnaround / max(execution, 10 s)).\n"
      "  Util.: busy / available accelerator-seconds until the makespan. Waiting, running: at the end, in "
      "no figure on waits.\n",
      "  统计全部重复中已完成的作业。等待 = 周转 − 执行；有界减速比 = max(1, 周转 ÷ max(执行, 10 s)) "
      "的均值；\n"
      "  利用率 = 至完工时刻的占用卡时 ÷ 可用卡时；末尾等待、末尾运行的作业另计，不入等待统计。\n")};
  if (with_load) {
    result += words("  Offered load: accelerator-seconds asked for / online, until the end.\n",
                    "  供需比 = 至结束时刻的需求卡时 ÷ 在线卡时。\n");
  }
  return result;
}

}  // namespace

std::string policies_section(const Comparison& comparison, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  std::string result = heading(
      number, "POLICIES", "规则",
      std::string{words("same demand, same random numbers; * best", "同一需求、同一随机数；★ 最优")}, style);
  const std::vector<Row> rows = rows_of(comparison);
  const auto section = [&](std::size_t v) {
    const VariantOutcome& variant = comparison.variants[v];
    const std::string title = variant_title(comparison.scenario->variants[variant.variant], words);
    const std::string load = load_text(variant, words);
    return title.empty() || load.empty() ? title : title + " · " + load;
  };
  if (!rows.empty()) {
    result += columns_of(rows, words).table(section).text(style.paint, words("*", "★"), style.width);
  }
  bool with_load = false;
  for (const VariantOutcome& variant : comparison.variants) {
    result += remarks_of(variant, comparison.scenario->variants[variant.variant], style);
    with_load = with_load || !load_text(variant, words).empty();
  }
  return result + definitions(with_load, words) + '\n';
}

std::string logs_section(const Comparison& comparison, const ConsoleStyle& style) {
  const Words words{style.language};
  const auto reasons = [&words](std::string_view what, const std::map<std::string, std::uint64_t>& counts) {
    std::string text;
    for (const auto& [reason, count] : counts) {
      text += fmt::format("{}{} × {}", text.empty() ? "" : words("; ", "；"), count_text(count),
                          words.reason(reason));
    }
    return text.empty() ? "" : fmt::format("{}{}{}", words("; ", "；"), what, text);
  };
  std::vector<std::string> lines;  // variants mostly read the same logs
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    for (std::size_t s = 0; s < variant.inputs.traces.size(); ++s) {
      const auto& trace = variant.inputs.traces[s];
      if (trace == nullptr) continue;
      const ReadReport& report = trace->report();
      const std::uint64_t inside = variant.inputs.windows[s].inside;
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

}  // namespace suanwang
