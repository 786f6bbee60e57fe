#include "suanwang/work/changed_jobs.hpp"

#include <algorithm>

namespace suanwang {

std::size_t ChangedJobs::read(std::span<Job> jobs) {
  std::size_t kept = 0;
  while (kept < jobs.size()) {
    const std::span<Job> room = jobs.subspan(kept);
    const std::size_t got = source_->read(room);
    const bool was_last = got < room.size();
    for (std::size_t i = 0; i < got; ++i) {
      if (!change_(room[i])) continue;
      jobs[kept++] = room[i];
    }
    if (was_last) break;
  }
  return kept;
}

}  // namespace suanwang
