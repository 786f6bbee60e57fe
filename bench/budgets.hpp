#pragma once

#include <string>
#include <string_view>

namespace suanwang::bench {

inline constexpr std::string_view kBudgetsOption = "--budgets=";

/// Whether the scenarios that the YAML file names need exactly the events, passes and records that it says.
/// Every scenario must be in the file, and every name in the file must be a scenario. Prints what differs,
/// and the whole file as it should be then.
[[nodiscard]] bool check_budgets(const std::string& file);

}  // namespace suanwang::bench
