#include "suanwang/scenario/demand.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "suanwang/base/grouped.hpp"

namespace suanwang {
namespace {

constexpr double kFarAboveOne = 2;  ///< of the offered load: beyond what a study of overload would ask for

std::string of_variant(const Spec& spec) {
  return spec.variants_declared ? fmt::format("variant '{}': ", spec.variant.id) : "";
}

bool has_log(const Inputs& inputs) {
  return std::ranges::any_of(inputs.traces, [](const auto& trace) { return trace != nullptr; });
}

bool has_transfers(const Inputs& inputs) {
  return std::ranges::any_of(inputs.transfers, [](const auto& log) { return log != nullptr; });
}

}  // namespace

void check_demand(const Spec& spec, const Inputs& inputs, const std::optional<LoadEstimate>& load,
                  Diagnostics& diagnostics) {
  Location at{spec.file, 0, 0};
  if (!spec.workload.empty()) at = spec.workload.front().at;
  const bool empty = !has_log(inputs) && !has_transfers(inputs) && expected_jobs(spec, inputs) == 0;
  if (empty && !spec.policies.empty()) {
    diagnostics.warning(at, "workload",
                        of_variant(spec) + "no job is ever submitted: policies have nothing to do");
  }
  if (!load || load->supply <= 0 || load->offered() <= kFarAboveOne) return;
  diagnostics.warning(
      at, "workload",
      fmt::format(
          "{}offered load {} ({} accelerator-hours asked for / {} online): most jobs will still wait at "
          "the end",
          of_variant(spec), grouped(load->offered(), 2), grouped(load->demand / 3600, 0),
          grouped(load->supply / 3600, 0)));
}

}  // namespace suanwang
