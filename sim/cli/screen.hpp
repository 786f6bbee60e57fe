#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "suanwang/base/name.hpp"
#include "suanwang/report/console.hpp"

namespace suanwang {

/// Standard output and standard error. A reader who has gone away is no error: what was for him is dropped.
class Screen {
 public:
  explicit Screen(Language language);

  /// Writes all of `text`. @throws WriteError when it cannot (a full disk)
  void out(std::string_view text) { write(kOut, text); }
  /// What cannot be said on standard error cannot be said at all.
  void err(std::string_view text) noexcept;

  [[nodiscard]] const ConsoleStyle& out_style() const { return out_style_; }
  [[nodiscard]] const ConsoleStyle& err_style() const { return err_style_; }
  [[nodiscard]] bool err_is_terminal() const { return err_is_terminal_; }

 private:
  static constexpr int kOut = 1;
  static constexpr int kErr = 2;
  void write(int descriptor, std::string_view text);

  bool closed_[3] = {};
  bool err_is_terminal_ = false;
  ConsoleStyle out_style_;
  ConsoleStyle err_style_;
};

}  // namespace suanwang
