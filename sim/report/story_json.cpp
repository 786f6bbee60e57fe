#include <string>

#include "suanwang/report/story.hpp"

#include "report/json_parts.hpp"
#include "report/story_parts.hpp"

namespace suanwang {
namespace {

std::string_view kind_id(RecordKind kind) {
  switch (kind) {
    case RecordKind::JobSubmitted:
      return "submitted";
    case RecordKind::JobDispatched:
      return "dispatched";
    case RecordKind::JobPassedOn:
      return "passed_on";
    case RecordKind::JobStaged:
      return "staged";
    case RecordKind::JobStarted:
      return "started";
    case RecordKind::JobPreempted:
      return "preempted";
    case RecordKind::JobFinished:
      return "finished";
    case RecordKind::JobKilled:
      return "killed";
    case RecordKind::JobRejected:
      return "rejected";
    case RecordKind::JobLeftRunning:
      return "running";
    default:
      return "waiting";
  }
}

std::string_view kind_id(WhatIf::Kind kind) {
  switch (kind) {
    case WhatIf::Kind::MoreAccelerators:
      return "more_accelerators";
    case WhatIf::Kind::WithoutJob:
      return "without_job";
    case WhatIf::Kind::WithoutStream:
      return "without_stream";
    case WhatIf::Kind::ExactWalltime:
      return "exact_walltime";
    case WhatIf::Kind::HalfAsMany:
      return "half_as_many";
    case WhatIf::Kind::MoreQuota:
      return "more_quota";
    case WhatIf::Kind::HighestPriority:
      return "highest_priority";
    case WhatIf::Kind::DataThere:
      return "data_there";
    case WhatIf::Kind::OtherPolicy:
      return "other_policy";
  }
  return "";
}

Json instant(const std::optional<Time>& at) {
  return at ? number(in_seconds(*at)) : Json{};
}

Json step_json(const JobStep& step, const Spec& spec, const Inputs& inputs) {
  Json json{{"at_s", number(in_seconds(step.at))}, {"what", kind_id(step.kind)}};
  if (const auto date = date_of(step.at, spec, inputs)) json["date"] = *date;
  if (step.centre) json["centre"] = spec.centres[step.centre->index()].id;
  if (!step.reason.empty()) json["reason"] = text(step.reason);
  return json;
}

Json holder_json(const JobHolder& holder, const Spec& spec) {
  return {{"stream", spec.workload[holder.stream.index()].id},
          {"tenant", holder.tenant ? Json(spec.tenants[holder.tenant->index()].id) : Json{}},
          {"jobs", holder.jobs},
          {"accelerator_s", number(holder.accelerator_s)},
          {"passed", holder.passed},
          {"passed_accelerator_s", number(holder.passed_s)}};
}

Json what_if_json(const WhatIf& what, const Spec& spec, const Inputs& inputs) {
  Json json{{"what", kind_id(what.kind)}};
  switch (what.kind) {
    case WhatIf::Kind::MoreAccelerators:
      json["centre"] = spec.centres[what.centre.index()].id;
      json["accelerators"] = what.accelerators;
      break;
    case WhatIf::Kind::MoreQuota:
      json["accelerators"] = what.accelerators;
      break;
    case WhatIf::Kind::WithoutJob:
      json["job"] = text(id_of(what.other, spec, inputs));
      break;
    case WhatIf::Kind::WithoutStream:
      json["stream"] = spec.workload[what.stream.index()].id;
      break;
    case WhatIf::Kind::OtherPolicy:
      json["policy"] = spec.policies[what.policy].id;
      break;
    default:
      break;
  }
  json["start_s"] = instant(what.course.start);
  json["end_s"] = instant(what.course.end);
  json["wait_s"] = number(in_seconds(what.course.wait));
  return json;
}

Json definitions() {
  return {{"at_s", "seconds since time 0"},
          {"wait_s",
           "from the submission to the end of the job, or of the run, less the time in which it held "
           "accelerators"},
          {"holders",
           "who held accelerators at the centres where the job waited, while it did; passed: "
           "submitted later, and started before it"},
          {"online_accelerator_s", "accelerator-seconds that were online there and then"},
          {"what_ifs", "the whole run simulated anew, all as it was but for one thing"}};
}

}  // namespace

std::string story_json(const JobStory& story, const Spec& spec, const Inputs& inputs,
                       const Scenario& scenario, const std::string& file) {
  const Job& job = story.job.job;
  Json json{{"suanwang", program_json()}, {"scenario", scenario_json(file, scenario)}};
  if (spec.variants_declared) json["variant"] = spec.variant.id;
  json["policy"] = spec.policies[story.policy].id;
  json["replication"] = story.replication;
  json["job"] = {{"id", story.job.id},
                 {"accelerators", static_cast<double>(job.accelerators.milli) / 1000},
                 {"run_s", number(in_seconds(job.run))},
                 {"walltime_s", number(in_seconds(job.walltime))},
                 {"tenant", job.tenant ? Json(spec.tenants[job.tenant->index()].id) : Json{}},
                 {"home", job.home ? Json(spec.centres[job.home->index()].id) : Json{}}};
  json["submit_s"] = number(in_seconds(job.submit));
  json["start_s"] = instant(story.course.start);
  json["end_s"] = instant(story.course.end);
  json["wait_s"] = number(in_seconds(story.course.wait));
  json["timeline"] = Json::array();
  for (const JobStep& step : story.course.steps) json["timeline"].push_back(step_json(step, spec, inputs));
  json["waits"] = Json::array();
  for (const WaitBook::Interval& each : story.waits) {
    json["waits"].push_back({{"from_s", number(in_seconds(each.from))},
                             {"to_s", number(in_seconds(each.to))},
                             {"reason", words_of(each.reason).id}});
  }
  json["online_accelerator_s"] = number(story.online_s);
  json["holders"] = Json::array();
  for (const JobHolder& holder : story.holders) json["holders"].push_back(holder_json(holder, spec));
  json["what_ifs"] = Json::array();
  for (const WhatIf& what : story.what_ifs) json["what_ifs"].push_back(what_if_json(what, spec, inputs));
  json["definitions"] = definitions();
  return json.dump(2) + '\n';
}

}  // namespace suanwang
