#pragma once

#include <functional>
#include <memory>
#include <string>

#include "suanwang/work/source.hpp"

namespace suanwang {

/// The jobs of another source, some of them changed or left out: for what would have been.
class ChangedJobs final : public JobSource {
 public:
  /// May change anything of a job but when it is submitted; false: it never is.
  using Change = std::function<bool(Job&)>;

  ChangedJobs(std::unique_ptr<JobSource> source, Change change)
      : source_{std::move(source)}, change_{std::move(change)} {}

  std::size_t read(std::span<Job> jobs) override;
  [[nodiscard]] bool reads_file() const override { return source_->reads_file(); }
  [[nodiscard]] std::string label_text(std::uint64_t label) const override {
    return source_->label_text(label);
  }

 private:
  std::unique_ptr<JobSource> source_;
  Change change_;
};

}  // namespace suanwang
