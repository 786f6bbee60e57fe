#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace suanwang {

/// The bytes of a file, plain or compressed with gzip (seen by its content, not its name), read in chunks.
class ByteFile {
 public:
  /// Opens the file; see `failure`. Only regular files: a log is read more than once.
  explicit ByteFile(const std::string& path);
  ~ByteFile();
  ByteFile(const ByteFile&) = delete;
  ByteFile& operator=(const ByteFile&) = delete;

  /// Up to `room` bytes; 0 at the end and after a failure.
  std::size_t read(char* to, std::size_t room);

  /// What went wrong so far, or "": "no such file", "the compressed data ends too early: …".
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
  std::string failure_;
};

/// The lines of a `ByteFile`, ended by LF or CRLF, the last one possibly by nothing. Memory is bounded
/// whatever the file holds. A UTF-8 byte order mark at the beginning is skipped.
class LineReader {
 public:
  /// A longer line is given empty, with `too_long`.
  static constexpr std::size_t kLongest = std::size_t{1} << 20;

  explicit LineReader(const std::string& path);

  /// Moves to the next line; false at the end and after a failure.
  bool next();

  /// Without its end; valid until `next`.
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] bool too_long() const { return too_long_; }
  /// The first byte of a line that is too long: '\0' for others.
  [[nodiscard]] char too_long_begins_with() const { return too_long_ ? first_ : '\0'; }
  /// Number of the line, from 1; 0 before the first.
  [[nodiscard]] std::int64_t number() const { return number_; }
  [[nodiscard]] const std::string& failure() const { return file_.failure(); }

 private:
  bool refill();
  void skip_long_line();
  void take(std::size_t length, std::size_t terminator);

  ByteFile file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  ///< of what has not been given yet
  std::size_t end_ = 0;    ///< of what has been read
  std::string_view line_;
  std::int64_t number_ = 0;
  bool too_long_ = false;
  char first_ = '\0';
};

}  // namespace suanwang
