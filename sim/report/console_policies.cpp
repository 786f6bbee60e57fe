// The section on policies.
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/policy/policy.hpp"
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
  bool comparable;  ///< it finishes about as many jobs as the others

  [[nodiscard]] const Name& name() const { return spec->policies[outcome->policy].name; }
};

std::vector<Row> rows_of(const Comparison& comparison) {
  std::vector<Row> rows;
  for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
    const VariantOutcome& variant = comparison.variants[v];
    for (const PolicyOutcome& outcome : variant.policies) {
      rows.push_back(
          {&comparison.scenario->variants[variant.variant], v, &outcome, finishes_enough(outcome, variant)});
    }
  }
  return rows;
}

enum class Better { Lower, Higher };

/// Marks the best of rows [begin, end), of those that may win: all that look like it; none where all look
/// alike, and where it has no other to compare with: one that may win, or one that is not better.
void mark_best(std::vector<Cell>& cells, const std::vector<Figure>& figures, const std::vector<bool>& may_win,
               Better better, std::size_t begin, std::size_t end) {
  const auto beats = [&](std::size_t a, std::size_t b) {
    return better == Better::Lower ? *figures[a] < *figures[b] : *figures[a] > *figures[b];
  };
  std::optional<std::size_t> best;
  std::size_t others = 0;
  bool all_alike = true;
  for (std::size_t i = begin; i < end; ++i) {
    all_alike = all_alike && cells[i].text == cells[begin].text;
    if (!figures[i] || !may_win[i]) continue;
    if (best) ++others;
    if (!best || beats(i, *best)) best = i;
  }
  if (!best || all_alike) return;
  for (std::size_t i = begin; i < end; ++i) {
    if (figures[i] && !may_win[i] && !beats(i, *best)) ++others;
  }
  if (others == 0) return;
  const std::string text = cells[*best].text;
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
  /// @param of_waits whether a row with an unstable queue, or with clearly fewer finished jobs, cannot win
  void add(std::string_view title, Format format, Better better, bool of_waits,
           const std::function<Figure(const PolicyOutcome&)>& figure) {
    std::vector<Figure> figures;
    std::vector<bool> may_win;
    for (const Row& row : rows_) {
      figures.push_back(figure(*row.outcome));
      may_win.push_back(!of_waits || (!row.outcome->is_unstable() && row.comparable));
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

/// Where jobs may run elsewhere, and there is something to show.
bool shows_delivered(const std::vector<Row>& rows) {
  return std::ranges::any_of(
      rows, [](const Row& row) { return row.outcome->delivered_flops && uses_network(*row.spec); });
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
  const bool stages =
      std::ranges::any_of(rows, [](const Row& row) { return row.outcome->dispatch.staged > 0; });
  if (stages) {
    columns.add(words("staging", "其中等数据"), duration_column, Better::Lower, true,
                [](const PolicyOutcome& o) { return Figure{o.dispatch.mean_staging_s()}; });
  }
  columns.add(words("slowdown", "有界减速比"), number_column, Better::Lower, true,
              over_finished(&JobSummary::bounded_slowdown, &Summary::mean));
  columns.add(words("util.", "利用率"), share_column, Better::Higher, true,
              [](const PolicyOutcome& o) { return Figure{o.utilisation}; });
  if (std::ranges::any_of(rows, [](const Row& row) { return row.outcome->preemptions > 0; })) {
    columns.add(words("lost", "损失"), share_column, Better::Lower, true,
                [](const PolicyOutcome& o) { return Figure{o.lost}; });
  }
  if (shows_delivered(rows)) {
    columns.add(words("EFLOPS", "EFLOPS"), number_column, Better::Higher, true, [](const PolicyOutcome& o) {
      return o.delivered_flops ? Figure{*o.delivered_flops / 1e18} : std::nullopt;
    });
  }
  columns.add_count(words("finished", "完成"), &JobCounts::finished);
  columns.add_count(words("waiting", "末尾等待"), &JobCounts::waiting);
  columns.add_count(words("running", "末尾运行"), &JobCounts::running);
  columns.add_count(words("killed", "超时终止"), &JobCounts::killed, false);
  columns.add_count(words("rejected", "拒绝"), &JobCounts::rejected, false);
  return columns;
}

std::string definitions(bool with_load, bool with_delivered, Words words) {
  std::string result{
      words("  Over all finished jobs of all replications. Wait: turnaround - execution. Slowdown: mean of "
            "max(1, turnaround / max(execution, 10 s)).\n"
            "  Jobs killed, rejected, or still waiting or running at the end are in no figure on waits; a "
            "policy whose "
            "share of finished\n  jobs is over 1 point below the best gets no * for them.\n"
            "  Util.: busy / available accelerator-seconds until the makespan.\n",
            "  统计全部重复中已完成的作业。等待 = 周转 − 执行；有界减速比 = max(1, 周转 ÷ max(执行, 10 s)) "
            "的均值；\n"
            "  超时终止、拒绝、末尾等待或运行的作业不入等待统计；完成比例比最高者低 1 "
            "个百分点以上的规则，等待与减速比不评 ★。\n"
            "  利用率 = 至完工时刻的占用卡时 ÷ 可用卡时。\n")};
  if (with_delivered) {
    result += words(
        "  EFLOPS: delivered, busy accelerators x their FP16 peak, mean until the makespan; not what models "
        "make of "
        "it.\n",
        "  EFLOPS（交付）= 占用加速卡 × 其 FP16 峰值，至完工时刻的均值；不是模型实得算力。\n");
  }
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
  return result + definitions(with_load, shows_delivered(rows), words) +
         reserves_definition(comparison, words) + wait_reasons_table(comparison, style) + '\n';
}

}  // namespace suanwang
