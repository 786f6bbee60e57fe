// How good a forecast made on an earlier day would have been.
#include <cmath>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/report/figures.hpp"
#include "suanwang/report/reach.hpp"
#include "suanwang/report/text.hpp"

#include "report/console_parts.hpp"

namespace suanwang {
namespace {

constexpr double kDay = 86400;
constexpr std::size_t kMostNamed = 10;

std::string day(double seconds, const Spec& spec) {
  if (!std::isfinite(seconds)) return std::string{kNoFigure};
  const CivilTime at{std::chrono::seconds{static_cast<std::int64_t>(std::floor(seconds))}};
  return to_text(at, spec.utc_offset).substr(0, 10);
}

std::string days_text(double seconds, Words words) {
  return fmt::format(fmt::runtime(words("{:.0f} days", "{:.0f} 天")), seconds / kDay);
}

std::string verdict(const Milestone& milestone, Words words) {
  if (!milestone.actual) return std::string{words("still to come", "尚未完成")};
  return std::string{milestone.inside ? words("inside", "在区间内") : words("outside", "在区间外")};
}

std::string summary(const Backtest& test, Words words) {
  if (test.known == 0) return std::string{words("Nothing of it is known yet.", "尚无可核对的里程碑。")};
  std::string text =
      fmt::format(fmt::runtime(words(
                      "{} of {} dates that are known now fell inside the 80 % interval; mean score (CRPS) {}",
                      "{} 个落在 80 % 区间内（现已知 {} 个）；平均得分（CRPS）{}")),
                  test.inside, test.known, days_text(test.crps_s, words));
  if (test.announced_error_s) {
    text += fmt::format(fmt::runtime(words(", {} for believing what was announced", "，照公告日期则为 {}")),
                        days_text(*test.announced_error_s, words));
  }
  return text + std::string{words(".", "。")};
}

}  // namespace

std::string backtest_text(const Backtest& test, const Spec& spec, const ConsoleStyle& style) {
  using enum Column::Align;
  const Words words{style.language};
  Table table{{{std::string{words("milestone", "里程碑")}, Left},
               {std::string{words("announced", "公告")}, Left},
               {"p10", Left},
               {"p50", Left},
               {"p90", Left},
               {std::string{words("came", "实际")}, Left},
               {"", Left}}};
  for (const Milestone& each : test.milestones) {
    table.add(
        {{words.name(each.name)},
         {each.announced ? to_text(*each.announced, spec.utc_offset).substr(0, 10) : std::string{kNoFigure}},
         {day(each.p10, spec)},
         {day(each.p50, spec)},
         {day(each.p90, spec)},
         {each.actual ? day(*each.actual, spec) : std::string{kNoFigure}},
         {verdict(each, words)}});
  }
  std::string text =
      '\n' +
      heading(4, "BACKTEST", "回测",
              fmt::format(fmt::runtime(words("as of {}", "基准日 {}")),
                          to_text(test.as_of - std::chrono::seconds{1}, spec.utc_offset).substr(0, 10)),
              style);
  text += table.text(style.paint, "", style.width) + remark_line(summary(test, words), style);
  text += remark_line(
      fmt::format(
          fmt::runtime(words("Slips were learned from {} delivered and {} overdue by then: {} in the median.",
                             "延期规律学自当时已交付的 {} 项与已逾期的 {} 项：中位 {}。")),
          test.slips.delivered, test.slips.overdue, days_text(test.slips.median_s, words)),
      style);
  if (!test.left_out.empty()) {
    std::vector<std::string> named{
        test.left_out.begin(),
        test.left_out.begin() + static_cast<std::ptrdiff_t>(std::min(test.left_out.size(), kMostNamed))};
    for (std::string& each : named) each = printable(each);
    text += remark_line(
        fmt::format(
            fmt::runtime(words(
                "Nobody had announced {} by then, or what they wait for, so the forecast has them not: {}{}",
                "当时机房本身或其前置工作尚无公告、因而不在预测中的有 {}：{}{}")),
            words.count(test.left_out.size(), "pool", "pools", "处机房"), fmt::join(named, ", "),
            test.left_out.size() > kMostNamed ? ", …" : ""),
        style);
  }
  return text;
}

}  // namespace suanwang
