#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace suanwang {

/// A place in a file that a person wrote; line and column count from 1, 0 where there is none (`--set`).
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
};

enum class Severity { Warning, Error };

struct Diagnostic {
  Severity severity;
  Location at;
  std::string path;     ///< dotted path in the scenario, "centres.a.pools.b"; may be empty
  std::string message;  ///< one line, English
};

/// What is wrong with the user's input: all of it at once, each with its place. Warnings never change an
/// exit code. What has been said once is not said again: the variants of a scenario share most of their
/// input.
class Diagnostics {
 public:
  void error(Location at, std::string path, std::string message);
  void warning(Location at, std::string path, std::string message);
  /// All that `others` say.
  void add(const Diagnostics& others);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return entries_.size() - errors_; }

  /// All entries in the order of file (as first seen), line, column.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;

  /// One entry a line: `file:line:col: error: path: message`. Parts that are absent are left out.
  [[nodiscard]] std::string text() const;

 private:
  void add(Diagnostic entry);

  std::vector<Diagnostic> entries_;
  std::unordered_set<std::string> said_;  // texts of the entries; only asked, never gone through
  std::size_t errors_ = 0;
};

/// `file:line:col: error: path: message`
[[nodiscard]] std::string to_text(const Diagnostic& entry);

/// The candidate that `word` most probably meant, or "" when none is near (edit distance with transpositions,
/// at most a third of the word). Ties go to the alphabetically first.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

namespace detail {
struct Quoted {
  [[nodiscard]] std::string operator()(std::string_view text) const;
};
}  // namespace detail

/// `quoted(text)` is `text` between single quotes, fit for a message: one line, cut after 60 bytes ("...").
/// An object and no function, or a `std::string` argument would bring in `std::quoted`.
inline constexpr detail::Quoted quoted{};

}  // namespace suanwang
