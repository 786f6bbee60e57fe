// The section on links: what fills the network.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"

#include "report/console_parts.hpp"
#include "report/resources.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kShownLinks = 5;
constexpr std::size_t kShownOwners = 2;

/// A row of the table: a resource under one policy.
struct Row {
  const Spec* spec;
  const PolicyOutcome* outcome;
  NetworkResource resource;
  bool first;  ///< of its policy

  [[nodiscard]] const NetworkUsage& network() const { return *outcome->network; }
  [[nodiscard]] const ResourceUsage& usage() const { return network().resources[resource.id.index()]; }
  [[nodiscard]] double runs() const { return static_cast<double>(network().runs); }
};

/// The resources that carried anything, the busiest first: by utilisation, then by bytes, then by id.
std::vector<Row> busiest(const Spec& spec, const PolicyOutcome& outcome) {
  std::vector<Row> rows;
  if (!outcome.network) return rows;
  for (const NetworkResource& resource : resources_of(spec)) {
    Row row{&spec, &outcome, resource, false};
    if (row.usage().bytes() > 0) rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(rows, std::ranges::greater{}, [](const Row& row) {
    return std::pair{row.usage().all.utilisation().value_or(0), row.usage().bytes()};
  });
  if (rows.size() > kShownLinks) rows.erase(rows.begin() + kShownLinks, rows.end());
  if (!rows.empty()) rows.front().first = true;
  return rows;
}

std::vector<Row> rows_of(const Comparison& comparison) {
  std::vector<Row> rows;
  for (const VariantOutcome& variant : comparison.variants) {
    const Spec& spec = comparison.scenario->variants[variant.variant];
    for (const PolicyOutcome& outcome : variant.policies) {
      for (Row& row : busiest(spec, outcome)) rows.push_back(std::move(row));
    }
  }
  return rows;
}

/// "shaoguan → shenzhen", "shenzhen, storage".
std::string direction_text(const Row& row, Words words) {
  const auto centre = [&](std::size_t index) { return words.name(row.spec->centres[index].name); };
  if (row.resource.is_link()) return centre(row.resource.from) + " → " + centre(row.resource.to);
  const bool is_storage = row.resource.kind == NetworkResource::Kind::Storage;
  return centre(row.resource.from) +
         std::string{is_storage ? words(", storage", "，存储") : words(", ingress", "，入口")};
}

const Name& name_of(const TransferOwner& owner, const Spec& spec) {
  return owner.purpose == TransferPurpose::Staging ? spec.datasets[owner.index].name
                                                   : spec.workload[owner.index].name;
}

/// "zh-corpus 72 %, weights 20 %": a stream's outputs and checkpoints are told from what it sends otherwise.
std::string owners_text(const Row& row, Words words) {
  const double all = row.usage().bytes();
  std::string result;
  std::size_t shown = 0;
  for (const auto& [owner, bytes] : by_bytes(row.usage())) {
    if (shown++ == kShownOwners) break;
    if (!result.empty()) result += words(", ", "，");
    result += words.name(name_of(owner, *row.spec));
    if (owner.purpose == TransferPurpose::Output) result += words(" (output)", "（输出）");
    if (owner.purpose == TransferPurpose::Checkpoint) result += words(" (checkpoint)", "（检查点）");
    result += fmt::format(" {}", share_text(bytes / all));
  }
  return result;
}

std::string title_of(const Row& row, Words words) {
  const std::string variant = variant_title(*row.spec, words);
  const std::string policy = words.name(row.spec->policies[row.outcome->policy].name);
  return variant.empty() ? policy : variant + " · " + policy;
}

Table table_of(const std::vector<Row>& rows, bool with_titles, Words words) {
  using enum Column::Align;
  Table table{{{std::string{words("link", "链路")}, Left},
               {std::string{words("direction", "方向")}, Left},
               {std::string{words("mean util.", "平均利用率")}, Right},
               {std::string{words("peak", "峰值")}, Right},
               {std::string{words("saturated", "饱和时长")}, Right},
               {std::string{words("carried", "运送")}, Right},
               {std::string{words("filled by", "主要占用")}, Left}}};
  std::vector<Figure> means;
  std::vector<Figure> peaks;
  std::vector<Figure> saturated;
  for (const Row& row : rows) {
    means.push_back(row.usage().all.utilisation());
    peaks.push_back(means.back() ? Figure{row.usage().peak} : std::nullopt);
    saturated.emplace_back(row.usage().saturated_s / row.runs());
  }
  const std::vector<std::string> mean_texts = share_column(means);
  const std::vector<std::string> peak_texts = share_column(peaks);
  const std::vector<std::string> saturated_texts = duration_column(saturated);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    if (with_titles && row.first) table.add_section(title_of(row, words));
    table.add({{row.resource.name(*row.spec)},
               {direction_text(row, words)},
               {mean_texts[i]},
               {peak_texts[i]},
               {saturated_texts[i]},
               {bytes_text(row.usage().bytes() / row.runs())},
               {owners_text(row, words)}});
  }
  return table;
}

std::string definitions(Words words) {
  return std::string{
      words("  Each direction has the whole bandwidth. Utilisation: bytes carried / bytes that the bandwidth "
            "allows, from "
            "time 0\n"
            "  to the end. Saturated: all of its bandwidth was in use. Means over the replications; the peak "
            "is over "
            "all of them.\n",
            "  每个方向各有全部带宽。利用率 = 运送字节 ÷ 带宽允许的字节（自时刻零至结束）。\n"
            "  饱和：带宽已全部用尽。均为各次重复的平均，峰值取各次最大。\n")};
}

}  // namespace

std::string links_section(const Comparison& comparison, int number, const ConsoleStyle& style) {
  const Words words{style.language};
  const std::vector<Row> rows = rows_of(comparison);
  if (rows.empty()) return "";
  std::size_t outcomes = 0;
  for (const VariantOutcome& variant : comparison.variants) outcomes += variant.policies.size();
  return heading(number, "LINKS", "链路",
                 std::string{words("the busiest directions of each policy", "各规则下最忙的方向")}, style) +
         table_of(rows, outcomes > 1, words).text(style.paint, "", style.width) + definitions(words) + '\n';
}

}  // namespace suanwang
