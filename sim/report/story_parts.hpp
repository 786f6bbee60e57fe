#pragma once

#include <optional>
#include <string>

#include "suanwang/study/job_story.hpp"

#include "report/words.hpp"

namespace suanwang {

/// An instant of a run as a date, where time 0 has one; else none.
[[nodiscard]] std::optional<std::string> date_of(Time at, const Spec& spec, const Inputs& inputs);

/// What happened: "starts at Shaoguan hub".
[[nodiscard]] std::string step_text(const JobStep& step, const Spec& spec, Words words);

/// What was otherwise: "16 more accelerators at Shaoguan hub".
[[nodiscard]] std::string what_if_text(const WhatIf& what, const Spec& spec, const Inputs& inputs,
                                       Words words);

/// "stream/id" of another job.
[[nodiscard]] std::string id_of(const JobFacts& job, const Spec& spec, const Inputs& inputs);

}  // namespace suanwang
