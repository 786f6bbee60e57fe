#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "suanwang/policy/catalogue.hpp"

namespace suanwang {

/// What decisions were measured to cost, by length of the queue: bench/decisions.csv.
class DecisionCosts {
 public:
  DecisionCosts() = default;
  /// @return nothing, where it is no such table
  [[nodiscard]] static std::optional<DecisionCosts> read(std::string_view csv);

  /// The cells of an entry ("1.2", or why there is none); null where it was not measured.
  [[nodiscard]] const std::vector<std::string>* of(std::string_view kind, std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& lengths() const { return lengths_; }

 private:
  std::vector<std::string> lengths_;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> cells_;
};

/// The catalogue as Markdown: docs/policies.md. @param chinese_of the summary of "order.fifo" in Chinese, or
/// ""
[[nodiscard]] std::string policy_reference(
    const Catalogue& catalogue, const DecisionCosts& costs,
    const std::function<std::string_view(std::string_view)>& chinese_of);

}  // namespace suanwang
