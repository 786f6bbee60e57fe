#include "suanwang/measure/job_table.hpp"

#include <algorithm>
#include <tuple>

namespace suanwang {

void JobTable::on(const Record& record) {
  switch (record.kind) {
    case RecordKind::PoolOnline:
    case RecordKind::CentreJoined:
    case RecordKind::JobSubmitted:
    case RecordKind::JobStarted:
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
  row.centre = record.centre;
  row.last = record.kind;
  row.attempts = record.attempts;
  row.priority = record.job->priority;
  row.index = record.job->index;
  row.label = record.job->label;
  row.submit = record.job->submit;
  row.start = record.start;
  row.at = record.at;
  row.executed = record.executed;
  row.walltime = record.job->walltime;
  row.staged = record.staged;
  row.moves = record.moves;
  row.accelerators = record.accelerators;
  row.reason = record.reason;
  row.first_range = static_cast<std::uint32_t>(ranges_.size());
  row.ranges = static_cast<std::uint32_t>(record.held.size());
  ranges_.insert(ranges_.end(), record.held.begin(), record.held.end());
  rows_.push_back(row);
}

void JobTable::finish() {
  std::sort(rows_.begin(), rows_.end(), [](const JobRow& a, const JobRow& b) {
    return std::tie(a.submit, a.stream, a.index) < std::tie(b.submit, b.stream, b.index);
  });
}

}  // namespace suanwang
