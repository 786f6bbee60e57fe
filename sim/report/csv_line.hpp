#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/range.hpp"
#include "suanwang/base/time.hpp"

/// What the lines of all CSV files are made of.
namespace suanwang {

/// `text` as a field of RFC 4180.
inline std::string field_of(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

template <class Entries>
std::vector<std::string> fields_of_ids(const Entries& entries) {
  std::vector<std::string> fields;
  for (const auto& entry : entries) fields.push_back(field_of(entry.id));
  return fields;
}

/// Formats a line in place: `at` walks through room that is known to suffice.
class Line {
 public:
  explicit Line(char* at) : begin_{at}, at_{at} {}

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }

  void comma() { *at_++ = ','; }

  void text(std::string_view text) {
    put(text);
    comma();
  }
  template <class Integer>
  void integer(Integer value) {
    digits(value);
    comma();
  }
  void time(Duration span) {
    put(span);
    comma();
  }
  void time(Time instant) { time(instant.time_since_epoch()); }

  /// Without a comma.
  void put(std::string_view text) { at_ = std::copy(text.begin(), text.end(), at_); }
  void put(Duration span) {
    std::int64_t ns = span.count();
    if (ns < 0) {
      *at_++ = '-';
      ns = -ns;
    }
    digits(ns / 1'000'000'000);
    *at_++ = '.';
    std::int64_t rest = ns % 1'000'000'000;
    for (int i = 8; i >= 0; --i) {
      at_[i] = static_cast<char>('0' + rest % 10);
      rest /= 10;
    }
    at_ += 9;
  }
  /// In thousandths; whole ones without decimals.
  void accelerators(Accelerators value) {
    digits(value.milli / 1000);
    if (value.milli % 1000 != 0) {
      *at_++ = '.';
      for (std::int64_t rest = value.milli % 1000, place = 100; place > 0; place /= 10) {
        *at_++ = static_cast<char>('0' + rest / place % 10);
      }
    }
    comma();
  }
  void real(double value) {
    at_ = std::to_chars(at_, at_ + 32, value).ptr;  // shortest that reads back the same
    comma();
  }
  /// A whole number of bytes with all its digits.
  void bytes(double value) {
    constexpr double kMost = 9e18;
    if (value == std::floor(value) && value < kMost) {
      integer(static_cast<std::int64_t>(value));
    } else {
      real(value);
    }
  }
  void ranges(std::span<const Range> held) {
    for (std::size_t i = 0; i < held.size(); ++i) {
      if (i > 0) *at_++ = ' ';
      digits(held[i].first);
      if (held[i].last != held[i].first) {
        *at_++ = '-';
        digits(held[i].last);
      }
    }
    comma();
  }

 private:
  template <class Integer>
  void digits(Integer value) {
    at_ = std::to_chars(at_, at_ + 20, value).ptr;
  }

  char* begin_;
  char* at_;
};

}  // namespace suanwang
