// What the section on policies remarks below its table.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/policy/policy.hpp"
#include "suanwang/report/figures.hpp"

#include "report/console_parts.hpp"

namespace suanwang {
namespace {

constexpr double kFewer =
    0.01;  ///< of the jobs: who finishes fewer than the best by more has chosen his jobs

double finished_share(const PolicyOutcome& outcome) {
  return static_cast<double>(outcome.jobs.finished) /
         static_cast<double>(std::max<std::uint64_t>(outcome.jobs.submitted, 1));
}

double most_finished(const VariantOutcome& variant) {
  double most = 0;
  for (const PolicyOutcome& outcome : variant.policies) most = std::max(most, finished_share(outcome));
  return most;
}

/// Which queues still grew in the end, and in how many replications.
std::string unstable_remark(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::string which;
  for (const PolicyOutcome& outcome : variant.policies) {
    if (outcome.unstable == 0) continue;
    which += which.empty() ? "" : words(", ", "、");
    which += words.name(spec.policies[outcome.policy].name);
    if (outcome.runs.size() > 1) {
      which += words.language() == Language::Zh
                   ? fmt::format("（{} 次中 {} 次）", outcome.runs.size(), outcome.unstable)
                   : fmt::format(" (in {} of {} replications)", outcome.unstable, outcome.runs.size());
    }
  }
  if (which.empty()) return "";
  return fmt::format(
      "! {}{}{}", words("queue still grows, so its waits have no steady state", "队列持续增长，其等待无稳态"),
      words(": ", "："), which);
}

/// Whose waits win nothing because they leave out clearly more jobs than those of the others.
std::string fewer_remark(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::string which;
  for (const PolicyOutcome& outcome : variant.policies) {
    if (finishes_enough(outcome, variant) || outcome.is_unstable()) continue;  // those are named already
    which += which.empty() ? "" : words(", ", "、");
    which += words.name(spec.policies[outcome.policy].name);
    which += fmt::format(fmt::runtime(words(" ({:.1f} %)", "（{:.1f} %）")), 100 * finished_share(outcome));
  }
  if (which.empty()) return "";
  return fmt::format(
      fmt::runtime(words("finishes fewer jobs than the best ({:.1f} % of those submitted), so its "
                         "waits and slowdown win no mark: {}",
                         "完成比例低于最高者（{:.1f} %），其等待与减速比不参评：{}")),
      100 * most_finished(variant), which);
}

/// Which centres are worse off than as islands, and where none is.
std::vector<std::string> loser_remarks(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::vector<std::string> remarks;
  const PolicyOutcome* islands = island_policy(spec, variant);
  if (islands == nullptr || !uses_network(spec)) return remarks;
  for (const PolicyOutcome& outcome : variant.policies) {
    if (Policy{spec.policies[outcome.policy].settings, *spec.catalogue}.dispatch() == Dispatch::Home)
      continue;
    std::string which;
    for (const Loser& loser : losers(outcome, *islands)) {
      which += which.empty() ? "" : words(", ", "、");
      which += fmt::format(fmt::runtime(words("{} ({} instead of {})", "{}（{}，单独时 {}）")),
                           words.name(spec.centres[loser.centre].name), duration_text(loser.wait_s),
                           duration_text(loser.island_wait_s));
    }
    if (which.empty()) continue;
    remarks.push_back(fmt::format(
        fmt::runtime(words("{}: worse off than as islands under {}: {}", "{}：劣于单独运行（对照 {}）：{}")),
        words.name(spec.policies[outcome.policy].name), words.name(spec.policies[islands->policy].name),
        which));
  }
  return remarks;
}

/// Who sent jobs where there was no room any more.
std::vector<std::string> conflict_remarks(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::vector<std::string> remarks;
  for (const PolicyOutcome& outcome : variant.policies) {
    const std::uint64_t conflicts = outcome.dispatch.conflicts;
    if (conflicts == 0) continue;
    remarks.push_back(fmt::format(
        fmt::runtime(
            words("{}: conflicts from outdated views: {} (sent to accelerators that were taken by then)",
                  "{}：视图过时造成冲突：{} 次（派到时加速卡已被占用）")),
        words.name(spec.policies[outcome.policy].name), count_text(conflicts)));
  }
  return remarks;
}

std::string decisions_text(const Name& name, const DispatchTotals::Decisions& decisions, Words words) {
  std::string text = fmt::format(fmt::runtime(words("{} decided {}", "{} 派定 {} 个")), words.name(name),
                                 count_text(decisions.decided));
  const auto add = [&](std::string_view format, std::uint64_t count) {
    if (count > 0) text += fmt::format(fmt::runtime(format), count_text(count));
  };
  add(words(", moved {}", "、改派 {} 次"), decisions.moved);
  add(words(", passed on {}", "、上交 {} 个"), decisions.passed_on);
  add(words(", conflicts {}", "、冲突 {} 次"), decisions.conflicts);
  return text;
}

/// Who decided about how many jobs, where there is more than one dispatcher.
std::vector<std::string> dispatcher_remarks(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::vector<std::string> remarks;
  const std::vector<RegionalDispatcherSpec>& below = spec.dispatcher.below;
  if (below.empty()) return remarks;
  for (const PolicyOutcome& outcome : variant.policies) {
    if (Policy{spec.policies[outcome.policy].settings, *spec.catalogue}.dispatch() != Dispatch::Chosen)
      continue;
    const std::vector<DispatchTotals::Decisions>& decisions = outcome.dispatch.dispatchers;
    std::string text;
    for (std::size_t d = 0; d < below.size(); ++d)
      text += decisions_text(below[d].name, decisions[d], words) + std::string{words("; ", "；")};
    text += decisions_text(spec.dispatcher.name, decisions.back(), words);
    remarks.push_back(
        fmt::format("{}{}{}", words.name(spec.policies[outcome.policy].name), words(": ", "："), text));
  }
  return remarks;
}

/// Why jobs were rejected, with counts; policies that agree on a count share a line.
std::vector<std::string> rejected_remarks(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::map<std::pair<std::string, std::uint64_t>, std::vector<std::size_t>> by_reason;
  for (const PolicyOutcome& outcome : variant.policies) {
    for (const auto& [reason, count] : outcome.jobs.rejected_by_reason) {
      by_reason[{reason, count}].push_back(outcome.policy);
    }
  }
  std::vector<std::string> remarks;
  for (const auto& [reason, which] : by_reason) {
    std::string policies;
    for (const std::size_t policy : which) {
      policies += policies.empty() ? "" : words(", ", "、");
      policies += words.name(spec.policies[policy].name);
    }
    if (which.size() > 1 && which.size() == variant.policies.size())
      policies = words("every policy", "各规则");
    remarks.push_back(fmt::format("{}{}{}{} × {}", words("rejected, ", "拒绝，"), policies, words(": ", "："),
                                  count_text(reason.second), words.reason(reason.first)));
  }
  return remarks;
}

/// Transfers that were still under way at the end, where there are any.
std::vector<std::string> transfer_remarks(const VariantOutcome& variant, const Spec& spec, Words words) {
  std::vector<std::string> remarks;
  for (const PolicyOutcome& outcome : variant.policies) {
    const TransferCounts::Purpose all = outcome.transfers.all();
    if (all.under_way == 0) continue;
    remarks.push_back(
        fmt::format(fmt::runtime(words("{}: {} of {} transfers had not arrived at the end ({} of {})",
                                       "{}：结束时有 {} 个传输（共 {} 个）尚未到达（{}，共 {}）")),
                    words.name(spec.policies[outcome.policy].name), count_text(all.under_way),
                    count_text(all.started), bytes_text(all.bytes - all.arrived), bytes_text(all.bytes)));
  }
  return remarks;
}

}  // namespace

bool finishes_enough(const PolicyOutcome& outcome, const VariantOutcome& variant) {
  return finished_share(outcome) >= most_finished(variant) - kFewer;
}

std::string load_text(const VariantOutcome& variant, Words words) {
  if (!variant.load || variant.load->supply <= 0) return "";
  return fmt::format("{} {:.2f}", words("offered load", "供需比"), variant.load->offered());
}

std::string remarks_of(const VariantOutcome& variant, const Spec& spec, const ConsoleStyle& style) {
  const Words words{style.language};
  std::vector<std::string> remarks = rejected_remarks(variant, spec, words);
  for (std::string& remark : loser_remarks(variant, spec, words)) remarks.push_back(std::move(remark));
  for (std::string& remark : reserve_remarks(variant, spec, words)) remarks.push_back(std::move(remark));
  for (std::string& remark : dispatcher_remarks(variant, spec, words)) remarks.push_back(std::move(remark));
  for (std::string& remark : conflict_remarks(variant, spec, words)) remarks.push_back(std::move(remark));
  for (std::string& remark : transfer_remarks(variant, spec, words)) remarks.push_back(std::move(remark));
  const std::string fewer = fewer_remark(variant, spec, words);
  if (!fewer.empty()) remarks.insert(remarks.begin(), fewer);
  const std::string unstable = unstable_remark(variant, spec, words);
  if (!unstable.empty()) remarks.insert(remarks.begin(), style.paint.warning(unstable));
  const std::string load = load_text(variant, words);
  if (!spec.variants_declared && !load.empty()) remarks.insert(remarks.begin(), load);
  if (variant.policies.empty()) {
    remarks.emplace_back(
        spec.policies.empty()
            ? words("the scenario has no policies: nothing was simulated", "场景没有规则：未作仿真")
            : words("no policy is complete", "没有一条规则的结果是完整的"));
  }
  const std::string of = spec.variants_declared ? spec.variant.id + std::string{words(": ", "：")} : "";
  std::string result;
  for (const std::string& remark : remarks) result += remark_line(of + remark, style);
  return result;
}

}  // namespace suanwang
