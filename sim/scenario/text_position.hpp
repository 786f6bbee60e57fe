#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace suanwang::scenario {

/// Lines and columns of a text, both from 1; columns count characters, not bytes.
class TextPosition {
 public:
  explicit TextPosition(std::string_view text);

  /// The column of the character at byte `byte` (from 0) of line `line` (from 0). Cheap when asked in the
  /// order of the text.
  [[nodiscard]] int column(int line, int byte);

 private:
  std::string_view text_;
  std::vector<std::size_t> line_starts_;
  int line_ = -1;
  int byte_ = 0;
  int characters_ = 0;
};

/// A byte that no scenario may hold.
struct TextFault {
  int line = 1;
  int column = 1;
  std::string message;
};

/// The first byte of `text` that is not part of valid UTF-8, or a control character other than tab and the
/// ends of lines.
[[nodiscard]] std::optional<TextFault> first_fault(std::string_view text);

}  // namespace suanwang::scenario
