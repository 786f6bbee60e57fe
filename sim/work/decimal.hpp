#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace suanwang {

/// A decimal number from a log, times a power of ten, as a whole number. Exact: no detour over a double.
struct Decimal {
  enum class Status : std::uint8_t { Ok, NotANumber, OutOfRange };
  Status status = Status::NotANumber;
  std::int64_t value = 0;  ///< rounded, half away from zero
  bool exact = false;      ///< nothing was rounded away
};

/// `text` × 10^`scale`: with scale 9, seconds become nanoseconds. Takes `-1`, `12.5`, `.5`, `1e3`, `+7`; no
/// blanks, hex, inf or nan. Time and memory follow the length of `text`, not the size of the number.
/// @pre 0 <= scale <= 18
[[nodiscard]] Decimal parse_decimal(std::string_view text, int scale);

/// `text` in quotes as a message may show it. Other than for `quoted`, it may be no text at all but bytes of
/// any kind: only ASCII is shown, the rest as '?', and 40 bytes at most.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace suanwang
