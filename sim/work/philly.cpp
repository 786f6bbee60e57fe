/// CSV logs in the form of Microsoft's Philly trace: a header line with the columns' names, one job a line.
#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"
#include "suanwang/work/source.hpp"

#include "work/csv.hpp"
#include "work/decimal.hpp"
#include "work/log_rows.hpp"

namespace suanwang {
namespace {

class PhillyReader final : public RowReader {
 public:
  explicit PhillyReader(const TraceOptions& options) : utc_offset_{options.utc_offset} {
    if (options.capacity) rules_.capacity = options.capacity->count();
    rules_.has_zero = false;               // dates before 1970 are dates
    rules_.count_missing_request = false;  // the log has none at all
  }

  [[nodiscard]] Row read(std::string_view line) override {
    if (trimmed(line).empty()) return Row::nothing();
    if (header_ == Header::Unreadable) return Row::nothing();
    if (!split_csv(line, fields_)) return Row::malformed(1, "a quote is not closed in this line");
    return header_ == Header::None ? read_header() : read_row();
  }

  [[nodiscard]] std::string at_end() const override {
    return header_ == Header::None ? "no job in it, and no header line" : "";
  }

 private:
  enum class Header : std::uint8_t { None, Good, Unreadable };
  enum Wanted : std::size_t { kTimestamp, kDuration, kGpus };
  static constexpr std::array<const char*, 3> kNames{"timestamp", "duration", "num_gpus"};

  [[nodiscard]] Row read_header() {
    header_ = Header::Unreadable;  // one message is enough, if it is
    for (std::size_t wanted = 0; wanted < kNames.size(); ++wanted) {
      const auto is_it = [&](const CsvField& field) { return field.text == kNames[wanted]; };
      const auto found = std::find_if(fields_.begin(), fields_.end(), is_it);
      if (found == fields_.end()) {
        return Row::malformed(1,
                              fmt::format("no column '{}'; the first line must name timestamp, duration and "
                                          "num_gpus",
                                          kNames[wanted]));
      }
      const auto again = std::find_if(found + 1, fields_.end(), is_it);
      if (again != fields_.end()) {
        return Row::malformed(again->begin + 1, fmt::format("two columns '{}'", kNames[wanted]));
      }
      place_[wanted] = static_cast<std::size_t>(found - fields_.begin());
    }
    columns_ = fields_.size();
    header_ = Header::Good;
    return Row::nothing();
  }

  [[nodiscard]] Row read_row() {
    const std::uint64_t row = ++data_rows_;
    if (fields_.size() != columns_) {
      return Row::malformed(1,
                            fmt::format("this row has {} columns, the header {}", fields_.size(), columns_));
    }
    Request request;
    request.label = row;
    const CsvField& date = fields_[place_[kTimestamp]];
    const std::optional<CivilTime> civil = parse_date(date.text, utc_offset_);
    if (!civil) return bad(kTimestamp, "expected a date like '2017-10-09 07:01:55'");
    const std::int64_t second = civil->time_since_epoch().count();
    if (second > kFarthest / kNanos || second < -(kFarthest / kNanos)) return bad(kTimestamp, "out of range");
    request.submit = second * kNanos;

    const Decimal duration = parse_decimal(fields_[place_[kDuration]].text, 9);
    if (duration.status == Decimal::Status::NotANumber) return bad(kDuration, "expected a number of seconds");
    if (duration.status == Decimal::Status::OutOfRange || duration.value > kFarthest) {
      return bad(kDuration, "out of range");
    }
    request.run = duration.value;

    const Decimal gpus = parse_decimal(fields_[place_[kGpus]].text, 0);
    if (gpus.status == Decimal::Status::NotANumber || (gpus.status == Decimal::Status::Ok && !gpus.exact)) {
      return bad(kGpus, "expected a whole number");
    }
    if (gpus.status == Decimal::Status::OutOfRange || gpus.value > kMostAccelerators) {
      return bad(kGpus, "out of range");
    }
    request.accelerators = gpus.value;
    return judge(request, rules_, counts_);
  }

  [[nodiscard]] Row bad(Wanted wanted, std::string_view why) const {
    const CsvField& field = fields_[place_[wanted]];
    return Row::malformed(field.begin + 1,
                          fmt::format("{}: {}, got {}", kNames[wanted], why, in_quotes(field.text)));
  }

  static constexpr std::int64_t kNanos = 1'000'000'000;

  std::chrono::seconds utc_offset_;
  RowRules rules_;
  Header header_ = Header::None;
  std::array<std::size_t, 3> place_{};
  std::size_t columns_ = 0;
  std::uint64_t data_rows_ = 0;
  std::vector<CsvField> fields_;
};

}  // namespace

std::shared_ptr<const Trace> read_philly(const TraceOptions& options, Diagnostics& diagnostics) {
  return check_log(options.file,
                   {.reader = [options] { return std::make_unique<PhillyReader>(options); },
                    .label_text = {},
                    .civil = true},
                   diagnostics);
}

}  // namespace suanwang
