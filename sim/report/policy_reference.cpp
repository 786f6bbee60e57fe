// docs/policies.md: every rule with its parameters, promise, source, tests, cost, and when it wins and loses.
#include "suanwang/report/policy_reference.hpp"

#include <charconv>

#include <fmt/format.h>

namespace suanwang {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// A text inside a table: bars would end the cell.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '|' ? std::string{"\\|"} : std::string{c};
  return result;
}

using Chinese = std::function<std::string_view(std::string_view)>;

constexpr std::string_view kHead =
    R"(# Policies

This file is written by `suanwang list policies --markdown --costs bench/decisions.csv` and checked by a test: change the
catalogue (`sim/policy/catalogue_*.cpp`), not this text. A policy is composed of one entry of each kind:
`policies: {my-policy: {order: sjf, backfill: easy, place: best-fit, dispatch: home}}`.

- **Cost**: CPU time for each end or submission of a job, with the pass and the starts that follow, while so many jobs wait, and how often the
  cost at the shortest queue the one at the longest is. Measured by `decision/…` (bench/README.md says how and on what).
- **Wins**, **loses**: a few jobs under the rule, and under the plainest of its kind (`order: fifo`, no backfill, `place: first-fit`,
  `dispatch: any`, no preemption) in its place; the figure is the mean time from submission to end.
- **Starves nobody**: where all parts of a policy do so, every job that fits starts, however many come after it.
- **Checked by**: the tests that hold the rule to closed forms, brute force or worked examples. All rules also pass
  `tests/contract/`.
)";

class Reference {
 public:
  Reference(const DecisionCosts& costs, const Chinese& chinese) : costs_{costs}, chinese_{chinese} {}

  template <class Entry>
  void add(std::string_view title, std::string_view kind, const std::vector<Entry>& entries) {
    text_ += fmt::format("\n## {}\n\n", title);
    add_costs(kind, entries);
    for (const Entry& entry : entries) add(kind, entry);
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  template <class Entry>
  void add_costs(std::string_view kind, const std::vector<Entry>& entries) {
    if (costs_.lengths().empty()) return;
    text_ += fmt::format("| {} |", kind);
    for (const std::string& length : costs_.lengths()) text_ += fmt::format(" {} |", length);
    text_ += " growth |\n|---|";
    for (std::size_t i = 0; i <= costs_.lengths().size(); ++i) text_ += "---:|";
    text_ += '\n';
    for (const Entry& entry : entries) add_cost(kind, entry.name);
    text_ += '\n';
  }
  void add_cost(std::string_view kind, std::string_view name) {
    text_ += fmt::format("| `{}` |", name);
    const std::vector<std::string>* cells = costs_.of(kind, name);
    for (std::size_t i = 0; i < costs_.lengths().size(); ++i)
      text_ += fmt::format(" {} |", cells == nullptr ? "not measured" : cells->at(i));
    const auto first = cells == nullptr ? std::nullopt : number(cells->front());
    const auto last = cells == nullptr ? std::nullopt : number(cells->back());
    text_ +=
        first && last && *first > 0 ? fmt::format(" {:.2g} × |\n", *last / *first) : std::string{" — |\n"};
  }

  void add(std::string_view kind, const PolicyEntry& entry) {
    text_ += fmt::format("### {} `{}`\n\n{}.\n", kind, entry.name, entry.summary);
    const std::string id = fmt::format("{}.{}", kind, entry.name);
    if (const std::string_view zh = chinese_(id); !zh.empty()) text_ += fmt::format("\n{}。\n", zh);
    if (!entry.parameters.empty()) {
      text_ += "\n| parameter | values | default | |\n|---|---|---|---|\n";
      for (const PolicyParameter& each : entry.parameters) {
        text_ += fmt::format("| `{}` | {} | {} | {} |\n", each.name, cell(each.values),
                             each.fallback.empty() ? "required" : each.fallback, cell(each.summary));
      }
    }
    std::string facts;
    if (!entry.promise.empty()) facts += fmt::format("- Promise: {}.\n", entry.promise);
    facts += fmt::format("- Starves nobody: {}.\n", entry.starves_nobody ? "yes" : "no");
    if (!entry.source.empty()) facts += fmt::format("- Source: {}.\n", entry.source);
    facts += case_text("Wins", entry.wins) + case_text("Loses", entry.loses);
    for (const std::string_view test : entry.tests)
      facts += fmt::format("{}[{}](../{})", test == entry.tests.front() ? "- Checked by: " : ", ",
                           test.substr(test.rfind('/') + 1), test);
    text_ += fmt::format("\n{}\n\n", facts + (entry.tests.empty() ? "" : "."));
    while (text_.ends_with("\n\n")) text_.pop_back();
    text_ += '\n';
  }
  static std::string case_text(std::string_view title, const PolicyCase& one) {
    if (one.when.empty()) return "";
    return fmt::format("- {} when {}: {:.1f} s, the plainest {:.1f} s.\n", title, one.when, one.rule,
                       one.plainest);
  }

  const DecisionCosts& costs_;
  const Chinese& chinese_;
  std::string text_{kHead};
};

}  // namespace

std::optional<DecisionCosts> DecisionCosts::read(std::string_view csv) {
  DecisionCosts costs;
  bool is_head = true;
  for (const std::string& line : split(csv, '\n')) {
    if (line.empty()) continue;
    std::vector<std::string> cells = split(line, ',');
    if (cells.size() < 3 || (!is_head && cells.size() != costs.lengths_.size() + 2)) return std::nullopt;
    if (is_head && (cells[0] != "kind" || cells[1] != "name")) return std::nullopt;
    std::vector<std::string> rest{cells.begin() + 2, cells.end()};
    if (is_head) {
      costs.lengths_ = std::move(rest);
    } else {
      costs.cells_[{cells[0], cells[1]}] = std::move(rest);
    }
    is_head = false;
  }
  if (is_head) return std::nullopt;
  return costs;
}

const std::vector<std::string>* DecisionCosts::of(std::string_view kind, std::string_view name) const {
  const auto found = cells_.find({std::string{kind}, std::string{name}});
  return found == cells_.end() ? nullptr : &found->second;
}

std::string policy_reference(const Catalogue& catalogue, const DecisionCosts& costs,
                             const Chinese& chinese_of) {
  Reference reference{costs, chinese_of};
  reference.add("Orders", "order", catalogue.orders);
  reference.add("Backfilling", "backfill", catalogue.backfills);
  reference.add("Places", "place", catalogue.places);
  reference.add("Dispatch", "dispatch", catalogue.dispatches);
  reference.add("Preemption", "preemption", catalogue.preemptions);
  return std::move(reference).text();
}

}  // namespace suanwang
