// A policy in summary.json.
#include <cmath>
#include <string>
#include <vector>

#include "suanwang/base/check.hpp"
#include "suanwang/report/text.hpp"

#include "report/json_parts.hpp"

namespace suanwang {
namespace {

Json jobs_json(const JobCounts& jobs) {
  Json json{{"submitted", jobs.submitted}, {"finished", jobs.finished}, {"rejected", jobs.rejected},
            {"killed", jobs.killed},       {"waiting", jobs.waiting},   {"running", jobs.running}};
  Json reasons = Json::object();
  for (const auto& [reason, count] : jobs.rejected_by_reason) reasons[printable(reason)] = count;
  json["rejected_by_reason"] = std::move(reasons);
  return json;
}

/// @param known whether there was any job to summarise
Json summary(const Summary& of, bool known) {
  const auto figure = [known](double value) { return known ? number(value) : Json{}; };
  return {{"mean", figure(of.mean)},
          {"p50", figure(of.p50)},
          {"p95", figure(of.p95)},
          {"p99", figure(of.p99)},
          {"max", figure(of.max)}};
}

/// Waits by the id of a class or tenant; all `ids`, whether or not a job of theirs finished.
Json group_waits_json(const std::vector<std::string>& ids, const std::vector<GroupWait>& waits) {
  Json json = Json::object();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const GroupWait wait = i < waits.size() ? waits[i] : GroupWait{};
    const bool known = wait.jobs > 0;
    json[printable(ids[i])] = {{"jobs", wait.jobs},
                               {"mean", known ? number(wait.mean) : Json{}},
                               {"p95", known ? number(wait.p95) : Json{}}};
  }
  return json;
}

Json wait_json(const PolicyOutcome& outcome) {
  Json json = summary(outcome.summary.wait, outcome.summary.jobs > 0);
  json["mean_se"] = outcome.wait_mean_se ? number(*outcome.wait_mean_se) : Json{};
  return json;
}

/// Waits by the id of the home; only those that jobs have.
Json homes_json(const PolicyOutcome& outcome, const Spec& spec) {
  Json json = Json::object();
  for (std::size_t c = 0; c < outcome.dispatch.homes.size(); ++c) {
    const DispatchTotals::Home& home = outcome.dispatch.homes[c];
    if (home.jobs + home.left == 0) continue;
    json[spec.centres[c].id] = {{"jobs", home.jobs},
                                {"mean", home.jobs > 0 ? number(home.mean_wait_s()) : Json{}}};
  }
  return json;
}

Json decisions_json(const DispatchTotals::Decisions& decisions, bool passes_on) {
  Json json{{"decided", decisions.decided}, {"moved", decisions.moved}, {"conflicts", decisions.conflicts}};
  if (passes_on) json["passed_on"] = decisions.passed_on;
  return json;
}

Json dispatch_json(const PolicyOutcome& outcome, const Spec& spec) {
  const DispatchTotals& totals = outcome.dispatch;
  if (totals.homes.empty()) return {};
  Json json{{"away", totals.away},
            {"moves", totals.moves},
            {"conflicts", totals.conflicts},
            {"staged", totals.staged},
            {"staging_s_mean", totals.finished > 0 ? number(totals.mean_staging_s()) : Json{}}};
  const std::vector<RegionalDispatcherSpec>& below = spec.dispatcher.below;
  if (below.empty()) return json;
  SUANWANG_CHECK(totals.dispatchers.size() == below.size() + 1);
  json["dispatchers"] = {{"above", decisions_json(totals.dispatchers.back(), false)},
                         {"below", Json::object()}};
  for (std::size_t d = 0; d < below.size(); ++d)
    json["dispatchers"]["below"][below[d].id] = decisions_json(totals.dispatchers[d], true);
  return json;
}

}  // namespace

Json number(double value) {
  SUANWANG_CHECK(std::isfinite(value));
  return value;
}

Json text(std::string_view value) {
  return printable(value);
}

Json name_json(const Name& name) {
  return {{"en", text(name.en)}, {"zh", text(name.zh)}};
}

Json dispatcher_definitions() {
  return {{"dispatchers",
           "decided: jobs for which it chose a centre when they had none; moved: from one queue to another; "
           "passed_on: jobs that became the business of the one above; conflicts: from its views"}};
}

Json policy_json(const PolicyOutcome& outcome, const PolicySpec& policy, const Spec& spec) {
  const bool known = outcome.summary.jobs > 0;
  std::vector<std::string> tenants;
  for (const TenantSpec& tenant : spec.tenants) tenants.push_back(tenant.id);
  return {{"name", name_json(policy.name)},
          {"jobs", jobs_json(outcome.jobs)},
          {"wait_s", wait_json(outcome)},
          {"wait_s_by_class", group_waits_json(class_names(spec), outcome.waits.classes)},
          {"wait_s_by_tenant", group_waits_json(tenants, outcome.waits.tenants)},
          {"bounded_slowdown", summary(outcome.summary.bounded_slowdown, known)},
          {"turnaround_s", summary(outcome.summary.turnaround, known)},
          {"wait_s_by_home", homes_json(outcome, spec)},
          {"dispatch", dispatch_json(outcome, spec)},
          {"makespan_s", number(outcome.makespan_s)},
          {"utilisation", number(outcome.utilisation)},
          {"preemption", policy.settings.preemption
                             ? Json{{"count", outcome.preemptions}, {"lost_share", number(outcome.lost)}}
                             : Json{}},
          {"delivered_fp16_flops", outcome.delivered_flops ? number(*outcome.delivered_flops) : Json{}},
          {"unstable", outcome.is_unstable()},
          {"unstable_replications", outcome.unstable},
          {"fingerprint", outcome.fingerprint}};
}

}  // namespace suanwang
