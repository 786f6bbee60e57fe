#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/range.hpp"

namespace suanwang::audit {

/// Reads a CSV file (RFC 4180, header first) row by row, in memory for one row. Whatever is no such file, or
/// has a field that is not what is asked for, is an error in the diagnostics, with its line; then there are
/// no more rows.
class CsvFile {
 public:
  /// `shown` is how the reader of messages names the file; `columns` are those that are asked for, by their
  /// places in this list, of which the first `needed` must be there. Others are allowed.
  CsvFile(const std::filesystem::path& path, std::string shown, std::span<const std::string_view> columns,
          std::size_t needed, Diagnostics& diagnostics);
  ~CsvFile();
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  /// Goes to the next row; false where there is none.
  [[nodiscard]] bool next();
  [[nodiscard]] bool failed() const { return failed_; }
  /// Of the row, from 1: the header's is 1.
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[nodiscard]] const std::string& shown() const { return shown_; }
  [[nodiscard]] bool has(std::size_t column) const { return places_[column].has_value(); }

  /// Fields of the row, valid until the next. Of a column that is missing: empty.
  [[nodiscard]] std::string_view text(std::size_t column) const;
  /// Seconds with up to nine decimals, in ns; none where empty.
  [[nodiscard]] std::optional<std::int64_t> time(std::size_t column);
  [[nodiscard]] std::optional<double> real(std::size_t column);
  /// @pre an empty field is an error
  [[nodiscard]] std::int64_t needed_time(std::size_t column);
  [[nodiscard]] double needed_real(std::size_t column);
  [[nodiscard]] std::uint64_t whole(std::size_t column);
  /// A number with up to three decimals, in thousandths.
  [[nodiscard]] std::int64_t milli(std::size_t column);
  /// "0-3 7": ascending, disjoint.
  void ranges(std::size_t column, std::vector<Range>& into);
  /// "capacity:12.5;order:3": names, each once, with seconds that are not below 0.
  struct Part {
    std::string_view name;
    std::int64_t ns = 0;
  };
  void parts(std::size_t column, std::vector<Part>& into);

 private:
  void open(const std::filesystem::path& path);
  void fail(std::string message);
  void fail(std::size_t column, std::string_view expected);
  [[nodiscard]] bool read_more();
  [[nodiscard]] bool find_record();
  void split(std::string_view record);
  void read_header(std::size_t needed);
  [[nodiscard]] std::optional<std::int64_t> fixed(std::size_t column, int decimals,
                                                  std::string_view expected);
  [[nodiscard]] static std::optional<std::int64_t> number_of(std::string_view digits, int decimals);

  std::string shown_;
  Diagnostics& diagnostics_;
  std::vector<std::string_view> columns_;
  std::vector<std::optional<std::size_t>> places_;  // by column: the field
  std::size_t width_ = 0;
  int descriptor_ = -1;
  bool failed_ = false;
  bool ended_ = false;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what has not been split yet, in the buffer
  std::size_t end_ = 0;
  std::string_view record_;
  std::uint64_t line_ = 0;
  std::uint64_t next_line_ = 1;
  std::vector<std::string_view> fields_;
  std::string unquoted_;
};

}  // namespace suanwang::audit
