/// Standard Workload Format: comment lines with `;`, then one job a line in 18 columns of numbers.
/// @source Parallel Workloads Archive, "The Standard Workload Format", version 2.2.
#include <array>
#include <bit>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "suanwang/work/source.hpp"

#include "work/decimal.hpp"
#include "work/log_rows.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kColumns = 18;
constexpr std::array<const char*, kColumns> kColumnNames{"job number",
                                                         "submit time",
                                                         "wait time",
                                                         "run time",
                                                         "allocated processors",
                                                         "average CPU time",
                                                         "used memory",
                                                         "requested processors",
                                                         "requested time",
                                                         "requested memory",
                                                         "status",
                                                         "user",
                                                         "group",
                                                         "application",
                                                         "queue",
                                                         "partition",
                                                         "preceding job",
                                                         "think time"};

/// Columns that a simulation uses, from 0, and what they hold.
enum Column : std::size_t {
  kJob = 0,
  kSubmit = 1,
  kRun = 3,
  kAllocated = 4,
  kRequested = 7,
  kRequestedTime = 8
};

enum class Kind : std::uint8_t { Ignored, Whole, Seconds };

constexpr Kind kind_of(std::size_t column) {
  switch (column) {
    case kJob:
    case kAllocated:
    case kRequested:
      return Kind::Whole;
    case kSubmit:
    case kRun:
    case kRequestedTime:
      return Kind::Seconds;
    default:
      return Kind::Ignored;
  }
}

constexpr std::int64_t kNanos = 1'000'000'000;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// A word of a line, and its value when it is a plain integer of at most 9 digits: nearly all are.
struct Word {
  std::size_t begin;
  std::size_t end;
  std::optional<std::int64_t> small;
};

/// The next word at or after `at`; empty at the end of the line.
Word next_word(std::string_view line, std::size_t at) {
  while (at < line.size() && is_blank(line[at])) ++at;
  Word word{at, at, std::nullopt};
  std::size_t i = at;
  const bool negative = i < line.size() && line[i] == '-';
  if (negative) ++i;
  const std::size_t digits = i;
  std::int64_t value = 0;
  while (i < line.size() && line[i] >= '0' && line[i] <= '9' && i - digits < 9) {
    value = value * 10 + (line[i] - '0');
    ++i;
  }
  if (i > digits && (i == line.size() || is_blank(line[i]))) {
    word.small = negative ? -value : value;
  } else {
    while (i < line.size() && !is_blank(line[i])) ++i;
  }
  word.end = i;
  return word;
}

/// `; Key: 123`, when the line is one of that key.
std::optional<std::string_view> header_value(std::string_view line, std::string_view key) {
  const auto skip = [&] {
    while (!line.empty() && (is_blank(line[0]) || line[0] == ';')) line.remove_prefix(1);
  };
  skip();
  if (!line.starts_with(key)) return std::nullopt;
  line.remove_prefix(key.size());
  skip();
  if (!line.starts_with(':')) return std::nullopt;
  line.remove_prefix(1);
  skip();
  return line.substr(0, std::min(line.find_first_of(" \t"), line.size()));
}

class SwfReader final : public RowReader {
 public:
  explicit SwfReader(const TraceOptions& options) {
    rules_.exact_walltime = options.exact_walltime;
    if (options.capacity) rules_.capacity = options.capacity->count();
    capacity_known_ = options.capacity.has_value();
  }

  [[nodiscard]] Row read(std::string_view line) override {
    const Word first = next_word(line, 0);
    if (first.begin == line.size()) return Row::nothing();
    if (line[first.begin] == ';') {
      if (counts_.rows == 0) read_header(line);
      return Row::nothing();
    }
    if (counts_.rows == 0 && !capacity_known_) rules_.capacity = max_procs_ ? max_procs_ : max_nodes_;
    return read_row(line, first);
  }

  [[nodiscard]] std::optional<CivilTime> zero_date() const override { return zero_date_; }

 private:
  void read_header(std::string_view line) {
    read_number(line, "MaxProcs", max_procs_);
    read_number(line, "MaxNodes", max_nodes_);
    std::optional<std::int64_t> unix_start;
    read_number(line, "UnixStartTime", unix_start);
    if (unix_start) zero_date_ = CivilTime{std::chrono::seconds{*unix_start}};
  }

  /// A header field that holds no positive number says nothing (-1 is the format's "unknown").
  static void read_number(std::string_view line, std::string_view key, std::optional<std::int64_t>& value) {
    const std::optional<std::string_view> text = header_value(line, key);
    if (!text) return;
    const Decimal number = parse_decimal(*text, 0);
    if (number.status == Decimal::Status::Ok && number.exact && number.value > 0) value = number.value;
  }

  [[nodiscard]] Row read_row(std::string_view line, Word word) {
    std::array<std::int64_t, kColumns> value{};
    for (std::size_t column = 0; column < kColumns; ++column) {
      if (column > 0) word = next_word(line, word.end);
      if (word.begin == line.size()) {
        return Row::malformed(
            1, fmt::format("a row of the Standard Workload Format has {} columns, this one has {}", kColumns,
                           column));
      }
      if (word.small) {
        value[column] = kind_of(column) == Kind::Seconds ? *word.small * kNanos : *word.small;
        continue;
      }
      std::string why = read_unusual(line.substr(word.begin, word.end - word.begin), column, value[column]);
      if (!why.empty()) {
        return Row::malformed(word.begin + 1,
                              fmt::format("column {} ({}): {}", column + 1, kColumnNames[column], why));
      }
    }
    Request request{.submit = value[kSubmit],
                    .run = value[kRun],
                    .requested = std::nullopt,
                    .accelerators = value[kRequested] > 0 ? value[kRequested] : value[kAllocated],
                    .label = std::bit_cast<std::uint64_t>(value[kJob])};
    if (value[kRequestedTime] > 0) request.requested = value[kRequestedTime];
    return judge(request, rules_, counts_);
  }

  /// A word that is not a small integer: fractions, exponents, long numbers. Says what is wrong with it.
  static std::string read_unusual(std::string_view text, std::size_t column, std::int64_t& value) {
    const Kind kind = kind_of(column);
    const Decimal number = parse_decimal(text, kind == Kind::Seconds ? 9 : 0);
    if (number.status == Decimal::Status::NotANumber) return "expected a number, got " + in_quotes(text);
    if (kind == Kind::Ignored) return "";
    const std::int64_t most = column == kJob          ? std::numeric_limits<std::int64_t>::max()
                              : kind == Kind::Seconds ? kFarthest
                                                      : kMostAccelerators;
    if (number.status == Decimal::Status::OutOfRange || number.value > most || number.value < -most) {
      return in_quotes(text) + " is out of range";
    }
    if (kind == Kind::Whole && !number.exact) return "expected a whole number, got " + in_quotes(text);
    value = number.value;
    return "";
  }

  RowRules rules_;
  bool capacity_known_ = false;
  std::optional<std::int64_t> max_procs_;
  std::optional<std::int64_t> max_nodes_;
  std::optional<CivilTime> zero_date_;
};

}  // namespace

std::shared_ptr<const Trace> read_swf(const TraceOptions& options, Diagnostics& diagnostics) {
  return check_log(
      options.file,
      {.reader = [options] { return std::make_unique<SwfReader>(options); },
       .label_text = [](std::uint64_t label) { return std::to_string(std::bit_cast<std::int64_t>(label)); }},
      diagnostics);
}

}  // namespace suanwang
