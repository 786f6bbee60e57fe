#include "work/transfer_rows.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <system_error>

#include <fmt/format.h>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/hash.hpp"
#include "suanwang/base/unit.hpp"

#include "work/decimal.hpp"
#include "work/log_rows.hpp"

namespace suanwang {
namespace {

constexpr double kMostBytes = 1e18;
constexpr double kMostBits = 1e21;  // a second: no link of a scenario is faster
constexpr double kBitsPerByte = 8;

/// `text` as a number whose plain writing it is: no sign, no leading zeros.
std::optional<std::uint64_t> plain_number(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

int column_of(const CsvField& field) {
  return static_cast<int>(field.begin) + 1;
}

}  // namespace

std::optional<LoggedTransfer> TransferRows::read(std::string_view line, const Complain& complain) {
  if (header_ == Header::Unreadable || trimmed(line).empty()) return std::nullopt;
  if (header_ == Header::Good) ++rows_;
  if (!split_csv(line, fields_)) {
    complain(1, "a quote is not closed in this line");
    if (header_ == Header::None) header_ = Header::Unreadable;
    return std::nullopt;
  }
  if (header_ == Header::None) {
    read_header(complain);
    return std::nullopt;
  }
  LoggedTransfer transfer;
  transfer.row = rows_ - 1;
  if (fields_.size() != columns_) {
    complain(1, fmt::format("this row has {} columns, the header {}", fields_.size(), columns_));
    return std::nullopt;
  }
  bool good = true;
  const Complain note = [&](int column, std::string why) {
    good = false;
    complain(column, std::move(why));
  };
  read_id(transfer, note);
  const auto from = centre(kFrom, note);
  const auto to = centre(kTo, note);
  if (from && to && *from == *to) {
    note(column_of(field(kTo)), fmt::format("a transfer from centre {} to itself", quoted(field(kTo).text)));
  }
  const auto bytes = amount(kBytes, kMostBytes, "a number of bytes from 0 to 1e18", note);
  const auto at = start(note);
  if (place_[kCap] != kAbsent && !field(kCap).text.empty()) {
    const auto bits = amount(kCap, kMostBits, "a number of bits per second above 0", note);
    if (bits && *bits <= 0) {
      note(column_of(field(kCap)), "cap_bps: expected a number of bits per second above 0, got '0'");
    }
    if (bits) transfer.cap = *bits / kBitsPerByte;
  }
  if (!good) return std::nullopt;
  transfer.from = *from;
  transfer.to = *to;
  transfer.bytes = *bytes;
  transfer.start = *at;
  return transfer;
}

void TransferRows::read_header(const Complain& complain) {
  header_ = Header::Unreadable;  // one message a column is enough, if it is
  bool good = true;
  for (std::size_t column = 0; column < kColumns; ++column) {
    const auto is_it = [&](const CsvField& f) { return f.text == kNames[column]; };
    const auto found = std::ranges::find_if(fields_, is_it);
    place_[column] = found == fields_.end() ? kAbsent : static_cast<std::size_t>(found - fields_.begin());
    if (found == fields_.end()) {
      if (column == kCap) continue;
      good = false;
      complain(1, fmt::format("no column '{}'; the first line must name id, from, to, bytes and start_s",
                              kNames[column]));
    } else if (const auto again = std::find_if(found + 1, fields_.end(), is_it); again != fields_.end()) {
      good = false;
      complain(column_of(*again), fmt::format("two columns '{}'", kNames[column]));
    }
  }
  columns_ = fields_.size();
  if (good) header_ = Header::Good;
}

void TransferRows::read_id(LoggedTransfer& transfer, const Complain& complain) {
  const CsvField& text = field(kId);
  if (text.text.empty()) complain(column_of(text), "id: missing");
  const std::optional<std::uint64_t> number = plain_number(text.text);
  id_is_text_ = !number;
  transfer.id = number ? *number : hash_of(text.text);
}

std::optional<std::uint32_t> TransferRows::centre(Column column, const Complain& complain) const {
  const CsvField& id = field(column);
  const auto found = std::ranges::lower_bound(centres_, id.text, std::less<>{});
  if (found != centres_.end() && *found == id.text)
    return static_cast<std::uint32_t>(found - centres_.begin());
  const std::string near = nearest(id.text, centres_);
  complain(column_of(id), fmt::format("{}: there is no centre {}{}", kNames[column], quoted(id.text),
                                      near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
  return std::nullopt;
}

std::optional<double> TransferRows::amount(Column column, double most, std::string_view what,
                                           const Complain& complain) const {
  const CsvField& text = field(column);
  const std::optional<double> value = parse_number(text.text);
  if (value && *value >= 0 && *value <= most) return value;
  complain(column_of(text),
           fmt::format("{}: expected {}, got {}", kNames[column], what, in_quotes(text.text)));
  return std::nullopt;
}

std::optional<std::int64_t> TransferRows::start(const Complain& complain) const {
  const CsvField& text = field(kStart);
  const Decimal seconds = parse_decimal(text.text, 9);
  const bool negative = text.text.starts_with('-') && (seconds.value != 0 || !seconds.exact);
  if (seconds.status == Decimal::Status::Ok && !negative && seconds.value <= kFarthest) return seconds.value;
  const bool far = seconds.status != Decimal::Status::NotANumber && !negative;
  complain(column_of(text),
           fmt::format("start_s: {}, got {}",
                       far ? "out of range" : "expected a number of seconds from time 0, not negative",
                       in_quotes(text.text)));
  return std::nullopt;
}

std::string TransferRows::at_end() const {
  if (header_ == Header::None) return "no transfer in it, and no header line";
  return header_ == Header::Good && rows_ == 0 ? "no transfer in it" : "";
}

}  // namespace suanwang
