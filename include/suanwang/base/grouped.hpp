#pragma once

#include <string>

namespace suanwang {

/// "12,345.6": with this many decimals, and the thousands apart. A value that rounds to zero has no sign.
[[nodiscard]] std::string grouped(double value, int decimals);

}  // namespace suanwang
