#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "suanwang/kernel/progress.hpp"
#include "suanwang/measure/record.hpp"
#include "suanwang/policy/dispatch.hpp"
#include "suanwang/study/job_story.hpp"

namespace suanwang {

/// Names a job in a run.
using JobKey = std::pair<StreamId, std::uint64_t>;  ///< and its index in the stream
[[nodiscard]] inline JobKey key_of(const JobFacts& job) {
  return {job.stream, job.index};
}

/// Writes down what happens to one job, and ends the run when it has ended.
class JobFollower final : public Observer {
 public:
  /// @param outside whose wish to stop also ends the run; may be null
  JobFollower(const JobFacts& job, const Progress* outside) : job_{key_of(job)}, outside_{outside} {}

  void on(const Record& record) override;

  /// For the run that is followed.
  [[nodiscard]] Progress& progress() { return progress_; }
  [[nodiscard]] const JobCourse& course() const { return course_; }

 private:
  JobKey job_;
  const Progress* outside_;
  Progress progress_;
  JobCourse course_;
};

/// Adds up who holds accelerators where one job waits, while it does.
class HolderBook final : public Observer {
 public:
  /// @param joins by centre: until then it serves its own jobs only
  HolderBook(const JobFacts& job, Dispatch dispatch, std::vector<Time> joins)
      : job_{job}, dispatch_{dispatch}, joins_{std::move(joins)}, online_(joins_.size()) {}

  void on(const Record& record) override;

  [[nodiscard]] std::vector<JobHolder> holders() const;  ///< the most accelerator-seconds first
  [[nodiscard]] double online_seconds() const { return online_s_; }
  /// The job that held the most accelerator-seconds; none where nobody did.
  [[nodiscard]] std::optional<JobFacts> largest() const;
  /// Where it waited last, or runs; none where that was everywhere, or nowhere yet.
  [[nodiscard]] std::optional<CentreId> last_centre() const { return last_centre_; }

 private:
  struct Holding {
    JobFacts job;
    CentreId centre;
    Time start;
    bool passed = false;
  };
  /// What a job has held so far.
  struct Held {
    JobFacts job;
    double accelerator_s = 0;
    bool passed = false;
  };
  void on_own(const Record& record);
  void on_other(const Record& record);
  /// The job waits, or no longer does, from `at` on.
  void begin(Time at);
  void end(Time at);
  void count(const JobKey& key, const Holding& holding, Time until);
  /// Adds what was online since the last call.
  void integrate(Time at);
  [[nodiscard]] bool waits_at(CentreId centre) const;

  JobFacts job_;
  Dispatch dispatch_;
  std::vector<Time> joins_;
  std::vector<Accelerators> online_;  // by centre
  std::map<JobKey, Holding> running_;
  bool waits_ = false;
  std::optional<CentreId> centre_;  // where it waits; with one queue for all: everywhere
  std::optional<CentreId> last_centre_;
  Time since_;
  Time integrated_;
  double online_s_ = 0;
  std::map<std::pair<StreamId, std::optional<TenantId>>, JobHolder> sums_;
  std::map<JobKey, Held> held_;  // of the jobs that are in the sums
};

}  // namespace suanwang
