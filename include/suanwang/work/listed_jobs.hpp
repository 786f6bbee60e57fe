#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "suanwang/work/source.hpp"

namespace suanwang {

/// Jobs that are written out, in any order; equal submissions keep it.
class ListedJobs final : public JobSource {
 public:
  explicit ListedJobs(std::vector<Job> jobs) : jobs_{std::move(jobs)} {
    std::ranges::stable_sort(jobs_, std::ranges::less{}, &Job::submit);
  }
  std::size_t read(std::span<Job> jobs) override {
    const std::size_t count = std::min(jobs.size(), jobs_.size() - next_);
    std::copy_n(jobs_.begin() + static_cast<std::ptrdiff_t>(next_), count, jobs.begin());
    next_ += count;
    return count;
  }

 private:
  std::vector<Job> jobs_;
  std::size_t next_ = 0;
};

}  // namespace suanwang
