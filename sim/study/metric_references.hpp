#pragma once

#include <string>
#include <vector>

#include "suanwang/study/comparison.hpp"

// The runs to which targets on figures of a simulation compare.
namespace suanwang {

/// One cell: a policy of a variant in one replication; in one place, where it only serves to compare.
struct RunCell {
  std::size_t variant;
  std::size_t policy;
  std::uint32_t replication;
  bool in_one_place = false;
  std::optional<RunResult> result{};
};

/// Whether an id is among those asked for; all are where none is named.
[[nodiscard]] bool is_wanted(const std::vector<std::string>& ids, const std::string& id);

/// What must run besides the wanted policies.
[[nodiscard]] std::vector<RunCell> reference_cells(const Scenario& scenario,
                                                   const ComparisonOptions& options);

/// Judges the targets on metrics of a variant whose policies have run, and all its targets together.
void judge_metrics(VariantOutcome& variant, const Spec& spec, const std::vector<RunCell>& references);

}  // namespace suanwang
