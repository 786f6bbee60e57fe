#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/measure/job_table.hpp"
#include "suanwang/report/output.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// The first line of jobs.csv: Batsim's columns, then ours. With `network` (jobs may run elsewhere than they
/// belong, or wait for data) there are also `staging_time` and `moves`, with `waits` (it is known why jobs
/// waited) `waited_for`.
/// @source Batsim's documentation, "Output files: jobs", as read by evalys.
[[nodiscard]] std::string jobs_csv_header(bool network, bool waits = false);

/// Writes the jobs of one policy to a file that the caller commits, replication by replication, in the order
/// of their submission: times in seconds with nine decimals, exact; a field that does not apply is empty.
/// `success` is 1 for a job that finished by itself. `stretch` is turnaround ÷ execution. `final_state` is
/// Batsim's word, or WAITING or RUNNING for a job that was not over when the simulation ended; of a running
/// job, `execution_time`, `waiting_time` and `turnaround_time` are not yet known. `home` is the centre that
/// it names, `data` are the datasets that it needs, a blank between two. `waited_for` has the parts of the
/// wait (of a job that is not over: of its wait so far) as `capacity:12.000000000;order:3.500000000`.
/// `classes` are the names of the job classes by ClassId, `label` is the job_id of a row. @throws WriteError
void write_jobs_csv(OutputFile& file, const Spec& spec, const std::vector<std::string>& classes,
                    const std::function<std::string(const JobRow&)>& label,
                    std::span<const JobTable* const> replications);

/// The first line of pools.csv.
[[nodiscard]] std::string_view pools_csv_header();

/// Writes the pools of one variant as each replication draws them, parts that come into service at different
/// times apart, to a file that the caller commits: the numbers `first` to `last` that their accelerators have
/// in `allocated_resources` (empty where no job can run), from when they are in service, when they retire by
/// the scenario (a simulation keeps them in service), and when their centre joins; an instant that never
/// comes is empty. The same for all policies. @throws WriteError
void write_pools_csv(OutputFile& file, const Spec& spec, const Inputs& inputs);

}  // namespace suanwang
