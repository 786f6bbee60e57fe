#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace suanwang {

/// Columns that `text` takes on a terminal: 2 for wide characters (CJK, most emoji), 0 for combining ones, 1
/// otherwise, also where Unicode calls the width ambiguous (★, ·, ×). Emoji joined into one count as one.
/// @source Unicode 14, EastAsianWidth.txt and the general categories Mn, Me, Cf.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// `text` fit for one line of UTF-8: control characters (so also escape sequences) become blanks, and bytes
/// that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

/// `text` filled with blanks to `width` columns; longer text stays as it is.
[[nodiscard]] std::string padded_right(std::string_view text, std::size_t width);
[[nodiscard]] std::string padded_left(std::string_view text, std::size_t width);

/// `text` if it takes at most `width` columns, else its beginning and "…". @pre width >= 1
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

/// `text` as a POSIX shell takes it for one word: as it is, or between single quotes.
[[nodiscard]] std::string shell_quoted(std::string_view text);

}  // namespace suanwang
