#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "suanwang/scenario/plan_spec.hpp"

namespace suanwang::scenario {

/// What levers of a plan ask of one another, by index. Names that are no levers count for nothing.
class LeverRules {
 public:
  explicit LeverRules(const std::vector<LeverSpec>& levers);

  /// What pulling `lever` needs: itself and all that it requires, directly or not. Ascending.
  [[nodiscard]] const std::vector<std::size_t>& needs(std::size_t lever) const { return needs_[lever]; }
  [[nodiscard]] bool requires_of(std::size_t lever, std::size_t other) const;
  /// Whether one of them names the other under `excludes`.
  [[nodiscard]] bool excludes(std::size_t a, std::size_t b) const { return excludes_[a][b]; }
  /// Whether no set can hold both, because of what they require too. A lever that can never be pulled clashes
  /// with itself.
  [[nodiscard]] bool clash(std::size_t a, std::size_t b) const;
  /// In the order in which what they set is set: each after those that it requires, otherwise by id. Of
  /// levers that require each other the order is that of ids.
  [[nodiscard]] std::vector<std::size_t> in_order(std::vector<std::size_t> levers) const;

 private:
  std::vector<std::vector<std::size_t>> needs_;
  std::vector<std::vector<bool>> excludes_;
};

}  // namespace suanwang::scenario
