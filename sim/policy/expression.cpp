#include "suanwang/policy/expression.hpp"

#include <algorithm>
#include <utility>

#include <muParser.h>

#include "suanwang/base/check.hpp"

namespace suanwang {

struct Expression::Parser {
  mu::Parser mu;
  std::vector<double> values;
  std::vector<bool> used;

  Parser(const std::string& text, std::span<const std::string_view> variables)
      : values(variables.size(), 1.0), used(variables.size()) {
    for (std::size_t i = 0; i < variables.size(); ++i) mu.DefineVar(std::string{variables[i]}, &values[i]);
    mu.SetExpr(text);
  }
};

namespace {

/// Whether there is a lone '=', which would write to a variable.
bool assigns(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') continue;
    const char before = i > 0 ? text[i - 1] : ' ';
    const bool compares = before == '=' || before == '<' || before == '>' || before == '!' ||
                          (i + 1 < text.size() && text[i + 1] == '=');
    if (!compares) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string_view> names_of(std::span<const FormulaVariable> variables) {
  std::vector<std::string_view> names;
  for (const FormulaVariable& each : variables) names.push_back(each.name);
  return names;
}

std::optional<Expression::Problem> Expression::problem_of(const std::string& text,
                                                          std::span<const std::string_view> variables) {
  if (text.size() > kMostCharacters)
    return Problem{"an expression of more than " + std::to_string(kMostCharacters) + " characters"};
  if (assigns(text)) return Problem{"nothing can be assigned here; compare with '=='"};
  Parser parser{text, variables};
  try {
    int results = 0;
    (void)parser.mu.Eval(results);
    if (results != 1) return Problem{"expected one value, got " + std::to_string(results)};
  } catch (const mu::Parser::exception_type& error) {
    if (error.GetCode() == mu::ecUNASSIGNABLE_TOKEN)
      return Problem{"there is no variable '" + error.GetToken() + "'", error.GetToken()};
    std::string message = error.GetMsg();
    std::ranges::replace(message, '"', '\'');
    if (!message.empty() && message.back() == '.') message.pop_back();
    return Problem{message};
  }
  return std::nullopt;
}

Expression::Expression(const std::string& text, std::span<const std::string_view> variables)
    : parser_{std::make_unique<Parser>(text, variables)} {
  SUANWANG_CHECK(!problem_of(text, variables));
  (void)parser_->mu.Eval();
  for (const auto& [name, value] : parser_->mu.GetUsedVar())
    parser_->used[static_cast<std::size_t>(std::ranges::find(variables, name) - variables.begin())] = true;
}

Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

bool Expression::uses(std::size_t variable) const {
  return parser_->used[variable];
}

std::span<double> Expression::values() {
  return parser_->values;
}

double Expression::operator()() {
  return parser_->mu.Eval();
}

}  // namespace suanwang
