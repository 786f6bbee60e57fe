// When jobs start and end, and what follows from that.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/audit_jobs.hpp"

namespace suanwang::audit {

void Jobs::check_times(const JobRecord& row) {
  book_.looked(Check::Times);
  const auto wrong = [&](std::int64_t by, std::string_view en, std::string_view zh) {
    if (by <= 0) return;
    fault(Check::Times, [&]() -> Name {
      return {fmt::format(fmt::runtime(en), seconds_text(by)),
              fmt::format(fmt::runtime(zh), seconds_text(by))};
    });
  };
  wrong(-row.submit, "submitted {} before time 0", "提交早于时刻 0 达 {}");
  if (variant_.end)
    wrong(minus(row.submit, *variant_.end), "submitted {} after the end", "提交晚于仿真结束 {}");
  if (!row.start) return;
  wrong(minus(row.submit, *row.start), "starts {} before it is submitted", "开始早于提交 {}");
  if (!row.finish || !row.execution) return;
  if (*row.finish < *row.start)
    return wrong(minus(*row.start, *row.finish), "ends {} before it starts", "结束早于开始 {}");
  if (variant_.end)
    wrong(minus(*row.finish, *variant_.end), "ends {} after the end of the simulation",
          "结束晚于仿真结束 {}");
  const std::int64_t span = minus(*row.finish, *row.start);
  wrong(minus(*row.execution, span), "execution_time is {} longer than from start to finish",
        "execution_time 比起止间隔长 {}");
  if (!row.at_once()) return;
  wrong(minus(span, *row.execution), "execution_time is {} shorter than from start to finish",
        "execution_time 比起止间隔短 {}");
  wrong(*row.execution == 0 ? 1 : 0, "ends in the instant in which it starts ({})", "开始的同时即结束（{}）");
  check_walltime(row);
}

void Jobs::check_walltime(const JobRecord& row) {
  if (policy_.preempts) return;  // checkpoints come on top
  // What holds accelerators while its data arrives begins to run later.
  const std::int64_t most = minus(row.walltime, policy_.holds_while_staging ? -row.staging : 0);
  if (*row.execution > most) {
    fault(Check::Times, [&]() -> Name {
      return {fmt::format("runs {} longer than its walltime", seconds_text(minus(*row.execution, most))),
              fmt::format("运行超出时限 {}", seconds_text(minus(*row.execution, most)))};
    });
  }
  if (row.state == State::Killed && *row.execution < row.walltime) {
    fault(Check::Times, [&]() -> Name {
      return {fmt::format("killed {} before its walltime", seconds_text(minus(row.walltime, *row.execution))),
              fmt::format("早于时限 {} 被终止", seconds_text(minus(row.walltime, *row.execution)))};
    });
  }
}

void Jobs::check_columns(const JobRecord& row) {
  if (!row.finish || !row.execution || !row.waiting || !row.turnaround) return;
  book_.looked(Check::Columns);
  const auto wrong = [&](std::string_view column, std::int64_t is, std::int64_t must) {
    if (is == must) return;
    fault(Check::Columns, [&]() -> Name {
      return {fmt::format("{} is {}, and follows to be {}", column, seconds_text(is), seconds_text(must)),
              fmt::format("{} 为 {}，按时刻应为 {}", column, seconds_text(is), seconds_text(must))};
    });
  };
  wrong("turnaround_time", *row.turnaround, minus(*row.finish, row.submit));
  wrong("waiting_time", *row.waiting, minus(minus(*row.finish, row.submit), *row.execution));
  if (*row.execution <= 0) return;
  const double must =
      static_cast<double>(minus(*row.finish, row.submit)) / static_cast<double>(*row.execution);
  if (row.stretch && std::abs(*row.stretch - must) <= 1e-9 * std::abs(must)) return;
  fault(Check::Columns, [&]() -> Name {
    const std::string is = row.stretch ? fmt::format("{}", *row.stretch) : "";
    return {fmt::format("stretch is {}, and follows to be {}", is.empty() ? "empty" : is, must),
            fmt::format("stretch 为 {}，按时刻应为 {}", is.empty() ? "空" : is, must)};
  });
}

/// The parts of a wait sum to it, also of one that is not over.
void Jobs::check_waits(const JobRecord& row) {
  Int128 sum = 0;
  for (const CsvFile::Part& part : row.waits) sum += part.ns;
  std::optional<std::int64_t> must = row.waiting;
  if (row.state == State::Waiting && row.attempts == 0 && variant_.end)
    must = minus(*variant_.end, row.submit);
  if (row.state == State::Running && row.at_once() && row.start) must = minus(*row.start, row.submit);
  if (!must) return;
  book_.looked(Check::Columns);
  if (sum == *must) return;
  fault(Check::Columns, [&]() -> Name {
    const auto is = static_cast<std::int64_t>(std::min<Int128>(sum, INT64_MAX));
    return {
        fmt::format("waited_for adds up to {}, and the wait is {}", seconds_text(is), seconds_text(*must)),
        fmt::format("waited_for 合计 {}，而等待为 {}", seconds_text(is), seconds_text(*must))};
  });
}

}  // namespace suanwang::audit
