#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "suanwang/work/source.hpp"

namespace suanwang {

/// A kept job as its log has it: the log's own time, in nanoseconds.
struct LoggedJob {
  std::int64_t submit = 0;
  std::int64_t run = 0;
  std::int64_t walltime = 0;
  std::int64_t accelerators = 0;
  std::uint64_t label = 0;
  std::uint64_t index = 0;  ///< among the kept rows, in the order of the file

  friend bool operator==(const LoggedJob&, const LoggedJob&) = default;
};

/// Instants of a log lie within ±146 years of its zero, so that the span between any two of them is a
/// `Duration`.
inline constexpr std::int64_t kFarthest = std::int64_t{1} << 62;

/// More accelerators than this in one job are taken for an error of the log.
inline constexpr std::int64_t kMostAccelerators = 1'000'000'000;

/// Why a row was left out or mended. A row is dropped for the first reason that holds, in this order.
enum class Drop : std::uint8_t { NoProcessors, AboveCapacity, NoRun, NegativeSubmit };
enum class Repair : std::uint8_t { NoRequest, CutToWalltime };

/// How many rows were kept, left out and mended.
struct RowCounts {
  std::uint64_t rows = 0;
  std::uint64_t kept = 0;
  std::array<std::uint64_t, 4> dropped{};
  std::array<std::uint64_t, 2> repaired{};

  [[nodiscard]] ReadReport report() const;
};

/// The fate of one line of a log.
struct Row {
  enum class Verdict : std::uint8_t { Nothing, Kept, Dropped, Malformed };
  Verdict verdict = Verdict::Nothing;
  LoggedJob job;    ///< when kept
  int column = 0;   ///< when malformed: byte of the line, from 1
  std::string why;  ///< when malformed

  static Row nothing() { return {}; }
  static Row malformed(std::size_t column, std::string why) {
    return {Verdict::Malformed, {}, static_cast<int>(column), std::move(why)};
  }
};

/// Numbers of a job as its row gives them, before the rules that all formats share.
struct Request {
  std::int64_t submit = 0;  ///< [ns]
  std::int64_t run = 0;     ///< [ns]
  std::optional<std::int64_t> requested =
      std::nullopt;  ///< walltime [ns], > 0; none: the log has none for this job
  std::int64_t accelerators = 0;
  std::uint64_t label = 0;
};

/// The rules that differ from log to log.
struct RowRules {
  std::optional<std::int64_t> capacity = std::nullopt;  ///< whole accelerators
  bool exact_walltime = false;
  bool has_zero = true;               ///< a submission before the log's zero is an error of the log
  bool cut_run_to_walltime = true;    ///< a run beyond its walltime is noise of the log, not a kill to come
  bool count_missing_request = true;  ///< whether a job without a request counts as mended
};

/// Keeps or drops a row, mends it, and counts what it did.
[[nodiscard]] Row judge(const Request& request, const RowRules& rules, RowCounts& counts);

/// Reads one log from its first line to its last.
class RowReader {
 public:
  virtual ~RowReader() = default;

  [[nodiscard]] virtual Row read(std::string_view line) = 0;

  /// An error that only the end of the file shows ("it has no header line"); "" when there is none.
  [[nodiscard]] virtual std::string at_end() const { return ""; }

  [[nodiscard]] virtual std::optional<CivilTime> zero_date() const { return std::nullopt; }

  [[nodiscard]] const RowCounts& counts() const { return counts_; }

 protected:
  RowCounts counts_;
};

/// How a format of one job a line is read.
struct RowFormat {
  std::function<std::unique_ptr<RowReader>()> reader;
  std::function<std::string(std::uint64_t)> label_text;
  bool civil = false;
};

/// Checks such a log: one pass over the file. See `Trace` for what comes of it.
[[nodiscard]] std::shared_ptr<const Trace> check_log(const std::string& file, RowFormat format,
                                                     Diagnostics& diagnostics);

/// A log that is held in memory. @pre not empty
[[nodiscard]] std::shared_ptr<const Trace> held_log(std::vector<LoggedJob> jobs, const ReadReport& report,
                                                    std::function<std::string(std::uint64_t)> label_text);

/// Reports what is wrong with one log: the first 20 problems, then how many there are besides.
class LogProblems {
 public:
  static constexpr std::size_t kShown = 20;

  LogProblems(std::string file, Diagnostics& diagnostics)
      : file_{std::move(file)}, diagnostics_{diagnostics} {}

  void add(std::int64_t line, int column, std::string path, std::string message);
  /// To be called once, after the last problem.
  void finish();
  [[nodiscard]] bool any() const { return found_ > 0; }

 private:
  std::string file_;
  Diagnostics& diagnostics_;
  std::size_t found_ = 0;
  int last_line_ = 0;  ///< of those shown and the first that is not
};

/// "no job in it", and why none is left.
[[nodiscard]] std::string no_job_message(const ReadReport& report);

}  // namespace suanwang
