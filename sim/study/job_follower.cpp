#include "study/job_follower.hpp"

#include <algorithm>

namespace suanwang {
namespace {

bool ends_a_job(RecordKind kind) {
  return kind == RecordKind::JobFinished || kind == RecordKind::JobKilled || kind == RecordKind::JobRejected;
}

}  // namespace

void JobFollower::on(const Record& record) {
  if (outside_ != nullptr && outside_->stop) progress_.stop = true;
  if (record.job == nullptr || key_of(*record.job) != job_ || course_.end) return;
  JobStep step{.at = record.at, .kind = record.kind, .centre = record.centre};
  if (record.kind == RecordKind::JobDispatched) step.centre = record.chosen;
  if (record.kind == RecordKind::JobDispatched || record.kind == RecordKind::JobPassedOn)
    step.dispatcher = record.dispatcher;
  step.reason = record.reason;
  course_.steps.push_back(std::move(step));
  course_.attempts = record.progress->attempts;
  course_.wait = record.at - record.job->submit - record.progress->executed;
  if (record.kind == RecordKind::JobStarted && !course_.start) course_.start = record.at;
  if (!ends_a_job(record.kind)) return;
  course_.end = record.at;
  progress_.stop = true;
}

void HolderBook::on(const Record& record) {
  if (record.kind == RecordKind::PoolOnline) {
    integrate(record.at);
    online_[record.centre->index()] += record.accelerators;
    return;
  }
  if (record.job == nullptr) return;
  if (key_of(*record.job) == key_of(job_)) {
    on_own(record);
  } else {
    on_other(record);
  }
}

bool HolderBook::waits_at(CentreId centre) const {
  if (centre_) return *centre_ == centre;
  return joins_[centre.index()] <= since_;
}

void HolderBook::on_own(const Record& record) {
  switch (record.kind) {
    case RecordKind::JobSubmitted:
      if (dispatch_ == Dispatch::Chosen) return;  // nobody holds what it needs before it has a centre
      if (job_.home && (dispatch_ == Dispatch::Home || joins_[job_.home->index()] > record.at))
        centre_ = job_.home;
      begin(record.at);
      return;
    case RecordKind::JobDispatched:
      end(record.at);
      centre_ = record.chosen;
      begin(record.at);
      return;
    case RecordKind::JobPreempted:
      begin(record.at);
      return;
    case RecordKind::JobStarted:
    case RecordKind::JobFinished:
    case RecordKind::JobKilled:
      last_centre_ = record.centre;
      end(record.at);
      return;
    case RecordKind::JobRejected:
    case RecordKind::JobLeftWaiting:
      end(record.at);
      return;
    default:
      return;
  }
}

void HolderBook::on_other(const Record& record) {
  const JobKey key = key_of(*record.job);
  if (record.kind == RecordKind::JobStarted) {
    running_[key] = {*record.job, *record.centre, record.at, waits_ && record.job->submit > job_.submit};
    return;
  }
  const auto holding = running_.find(key);
  if (holding == running_.end()) return;
  const bool gives_back = record.kind == RecordKind::JobPreempted ||
                          record.kind == RecordKind::JobLeftRunning || ends_a_job(record.kind);
  if (!gives_back) return;
  if (waits_) count(key, holding->second, record.at);
  running_.erase(holding);
}

void HolderBook::begin(Time at) {
  waits_ = true;
  since_ = at;
  integrated_ = at;
  if (centre_) last_centre_ = centre_;
}

void HolderBook::end(Time at) {
  if (!waits_) return;
  integrate(at);
  for (const auto& [key, holding] : running_) count(key, holding, at);
  waits_ = false;
}

void HolderBook::integrate(Time at) {
  if (!waits_) return;
  for (std::size_t c = 0; c < online_.size(); ++c) {
    if (!waits_at(CentreId{c})) continue;
    online_s_ += static_cast<double>(online_[c].milli) / 1000 * in_seconds(at - integrated_);
  }
  integrated_ = at;
}

void HolderBook::count(const JobKey& key, const Holding& holding, Time until) {
  const Duration held = until - std::max(holding.start, since_);
  if (!waits_at(holding.centre) || held <= Duration{0}) return;
  JobHolder& sum = sums_[{key.first, holding.job.tenant}];
  sum.stream = key.first;
  sum.tenant = holding.job.tenant;
  const double seconds = static_cast<double>(holding.job.accelerators.milli) / 1000 * in_seconds(held);
  sum.accelerator_s += seconds;
  if (holding.passed) sum.passed_s += seconds;
  const auto [own, is_new] = held_.try_emplace(key, Held{holding.job});
  own->second.accelerator_s += seconds;
  if (is_new) ++sum.jobs;
  if (holding.passed && !std::exchange(own->second.passed, true)) ++sum.passed;
}

std::optional<JobFacts> HolderBook::largest() const {
  const auto most = std::ranges::max_element(held_, std::ranges::less{},
                                             [](const auto& each) { return each.second.accelerator_s; });
  if (most == held_.end()) return std::nullopt;
  return most->second.job;
}

std::vector<JobHolder> HolderBook::holders() const {
  std::vector<JobHolder> holders;
  for (const auto& [key, holder] : sums_) holders.push_back(holder);
  std::ranges::stable_sort(holders, std::ranges::greater{}, &JobHolder::accelerator_s);
  return holders;
}

}  // namespace suanwang
