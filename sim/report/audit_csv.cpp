#include "report/audit_csv.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace suanwang::audit {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 18U;
constexpr std::size_t kLongestRow = std::size_t{1} << 26U;  // a gang in millions of pieces

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& path, std::string shown,
                 std::span<const std::string_view> columns, std::size_t needed, Diagnostics& diagnostics)
    : shown_{std::move(shown)}, diagnostics_{diagnostics}, columns_{columns.begin(), columns.end()} {
  places_.resize(columns.size());
  open(path);
  if (!failed_) read_header(needed);
}

void CsvFile::open(const std::filesystem::path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return fail(std::generic_category().message(errno));
  if (!S_ISREG(facts.st_mode)) return fail("not a file");  // a pipe would be waited for
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) return fail(std::generic_category().message(errno));
  buffer_.resize(kBuffer);
}

CsvFile::~CsvFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void CsvFile::fail(std::string message) {
  if (!failed_) diagnostics_.error({shown_, static_cast<int>(line_), 0}, "", std::move(message));
  failed_ = true;
}

void CsvFile::fail(std::size_t column, std::string_view expected) {
  fail(fmt::format("{}: expected {}, got {}", columns_[column], expected, quoted(text(column))));
}

bool CsvFile::read_more() {
  if (ended_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) {
    if (buffer_.size() >= kLongestRow) {
      fail("a row without an end");
      return false;
    }
    buffer_.resize(2 * buffer_.size());
  }
  ssize_t count = 0;
  do {
    count = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
  } while (count < 0 && errno == EINTR);
  if (count < 0) fail(std::generic_category().message(errno));
  ended_ = count <= 0;
  if (count > 0) end_ += static_cast<std::size_t>(count);
  return count > 0;
}

/// Takes the next record, without the end of its line, into `record_`; false at the end of the file. Ends of
/// lines between quotes are part of it.
bool CsvFile::find_record() {
  bool is_quoted = false;
  std::size_t seen = 0;
  line_ = next_line_;
  while (!failed_) {
    for (; begin_ + seen < end_; ++seen) {
      const char* from = buffer_.data() + begin_ + seen;
      const std::size_t left = end_ - begin_ - seen;
      const auto* newline = static_cast<const char*>(std::memchr(from, '\n', left));
      const std::size_t until = newline == nullptr ? left : static_cast<std::size_t>(newline - from);
      is_quoted = is_quoted != (std::count(from, from + until, '"') % 2 != 0);
      seen += until;
      if (newline == nullptr) break;
      ++next_line_;
      if (is_quoted) continue;
      record_ = {buffer_.data() + begin_, seen};
      begin_ += seen + 1;
      return true;
    }
    if (!read_more()) break;
  }
  if (!failed_ && begin_ < end_) fail("the file ends inside this row: it is not whole");
  return false;
}

void CsvFile::split(std::string_view record) {
  fields_.clear();
  if (record.find('\0') != std::string_view::npos) return fail("a byte 0, which is no text");
  const bool has_quotes = record.find('"') != std::string_view::npos;
  if (has_quotes) {
    unquoted_.clear();
    unquoted_.reserve(record.size());  // fields are views of it
  }
  for (std::size_t at = 0;; ++at) {
    if (has_quotes && at < record.size() && record[at] == '"') {
      const std::size_t start = unquoted_.size();
      for (++at; at < record.size(); ++at) {
        if (record[at] == '"' && (at + 1 == record.size() || record[at + 1] != '"')) break;
        if (record[at] == '"') ++at;
        unquoted_ += record[at];
      }
      ++at;  // the closing quote
      if (at < record.size() && record[at] != ',') return fail("text after the end of a quoted field");
      fields_.push_back(std::string_view{unquoted_}.substr(start));
    } else {
      const std::size_t to = std::min(record.find(',', at), record.size());
      fields_.push_back(record.substr(at, to - at));
      at = to;
    }
    if (at >= record.size()) return;
  }
}

void CsvFile::read_header(std::size_t needed) {
  if (!find_record()) return fail("empty: expected a first line with the names of columns");
  split(record_);
  width_ = fields_.size();
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const auto found = std::ranges::find(fields_, columns_[c]);
    if (found != fields_.end()) {
      places_[c] = static_cast<std::size_t>(found - fields_.begin());
    } else if (c < needed) {
      fail("no column " + quoted(columns_[c]));
    }
  }
}

bool CsvFile::next() {
  if (failed_ || !find_record()) return false;
  split(record_);
  if (!failed_ && fields_.size() != width_)
    fail(fmt::format("expected {} fields, as in the first line, got {}", width_, fields_.size()));
  return !failed_;
}

std::string_view CsvFile::text(std::size_t column) const {
  return places_[column] ? fields_[*places_[column]] : std::string_view{};
}

/// A decimal number times 10^decimals, exactly; none where it is no such number.
std::optional<std::int64_t> CsvFile::number_of(std::string_view digits, int decimals) {
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::int64_t value = 0;
  int after_point = point < digits.size() ? static_cast<int>(digits.size() - point) - 1 : 0;
  bool good = point > 0 && after_point <= decimals && (point == digits.size() || after_point > 0);
  const auto append = [&](int digit) {
    good = good && digit >= 0 && digit <= 9 && value <= (std::numeric_limits<std::int64_t>::max() - 9) / 10;
    if (good) value = value * 10 + digit;
  };
  for (std::size_t i = 0; good && i < digits.size(); ++i) {
    if (i != point) append(digits[i] - '0');
  }
  for (; good && after_point < decimals; ++after_point) append(0);
  if (!good) return std::nullopt;
  return negative ? -value : value;
}

std::optional<std::int64_t> CsvFile::fixed(std::size_t column, int decimals, std::string_view expected) {
  if (text(column).empty() || failed_) return std::nullopt;
  const std::optional<std::int64_t> number = number_of(text(column), decimals);
  if (!number) fail(column, expected);
  return number;
}

std::optional<std::int64_t> CsvFile::time(std::size_t column) {
  return fixed(column, 9, "seconds with at most nine decimals, below 9e9");
}

std::int64_t CsvFile::needed_time(std::size_t column) {
  if (text(column).empty()) fail(column, "seconds");
  return time(column).value_or(0);
}

std::int64_t CsvFile::milli(std::size_t column) {
  constexpr std::int64_t kMost = 4'294'967'295'000;  // as many as `whole` knows
  if (text(column).empty()) fail(column, "a number");
  const std::int64_t value = fixed(column, 3, "a number with at most three decimals").value_or(0);
  if (value < 0 || value > kMost) fail(column, "a number from 0 to 4294967295");
  return value;
}

std::optional<double> CsvFile::real(std::size_t column) {
  const std::string_view digits = text(column);
  if (digits.empty() || failed_) return std::nullopt;
  double value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || !std::isfinite(value)) {
    fail(column, "a number");
    return std::nullopt;
  }
  return value;
}

double CsvFile::needed_real(std::size_t column) {
  if (text(column).empty()) fail(column, "a number");
  return real(column).value_or(0);
}

std::uint64_t CsvFile::whole(std::size_t column) {
  const std::string_view digits = text(column);
  std::uint32_t value = 0;  // more of anything there is not
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) fail(column, "a whole number");
  return value;
}

void CsvFile::ranges(std::size_t column, std::vector<Range>& into) {
  const std::string_view all = text(column);
  const char* const end = all.data() + all.size();
  into.clear();
  for (const char* at = all.data(); at != end;) {
    Range range;
    auto read = std::from_chars(at, end, range.first);
    range.last = range.first;
    if (read.ec == std::errc{} && read.ptr != end && *read.ptr == '-')
      read = std::from_chars(read.ptr + 1, end, range.last);
    const bool goes_on = read.ec == std::errc{} && read.ptr != end && *read.ptr == ' ' && read.ptr + 1 != end;
    const bool ascends = into.empty() || range.first > into.back().last;
    if (read.ec != std::errc{} || (read.ptr != end && !goes_on) || range.last < range.first || !ascends)
      return fail(column, "numbers of accelerators such as 0-3 7");
    into.push_back(range);
    at = goes_on ? read.ptr + 1 : end;
  }
}

void CsvFile::parts(std::size_t column, std::vector<Part>& into) {
  into.clear();
  std::string_view rest = text(column);
  while (!rest.empty() && !failed_) {
    const std::string_view part = rest.substr(0, rest.find(';'));
    const std::size_t colon = std::min(part.find(':'), part.size());
    const std::string_view name = part.substr(0, colon);
    const auto ns = colon < part.size() ? number_of(part.substr(colon + 1), 9) : std::nullopt;
    const bool is_new = std::ranges::find(into, name, &Part::name) == into.end();
    const bool ends_well = part.size() == rest.size() || part.size() + 1 < rest.size();
    if (name.empty() || !ns || *ns < 0 || !is_new || !ends_well)
      return fail(column, "reasons with seconds such as capacity:12.5;order:3");
    into.push_back({name, *ns});
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
}

}  // namespace suanwang::audit
