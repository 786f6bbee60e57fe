#include "suanwang/base/range.hpp"

namespace suanwang {

std::string to_text(std::span<const Range> ranges) {
  std::string text;
  for (const Range& range : ranges) {
    if (!text.empty()) text += ' ';
    text += std::to_string(range.first);
    if (range.last != range.first) text += '-' + std::to_string(range.last);
  }
  return text;
}

}  // namespace suanwang
