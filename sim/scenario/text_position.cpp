#include "scenario/text_position.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace suanwang::scenario {
namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Bytes of the UTF-8 character that `text` begins with; 0 when it is none.
/// @source Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
std::size_t character_length(std::string_view text) {
  const auto byte = [&text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) > 0x9F;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool too_large = lead == 0xF4 && byte(1) > 0x8F;
    return follows(1) && follows(2) && follows(3) && !overlong && !too_large ? 4 : 0;
  }
  return 0;
}

}  // namespace

TextPosition::TextPosition(std::string_view text) : text_{text}, line_starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

int TextPosition::column(int line, int byte) {
  if (line < 0 || static_cast<std::size_t>(line) >= line_starts_.size()) return byte + 1;
  if (line != line_) {
    line_ = line;
    byte_ = 0;
    characters_ = 0;
  }
  const std::size_t start = line_starts_[static_cast<std::size_t>(line)];
  const auto leads = [&](int at) {
    const std::size_t i = start + static_cast<std::size_t>(at);
    return i >= text_.size() || !continues_character(text_[i]);
  };
  for (; byte_ < byte; ++byte_) characters_ += leads(byte_) ? 1 : 0;
  for (; byte_ > byte; --byte_) characters_ -= leads(byte_ - 1) ? 1 : 0;
  return characters_ + 1;
}

std::optional<TextFault> first_fault(std::string_view text) {
  TextFault fault;
  for (std::size_t i = 0; i < text.size();) {
    const auto code = static_cast<unsigned char>(text[i]);
    const std::size_t length = character_length(text.substr(i));
    if (length == 0) {
      fault.message = fmt::format("the byte 0x{:02X} is not valid UTF-8", code);
      return fault;
    }
    if ((code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7F) {
      fault.message = fmt::format("the control character 0x{:02X} cannot stand in a scenario", code);
      return fault;
    }
    if (code == '\n') {
      ++fault.line;
      fault.column = 1;
    } else {
      ++fault.column;
    }
    i += length;
  }
  return std::nullopt;
}

}  // namespace suanwang::scenario
