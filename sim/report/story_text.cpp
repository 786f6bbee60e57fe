#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/story.hpp"
#include "suanwang/report/table.hpp"

#include "report/console_parts.hpp"
#include "report/story_parts.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kMostHolders = 10;

/// A date, or "287 d 04:33:20" after time 0.
std::string when(Time at, const Spec& spec, const Inputs& inputs) {
  if (const auto date = date_of(at, spec, inputs)) return *date;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(Duration{at.time_since_epoch()}).count();
  return fmt::format("{} d {:02}:{:02}:{:02}", seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60,
                     seconds % 60);
}

/// "16 accelerators for 2.0 h, asks for 6.0 h · tenant labs · home 鹏城云脑II".
std::string job_line(const JobStory& story, const Spec& spec, Words words) {
  const Job& job = story.job.job;
  std::string text = fmt::format(
      fmt::runtime(words("  {} for {}, asked for {}", "  {} 运行 {}，申请 {}")),
      words.count(static_cast<std::uint64_t>(job.accelerators.count()), "accelerator", "accelerators", "卡"),
      duration_text(in_seconds(job.run)), duration_text(in_seconds(job.walltime)));
  if (job.tenant) {
    text += fmt::format(fmt::runtime(words(" · tenant {}", " · 租户 {}")),
                        words.name(spec.tenants[job.tenant->index()].name));
  }
  if (job.home) {
    text += fmt::format(fmt::runtime(words(" · home {}", " · 归属 {}")),
                        words.name(spec.centres[job.home->index()].name));
  }
  return text + '\n';
}

Table timeline(const JobStory& story, const Spec& spec, const Inputs& inputs, Words words) {
  Table table{{{std::string{words("when", "时刻")}, Column::Align::Left},
               {std::string{words("after", "提交后")}},
               {std::string{words("what", "事件")}, Column::Align::Left}}};
  for (const JobStep& step : story.course.steps) {
    const Duration since = step.at - story.job.job.submit;
    table.add({{when(step.at, spec, inputs)},
               {since == Duration{0} ? std::string{kNoFigure} : duration_text(in_seconds(since))},
               {step_text(step, spec, words)}});
  }
  return table;
}

/// A row for each reason, the longest first.
Table reasons_table(const JobStory& story, Words words) {
  struct Row {
    WaitReason reason;
    Duration time{0};
    std::size_t spells = 0;
  };
  std::vector<Row> rows;
  for (const WaitBook::Interval& each : story.waits) {
    auto row = std::ranges::find(rows, each.reason, &Row::reason);
    if (row == rows.end()) row = rows.insert(rows.end(), {each.reason});
    row->time += each.to - each.from;
    ++row->spells;
  }
  std::ranges::stable_sort(rows, std::ranges::greater{}, &Row::time);
  Table table{{{std::string{words("reason", "原因")}, Column::Align::Left},
               {std::string{words("time", "时长")}},
               {std::string{words("of its wait", "占等待")}},
               {std::string{words("spells", "次数")}},
               {std::string{words("meaning", "含义")}, Column::Align::Left}}};
  for (const Row& row : rows) {
    const WaitReasonWords& of = words_of(row.reason);
    table.add({{std::string{words(of.en, of.zh)}},
               {duration_text(in_seconds(row.time))},
               {share_text(in_seconds(row.time) / in_seconds(story.course.wait))},
               {count_text(row.spells)},
               {std::string{words(of.what_en, of.what_zh)}}});
  }
  return table;
}

std::string holder_name(const JobHolder& holder, const Spec& spec, Words words) {
  const std::string stream = words.name(spec.workload[holder.stream.index()].name);
  if (!holder.tenant) return stream;
  return fmt::format(fmt::runtime(words("{} ({})", "{}（{}）")), stream,
                     words.name(spec.tenants[holder.tenant->index()].name));
}

Table holders_table(const JobStory& story, const Spec& spec, Words words) {
  Table table{{{std::string{words("jobs of", "作业来源")}, Column::Align::Left},
               {std::string{words("jobs", "作业数")}},
               {std::string{words("accelerator-hours", "卡时")}},
               {std::string{words("of all", "占在线")}},
               {std::string{words("passed it", "后来居上")}},
               {std::string{words("accelerator-hours", "卡时")}}}};
  struct Row {
    std::string name;
    JobHolder sum;
  };
  std::vector<Row> rows;
  JobHolder rest;
  JobHolder all;
  const auto add = [](JobHolder& to, const JobHolder& from) {
    to.jobs += from.jobs;
    to.passed += from.passed;
    to.accelerator_s += from.accelerator_s;
    to.passed_s += from.passed_s;
  };
  for (std::size_t i = 0; i < story.holders.size(); ++i) {
    add(all, story.holders[i]);
    if (i < kMostHolders) {
      rows.push_back({holder_name(story.holders[i], spec, words), story.holders[i]});
    } else {
      add(rest, story.holders[i]);
    }
  }
  if (story.holders.size() > kMostHolders) {
    rows.push_back({words.count(story.holders.size() - kMostHolders, "other", "others", "项其他"), rest});
  }
  JobHolder idle;
  idle.accelerator_s = std::max(0.0, story.online_s - all.accelerator_s);
  rows.push_back({std::string{words("nobody: free", "空闲")}, idle});
  std::vector<Figure> hours;
  std::vector<Figure> passed;
  std::vector<Figure> shares;
  for (const Row& row : rows) {
    hours.emplace_back(row.sum.accelerator_s / 3600);
    passed.push_back(row.sum.passed > 0 ? Figure{row.sum.passed_s / 3600} : std::nullopt);
    shares.push_back(story.online_s > 0 ? Figure{row.sum.accelerator_s / story.online_s} : std::nullopt);
  }
  const auto hours_text = number_column(hours);
  const auto passed_text = number_column(passed);
  const auto share = share_column(shares);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const JobHolder& sum = rows[i].sum;
    table.add({{rows[i].name},
               {sum.jobs > 0 ? count_text(sum.jobs) : std::string{kNoFigure}},
               {hours_text[i]},
               {share[i]},
               {sum.passed > 0 ? count_text(sum.passed) : std::string{kNoFigure}},
               {passed_text[i]}});
  }
  return table;
}

Table what_ifs_table(const JobStory& story, const Spec& spec, const Inputs& inputs, Words words) {
  Table table{{{std::string{words("what if", "假如")}, Column::Align::Left},
               {std::string{words("starts", "启动")}, Column::Align::Left},
               {std::string{words("wait", "等待")}},
               {std::string{words("instead of", "原等待")}},
               {std::string{words("ends", "结束")}, Column::Align::Left}}};
  const auto instant = [&](const std::optional<Time>& at) {
    return at ? when(*at, spec, inputs) : std::string{words("not in the run", "仿真内未")};
  };
  const Duration wait = story.course.wait;
  const Duration least = story.what_ifs.empty() ? wait : story.what_ifs.front().course.wait;
  for (const WhatIf& what : story.what_ifs) {
    const Duration its = what.course.wait;
    table.add({{what_if_text(what, spec, inputs, words)},
               {instant(what.course.start)},
               {its == wait ? std::string{words("the same", "不变")} : duration_text(in_seconds(its)),
                its == least && its < wait},
               {duration_text(in_seconds(wait))},
               {instant(what.course.end)}});
  }
  return table;
}

}  // namespace

std::string story_text(const JobStory& story, const Spec& spec, const Inputs& inputs,
                       const ConsoleStyle& style) {
  const Words words{style.language};
  int number = 0;
  std::string text =
      heading(++number, "JOB", "作业",
              fmt::format(fmt::runtime(words("{} under {}, replication {}", "{}，规则 {}，第 {} 次重复")),
                          story.job.id, words.name(spec.policies[story.policy].name), story.replication),
              style);
  text += job_line(story, spec, words);
  text += timeline(story, spec, inputs, words).text(style.paint, "", style.width);
  if (story.what_ifs.empty())
    return text + remark_line(std::string{words("it did not wait", "没有等待")}, style);

  text += '\n' + heading(++number, "WHY IT WAITED", "为何等待",
                         std::string{words("at each instant for one reason", "每一时刻恰有一个原因")}, style);
  text += reasons_table(story, words).text(style.paint, "", style.width);
  text += '\n' + heading(++number, "WHO HELD WHAT IT NEEDED", "谁占着它要的加速卡",
                         fmt::format(fmt::runtime(words("while it waited for {}, where it waited",
                                                        "等待 {} 期间，等待所在之处")),
                                     duration_text(in_seconds(story.course.wait))),
                         style);
  if (story.online_s > 0) {
    text += holders_table(story, spec, words).text(style.paint, "", style.width);
    text += remark_line(
        std::string{words("passed it: submitted later and started before it; their accelerator-hours stand "
                          "beside them, and are part of the others",
                          "后来居上：提交更晚而启动更早；其卡时列于旁，已含在前列之中")},
        style);
  } else {
    text +=
        remark_line(std::string{words("nobody: it stood at no centre yet", "无：尚未分到任何中心")}, style);
  }

  text += '\n' + heading(++number, "WHAT WOULD HAVE LET IT START EARLIER", "怎样能更早启动",
                         std::string{words("each run anew, all else as it was; * least wait",
                                           "各自重新仿真，其余不变；* 等待最短")},
                         style);
  text += what_ifs_table(story, spec, inputs, words).text(style.paint, "*", style.width);
  return text;
}

}  // namespace suanwang
