#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "suanwang/base/time.hpp"

namespace suanwang {

/// "+08:00" as an offset from UTC; empty when it is no such text. @pre at most 14 h either way
[[nodiscard]] std::optional<std::chrono::seconds> parse_timezone(std::string_view text);

/// "2027-12-31", "2027-12-31 08:30", "2027-12-31T08:30:00" as the civil instant at `offset`; empty when it is
/// not a valid date between the years 1600 and 2400 (so that every instant is within reach of `Time`).
[[nodiscard]] std::optional<CivilTime> parse_date(std::string_view text, std::chrono::seconds offset);

/// "2027-12-31", or "2027-12-31T08:30:00" where the time of day at `offset` is not midnight.
[[nodiscard]] std::string to_text(CivilTime at, std::chrono::seconds offset);

/// The end of the civil day at `offset` that holds `at`: the midnight after it.
[[nodiscard]] CivilTime end_of_day(CivilTime at, std::chrono::seconds offset);

}  // namespace suanwang
