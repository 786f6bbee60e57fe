// The network as `validate --network` shows it to a planner.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/network.hpp"
#include "suanwang/report/table.hpp"

#include "report/words.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kMostNames = 3;  ///< of centres, before "and 9 more"
constexpr std::size_t kMostCuts = 8;   ///< shown; the JSON has all

using Align = Column::Align;
using Centres = std::vector<std::size_t>;

class NetworkReport {
 public:
  NetworkReport(const NetworkStudy& study, const Spec& spec, const ConsoleStyle& style)
      : study_{study}, spec_{spec}, style_{style}, words_{style.language} {}

  [[nodiscard]] std::string text() const {
    if (spec_.links.empty()) {
      return std::string{words_("no links: every centre is an island\n", "没有链路：各中心都是孤岛\n")};
    }
    std::string variant;
    if (spec_.variants_declared) {
      variant = remark(fmt::format("the network of variant {}; --json has all", spec_.variant.id),
                       fmt::format("方案 {} 的网络；其余方案见 --json", spec_.variant.id));
    }
    return variant + links() + parts() + single_cuts() + narrow_cuts() + circles();
  }

 private:
  [[nodiscard]] std::string title(std::string_view en, std::string_view zh, std::string_view en_remark,
                                  std::string_view zh_remark) const {
    const bool is_zh = style_.language == Language::Zh;
    const std::string title = style_.paint.bold(words_(en, zh));
    return is_zh ? fmt::format("\n{}（{}）\n", title, zh_remark)
                 : fmt::format("\n{}  ({})\n", title, en_remark);
  }
  [[nodiscard]] std::string remark(std::string_view en, std::string_view zh) const {
    return fmt::format("  {} {}\n", words_(">", "▸"), words_(en, zh));
  }
  [[nodiscard]] Column column(std::string_view en, std::string_view zh, Align align = Align::Right) const {
    return {std::string{words_(en, zh)}, align};
  }
  [[nodiscard]] std::string set(const Table& table) const {
    return table.text(style_.paint, "*", style_.width);
  }

  [[nodiscard]] std::string name(std::size_t centre) const { return words_.name(spec_.centres[centre].name); }
  [[nodiscard]] std::string names(const Centres& centres) const {
    std::string result;
    for (std::size_t i = 0; i < std::min(kMostNames, centres.size()); ++i) {
      result += std::string{i == 0 ? "" : words_("; ", "、")} + name(centres[i]);
    }
    if (centres.size() <= kMostNames) return result;
    const std::size_t more = centres.size() - kMostNames;
    return result + (style_.language == Language::Zh ? fmt::format(" 等 {} 个", centres.size())
                                                     : fmt::format(" and {} more", more));
  }
  [[nodiscard]] std::string link_ids(const std::vector<std::size_t>& links) const {
    std::string result;
    for (const std::size_t link : links) result += (result.empty() ? "" : " + ") + spec_.links[link].id;
    return result;
  }

  [[nodiscard]] std::string links() const;
  [[nodiscard]] std::string parts() const;
  [[nodiscard]] std::string single_cuts() const;
  [[nodiscard]] std::string narrow_cuts() const;
  [[nodiscard]] std::string circles() const;

  [[nodiscard]] const Centres& lesser(const Centres& a, const Centres& b) const {
    return lesser_side(a, b, study_.weights());
  }
  /// Whether there is anything on that side to speak of: accelerators or demand.
  [[nodiscard]] bool counts(const Centres& side) const {
    return share_of(side, study_.accelerators) > 0 || share_of(side, study_.weights()) > 0;
  }
  /// "and 9 more, which cut off neither accelerators nor demand"
  [[nodiscard]] std::string others(std::size_t count) const {
    if (count == 0) return "";
    return remark(fmt::format("{} more cut off neither accelerators nor demand", count),
                  fmt::format("另有 {} 处，所隔开的中心既无可调度的卡也无需求", count));
  }
  /// Columns and cells on what is cut off; demand only where it is known.
  [[nodiscard]] std::vector<Column> side_columns(Column first) const {
    std::vector<Column> columns{std::move(first), column("cut off", "被隔开的中心", Align::Left),
                                column("centres", "中心数"), column("accelerators", "加速卡")};
    if (!study_.demand.empty()) columns.push_back(column("demand", "需求"));
    return columns;
  }
  struct CutRow {
    std::string first;
    const Centres* side;
    double share;
  };
  [[nodiscard]] std::string cut_table(Column first, const std::vector<CutRow>& rows) const;

  const NetworkStudy& study_;
  const Spec& spec_;
  const ConsoleStyle& style_;
  Words words_;
};

std::string NetworkReport::links() const {
  const bool has_changes = std::ranges::any_of(
      study_.links, [](const LinkPlan& plan) { return !plan.capacity.changes().empty(); });
  std::vector<Column> columns{column("link", "链路", Align::Left), column("between", "两端", Align::Left),
                              column("straight", "直线距离"), column("one way", "单程时延"),
                              column("bandwidth", "带宽")};
  if (has_changes) columns.push_back(column("changes", "变更次数"));
  Table table{std::move(columns)};
  std::vector<Figure> latencies;
  for (const NetworkLink& link : study_.network->links()) latencies.emplace_back(link.latency.base());
  const std::vector<std::string> latency_texts = duration_column(latencies);
  for (std::size_t i = 0; i < spec_.links.size(); ++i) {
    const NetworkLink& link = study_.network->links()[i];
    const auto& a = spec_.centres[link.a].coordinates;
    const auto& b = spec_.centres[link.b].coordinates;
    const bool is_placed = a.has_value() && b.has_value();
    std::vector<Cell> row{
        {spec_.links[i].id},
        {name(link.a) + " — " + name(link.b)},
        {is_placed ? fmt::format("{:.0f} km", great_circle_km({a->first, a->second}, {b->first, b->second}))
                   : std::string{kNoFigure}},
        {latency_texts[i]},
        {bandwidth_text(link.bandwidth, style_.language)}};
    if (has_changes) row.push_back({std::to_string(study_.links[i].capacity.changes().size())});
    table.add(std::move(row));
  }
  return title("LINKS", "链路", "as planned for the end of the scenario", "按场景结束时的规划") + set(table);
}

std::string NetworkReport::parts() const {
  std::string text = title("PARTS", "连通", "centres that some way joins", "有路可通的中心为一片");
  std::vector<std::size_t> islands;
  for (const Centres& part : study_.parts) {
    if (part.size() == 1) {
      islands.push_back(part.front());
      continue;
    }
    const std::string share = share_text(share_of(part, study_.accelerators));
    text +=
        style_.language == Language::Zh
            ? fmt::format("  {} 个中心，{} 的加速卡：{}\n", part.size(), share, names(part))
            : fmt::format("  {} centres with {} of the accelerators: {}\n", part.size(), share, names(part));
  }
  if (islands.empty()) return text;
  const std::string share = share_text(share_of(islands, study_.accelerators));
  return text +
         (style_.language == Language::Zh
              ? fmt::format("  孤岛 {} 个，{} 的加速卡：{}\n", islands.size(), share, names(islands))
              : fmt::format("  alone: {} with {} of the accelerators: {}\n",
                            words_.count(islands.size(), "centre", "centres", ""), share, names(islands)));
}

std::string NetworkReport::cut_table(Column first, const std::vector<CutRow>& rows) const {
  Table table{side_columns(std::move(first))};
  std::vector<Figure> accelerators;
  std::vector<Figure> demand;
  for (const CutRow& row : rows) {
    accelerators.emplace_back(share_of(*row.side, study_.accelerators));
    if (!study_.demand.empty()) demand.emplace_back(share_of(*row.side, study_.demand));
  }
  const std::vector<std::string> accelerator_texts = share_column(accelerators);
  const std::vector<std::string> demand_texts = share_column(demand);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<Cell> cells{{rows[i].first},
                            {names(*rows[i].side)},
                            {std::to_string(rows[i].side->size())},
                            {accelerator_texts[i]}};
    if (!demand.empty()) cells.push_back({demand_texts[i]});
    table.add(std::move(cells));
  }
  return set(table);
}

std::string NetworkReport::single_cuts() const {
  std::string text = title("ONE CUT", "一处中断", "links without a way around, and what their loss cuts off",
                           "无迂回的链路，及其中断所隔开的中心");
  if (study_.bridges.empty())
    return text + remark("none: every link has a way around", "没有：每条链路都可迂回");
  std::vector<CutRow> rows;
  for (const Bridge& bridge : study_.bridges) {
    const Centres& side = lesser(bridge.a_side, bridge.b_side);
    if (!counts(side)) continue;
    rows.push_back({spec_.links[bridge.link].id, &side, share_of(side, study_.weights())});
  }
  std::ranges::stable_sort(rows, std::ranges::greater{}, &CutRow::share);
  if (!rows.empty()) text += cut_table(column("link", "链路", Align::Left), rows);
  return text + others(study_.bridges.size() - rows.size());
}

std::string NetworkReport::narrow_cuts() const {
  std::string text = title("TIGHTEST CUTS", "最紧断面",
                           "of several links, by capacity for what hangs on them; in each direction",
                           "由多条链路组成，按容量与所隔开部分之比；单向容量");
  std::vector<CutRow> rows;
  for (const Cut& cut : study_.cuts) {
    const Centres& side = lesser(cut.side, cut.beyond);
    if (!counts(side)) continue;
    if (rows.size() == kMostCuts) break;
    rows.push_back({fmt::format("{}{}{}", bandwidth_text(cut.capacity, style_.language), words_(": ", "："),
                                link_ids(cut.links)),
                    &side, share_of(side, study_.weights())});
  }
  if (rows.empty()) {
    text += remark("none that cuts off accelerators or demand", "没有隔开加速卡或需求的断面");
  } else {
    text += cut_table(column("capacity", "容量", Align::Left), rows);
  }
  if (!study_.farthest) return text;
  const auto& [route, cut] = *study_.farthest;
  const std::string ms = fmt::format("{:.2f} ms", route.latency.base() * 1e3);
  const std::string capacity = bandwidth_text(cut.capacity, style_.language);
  const std::string over = cut.links.empty() ? "" : link_ids(cut.links);
  return text +
         remark(fmt::format("farthest apart: {} and {}, {} one way over {}; at most {} between them{}",
                            name(cut.from), name(cut.to), ms,
                            words_.count(route.hops.size(), "link", "links", ""), capacity,
                            over.empty() ? "" : " (" + over + ")"),
                fmt::format("相距最远：{}与{}，单程 {}，{} 跳；两地间最多 {}{}", name(cut.from), name(cut.to),
                            ms, route.hops.size(), capacity, over.empty() ? "" : "（" + over + "）"));
}

std::string NetworkReport::circles() const {
  const bool by_demand = !study_.demand.empty();
  std::string text =
      by_demand ? title("LATENCY CIRCLES", "时延圈", "share of all demand within reach, one way",
                        "单程时延内可达需求占比")
                : title("LATENCY CIRCLES", "时延圈", "share of all accelerators within reach, one way",
                        "单程时延内可达加速卡占比");
  std::vector<Column> columns{column("from", "中心", Align::Left)};
  for (const double circle : kLatencyCircles)
    columns.push_back({fmt::format("{:.0f} ms", circle * 1e3), Align::Right});
  Table table{std::move(columns)};
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < spec_.centres.size(); ++i) {
    if (study_.accelerators[i] > 0 || study_.weights()[i] > 0) order.push_back(i);
  }
  // The best placed first: by 5 ms, then by the wider and the narrower circles.
  std::ranges::stable_sort(order, std::ranges::greater{}, [this](std::size_t i) {
    const auto& within = study_.within[i];
    return std::array{within[2], within[3], within[1], within[0]};
  });
  for (const std::size_t i : order) {
    std::vector<Cell> row{{name(i)}};
    for (const double share : study_.within[i]) row.push_back({fmt::format("{:.0f} %", share * 100)});
    table.add(std::move(row));
  }
  text += set(table);
  if (by_demand) {
    text += remark("demand: expected accelerator-hours of jobs by the centre where they belong",
                   "需求：作业按其所属中心计的期望卡时");
    if (study_.homeless > 0) {
      const std::string share = share_text(study_.homeless);
      text += remark(fmt::format("{} of the demand belongs to no centre and is left out", share),
                     fmt::format("另有 {} 的需求不属任何中心，未计入", share));
    }
  } else {
    text += remark("by schedulable accelerators at the end: where demand belongs is not known",
                   "按结束时可调度的加速卡计：需求归属未知");
  }
  return text +
         remark(
             "goals: 1 ms in a city, 5 ms cluster to city, 20 ms hub to hub (MIIT, 2025-08); 3 ms Shenzhen "
             "to Shaoguan (Shenzhen's plan for 2026)",
             "目标：城市内 1 ms、集群到周边城市 5 ms、枢纽间 20 ms（工信部，2025-08）；深圳到韶关 3 ms"
             "（深圳 2026 年规划）");
}

}  // namespace

std::string bandwidth_text(BytesPerSecond bandwidth, Language language) {
  const double bits = bandwidth.base() * 8;
  if (std::isinf(bits)) return language == Language::Zh ? "不限" : "unlimited";
  if (bits >= 1e12) return fmt::format("{:.4g} Tbps", bits / 1e12);
  return bits >= 1e9 || bits == 0 ? fmt::format("{:.4g} Gbps", bits / 1e9)
                                  : fmt::format("{:.4g} Mbps", bits / 1e6);
}

std::string network_report(const NetworkStudy& study, const Spec& spec, const ConsoleStyle& style) {
  return NetworkReport{study, spec, style}.text();
}

}  // namespace suanwang
