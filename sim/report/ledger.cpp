// The ledger of a target (算力台账): pool by pool, how it counts, and where that is from.
#include "suanwang/report/ledger.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/base/grouped.hpp"
#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"
#include "report/csv_line.hpp"
#include "report/json_parts.hpp"
#include "report/target_words.hpp"

namespace suanwang {
namespace {

constexpr double kTera = 1e12;

/// EFLOPS to the last TFLOPS: "1.048576".
std::string exa_text(std::int64_t teraflops) {
  return fmt::format("{}{}.{:06}", teraflops < 0 ? "-" : "", std::abs(teraflops) / 1'000'000,
                     std::abs(teraflops) % 1'000'000);
}

std::string date_text(double seconds, const Spec& spec, std::string_view always, std::string_view never) {
  if (!std::isfinite(seconds)) return std::string{seconds < 0 ? always : never};
  const CivilTime at{std::chrono::seconds{static_cast<std::int64_t>(std::floor(seconds))}};
  return to_text(at, spec.utc_offset).substr(0, 10);
}

std::string units_text(const LedgerEntry& entry) {
  if (entry.by_cards) return count_text(static_cast<std::uint64_t>(entry.units));
  return fmt::format("{} EFLOPS", fmt::format("{:.6g}", entry.units / 1e18));
}

std::string factor_text(const LedgerEntry& entry) {
  return entry.factor == 1 ? "" : fmt::format("{:.6g}", entry.factor);
}

Table table_of(const CapacityLedger& ledger, const Spec& spec, Words words) {
  using enum Column::Align;
  Table table{{{std::string{words("centre", "中心")}, Left},
               {std::string{words("pool", "机房")}, Left},
               {std::string{words("cards or stock", "卡数或存量")}, Right},
               {std::string{words("peak", "单卡峰值")}, Right},
               {std::string{words("factor", "折算系数")}, Right},
               {std::string{words("in service", "投产")}, Right},
               {std::string{words("retires", "退役")}, Right},
               {std::string{words("share", "在役份额")}, Right},
               {std::string{words("P(by then)", "届时在役概率")}, Right},
               {"EFLOPS", Right},
               {std::string{words("source", "出处")}, Left}}};
  std::string last;
  for (const LedgerEntry& entry : ledger.entries) {
    const CentreSpec& centre = spec.centres[entry.centre];
    const PoolSpec& pool = centre.pools[entry.pool];
    std::string name = words.name(centre.name);
    if (name == last) {
      name.clear();
    } else {
      last = name;
    }
    const std::string peak = entry.by_cards
                                 ? fmt::format("{:.6g} TFLOPS {}", entry.peak / kTera, entry.precision)
                                 : entry.precision;
    table.add({{name},
               {words.name(pool.name)},
               {units_text(entry)},
               {peak},
               {factor_text(entry)},
               {date_text(entry.online, spec, words("always", "一直"), words("never", "不投产"))},
               {date_text(entry.retires, spec, "", "")},
               {entry.share == 1 ? "" : fmt::format("{:.6g}", entry.share)},
               {probability_text(entry.in_service)},
               {exa_text(entry.teraflops)},
               {pool.provenance.source.empty() ? std::string{words("none given", "未给出")}
                                               : printable(pool.provenance.source)}});
  }
  table.add({{std::string{words("total", "合计")}},
             {""},
             {""},
             {""},
             {""},
             {""},
             {""},
             {""},
             {""},
             {exa_text(ledger.teraflops)}});
  return table;
}

std::string remark(const CapacityLedger& ledger, const TargetSpec& target, Words words) {
  const WrittenUnit unit = compute_unit_of(target.value_text);
  const double share = ledger.teraflops == 0 ? 0
                                             : static_cast<double>(ledger.sourced_teraflops) /
                                                   static_cast<double>(ledger.teraflops);
  return fmt::format(fmt::runtime(words("Sourced: {} of the total. Over 10,000 samples {} {}, P(met) {}.",
                                        "有出处：占合计的 {}。10,000 个样本：{} {}，达标概率 {}。")),
                     ledger.teraflops == 0 ? std::string{kNoFigure} : share_text(share),
                     interval_text(ledger.p50 / unit.base, ledger.p10 / unit.base, ledger.p90 / unit.base),
                     unit.symbol, probability_text(ledger.probability));
}

/// Why no pool counts.
std::string empty_remark(const CapacityLedger& ledger, const Spec& spec, Words words) {
  const std::string& region = spec.targets[ledger.target].region;
  const bool has_centre = std::ranges::any_of(
      spec.centres, [&](const CentreSpec& centre) { return within(centre.region, region); });
  if (!has_centre) {
    return fmt::format(fmt::runtime(words("Nothing counts: no centre lies in region '{}'.",
                                          "无可计者：区域“{}”内没有中心。")),
                       region);
  }
  return fmt::format(
      fmt::runtime(words("Nothing counts: no pool of the region has a capacity that {} counts or converts.",
                         "无可计者：区域内没有资源池具有口径“{}”所计或可折算的算力。")),
      words.name(ledger.basis_name));
}

/// Pools that have left service by the target's day, at the median.
std::vector<std::string> retired_remarks(const CapacityLedger& ledger, const Spec& spec, Words words) {
  const double by = static_cast<double>(ledger.by.time_since_epoch().count());
  std::vector<std::string> remarks;
  for (const LedgerEntry& entry : ledger.entries) {
    if (!(entry.retires < by)) continue;
    const CentreSpec& centre = spec.centres[entry.centre];
    remarks.push_back(fmt::format(
        fmt::runtime(words("{}, {}: counts no more, retired on {}{}", "{}，{}：已于 {} 退役，不再计入{}")),
        words.name(centre.name), words.name(centre.pools[entry.pool].name),
        date_text(entry.retires, spec, "", ""),
        entry.in_service > 0
            ? fmt::format(fmt::runtime(words(" (still there in {} of the samples)", "（{} 的样本中仍在役）")),
                          share_text(entry.in_service))
            : ""));
  }
  return remarks;
}

}  // namespace

std::string ledger_text(const std::vector<CapacityLedger>& ledgers, const Spec& spec,
                        const ConsoleStyle& style) {
  const Words words{style.language};
  std::string text;
  int number = 0;
  for (const CapacityLedger& ledger : ledgers) {
    const TargetSpec& target = spec.targets[ledger.target];
    text += heading(++number, "LEDGER", "算力台账",
                    fmt::format(fmt::runtime(words("{}, {}", "{}，{}")), target_label(target, words),
                                words.name(ledger.basis_name)),
                    style);
    if (ledger.entries.empty()) {
      text += remark_line(empty_remark(ledger, spec, words), style);
    } else {
      text += table_of(ledger, spec, words).text(style.paint, "", style.width);
    }
    for (const std::string& each : retired_remarks(ledger, spec, words)) text += remark_line(each, style);
    text += remark_line(remark(ledger, target, words), style) + '\n';
  }
  return text +
         std::string{words(
             "  A row is cards × peak × factor × share (a stock: FLOPS × factor), with everything uncertain "
             "at its median, of\n"
             "  what is in service before the target's day ends; rounded to 1 TFLOPS, so that rows add up to "
             "the total.\n"
             "  The median of the sum is not the sum of the medians: both stand here. P(by then): any of it "
             "in service.\n",
             "  每行 = 卡数 × 单卡峰值 × 折算系数 × 在役份额（存量：FLOPS × "
             "系数），未知量取中位数，只计截止日终之前在役者；\n"
             "  取整到 1 "
             "TFLOPS，各行之和即合计。和的中位数不等于中位数之和，两者并列。届时在役概率：任一部分在役。\n")};
}

std::string ledger_csv(const std::vector<CapacityLedger>& ledgers, const Spec& spec) {
  std::string text =
      "target,basis,centre,pool,precision,units,unit,peak_tflops,factor,share,in_service_from,"
      "p_in_service,tflops,confidence,source,retires\n";
  for (const CapacityLedger& ledger : ledgers) {
    for (const LedgerEntry& entry : ledger.entries) {
      const CentreSpec& centre = spec.centres[entry.centre];
      const PoolSpec& pool = centre.pools[entry.pool];
      text += fmt::format(
          "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", field_of(spec.targets[ledger.target].id),
          field_of(ledger.basis), field_of(centre.id), field_of(pool.id), field_of(entry.precision),
          entry.by_cards ? entry.units : entry.units / kTera, entry.by_cards ? "card" : "TFLOPS",
          entry.by_cards ? fmt::format("{}", entry.peak / kTera) : "", entry.factor, entry.share,
          date_text(entry.online, spec, "", "never"), entry.in_service, entry.teraflops,
          entry.sourced ? "sourced" : "assumed", field_of(pool.provenance.source),
          date_text(entry.retires, spec, "", ""));
    }
  }
  return text;
}

std::string ledger_json(const std::vector<CapacityLedger>& ledgers, const Spec& spec,
                        const Scenario& scenario, const std::string& file) {
  Json json{{"suanwang", program_json()}, {"scenario", scenario_json(file, scenario)}};
  json["ledgers"] = Json::array();
  for (const CapacityLedger& ledger : ledgers) {
    const TargetSpec& target = spec.targets[ledger.target];
    Json sheet{
        {"target", target.id},
        {"basis", ledger.basis},
        {"by", to_text(ledger.by - std::chrono::seconds{1}, spec.utc_offset).substr(0, 10)},
        {"tflops", ledger.teraflops},
        {"sourced_tflops", ledger.sourced_teraflops},
        {"samples", {{"p10", number(ledger.p10)}, {"p50", number(ledger.p50)}, {"p90", number(ledger.p90)}}},
        {"probability", number(ledger.probability)}};
    sheet["pools"] = Json::array();
    for (const LedgerEntry& entry : ledger.entries) {
      const CentreSpec& centre = spec.centres[entry.centre];
      const PoolSpec& pool = centre.pools[entry.pool];
      sheet["pools"].push_back(
          {{"centre", centre.id},
           {"pool", pool.id},
           {"precision", entry.precision},
           {"units", number(entry.units)},
           {"unit", entry.by_cards ? "card" : "FLOP/s"},
           {"peak_flops", number(entry.peak)},
           {"factor", number(entry.factor)},
           {"share", number(entry.share)},
           {"in_service_from", date_text(entry.online, spec, "always", "never")},
           {"retires", std::isfinite(entry.retires) ? Json(date_text(entry.retires, spec, "", "")) : Json{}},
           {"p_in_service", number(entry.in_service)},
           {"uncertain", entry.uncertain},
           {"tflops", entry.teraflops},
           {"confidence", entry.sourced ? "sourced" : "assumed"},
           {"source", text(pool.provenance.source)}});
    }
    json["ledgers"].push_back(std::move(sheet));
  }
  return json.dump(2) + '\n';
}

}  // namespace suanwang
