// Which job people mean by an id.
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "suanwang/scenario/run.hpp"

#include "scenario/streams.hpp"

namespace suanwang {
namespace {

/// What the jobs of a stream are called.
struct Labels {
  std::string first;
  std::string last;
  std::uint64_t jobs = 0;
};

/// Calls `visit(job, id)` for each job that is submitted before the end.
template <class Visit>
void for_each_job(const Spec& spec, const Inputs& inputs, StreamId stream, JobSource& source, Visit&& visit) {
  std::array<Job, 1024> jobs;
  for (std::size_t got = jobs.size(); got == jobs.size();) {
    got = source.read(jobs);
    for (std::size_t i = 0; i < got; ++i) {
      if (jobs[i].submit >= inputs.end) return;
      visit(jobs[i], job_label(spec, inputs, stream, jobs[i].label));
    }
  }
}

std::string none_text(const Spec& spec, const std::vector<Labels>& labels, const std::string& text) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> streams;
  for (std::size_t s = 0; s < labels.size(); ++s) {
    if (labels[s].jobs == 0) continue;
    const std::string& id = spec.workload[s].id;
    std::string all = fmt::format("{0}/{1} to {0}/{2} ({3} {4})", id, labels[s].first, labels[s].last,
                                  labels[s].jobs, labels[s].jobs == 1 ? "job" : "jobs");
    if (text.starts_with(id + '/')) return fmt::format("no job '{}'; there are {}", text, all);
    streams.push_back(std::move(all));
  }
  if (streams.empty()) return fmt::format("no job '{}': no job is submitted at all", text);
  const std::size_t more = streams.size() > kMost ? streams.size() - kMost : 0;
  streams.resize(streams.size() - more);
  return fmt::format("no job '{}'; there are {}{}", text, fmt::join(streams, ", "),
                     more > 0 ? fmt::format(", and those of {} more streams", more) : "");
}

}  // namespace

std::optional<FoundJob> find_job(const Spec& spec, const Inputs& inputs, std::uint32_t replication,
                                 const std::string& text, const std::string& path, Diagnostics& diagnostics) {
  std::vector<FoundJob> found;
  std::vector<Labels> labels(spec.workload.size());
  const auto sources = open_streams(spec, inputs, replication);
  for (std::size_t s = 0; s < sources.size(); ++s) {
    const std::string& stream = spec.workload[s].id;
    const bool is_named = text.starts_with(stream + '/');
    const std::string own = is_named ? text.substr(stream.size() + 1) : "";
    std::optional<FoundJob> here;
    for_each_job(spec, inputs, StreamId{s}, *sources[s], [&](const Job& job, std::string id) {
      if (id == text || (is_named && id == own)) {
        if (here) {
          ++here->alike;
        } else {
          here = FoundJob{job, stream + '/' + id, 0};
        }
      }
      if (labels[s].jobs++ == 0) labels[s].first = id;
      labels[s].last = std::move(id);
    });
    if (here) found.push_back(*here);
  }
  if (found.empty()) {
    diagnostics.error({}, path, none_text(spec, labels, text));
    return std::nullopt;
  }
  if (found.size() > 1) {
    std::vector<std::string> ids;
    for (const FoundJob& each : found) ids.push_back(each.id);
    diagnostics.error({}, path, fmt::format("several jobs '{}'; say which: {}", text, fmt::join(ids, ", ")));
    return std::nullopt;
  }
  return found.front();
}

}  // namespace suanwang
