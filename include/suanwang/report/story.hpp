#pragma once

#include <string>

#include "suanwang/report/console.hpp"
#include "suanwang/study/job_story.hpp"

namespace suanwang {

/// Why a job waited, and what would have let it start earlier, for people.
[[nodiscard]] std::string story_text(const JobStory& story, const Spec& spec, const Inputs& inputs,
                                     const ConsoleStyle& style);

/// The same for programs: job.json.
[[nodiscard]] std::string story_json(const JobStory& story, const Spec& spec, const Inputs& inputs,
                                     const Scenario& scenario, const std::string& file);

}  // namespace suanwang
