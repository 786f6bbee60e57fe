#include <algorithm>
#include <string>

#include "report/json_parts.hpp"

namespace suanwang {
namespace {

Json parts_json(const WaitReasonSum& sum) {
  Json json = Json::object();
  for (const WaitReasonWords& words : kWaitReasonWords) json[words.id] = number(sum.seconds(words.reason));
  return json;
}

/// Null where nobody waited.
Json shares_json(const WaitReasonSum& sum) {
  const double all = sum.seconds();
  if (all <= 0) return {};
  Json json = Json::object();
  for (const WaitReasonWords& words : kWaitReasonWords)
    json[words.id] = number(sum.seconds(words.reason) / all);
  return json;
}

}  // namespace

void add_wait_reasons(Json& json, const PolicyOutcome& outcome, const Spec& spec) {
  if (!outcome.wait_reasons) return;
  const WaitReasonSums& sums = *outcome.wait_reasons;
  Json& reasons = json["wait_reasons"];
  reasons = {{"sum_s", parts_json(sums.all)}, {"share", shares_json(sums.all)}};
  Json& tenants = reasons["sum_s_by_tenant"] = Json::object();
  for (std::size_t t = 0; t < spec.tenants.size(); ++t)
    tenants[spec.tenants[t].id] = parts_json(t < sums.tenants.size() ? sums.tenants[t] : WaitReasonSum{});
  reasons["sum_s_without_tenant"] = parts_json(sums.no_tenant);
  Json& homes = reasons["sum_s_by_home"] = Json::object();
  for (std::size_t c = 0; c < sums.homes.size(); ++c) {
    if (sums.homes[c].jobs > 0) homes[spec.centres[c].id] = parts_json(sums.homes[c]);
  }
}

Json wait_reason_definitions(const Comparison& comparison) {
  const bool any = std::ranges::any_of(comparison.variants, [](const VariantOutcome& variant) {
    return std::ranges::any_of(variant.policies,
                               [](const PolicyOutcome& p) { return p.wait_reasons.has_value(); });
  });
  if (!any) return Json::object();
  std::string text{
      "the waits of wait_s, summed and taken apart: each nanosecond has one reason, by how things stand when "
      "all that happens at an instant has happened; share: of the sum, null where nobody waited; jobs that "
      "name no centre are in no home"};
  for (const WaitReasonWords& words : kWaitReasonWords)
    text.append("; ").append(words.id).append(": ").append(words.what_en);
  return {{"wait_reasons", text}};
}

}  // namespace suanwang
