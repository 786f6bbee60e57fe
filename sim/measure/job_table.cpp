#include "suanwang/measure/job_table.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace suanwang {

void JobTable::on(const Record& record) {
  switch (record.kind) {
    case RecordKind::PoolOnline:
    case RecordKind::CentreJoined:
    case RecordKind::JobSubmitted:
    case RecordKind::JobStarted:
    case RecordKind::JobPreempted:
    case RecordKind::JobDispatched:
    case RecordKind::JobPassedOn:
    case RecordKind::JobStaged:
    case RecordKind::TransferStarted:
    case RecordKind::TransferFinished:
    case RecordKind::TransferLeft:
    case RecordKind::LinkLoad:
    case RecordKind::LinkChanged:
      return;
    case RecordKind::JobFinished:
    case RecordKind::JobKilled:
    case RecordKind::JobRejected:
    case RecordKind::JobLeftWaiting:
    case RecordKind::JobLeftRunning:
      break;
  }
  JobRow row;
  row.stream = record.job->stream;
  row.job_class = record.job->job_class;
  row.tenant = record.job->tenant;
  row.home = record.job->home;
  row.centre = record.centre;
  row.last = record.kind;
  row.attempts = record.progress->attempts;
  row.priority = record.job->priority;
  row.index = record.job->index;
  row.label = record.job->label;
  row.submit = record.job->submit;
  row.start = record.progress->start;
  row.at = record.at;
  row.executed = record.progress->executed;
  row.walltime = record.job->walltime;
  row.staged = record.progress->staged;
  row.moves = record.progress->moves;
  row.accelerators = record.accelerators;
  row.reason = record.reason;
  row.first_range = static_cast<std::uint32_t>(ranges_.size());
  row.ranges = static_cast<std::uint32_t>(record.held.size());
  ranges_.insert(ranges_.end(), record.held.begin(), record.held.end());
  if (record.waited != nullptr) {
    knows_waits_ = true;
    row.first_wait = waits_.size();
    for (std::size_t i = 0; i < kWaitReasons; ++i) {
      if ((*record.waited)[i] != Duration{0})
        waits_.push_back({static_cast<WaitReason>(i), (*record.waited)[i]});
    }
    row.waits = static_cast<std::uint32_t>(waits_.size() - row.first_wait);
  }
  rows_.push_back(row);
}

void JobTable::finish() {
  struct Place {  // a fifth of a row: what sorting moves
    Time submit;
    std::uint64_t index;
    StreamId stream;
    std::uint32_t row;
  };
  std::vector<Place> order;
  order.reserve(rows_.size());
  for (const JobRow& row : rows_)
    order.push_back({row.submit, row.index, row.stream, static_cast<std::uint32_t>(order.size())});
  std::sort(order.begin(), order.end(), [](const Place& a, const Place& b) {
    return std::tie(a.submit, a.stream, a.index) < std::tie(b.submit, b.stream, b.index);
  });
  for (std::uint32_t i = 0; i < order.size(); ++i) {  // cycle by cycle, each row moves once
    if (order[i].row == i) continue;
    const JobRow first = rows_[i];
    std::uint32_t to = i;
    while (order[to].row != i) {
      const std::uint32_t from = std::exchange(order[to].row, to);
      rows_[to] = rows_[from];
      to = from;
    }
    order[to].row = to;
    rows_[to] = first;
  }
}

}  // namespace suanwang
