#include "work/log_rows.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace suanwang {
namespace {

constexpr std::array<const char*, 4> kDropTexts{"no accelerators", "larger than the capacity",
                                                "run time not positive",
                                                "submitted before time 0 of the log"};
constexpr std::array<const char*, 2> kRepairTexts{"no requested time: run time taken",
                                                  "run longer than walltime: cut to it"};

}  // namespace

ReadReport RowCounts::report() const {
  ReadReport report{.rows = rows, .kept = kept, .repaired = {}, .dropped = {}};
  for (std::size_t i = 0; i < dropped.size(); ++i) {
    if (dropped[i] > 0) report.dropped[kDropTexts[i]] = dropped[i];
  }
  for (std::size_t i = 0; i < repaired.size(); ++i) {
    if (repaired[i] > 0) report.repaired[kRepairTexts[i]] = repaired[i];
  }
  return report;
}

Row judge(const Request& request, const RowRules& rules, RowCounts& counts) {
  ++counts.rows;
  std::optional<Drop> drop;
  if (request.accelerators <= 0) {
    drop = Drop::NoProcessors;
  } else if (rules.capacity && request.accelerators > *rules.capacity) {
    drop = Drop::AboveCapacity;
  } else if (request.run <= 0) {
    drop = Drop::NoRun;
  } else if (request.submit < 0 && rules.has_zero) {
    drop = Drop::NegativeSubmit;
  }
  if (drop) {
    ++counts.dropped[static_cast<std::size_t>(*drop)];
    return {Row::Verdict::Dropped, {}, 0, {}};
  }

  const auto repaired = [&](Repair repair) { ++counts.repaired[static_cast<std::size_t>(repair)]; };
  std::int64_t run = request.run;
  std::int64_t walltime = request.requested.value_or(run);
  if (!request.requested && rules.count_missing_request && !rules.exact_walltime) {
    repaired(Repair::NoRequest);
  }
  if (run > walltime && rules.cut_run_to_walltime) {
    run = walltime;
    repaired(Repair::CutToWalltime);
  }
  // Known in advance is how long it holds its accelerators, not what it would have liked.
  if (rules.exact_walltime) walltime = std::min(run, walltime);
  return {Row::Verdict::Kept,
          {request.submit, run, walltime, request.accelerators, request.label, counts.kept++},
          0,
          {}};
}

void LogProblems::add(std::int64_t line, int column, std::string path, std::string message) {
  const auto shown_line = static_cast<int>(std::min<std::int64_t>(line, std::numeric_limits<int>::max()));
  if (++found_ <= kShown) {
    diagnostics_.error({file_, shown_line, column}, std::move(path), std::move(message));
    last_line_ = std::max(last_line_, shown_line);
  } else if (found_ == kShown + 1) {
    last_line_ = std::max(last_line_, shown_line);
  }
}

void LogProblems::finish() {
  if (found_ <= kShown) return;
  const std::size_t more = found_ - kShown;
  diagnostics_.error({file_, last_line_, 0}, "",
                     fmt::format("{} more {} in this log", more, more == 1 ? "error" : "errors"));
}

std::string no_job_message(const ReadReport& report) {
  if (report.rows == 0) return "no job in it";
  std::string reasons;
  for (const auto& [reason, count] : report.dropped) {
    reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : "; ", reason, count);
  }
  return fmt::format("no job in it: all {} rows are dropped ({})", report.rows, reasons);
}

}  // namespace suanwang
