/// Logs as `Trace`s: the checking pass, and the passes that replay.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/base/hash.hpp"

#include "work/disorder.hpp"
#include "work/line_reader.hpp"
#include "work/log_rows.hpp"
#include "work/reorder.hpp"

namespace suanwang {
namespace {

/// What the checking pass has found; shared by all passes that follow.
struct CheckedLog {
  std::string file;  ///< empty: held in memory
  RowFormat format;
  ReadReport report;
  std::int64_t first_submit = 0;
  std::int64_t last_submit = 0;
  std::size_t window = 0;       ///< see `Disorder`
  std::vector<LoggedJob> held;  ///< all jobs, in order, when they are held in memory
  Digest digest;                ///< of the kept rows, in the order of the file
  std::optional<CivilTime> zero_date;
};

void add_to(Digest& digest, const LoggedJob& job) {
  digest.add(static_cast<std::uint64_t>(job.submit));
  digest.add(static_cast<std::uint64_t>(job.run));
  digest.add(static_cast<std::uint64_t>(job.walltime) * 31 + static_cast<std::uint64_t>(job.accelerators));
  digest.add(job.label);
}

/// Equal submissions keep the order of the file.
struct Earlier {
  bool operator()(const LoggedJob& a, const LoggedJob& b) const {
    return a.submit != b.submit ? a.submit < b.submit : a.index < b.index;
  }
};

/// The kept jobs of a file that has been checked before, in the order of submission.
class FilePass {
 public:
  explicit FilePass(std::shared_ptr<const CheckedLog> log)
      : log_{std::move(log)}, lines_{log_->file}, rows_{log_->format.reader()}, in_order_{log_->window} {
    if (!lines_.failure().empty()) changed(lines_.failure());
  }

  std::optional<LoggedJob> next() {
    return in_order_.next([this] { return next_row(); });
  }

 private:
  std::optional<LoggedJob> next_row() {
    while (lines_.next()) {
      if (lines_.too_long()) continue;
      const Row row = rows_->read(lines_.line());
      if (row.verdict == Row::Verdict::Malformed) changed(row.why);
      if (row.verdict != Row::Verdict::Kept) continue;
      add_to(digest_, row.job);
      return row.job;
    }
    if (!lines_.failure().empty()) changed(lines_.failure());
    if (!(digest_ == log_->digest)) changed("other jobs are in it now");
    return std::nullopt;
  }

  [[noreturn]] void changed(const std::string& what) const {
    throw SimulationError{fmt::format("{}:{}: the log has changed since it was checked: {}", log_->file,
                                      lines_.number(), what)};
  }

  std::shared_ptr<const CheckedLog> log_;
  LineReader lines_;
  std::unique_ptr<RowReader> rows_;
  Digest digest_;
  Reorder<LoggedJob, Earlier> in_order_;
};

/// The kept jobs of a log that is in memory.
class HeldPass {
 public:
  explicit HeldPass(std::shared_ptr<const CheckedLog> log) : log_{std::move(log)} {}

  std::optional<LoggedJob> next() {
    if (at_ == log_->held.size()) return std::nullopt;
    return log_->held[at_++];
  }

 private:
  std::shared_ptr<const CheckedLog> log_;
  std::size_t at_ = 0;
};

template <class Pass>
class LogSource final : public JobSource {
 public:
  LogSource(std::shared_ptr<const CheckedLog> log, const StreamDefaults& defaults, Duration zero)
      : log_{log}, pass_{std::move(log)}, defaults_{defaults}, zero_{zero} {}

  std::size_t read(std::span<Job> jobs) override {
    std::size_t count = 0;
    while (count < jobs.size()) {
      const std::optional<LoggedJob> logged = pass_.next();
      if (!logged) break;
      if (logged->submit >= zero_.count()) jobs[count++] = job_of(*logged);
    }
    return count;
  }

  [[nodiscard]] bool reads_file() const override { return true; }
  [[nodiscard]] std::string label_text(std::uint64_t label) const override {
    return log_->format.label_text ? log_->format.label_text(label) : JobSource::label_text(label);
  }

 private:
  [[nodiscard]] Job job_of(const LoggedJob& logged) const {
    return {{.stream = defaults_.stream,
             .job_class = defaults_.job_class,
             .index = logged.index,
             .label = logged.label,
             .submit = since_zero(logged.submit),
             .accelerators = Accelerators::whole(logged.accelerators),
             .walltime = Duration{logged.walltime},
             .priority = defaults_.priority,
             .tenant = defaults_.tenant,
             .home = defaults_.home},
            Duration{logged.run},
            defaults_.data,
            defaults_.output,
            defaults_.checkpoint};
  }

  /// A zero may be centuries before the log; what is too far from it for a `Time` never comes.
  [[nodiscard]] Time since_zero(std::int64_t submit) const {
    std::int64_t span = 0;
    return __builtin_sub_overflow(submit, zero_.count(), &span) ? kNever : kStart + Duration{span};
  }

  std::shared_ptr<const CheckedLog> log_;
  Pass pass_;
  StreamDefaults defaults_;
  Duration zero_;
};

class LogTrace final : public Trace {
 public:
  explicit LogTrace(CheckedLog log) : log_{std::make_shared<const CheckedLog>(std::move(log))} {}

  [[nodiscard]] std::unique_ptr<JobSource> open(const StreamDefaults& defaults,
                                                Duration zero) const override {
    if (log_->file.empty()) return std::make_unique<LogSource<HeldPass>>(log_, defaults, zero);
    return std::make_unique<LogSource<FilePass>>(log_, defaults, zero);
  }

  [[nodiscard]] Duration first_submit() const override { return Duration{log_->first_submit}; }
  [[nodiscard]] Duration last_submit() const override { return Duration{log_->last_submit}; }
  [[nodiscard]] bool is_civil() const override { return log_->format.civil; }
  [[nodiscard]] const ReadReport& report() const override { return log_->report; }
  [[nodiscard]] std::string label_text(std::uint64_t label) const override {
    return log_->format.label_text ? log_->format.label_text(label) : Trace::label_text(label);
  }
  [[nodiscard]] std::optional<CivilTime> zero_date() const override { return log_->zero_date; }

 private:
  std::shared_ptr<const CheckedLog> log_;
};

/// Puts every kept row into memory, in order: for a log whose rows are too far from it.
void hold(CheckedLog& log, std::vector<LoggedJob> jobs) {
  std::sort(jobs.begin(), jobs.end(), Earlier{});
  log.held = std::move(jobs);
  log.file.clear();
}

std::vector<LoggedJob> all_rows(const CheckedLog& log) {
  std::vector<LoggedJob> jobs;
  jobs.reserve(log.report.kept);
  CheckedLog plain = log;
  plain.window = 0;  // rows as they come
  FilePass pass{std::make_shared<const CheckedLog>(std::move(plain))};
  while (const std::optional<LoggedJob> job = pass.next()) jobs.push_back(*job);
  return jobs;
}

}  // namespace

Trace::Window Trace::window(Duration zero, Duration span) const {
  const std::uint64_t kept = report().kept;
  std::int64_t end = 0;
  const bool endless = __builtin_add_overflow(zero.count(), span.count(), &end);
  if (zero <= first_submit() && (endless || last_submit().count() < end)) return {0, kept, 0};
  Window window;
  const Time limit = span == Duration::max() ? kNever : kStart + span;
  for (const std::unique_ptr<JobSource> source = open({}, zero); const auto job = source->next();) {
    ++(job->submit < limit ? window.inside : window.after);
  }
  window.before = kept - window.inside - window.after;
  return window;
}

std::shared_ptr<const Trace> check_log(const std::string& file, RowFormat format, Diagnostics& diagnostics) {
  LogProblems problems{file, diagnostics};
  LineReader lines{file};
  const std::unique_ptr<RowReader> rows = format.reader();
  CheckedLog log;
  log.file = file;
  log.format = std::move(format);
  log.first_submit = kFarthest;
  log.last_submit = -kFarthest;
  Disorder disorder;
  while (lines.next()) {
    if (lines.too_long()) {
      if (lines.too_long_begins_with() != ';') {
        problems.add(lines.number(), 1, "",
                     fmt::format("a line of more than {} bytes", LineReader::kLongest));
      }
      continue;
    }
    Row row = rows->read(lines.line());
    if (row.verdict == Row::Verdict::Malformed) {
      problems.add(lines.number(), row.column, "", std::move(row.why));
    } else if (row.verdict == Row::Verdict::Kept) {
      disorder.add(row.job.submit);
      log.first_submit = std::min(log.first_submit, row.job.submit);
      log.last_submit = std::max(log.last_submit, row.job.submit);
      add_to(log.digest, row.job);
    }
  }
  log.report = rows->counts().report();
  log.zero_date = rows->zero_date();
  if (!lines.failure().empty()) {
    const std::int64_t line = lines.number() == 0 ? 0 : lines.number() + 1;
    problems.add(line, 0, "", fmt::format("cannot read the log: {}", lines.failure()));
  } else if (const std::string why = rows->at_end(); !why.empty()) {
    problems.add(0, 0, "", why);
  } else if (!problems.any() && log.report.kept == 0) {
    problems.add(0, 0, "", no_job_message(log.report));
  }
  problems.finish();
  if (problems.any()) return nullptr;

  if (const std::optional<std::size_t> window = disorder.window()) {
    log.window = *window;
  } else {
    hold(log, all_rows(log));
  }
  return std::make_shared<const LogTrace>(std::move(log));
}

std::shared_ptr<const Trace> held_log(std::vector<LoggedJob> jobs, const ReadReport& report,
                                      std::function<std::string(std::uint64_t)> label_text) {
  SUANWANG_CHECK(!jobs.empty());
  CheckedLog log;
  log.format.label_text = std::move(label_text);
  log.report = report;
  hold(log, std::move(jobs));
  log.first_submit = log.held.front().submit;
  log.last_submit = log.held.back().submit;
  return std::make_shared<const LogTrace>(std::move(log));
}

}  // namespace suanwang
