// What happens to jobs, and what could have been otherwise, in words.
#include <chrono>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"

#include "report/story_parts.hpp"

namespace suanwang {
namespace {

std::string dispatcher_name(const JobStep& step, const Spec& spec, Words words) {
  const std::size_t index = step.dispatcher.index();
  const auto& below = spec.dispatcher.below;
  if (index < below.size()) return words.name(below[index].name);
  return std::string{below.empty() ? words("the dispatcher", "调度器")
                                   : words("the dispatcher above", "上级调度器")};
}

std::string centre_name(const std::optional<CentreId>& centre, const Spec& spec, Words words) {
  return centre ? words.name(spec.centres[centre->index()].name) : std::string{};
}

}  // namespace

std::optional<std::string> date_of(Time at, const Spec& spec, const Inputs& inputs) {
  if (!inputs.origin) return std::nullopt;
  const CivilTime civil =
      *inputs.origin + std::chrono::floor<std::chrono::seconds>(Duration{at.time_since_epoch()});
  std::string text = to_text(civil, spec.utc_offset);
  if (const std::size_t t = text.find('T'); t != std::string::npos) {
    text[t] = ' ';
  } else {
    text += " 00:00:00";
  }
  return text;
}

std::string step_text(const JobStep& step, const Spec& spec, Words words) {
  const std::string centre = centre_name(step.centre, spec, words);
  const auto with_centre = [&](std::string_view en, std::string_view zh) {
    return fmt::format(fmt::runtime(words(en, zh)), centre);
  };
  switch (step.kind) {
    case RecordKind::JobSubmitted:
      return std::string{words("submitted", "提交")};
    case RecordKind::JobDispatched:
      return fmt::format(fmt::runtime(words("{} sends it to {}", "{} 派往 {}")),
                         dispatcher_name(step, spec, words), centre);
    case RecordKind::JobPassedOn:
      return fmt::format(fmt::runtime(words("{} passes it on", "{} 上交")),
                         dispatcher_name(step, spec, words));
    case RecordKind::JobStaged:
      return std::string{words("its data has arrived", "数据到齐")};
    case RecordKind::JobStarted:
      return with_centre("starts at {}", "在 {} 启动");
    case RecordKind::JobPreempted:
      return with_centre("stopped at {}: its accelerators go to another", "在 {} 被抢占");
    case RecordKind::JobFinished:
      return with_centre("finishes at {}", "在 {} 完成");
    case RecordKind::JobKilled:
      return with_centre("killed at {}: past its walltime", "在 {} 因超出申请时长被终止");
    case RecordKind::JobRejected:
      return fmt::format(fmt::runtime(words("rejected: {}", "被拒：{}")), words.reason(step.reason));
    case RecordKind::JobLeftRunning:
      return std::string{words("the run ends, and it still runs", "仿真结束时仍在运行")};
    default:
      return std::string{words("the run ends, and it still waits", "仿真结束时仍在等待")};
  }
}

std::string id_of(const JobFacts& job, const Spec& spec, const Inputs& inputs) {
  return spec.workload[job.stream.index()].id + '/' + job_label(spec, inputs, job.stream, job.label);
}

std::string what_if_text(const WhatIf& what, const Spec& spec, const Inputs& inputs, Words words) {
  switch (what.kind) {
    case WhatIf::Kind::MoreAccelerators:
      return fmt::format(
          fmt::runtime(words("{1} more at {0}", "{0} 增加 {1} 卡")),
          words.name(spec.centres[what.centre.index()].name),
          words.count(static_cast<std::uint64_t>(what.accelerators), "accelerator", "accelerators", ""));
    case WhatIf::Kind::WithoutJob:
      return fmt::format(fmt::runtime(words("without the job {} ({})", "没有作业 {}（{}）")),
                         id_of(what.other, spec, inputs),
                         words.count(static_cast<std::uint64_t>(what.other.accelerators.count()),
                                     "accelerator", "accelerators", "卡"));
    case WhatIf::Kind::WithoutStream:
      return fmt::format(fmt::runtime(words("without the other jobs of {}", "没有 {} 的其他作业")),
                         words.name(spec.workload[what.stream.index()].name));
    case WhatIf::Kind::ExactWalltime:
      return std::string{words("had it asked for exactly the time it needs", "若申请时长恰为所需")};
    case WhatIf::Kind::HalfAsMany:
      return std::string{words("with half the accelerators, for twice the time", "若加速卡减半、时长加倍")};
    case WhatIf::Kind::MoreQuota:
      return fmt::format(
          fmt::runtime(words("with quotas of its tenant larger by {}", "若其租户配额增加 {}")),
          words.count(static_cast<std::uint64_t>(what.accelerators), "accelerator", "accelerators", "卡"));
    case WhatIf::Kind::HighestPriority:
      return std::string{words("with the highest priority of all", "若优先级最高")};
    case WhatIf::Kind::DataThere:
      return std::string{words("had its data been everywhere it may be", "若数据已在所有允许的中心")};
    case WhatIf::Kind::OtherPolicy:
      return fmt::format(fmt::runtime(words("under policy {}", "改用规则 {}")),
                         words.name(spec.policies[what.policy].name));
  }
  return {};
}

}  // namespace suanwang
