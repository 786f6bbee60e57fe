#pragma once

#include <string>
#include <vector>

#include "suanwang/report/console.hpp"
#include "suanwang/study/capacity_ledger.hpp"

namespace suanwang {

/// The ledgers of a target, one table a basis. The rows add up to the total, to the last digit.
[[nodiscard]] std::string ledger_text(const std::vector<CapacityLedger>& ledgers, const Spec& spec,
                                      const ConsoleStyle& style);

/// Of a target on another figure than capacity, which has no ledger: what it is, who states it with which
/// source, and where its answer is found.
[[nodiscard]] std::string figure_text(const Spec& spec, std::size_t target, const RunFacts& facts,
                                      const ConsoleStyle& style);

/// ledger.csv: a line for each pool and basis.
[[nodiscard]] std::string ledger_csv(const std::vector<CapacityLedger>& ledgers, const Spec& spec);

[[nodiscard]] std::string ledger_json(const std::vector<CapacityLedger>& ledgers, const Spec& spec,
                                      const Scenario& scenario, const std::string& file);

}  // namespace suanwang
