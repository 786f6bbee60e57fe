#include "suanwang/base/grouped.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace suanwang {

std::string grouped(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t at = point; at > 3; at -= 3) text.insert(at - 3, 1, ',');
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  return (value < 0 && !is_zero ? "-" : "") + text;
}

}  // namespace suanwang
