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

using Outcomes = std::vector<PolicyOutcome>;

enum class Better { Lower, Higher };

/// A column of figures, one a policy, with the best of those that may win marked: all that look like it; none
/// where all look alike, and where there is no other to compare with.
std::vector<Cell> judged(const std::vector<std::string>& texts, const std::vector<Figure>& figures,
                         const std::vector<bool>& may_win, Better better) {
  std::size_t candidates = 0;
  std::size_t best = 0;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (!figures[i] || !may_win[i]) continue;
    const bool wins = candidates == 0 ||
                      (better == Better::Lower ? *figures[i] < *figures[best] : *figures[i] > *figures[best]);
    if (wins) best = i;
    ++candidates;
  }
  const bool all_alike =
      std::ranges::all_of(texts, [&](const std::string& text) { return text == texts.front(); });
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool marked = candidates > 1 && !all_alike && may_win[i] && texts[i] == texts[best];
    cells.push_back({texts[i], marked});
  }
  return cells;
}

std::vector<Figure> figures_of(const Outcomes& policies,
                               const std::function<Figure(const PolicyOutcome&)>& figure) {
  std::vector<Figure> figures;
  for (const PolicyOutcome& outcome : policies) figures.push_back(figure(outcome));
  return figures;
}

/// Puts together a table by columns.
class Columns {
 public:
  explicit Columns(std::size_t rows) : rows_(rows) {}

  void add(std::string_view title, Column::Align align, std::vector<Cell> cells) {
    columns_.push_back({std::string{title}, align});
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i].push_back(std::move(cells[i]));
  }
  void add_counts(std::string_view title, const Outcomes& policies, std::uint64_t JobCounts::*count) {
    std::vector<Cell> cells;
    for (const PolicyOutcome& outcome : policies) cells.push_back({count_text(outcome.jobs.*count)});
    add(title, Column::Align::Right, std::move(cells));
  }
  [[nodiscard]] Table table() const {
    Table table{columns_};
    for (const std::vector<Cell>& row : rows_) table.add(row);
    return table;
  }

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

bool any(const Outcomes& policies, std::uint64_t JobCounts::*count) {
  return std::ranges::any_of(policies, [count](const PolicyOutcome& o) { return o.jobs.*count > 0; });
}

Table table_of(const Outcomes& policies, const Spec& spec, Words words) {
  const auto of_finished = [&policies](double Summary::*value, Summary JobSummary::*of) {
    return figures_of(policies, [=](const PolicyOutcome& o) {
      return o.summary.jobs > 0 ? Figure{o.summary.*of.*value} : std::nullopt;
    });
  };
  const auto wait = of_finished(&Summary::mean, &JobSummary::wait);
  const auto p95 = of_finished(&Summary::p95, &JobSummary::wait);
  const auto slowdown = of_finished(&Summary::mean, &JobSummary::bounded_slowdown);
  const auto utilisation = figures_of(policies, [](const PolicyOutcome& o) { return Figure{o.utilisation}; });

  std::vector<Cell> names;
  std::vector<bool> stable;
  for (const PolicyOutcome& outcome : policies) {
    names.push_back({words.name(spec.policies[outcome.policy].name) + (outcome.is_unstable() ? " !" : "")});
    stable.push_back(!outcome.is_unstable());
  }
  const std::vector<bool> all(policies.size(), true);

  using enum Column::Align;
  Columns columns{policies.size()};
  columns.add(words("policy", "规则"), Left, std::move(names));
  columns.add(words("mean wait", "平均等待"), Right,
              judged(duration_column(wait), wait, stable, Better::Lower));
  columns.add(words("p95 wait", "p95 等待"), Right, judged(duration_column(p95), p95, stable, Better::Lower));
  columns.add(words("slowdown", "有界减速比"), Right,
              judged(number_column(slowdown), slowdown, stable, Better::Lower));
  columns.add(words("util.", "利用率"), Right,
              judged(share_column(utilisation), utilisation, all, Better::Higher));
  columns.add_counts(words("finished", "完成"), policies, &JobCounts::finished);
  columns.add_counts(words("waiting", "末尾等待"), policies, &JobCounts::waiting);
  columns.add_counts(words("running", "末尾运行"), policies, &JobCounts::running);
  if (any(policies, &JobCounts::killed)) {
    columns.add_counts(words("killed", "超时终止"), policies, &JobCounts::killed);
  }
  if (any(policies, &JobCounts::rejected)) {
    columns.add_counts(words("rejected", "拒绝"), policies, &JobCounts::rejected);
  }
  return columns.table();
}

/// "fifo, easy", or "all policies".
std::string policies_text(const std::vector<std::size_t>& which, std::size_t all, const Spec& spec,
                          Words words) {
  if (which.size() == all && all > 1) return std::string{words("every policy", "各规则")};
  std::string result;
  for (const std::size_t policy : which) {
    if (!result.empty()) result += words(", ", "、");
    result += words.name(spec.policies[policy].name);
  }
  return result;
}

/// Which queues kept growing, and in how many of the replications.
std::string unstable_remark(const Outcomes& policies, const Spec& spec, const ConsoleStyle& style) {
  const Words words{style.language};
  std::string which;
  for (const PolicyOutcome& outcome : policies) {
    if (outcome.unstable == 0) continue;
    if (!which.empty()) which += words(", ", "、");
    which += words.name(spec.policies[outcome.policy].name);
    if (outcome.runs.size() > 1) {
      which += words.language() == Language::Zh
                   ? fmt::format("（{}/{} 次）", outcome.unstable, outcome.runs.size())
                   : fmt::format(" ({} of {})", outcome.unstable, outcome.runs.size());
    }
  }
  if (which.empty()) return "";
  return remark_line(
      style.paint.warning(fmt::format(
          "! {}{}{}",
          words("queue still grows, so its waits have no steady state", "队列持续增长，其等待无稳态"),
          words(": ", "："), which)),
      style);
}

/// Why jobs were rejected, with counts; policies that agree on a count share a line.
std::string rejected_remarks(const Outcomes& policies, const Spec& spec, const ConsoleStyle& style) {
  const Words words{style.language};
  std::map<std::pair<std::string, std::uint64_t>, std::vector<std::size_t>> by_reason;
  for (const PolicyOutcome& outcome : policies) {
    for (const auto& [reason, count] : outcome.jobs.rejected_by_reason) {
      by_reason[{reason, count}].push_back(outcome.policy);
    }
  }
  std::string result;
  for (const auto& [reason, which] : by_reason) {
    result += remark_line(fmt::format("{}{}: {} × {}", words("rejected, ", "拒绝，"),
                                      policies_text(which, policies.size(), spec, words),
                                      count_text(reason.second), words.reason(reason.first)),
                          style);
  }
  return result;
}

std::string definitions(Words words) {
  return std::string{words(
      "  Over all finished jobs of all replications. Wait: turnaround - execution. Slowdown: mean of "
      "max(1, turnaround / max(execution, 10 s)).\n"
      "  Util.: busy / available accelerator-seconds until the makespan. Waiting, running: at the end, in "
      "no figure on waits.\n",
      "  统计全部重复中已完成的作业。等待 = 周转 − 执行；有界减速比 = max(1, 周转 ÷ max(执行, 10 s)) "
      "的均值；\n"
      "  利用率 = 至完工时刻的占用卡时 ÷ 可用卡时；末尾等待、末尾运行的作业另计，不入等待统计。\n")};
}

std::string block(const VariantOutcome& variant, const Spec& spec, const ConsoleStyle& style) {
  const Words words{style.language};
  std::string result;
  if (variant.load && variant.load->supply > 0) {
    result +=
        remark_line(fmt::format("{}{:.2f}", words("offered load ", "供需比 "), variant.load->offered()) +
                        std::string{words(" (accelerator-seconds asked for / online, until the end)",
                                          "（需求卡时 ÷ 在线卡时，至结束）")},
                    style);
  }
  if (variant.policies.empty()) {
    return result + remark_line(std::string{words("no policy is complete", "没有完整的规则结果")}, style);
  }
  result = table_of(variant.policies, spec, words).text(style.paint, words("*", "★"), style.width) + result;
  return result + unstable_remark(variant.policies, spec, style) +
         rejected_remarks(variant.policies, spec, style);
}

}  // namespace

std::string policies_section(const Comparison& comparison, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  std::string result = heading(
      number, "POLICIES", "规则",
      std::string{words("same demand, same random numbers; * best", "同一需求、同一随机数；★ 最优")}, style);
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    result += variant_line(spec, style) + block(variant, spec, style);
  }
  return result + definitions(words) + '\n';
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
      const auto* named = std::get_if<TraceSpec>(&spec.workload[s].jobs);
      std::string line =
          fmt::format("{}{} ({}): {}, {} {}{}{}\n", words("log ", "日志 "), spec.workload[s].id,
                      named == nullptr ? "" : printable(named->file_text),
                      words.count(report.rows, "job", "jobs", "作业"), words("kept", "保留"),
                      count_text(report.kept), reasons(words("dropped ", "丢弃 "), report.dropped),
                      reasons(words("repaired ", "修复 "), report.repaired));
      if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
    }
  }
  std::string result;
  for (const std::string& line : lines) result += line;
  return result;
}

}  // namespace suanwang
