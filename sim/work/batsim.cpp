/// Batsim's workloads in JSON: jobs, each with a profile that says what it does.
/// @source Batsim documentation, "Workload"; profile type names of both generations.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/work/source.hpp"

#include "work/batsim_file.hpp"
#include "work/decimal.hpp"
#include "work/log_rows.hpp"

namespace suanwang {
namespace {

using Scalar = BatsimFile::Scalar;
using Entry = BatsimFile::Entry;
using Field = BatsimFile::Field;
constexpr auto& kKeys = BatsimFile::kKeys;

/// Turns what was found into jobs.
class Workload {
 public:
  Workload(const TraceOptions& options, BatsimFile found, LogProblems& problems)
      : found_{std::move(found)}, problems_{problems} {
    rules_.exact_walltime = options.exact_walltime;
    rules_.cut_run_to_walltime = false;  // it will be killed
    if (options.capacity) {
      rules_.capacity = options.capacity->count();
    } else {
      read_platform_size();
    }
  }

  void read() {
    for (Entry& profile : found_.profiles) {
      if (!profiles_.emplace(profile.name, &profile).second) {
        complain(profile, fmt::format("profile {} is defined twice", in_quotes(profile.name)));
      }
    }
    for (const Entry& job : found_.jobs) read_job(job);
    check_ids();
  }

  [[nodiscard]] const RowCounts& counts() const { return counts_; }
  [[nodiscard]] std::vector<LoggedJob> take_jobs() { return std::move(jobs_); }
  /// Ids of all jobs, by label.
  [[nodiscard]] std::vector<std::string> take_ids() { return std::move(ids_); }

 private:
  void complain(const Entry& entry, std::string what) {
    problems_.add(entry.at.line, entry.at.column, "", std::move(what));
  }

  void read_platform_size() {
    if (found_.nb_res.kind != Scalar::Kind::Numeric) return;
    const Decimal size = parse_decimal(found_.nb_res.text, 0);
    if (size.status == Decimal::Status::Ok && size.exact && size.value > 0) rules_.capacity = size.value;
  }

  /// A field that must be a number, × 10^scale; nothing, and a complaint, when it is not one.
  std::optional<std::int64_t> number(const Entry& entry, const std::string& of, Field field) {
    const Scalar& scalar = entry.fields[field];
    const bool whole = field == Field::kRes;
    if (scalar.kind == Scalar::Kind::Absent) {
      complain(entry, fmt::format("{} has no '{}'", of, kKeys[field]));
      return std::nullopt;
    }
    const Decimal value =
        scalar.kind == Scalar::Kind::Numeric ? parse_decimal(scalar.text, whole ? 0 : 9) : Decimal{};
    if (value.status == Decimal::Status::NotANumber ||
        (whole && !value.exact && value.value < kMostAccelerators)) {
      complain(entry, fmt::format("{}: '{}' must be a {}, got {}", of, kKeys[field],
                                  whole ? "whole number" : "number of seconds", scalar.shown()));
      return std::nullopt;
    }
    const std::int64_t most = whole ? kMostAccelerators : kFarthest;
    if (value.status == Decimal::Status::OutOfRange || value.value > most || value.value < -most) {
      complain(entry, fmt::format("{}: '{}' is out of range: {}", of, kKeys[field], scalar.shown()));
      return std::nullopt;
    }
    return value.value;
  }

  void read_job(const Entry& job) {
    const std::string id = read_id(job);
    const std::string of = fmt::format("job {}", in_quotes(id));
    const std::optional<std::int64_t> submit = number(job, of, Field::kSubtime);
    const std::optional<std::int64_t> res = number(job, of, Field::kRes);
    const std::optional<std::int64_t> run = read_profile(job, of);
    std::optional<std::int64_t> walltime;
    bool sound = submit && res && run;
    if (job.fields[Field::kWalltime].kind != Scalar::Kind::Absent) {
      walltime = number(job, of, Field::kWalltime);
      sound = sound && walltime;
      if (walltime == -kSecond) {
        walltime.reset();  // as if it were absent
      } else if (walltime && *walltime <= 0) {
        complain(job, fmt::format("{}: 'walltime' must be positive, or -1 for none, got {}", of,
                                  job.fields[Field::kWalltime].shown()));
        sound = false;
      }
    }
    ids_.push_back(id);
    places_.push_back(job.at);
    if (!sound) return;
    const Row row = judge({.submit = *submit,
                           .run = *run,
                           .requested = walltime,
                           .accelerators = *res,
                           .label = ids_.size() - 1},
                          rules_, counts_);
    if (row.verdict == Row::Verdict::Kept) jobs_.push_back(row.job);
  }

  std::string read_id(const Entry& job) {
    const Scalar& id = job.fields[Field::kId];
    if (id.kind == Scalar::Kind::Absent) {
      complain(job, "a job has no 'id'");
    } else if (id.kind == Scalar::Kind::Other) {
      complain(job, "the 'id' of a job must be a string or a number");
    }
    return id.text;
  }

  /// Run time of the job's profile [ns].
  std::optional<std::int64_t> read_profile(const Entry& job, const std::string& of) {
    const Scalar& name = job.fields[Field::kProfile];
    if (name.kind == Scalar::Kind::Absent || name.kind == Scalar::Kind::Other) {
      complain(job, fmt::format("{} names no 'profile'", of));
      return std::nullopt;
    }
    const auto found = profiles_.find(name.text);
    if (found == profiles_.end()) {
      complain(job, fmt::format("{}: there is no profile {}", of, in_quotes(name.text)));
      return std::nullopt;
    }
    Known& profile = found->second;
    if (!profile.read) {
      profile.read = true;
      profile.run = run_of(*profile.entry);
    }
    return profile.run;
  }

  std::optional<std::int64_t> run_of(const Entry& profile) {
    const std::string of = fmt::format("profile {}", in_quotes(profile.name));
    const Scalar& type = profile.fields[Field::kType];
    if (type.kind == Scalar::Kind::String && (type.text == "delay" || type.text == "DelayProfile")) {
      return number(profile, of, Field::kDelay);
    }
    complain(profile, type.kind == Scalar::Kind::Absent
                          ? fmt::format("{} has no 'type'", of)
                          : fmt::format("{}: type {} is not supported, only delay", of, type.shown()));
    return std::nullopt;
  }

  void check_ids() {
    std::vector<std::size_t> order(ids_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return ids_[a] < ids_[b]; });
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (ids_[order[i]].empty() || ids_[order[i]] != ids_[order[i - 1]]) continue;
      const BatsimFile::Place at = places_[order[i]];
      problems_.add(at.line, at.column, "",
                    fmt::format("job {} has the id of the job in line {}", in_quotes(ids_[order[i]]),
                                places_[order[i - 1]].line));
    }
  }

  static constexpr std::int64_t kSecond = 1'000'000'000;

  struct Known {
    const Entry* entry;
    bool read = false;
    std::optional<std::int64_t> run;

    Known(const Entry* it) : entry{it} {}  // NOLINT(google-explicit-constructor)
  };

  BatsimFile found_;
  LogProblems& problems_;
  RowRules rules_;
  RowCounts counts_;
  std::map<std::string, Known> profiles_;
  std::vector<LoggedJob> jobs_;
  std::vector<std::string> ids_;
  std::vector<BatsimFile::Place> places_;
};

std::shared_ptr<const Trace> read_all(const TraceOptions& options, LogProblems& problems) {
  BatsimFile file = read_batsim_file(options.file);
  if (!file.failure.empty()) {
    problems.add(0, 0, "", fmt::format("cannot read the log: {}", file.failure));
    return nullptr;
  }
  for (const auto& [at, what] : file.problems) problems.add(at.line, at.column, "", what);
  if (problems.any()) return nullptr;

  Workload workload{options, std::move(file), problems};
  workload.read();
  const ReadReport report = workload.counts().report();
  if (!problems.any() && report.kept == 0) problems.add(0, 0, "", no_job_message(report));
  if (problems.any()) return nullptr;
  return held_log(workload.take_jobs(), report, [ids = workload.take_ids()](std::uint64_t label) {
    return ids.at(static_cast<std::size_t>(label));
  });
}

}  // namespace

std::shared_ptr<const Trace> read_batsim(const TraceOptions& options, Diagnostics& diagnostics) {
  LogProblems problems{options.file, diagnostics};
  std::shared_ptr<const Trace> trace = read_all(options, problems);
  problems.finish();
  return trace;
}

}  // namespace suanwang
