#include "suanwang/work/generator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "suanwang/base/check.hpp"

#include "work/arrivals.hpp"
#include "work/log_rows.hpp"

namespace suanwang {
namespace {

/// A distribution with the numbers that its draws come from. A constant takes none.
class Draw {
 public:
  Draw(Distribution distribution, const RandomStream& random)
      : distribution_{std::move(distribution)},
        random_{random},
        constant_{distribution_.is_constant()},
        value_{distribution_.minimum()} {}

  [[nodiscard]] double operator()(std::uint64_t index) const {
    return constant_ ? value_ : distribution_.sample(random_.uniform(index));
  }

 private:
  Distribution distribution_;
  RandomStream random_;
  bool constant_;
  double value_;
};

Duration at_least_1ns(double seconds) {
  return std::max(Duration{1}, nearest_duration(seconds));
}

/// As `nearest_duration`, but also back in time.
Duration nearest_or_before(double seconds) {
  return seconds < 0 ? -nearest_duration(-seconds) : nearest_duration(seconds);
}

std::int64_t rounded(double value, std::int64_t low, std::int64_t high) {
  return static_cast<std::int64_t>(
      std::clamp(std::round(value), static_cast<double>(low), static_cast<double>(high)));
}

class GeneratedJobs final : public JobSource {
 public:
  GeneratedJobs(const Generator& generator, std::uint64_t seed, std::uint32_t replication)
      : defaults_{generator.defaults},
        until_{generator.until},
        count_{generator.count.value_or(std::numeric_limits<std::uint64_t>::max())},
        walltime_kind_{generator.walltime.kind},
        class_random_{seed, replication, Purpose::Class, generator.entity},
        walltime_{generator.walltime.value, {seed, replication, Purpose::Walltime, generator.entity}},
        priority_{generator.priority, {seed, replication, Purpose::Priority, generator.entity}},
        deadline_{generator.deadline.value_or(Distribution::constant(0)),
                  {seed, replication, Purpose::Deadline, generator.entity}},
        has_deadline_{generator.deadline.has_value()},
        arrivals_{arrivals_of(generator.arrivals, {seed, replication, Purpose::Arrival, generator.entity})} {
    SUANWANG_CHECK(generator.until != kNever || generator.count);
    const RandomStream sizes{seed, replication, Purpose::Accelerators, generator.entity};
    const RandomStream durations{seed, replication, Purpose::Duration, generator.entity};
    for (const JobClass& job_class : generator.classes) {
      if (job_class.weight <= 0) continue;
      total_weight_ += job_class.weight;
      classes_.push_back(
          {job_class.id, total_weight_, {job_class.accelerators, sizes}, {job_class.duration, durations}});
    }
    SUANWANG_CHECK(!classes_.empty());
  }

  std::size_t read(std::span<Job> jobs) override {
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      if (index_ >= count_) return i;
      const std::optional<Time> submit = arrivals_->next(index_);
      if (!submit || *submit >= until_) {
        count_ = index_;  // there are no more
        return i;
      }
      jobs[i] = job_at(*submit, index_++);
    }
    return jobs.size();
  }

 private:
  struct Class {
    ClassId id;
    double weights_up_to;  ///< of this class and those before it
    Draw accelerators;
    Draw duration;
  };

  [[nodiscard]] const Class& class_of(std::uint64_t index) const {
    if (classes_.size() == 1) return classes_.front();
    const double drawn = class_random_.uniform(index) * total_weight_;
    for (const Class& candidate : classes_) {
      if (drawn < candidate.weights_up_to) return candidate;
    }
    return classes_.back();  // a product rounded up
  }

  [[nodiscard]] Job job_at(Time submit, std::uint64_t index) const {
    const Class& job_class = class_of(index);
    const double duration = job_class.duration(index);
    Job job{
        {.stream = defaults_.stream,
         .job_class = job_class.id,
         .index = index,
         .label = index,
         .submit = submit,
         .accelerators = Accelerators::whole(rounded(job_class.accelerators(index), 1, kMostAccelerators)),
         .priority =
             static_cast<std::int32_t>(rounded(priority_(index), std::numeric_limits<std::int32_t>::min(),
                                               std::numeric_limits<std::int32_t>::max())),
         .tenant = defaults_.tenant,
         .home = defaults_.home},
        at_least_1ns(duration),
        defaults_.data,
        defaults_.output,
        defaults_.checkpoint};
    switch (walltime_kind_) {
      case WalltimeRule::Kind::Exact:
        job.walltime = job.run;
        break;
      case WalltimeRule::Kind::Factor:
        // In this form a factor of 1 gives the run itself, however long; a nanosecond less would kill it.
        job.walltime = job.run + nearest_or_before(in_seconds(job.run) * (walltime_(index) - 1));
        job.walltime = std::max(Duration{1}, job.walltime);
        break;
      case WalltimeRule::Kind::Given:
        job.walltime = at_least_1ns(walltime_(index));
        break;
    }
    if (has_deadline_) job.deadline = after(submit, Seconds{deadline_(index)});
    return job;
  }

  StreamDefaults defaults_;
  Time until_;
  std::uint64_t count_;
  WalltimeRule::Kind walltime_kind_;
  RandomStream class_random_;
  Draw walltime_;
  Draw priority_;
  Draw deadline_;
  bool has_deadline_;
  std::unique_ptr<ArrivalProcess> arrivals_;
  std::vector<Class> classes_;
  double total_weight_ = 0;
  std::uint64_t index_ = 0;  ///< of the next job
};

}  // namespace

std::unique_ptr<JobSource> generate(const Generator& generator, std::uint64_t seed,
                                    std::uint32_t replication) {
  return std::make_unique<GeneratedJobs>(generator, seed, replication);
}

}  // namespace suanwang
