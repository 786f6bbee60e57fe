#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "suanwang/scenario/spec.hpp"

#include "scenario/by_id.hpp"

namespace suanwang::scenario {

/// Calls `visit` with what asks for jobs in a stream: its GenerateSpec, its TraceSpec, or each
/// ExplicitJobSpec. All have `tenant`, `data`, `output` and `checkpoint`. A stream of transfers asks for
/// none.
template <class Visit>
void for_each_request(const StreamSpec& stream, Visit&& visit) {
  if (const auto* generated = std::get_if<GenerateSpec>(&stream.jobs)) {
    visit(*generated);
  } else if (const auto* trace = std::get_if<TraceSpec>(&stream.jobs)) {
    visit(*trace);
  } else if (const auto* listed = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs)) {
    for (const ExplicitJobSpec& job : *listed) visit(job);
  }
}

/// The centre that jobs name, or else their tenant's.
template <class Request>
[[nodiscard]] std::optional<std::string> home_of(const Spec& spec, const Request& request) {
  if constexpr (requires { request.centre; }) {
    if (request.centre) return request.centre;
  }
  const TenantSpec* owner = request.tenant ? find_id(spec.tenants, *request.tenant) : nullptr;
  return owner == nullptr ? std::nullopt : owner->home;
}

}  // namespace suanwang::scenario
