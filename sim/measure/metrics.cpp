#include "suanwang/measure/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace suanwang {

void JobCounts::add(const JobCounts& other) {
  submitted += other.submitted;
  finished += other.finished;
  killed += other.killed;
  rejected += other.rejected;
  waiting += other.waiting;
  running += other.running;
  for (const auto& [reason, count] : other.rejected_by_reason) rejected_by_reason[reason] += count;
}

void Metrics::on(const Record& record) {
  switch (record.kind) {
    case RecordKind::PoolOnline:
      online_.push_back({record.at, record.accelerators.milli});
      break;
    case RecordKind::CentreJoined:
    case RecordKind::JobDispatched:
    case RecordKind::JobPassedOn:
    case RecordKind::JobStaged:
    case RecordKind::TransferStarted:
    case RecordKind::TransferFinished:
    case RecordKind::TransferLeft:
    case RecordKind::LinkLoad:
    case RecordKind::LinkChanged:
      break;
    case RecordKind::JobSubmitted:
      ++counts_.submitted;
      last_submit_ = record.at;
      note_waiting(record.at, 1);
      break;
    case RecordKind::JobStarted:
      note_waiting(record.at, -1);
      break;
    case RecordKind::JobPreempted:
      ++preemptions_;
      note_busy(record);
      note_waiting(record.at, 1);
      break;
    case RecordKind::JobFinished: {
      ++counts_.finished;
      note_busy(record);
      makespan_ = record.at;
      const Duration turnaround = record.at - record.job->submit;
      samples_.add({turnaround - record.progress->executed, record.progress->executed,
                    static_cast<std::uint32_t>(record.job->job_class.index()),
                    record.job->tenant ? static_cast<std::uint32_t>(record.job->tenant->index()) + 1 : 0});
      break;
    }
    case RecordKind::JobKilled:
      ++counts_.killed;
      note_busy(record);
      makespan_ = record.at;
      break;
    case RecordKind::JobRejected:
      ++counts_.rejected;
      ++counts_.rejected_by_reason[std::string{record.reason}];
      note_waiting(record.at, -1);
      break;
    case RecordKind::JobLeftWaiting:
      ++counts_.waiting;
      makespan_ = record.at;
      break;
    case RecordKind::JobLeftRunning:
      ++counts_.running;
      note_busy(record);
      makespan_ = record.at;
      break;
  }
}

void Metrics::note_busy(const Record& record) {
  const std::size_t type = record.type.index();
  if (type >= busy_.size()) busy_.resize(type + 1);
  busy_[type] += static_cast<Int128>(record.accelerators.milli) * record.progress->held.count();
  lost_ += static_cast<Int128>(record.accelerators.milli) * record.progress->lost.count();
}

double Metrics::busy_accelerator_seconds() const {
  return static_cast<double>(std::accumulate(busy_.begin(), busy_.end(), Int128{0})) / 1e12;
}

std::vector<double> Metrics::busy_by_type() const {
  std::vector<double> result;
  for (const Int128 busy : busy_) result.push_back(static_cast<double>(busy) / 1e12);
  return result;
}

double Metrics::available_accelerator_seconds() const {
  Int128 sum = 0;
  for (const Online& pool : online_) {
    if (pool.at < makespan_) sum += static_cast<Int128>(pool.milli) * (makespan_ - pool.at).count();
  }
  return static_cast<double>(sum) / 1e12;
}

void Metrics::note_waiting(Time at, std::int64_t change) {
  while (at > noted_until_) {
    while ((at - kStart) / static_cast<std::int64_t>(kBins) >= bin_) double_bins();
    // `at` may be many bins on, but mostly it is in the same one as the last time.
    if (noted_until_ >= bin_end_) {
      bin_at_ = static_cast<std::size_t>((noted_until_ - kStart) / bin_);
      bin_end_ = bin_at_ + 1 == kBins ? kNever : kStart + bin_ * static_cast<std::int64_t>(bin_at_ + 1);
    }
    const Time stop = std::min(at, bin_end_);
    waiting_in_bin_[bin_at_] +=
        static_cast<double>(waiting_) * static_cast<double>((stop - noted_until_).count());
    noted_until_ = stop;
  }
  waiting_ += change;
}

void Metrics::double_bins() {
  for (std::size_t i = 0; i < kBins / 2; ++i) {
    waiting_in_bin_[i] = waiting_in_bin_[2 * i] + waiting_in_bin_[2 * i + 1];
  }
  std::fill(waiting_in_bin_.begin() + kBins / 2, waiting_in_bin_.end(), 0.0);
  bin_ *= 2;
  bin_end_ = kStart;
}

bool Metrics::queue_grows() const {
  const auto bins = static_cast<std::size_t>((last_submit_ - kStart) / bin_);
  if (bins < 8) return false;
  const std::size_t from = bins / 4;
  const auto mean_over = [&](std::size_t first, std::size_t end) {
    double sum = 0;
    for (std::size_t i = first; i < end; ++i) sum += waiting_in_bin_[i];
    return sum / (static_cast<double>(end - first) * static_cast<double>(bin_.count()));
  };
  const double last = mean_over(bins * 3 / 4, bins);
  if (last <= 10 || last <= 1.5 * mean_over(from, bins / 2)) return false;
  const double centre = (static_cast<double>(from) + static_cast<double>(bins) - 1) / 2;
  const double mean = mean_over(from, bins) * static_cast<double>(bin_.count());
  double together = 0;
  double times = 0;
  double queues = 0;
  for (std::size_t i = from; i < bins; ++i) {
    const double time = static_cast<double>(i) - centre;
    const double queue = waiting_in_bin_[i] - mean;
    together += time * queue;
    times += time * time;
    queues += queue * queue;
  }
  constexpr double kLeastCorrelation = 0.7;
  return together > kLeastCorrelation * std::sqrt(times * queues);
}

}  // namespace suanwang
