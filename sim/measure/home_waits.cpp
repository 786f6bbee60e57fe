#include "suanwang/measure/home_waits.hpp"

#include <algorithm>
#include <utility>

namespace suanwang {

std::optional<double> WaitSum::mean() const {
  if (jobs == 0) return std::nullopt;
  return static_cast<double>(wait) / 1e9 / static_cast<double>(jobs);
}

HomeWaits::HomeWaits(std::size_t homes, std::vector<Time> instants)
    : instants_{std::move(instants)}, between_(instants_.size(), std::vector<WaitSum>(homes + 1)) {}

void HomeWaits::on(const Record& record) {
  if (record.kind != RecordKind::JobFinished) return;
  const auto after = std::ranges::upper_bound(instants_, record.job->submit);
  if (after == instants_.end()) return;
  std::vector<WaitSum>& homes = between_[static_cast<std::size_t>(after - instants_.begin())];
  WaitSum& home = record.job->home ? homes[record.job->home->index()] : homes.back();
  home.add({1, (record.at - record.job->submit - record.progress->executed).count()});
}

WaitsByHome HomeWaits::result() const {
  WaitsByHome result = between_;
  for (std::size_t i = 1; i < result.size(); ++i) {
    for (std::size_t home = 0; home < result[i].size(); ++home) result[i][home].add(result[i - 1][home]);
  }
  return result;
}

}  // namespace suanwang
