#include "suanwang/work/source.hpp"

namespace suanwang {

std::optional<Job> JobSource::next() {
  Job job;
  if (read({&job, 1}) == 0) return std::nullopt;
  return job;
}

}  // namespace suanwang
