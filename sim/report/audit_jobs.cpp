#include "report/audit_jobs.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace suanwang::audit {
namespace {

enum Column : std::size_t {
  Id,
  Stream,
  Submit,
  Requested,
  Walltime,
  Success,
  FinalState,
  Start,
  Execution,
  Finish,
  Waiting,
  Turnaround,
  Stretch,
  Allocated,
  Replication,
  Centre,
  Tenant,
  Class,
  Attempts,
  Reason,
  Home,
  Data,
  kNeeded,
  Staging = kNeeded,
  Moves,
  WaitedFor,
  kColumns
};
constexpr std::array<std::string_view, kColumns> kNames{"job_id",
                                                        "workload_name",
                                                        "submission_time",
                                                        "requested_number_of_resources",
                                                        "requested_time",
                                                        "success",
                                                        "final_state",
                                                        "starting_time",
                                                        "execution_time",
                                                        "finish_time",
                                                        "waiting_time",
                                                        "turnaround_time",
                                                        "stretch",
                                                        "allocated_resources",
                                                        "replication",
                                                        "centre",
                                                        "tenant",
                                                        "class",
                                                        "attempts",
                                                        "reason",
                                                        "home",
                                                        "data",
                                                        "staging_time",
                                                        "moves",
                                                        "waited_for"};
constexpr std::array<std::string_view, kStates> kStateWords{
    "COMPLETED_SUCCESSFULLY", "COMPLETED_WALLTIME_REACHED", "REJECTED", "WAITING", "RUNNING"};

}  // namespace

Jobs::Jobs(const FolderFacts& folder, const VariantFacts& variant, const PolicyFacts& policy, Book& book,
           Diagnostics& diagnostics)
    : variant_{variant},
      policy_{policy},
      book_{book},
      file_{folder.path_of(policy.jobs), folder.shown_file(policy.jobs), kNames, kNeeded, diagnostics},
      tenants_{variant} {
  tally_.has_network = file_.has(Moves);
  tally_.has_waits = file_.has(WaitedFor);
  if (!policy.transfers.empty()) transfers_.emplace(folder, variant, policy, tally_, book, diagnostics);
}

std::uint64_t Jobs::check() {
  std::uint64_t rows = 0;
  JobRecord row;
  while (file_.next() && read(row)) {
    ++rows;
    check(row);
  }
  if (file_.failed()) return rows;
  close_replication();
  if (transfers_) transfers_->finish();
  if (restarted_ > 0) {
    book_.remark(
        {fmt::format("{}: {} jobs started more than once; what they held before their last start is "
                     "in no row",
                     policy_.id, restarted_),
         fmt::format("{}：{} 个作业多次启动，最后一次启动之前的占用不在明细里", policy_.id, restarted_)});
  }
  if (retired_ > 0) {
    book_.remark(
        {fmt::format("{}: {} jobs ran on accelerators after the scenario retires them: a simulation "
                     "keeps them in service",
                     policy_.id, retired_),
         fmt::format("{}：{} 个作业用了按场景已退役的加速卡：仿真中它们仍在役", policy_.id, retired_)});
  }
  return rows;
}

bool Jobs::read(JobRecord& row) {
  row.submit = file_.needed_time(Submit);
  row.walltime = file_.needed_time(Walltime);
  row.accelerators = file_.milli(Requested);
  row.start = file_.time(Start);
  row.execution = file_.time(Execution);
  row.finish = file_.time(Finish);
  row.waiting = file_.time(Waiting);
  row.turnaround = file_.time(Turnaround);
  row.stretch = file_.real(Stretch);
  file_.ranges(Allocated, row.held);
  file_.parts(WaitedFor, row.waits);
  row.replication = file_.whole(Replication);
  row.attempts = file_.whole(Attempts);
  row.moves = file_.has(Moves) ? file_.whole(Moves) : 0;
  row.staging = file_.has(Staging) ? file_.needed_time(Staging) : 0;
  row.id = file_.text(Id);
  row.stream = file_.text(Stream);
  row.centre = file_.text(Centre);
  row.tenant = file_.text(Tenant);
  row.job_class = file_.text(Class);
  row.reason = file_.text(Reason);
  row.home = file_.text(Home);
  row.data = file_.text(Data);
  return !file_.failed();
}

void Jobs::check(const JobRecord& given) {
  JobRecord row = given;
  book_.looked(Check::Rows);
  const auto state = std::ranges::find(kStateWords, file_.text(FinalState));
  if (state == kStateWords.end()) {
    fault(Check::Rows, [&]() -> Name {
      return {"no final state: " + quoted(file_.text(FinalState)),
              "没有这种终态：" + quoted(file_.text(FinalState))};
    });
    return;
  }
  row.state = static_cast<State>(state - kStateWords.begin());
  if (replication_ && row.replication < *replication_) {
    fault(Check::Rows, [&]() -> Name {
      return {fmt::format("a row of replication {} behind those of {}", row.replication, *replication_),
              fmt::format("第 {} 次重复的行在第 {} 次之后", row.replication, *replication_)};
    });
    return;
  }
  if (!replication_ || row.replication != *replication_) open_replication(row.replication);
  if (row.submit < last_submit_) {
    fault(Check::Rows, [&]() -> Name {
      return {fmt::format("submitted {} before the row above", seconds_text(minus(last_submit_, row.submit))),
              fmt::format("提交早于上一行 {}", seconds_text(minus(last_submit_, row.submit)))};
    });
  }
  last_submit_ = std::max(last_submit_, row.submit);
  check_state(row);
  check_times(row);
  check_columns(row);
  if (tally_.has_waits) check_waits(row);
  if (row.start && !row.centre.empty()) {
    check_place(row);
    check_data(row);
  }
  check_sent(row);
  add(row);
}

/// Fields are there where they apply, and only there.
void Jobs::check_state(const JobRecord& row) {
  const auto wrong = [&](bool is_wrong, std::string_view en, std::string_view zh) {
    if (is_wrong) fault(Check::Rows, [&]() -> Name { return {std::string{en}, std::string{zh}}; });
  };
  const bool started = row.attempts > 0;
  wrong((file_.text(Success) == "1") != (row.state == State::Finished),
        "success is not that of its final state", "success 与终态不符");
  wrong(row.start.has_value() != started, "attempts and starting_time do not go together",
        "attempts 与 starting_time 不符");
  const bool holds =
      started && !(policy_.preempts && row.state == State::Waiting);  // it may have been stopped
  wrong(holds == row.centre.empty() || holds == row.held.empty(),
        started ? "started, and has no centre or no accelerators"
                : "never started, and has a centre or accelerators",
        started ? "已启动却没有中心或加速卡" : "未启动却有中心或加速卡");
  wrong(!started && (row.ended() || row.state == State::Running), "ended or runs, and never started",
        "未启动却已结束或在运行");
  const bool all = row.execution && row.finish && row.waiting && row.turnaround;
  const bool any = row.execution || row.finish || row.waiting || row.turnaround || row.stretch;
  wrong(row.ended() ? !all : any,
        row.ended() ? "ended, and has no time of it" : "not ended, and has times of an end",
        row.ended() ? "已结束却缺少时刻" : "未结束却有结束时刻");
  wrong((row.state == State::Rejected) == row.reason.empty(),
        row.reason.empty() ? "rejected without a reason" : "a reason, and not rejected",
        row.reason.empty() ? "被拒却没有原因" : "未被拒却有原因");
}

void Jobs::add_waits(const JobRecord& row) {
  for (const CsvFile::Part& part : row.waits) {
    const std::string reason{part.name};
    tally_.reasons.all[reason] += part.ns;
    if (row.tenant.empty()) {
      tally_.reasons.without_tenant[reason] += part.ns;
    } else {
      tally_.reasons.tenants[std::string{row.tenant}][reason] += part.ns;
    }
    if (!row.home.empty()) tally_.reasons.homes[std::string{row.home}][reason] += part.ns;
  }
}

void Jobs::open_replication(std::uint64_t replication) {
  close_replication();
  replication_ = replication;
  const auto found = variant_.supply.find(replication);
  supply_ = found == variant_.supply.end() ? nullptr : &found->second;
  if (supply_ == nullptr || replication >= variant_.replications) {
    fault(Check::Rows, [&]() -> Name {
      return {fmt::format("there is no replication {}", replication),
              fmt::format("没有第 {} 次重复", replication)};
    });
  }
  if (transfers_) transfers_->read(replication);
  last_submit_ = last_end_ = 0;
  any_left_ = false;
  finished_ = 0;
  waited_ = 0;
}

void Jobs::close_replication() {
  if (!replication_) return;
  holders_.check(file_.shown(), centre_names_, book_);
  tenants_.check(file_.shown(), book_);
  if (finished_ > 0)
    tally_.means.push_back(static_cast<double>(waited_) / 1e9 / static_cast<double>(finished_));
  if (any_left_ && !variant_.end) tally_.makespans_known = false;
  const std::int64_t makespan = any_left_ && variant_.end ? *variant_.end : last_end_;
  tally_.makespans_s += static_cast<double>(makespan) / 1e9;
  if (supply_ == nullptr) return;
  for (const Supply::Online& pool : supply_->online) {
    if (pool.at < makespan)
      tally_.available += static_cast<Int128>(pool.accelerators) * 1000 * minus(makespan, pool.at);
  }
}

void Jobs::add(const JobRecord& row) {
  ++tally_.jobs[static_cast<std::size_t>(row.state)];
  if (row.state == State::Rejected) ++tally_.rejected_by_reason[std::string{row.reason}];
  any_left_ = any_left_ || row.state == State::Waiting || row.state == State::Running;
  restarted_ += row.attempts > 1 ? 1U : 0U;
  if (row.state == State::Running && row.start && variant_.end && row.at_once())
    tally_.busy += static_cast<Int128>(row.accelerators) * minus(*variant_.end, *row.start);
  Tally::Home* home = row.home.empty() ? nullptr : &tally_.by_home[std::string{row.home}];
  if (home != nullptr && row.state != State::Finished) ++home->left;
  if (!row.ended() || !row.finish || !row.execution) return;
  last_end_ = std::max(last_end_, *row.finish);
  tally_.busy += static_cast<Int128>(row.accelerators) * *row.execution;
  if (row.state != State::Finished) return;
  const std::int64_t wait = minus(minus(*row.finish, row.submit), *row.execution);
  ++finished_;
  waited_ += wait;
  tally_.waits.push_back(wait);
  tally_.executions.push_back(*row.execution);
  tally_.by_class[std::string{row.job_class}].push_back(wait);
  if (!row.tenant.empty()) tally_.by_tenant[std::string{row.tenant}].push_back(wait);
  add_waits(row);
  tally_.moves += row.moves;
  tally_.staged += row.staging > 0 ? 1U : 0U;
  tally_.staging += row.staging;
  if (home == nullptr) return;
  ++home->jobs;
  home->wait += wait;
  tally_.away += row.home != row.centre ? 1U : 0U;
}

}  // namespace suanwang::audit
