#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace suanwang {

/// What a formula may name, and what it is in the languages of the reader.
struct FormulaVariable {
  std::string_view name;
  std::string_view en;
  std::string_view zh;
};
[[nodiscard]] std::vector<std::string_view> names_of(std::span<const FormulaVariable> variables);

/// A formula over named variables, as muParser reads it: + - * / ^, comparisons, && || ?:, min, max, sum,
/// avg, abs, sqrt, exp, ln, log2, log10, floor-like rint, sign, trigonometry. Variables cannot be assigned.
class Expression {
 public:
  /// The longest that is read.
  static constexpr std::size_t kMostCharacters = 2000;

  /// What is wrong with a formula.
  struct Problem {
    std::string message;
    std::string unknown{};  ///< the name that is no variable, where that is what is wrong
  };
  [[nodiscard]] static std::optional<Problem> problem_of(const std::string& text,
                                                         std::span<const std::string_view> variables);

  /// @pre nothing is wrong with it
  Expression(const std::string& text, std::span<const std::string_view> variables);
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;

  /// Whether the formula reads this variable.
  [[nodiscard]] bool uses(std::size_t variable) const;
  /// Values by variable, read by the next evaluation. Those that are not used need not be written.
  [[nodiscard]] std::span<double> values();
  /// As IEEE arithmetic has it: 1/0 is infinite, 0/0 no number.
  [[nodiscard]] double operator()();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace suanwang
