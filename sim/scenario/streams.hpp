#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "suanwang/scenario/run.hpp"

namespace suanwang {

/// The sources of all streams of a spec in one replication, by stream.
std::vector<std::unique_ptr<JobSource>> open_streams(const Spec& spec, const Inputs& inputs,
                                                     std::uint32_t replication);

/// The generator of a stream. `classes` are the spec's `class_names`.
Generator generator_of(const Spec& spec, const Inputs& inputs, StreamId id, const GenerateSpec& g,
                       const std::vector<std::string>& classes);

/// When a job that the scenario spells out is submitted; before time 0 where its date is.
/// @pre `inputs.origin` is known where the job gives a date
[[nodiscard]] Time submit_of(const ExplicitJobSpec& job, const Inputs& inputs);

/// The centre of jobs that name none, if it is beyond doubt: the only one with schedulable pools.
std::optional<CentreId> only_centre(const Spec& spec);

}  // namespace suanwang
