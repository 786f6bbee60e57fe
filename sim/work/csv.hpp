#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace suanwang {

/// A field of a CSV line: its text, without blanks around it and without the quotes, and the byte of the line
/// where it begins.
struct CsvField {
  std::string_view text;
  std::size_t begin = 0;

  /// The text as it was meant: quotes inside a quoted field are written twice.
  [[nodiscard]] std::string unescaped() const;
};

/// Splits a line at its commas; false when a quote is not closed before the line ends.
bool split_csv(std::string_view line, std::vector<CsvField>& fields);

/// `text` without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace suanwang
