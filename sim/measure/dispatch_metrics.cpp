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
}

void DispatchMetrics::on(const Record& record) {
  switch (record.kind) {
    case RecordKind::JobFinished: {
      ++totals_.finished;
      totals_.moves += record.moves;
      totals_.conflicts += record.conflict ? 1 : 0;
      if (record.staged > Duration{0}) ++totals_.staged;
      totals_.staging += record.staged.count();
      if (!record.job->home) return;
      if (record.centre && *record.centre != *record.job->home) ++totals_.away;
      DispatchTotals::Home& home = totals_.homes[record.job->home->index()];
      ++home.jobs;
      home.wait += (record.at - record.job->submit - record.executed).count();
      return;
    }
    case RecordKind::JobKilled:
    case RecordKind::JobRejected:
    case RecordKind::JobLeftWaiting:
    case RecordKind::JobLeftRunning:
      totals_.conflicts += record.conflict ? 1 : 0;
      if (record.job->home) ++totals_.homes[record.job->home->index()].left;
      return;
    default:
      return;  // of networks and supply
  }
}

}  // namespace suanwang
