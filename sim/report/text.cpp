#include "suanwang/report/text.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>

#include "report/width_tables.hpp"

namespace suanwang {
namespace {

/// The character at the beginning of a text, and how many bytes it takes.
struct Character {
  char32_t code = 0xFFFD;
  std::size_t bytes = 1;
  bool valid = false;
};

constexpr char32_t kJoiner = 0x200D;         // makes one emoji of two
constexpr char32_t kEmojiSelector = 0xFE0F;  // the character before it is drawn as an emoji

/// @pre `text` is not empty.
Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  char32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (next & 0x3FU);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kLeast[bytes] || code > 0x10FFFF || surrogate) return {};
  return {code, bytes, true};
}

bool holds(std::span<const detail::Span> spans, char32_t code) {
  const auto after = std::ranges::upper_bound(spans, code, {}, &detail::Span::first);
  return after != spans.begin() && code <= std::prev(after)->last;
}

bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

bool is_skin_tone(char32_t code) {
  return code >= 0x1F3FB && code <= 0x1F3FF;
}

std::size_t width_of(char32_t code) {
  if (is_control(code) || holds(detail::kZeroWidth, code)) return 0;
  return holds(detail::kWide, code) ? 2 : 1;
}

/// Adds up widths, a character at a time.
class Ruler {
 public:
  void add(char32_t code) {
    if (code == kEmojiSelector && last_ == 1) {
      ++width_;
      last_ = 2;
    }
    const bool joins = joined_ || (is_skin_tone(code) && last_ == 2);
    joined_ = code == kJoiner && last_ == 2;
    if (joins) return;
    const std::size_t width = width_of(code);
    width_ += width;
    if (width > 0) last_ = width;
  }
  [[nodiscard]] std::size_t width() const { return width_; }

 private:
  std::size_t width_ = 0;
  std::size_t last_ = 0;  // of the last character that takes room
  bool joined_ = false;
};

}  // namespace

std::size_t display_width(std::string_view text) {
  Ruler ruler;
  while (!text.empty()) {
    const Character character = first_character(text);
    ruler.add(character.code);
    text.remove_prefix(character.bytes);
  }
  return ruler.width();
}

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Character character = first_character(text);
    if (!character.valid) {
      result += "\uFFFD";
    } else if (is_control(character.code)) {
      result += ' ';
    } else {
      result += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return result;
}

std::string padded_right(std::string_view text, std::size_t width) {
  const std::size_t taken = display_width(text);
  return std::string{text} + std::string(width > taken ? width - taken : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t taken = display_width(text);
  return std::string(width > taken ? width - taken : 0, ' ') + std::string{text};
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string{text};
  Ruler ruler;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = first_character(text.substr(at));
    ruler.add(character.code);
    if (ruler.width() + 1 > width) break;
    at += character.bytes;
    kept = at;
  }
  return std::string{text.substr(0, kept)} + "…";
}

std::string shell_quoted(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"/._-+=:@%,"}.find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (!text.empty() && std::ranges::all_of(text, plain)) return std::string{text};
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

}  // namespace suanwang
