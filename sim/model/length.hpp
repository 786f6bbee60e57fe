#pragma once

#include "suanwang/centre/ledger.hpp"
#include "suanwang/work/job.hpp"

// The two functions of job and placement on which everything about a job's length rests.
namespace suanwang {

/// How long the job runs on this placement when nothing disturbs it.
inline Duration run_time(const Job& job, const Placement& /*placement*/) {
  return job.run;
}

/// How long the job says it may run on this partition.
inline Duration estimate(const Job& job, const Ledger& /*partition*/) {
  return job.walltime;
}

}  // namespace suanwang
