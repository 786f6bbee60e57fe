#include "suanwang/measure/dispatch_metrics.hpp"

#include <algorithm>

namespace suanwang {

double DispatchTotals::Home::mean_wait_s() const {
  return jobs == 0 ? 0 : static_cast<double>(wait) / 1e9 / static_cast<double>(jobs);
}

double DispatchTotals::mean_staging_s() const {
  return finished == 0 ? 0 : static_cast<double>(staging) / 1e9 / static_cast<double>(finished);
}

void DispatchTotals::add(const DispatchTotals& other) {
  finished += other.finished;
  away += other.away;
  staged += other.staged;
  staging += other.staging;
  moves += other.moves;
  conflicts += other.conflicts;
  homes.resize(std::max(homes.size(), other.homes.size()));
  for (std::size_t c = 0; c < other.homes.size(); ++c) {
    homes[c].jobs += other.homes[c].jobs;
    homes[c].wait += other.homes[c].wait;
    homes[c].left += other.homes[c].left;
  }
  dispatchers.resize(std::max(dispatchers.size(), other.dispatchers.size()));
  for (std::size_t d = 0; d < other.dispatchers.size(); ++d) {
    dispatchers[d].decided += other.dispatchers[d].decided;
    dispatchers[d].moved += other.dispatchers[d].moved;
    dispatchers[d].passed_on += other.dispatchers[d].passed_on;
    dispatchers[d].conflicts += other.dispatchers[d].conflicts;
  }
}

void DispatchMetrics::note_conflict(const Record& record) {
  if (!record.progress->conflict) return;
  ++totals_.conflicts;
  ++totals_.dispatchers[record.progress->conflict->index()].conflicts;
}

void DispatchMetrics::on(const Record& record) {
  switch (record.kind) {
    case RecordKind::JobDispatched: {
      DispatchTotals::Decisions& by = totals_.dispatchers[record.dispatcher.index()];
      ++(record.progress->moves == 0 ? by.decided : by.moved);
      return;
    }
    case RecordKind::JobPassedOn:
      ++totals_.dispatchers[record.dispatcher.index()].passed_on;
      return;
    case RecordKind::JobFinished: {
      ++totals_.finished;
      totals_.moves += record.progress->moves;
      note_conflict(record);
      if (record.progress->staged > Duration{0}) ++totals_.staged;
      totals_.staging += record.progress->staged.count();
      if (!record.job->home) return;
      if (record.centre && *record.centre != *record.job->home) ++totals_.away;
      DispatchTotals::Home& home = totals_.homes[record.job->home->index()];
      ++home.jobs;
      home.wait += (record.at - record.job->submit - record.progress->executed).count();
      return;
    }
    case RecordKind::JobKilled:
    case RecordKind::JobRejected:
    case RecordKind::JobLeftWaiting:
    case RecordKind::JobLeftRunning:
      note_conflict(record);
      if (record.job->home) ++totals_.homes[record.job->home->index()].left;
      return;
    default:
      return;  // of networks and supply
  }
}

}  // namespace suanwang
