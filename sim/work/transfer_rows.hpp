#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "work/csv.hpp"

namespace suanwang {

/// A row of a file of transfers.
struct LoggedTransfer {
  std::int64_t start = 0;  ///< [ns] from time 0
  double bytes = 0;
  double cap = std::numeric_limits<double>::infinity();  ///< bytes a second
  std::uint64_t row = 0;                                 ///< among the rows, from 0, in the order of the file
  std::uint64_t id = 0;                                  ///< the number, or a hash of the text
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

/// Reads a file of transfers from its first line to its last.
class TransferRows {
 public:
  explicit TransferRows(const std::vector<std::string>& centres) : centres_{centres} {}

  /// Says what is wrong with a line: the byte where that begins, from 1, and why.
  using Complain = std::function<void(int column, std::string why)>;

  /// The transfer of a line; none where the line has none, or `complain` was called.
  [[nodiscard]] std::optional<LoggedTransfer> read(std::string_view line, const Complain& complain);

  /// Whether the id of the row that was read last is no plain whole number.
  [[nodiscard]] bool id_is_text() const { return id_is_text_; }
  /// That id, as the line has it.
  [[nodiscard]] std::string id_as_written() const { return field(kId).unescaped(); }

  /// An error that only the end of the file shows; "" when there is none.
  [[nodiscard]] std::string at_end() const;

 private:
  enum class Header : std::uint8_t { None, Good, Unreadable };
  enum Column : std::size_t { kId, kFrom, kTo, kBytes, kStart, kCap, kColumns };
  static constexpr std::array<const char*, kColumns> kNames{"id",    "from",    "to",
                                                            "bytes", "start_s", "cap_bps"};
  static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

  void read_header(const Complain& complain);
  [[nodiscard]] const CsvField& field(Column column) const { return fields_[place_[column]]; }
  [[nodiscard]] std::optional<std::uint32_t> centre(Column column, const Complain& complain) const;
  [[nodiscard]] std::optional<double> amount(Column column, double most, std::string_view what,
                                             const Complain& complain) const;
  [[nodiscard]] std::optional<std::int64_t> start(const Complain& complain) const;
  void read_id(LoggedTransfer& transfer, const Complain& complain);

  const std::vector<std::string>& centres_;
  Header header_ = Header::None;
  std::array<std::size_t, kColumns> place_{};
  std::size_t columns_ = 0;
  std::uint64_t rows_ = 0;
  std::vector<CsvField> fields_;
  bool id_is_text_ = false;
};

}  // namespace suanwang
