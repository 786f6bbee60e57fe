// Reading what a spec names besides itself, and fixing its clock.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/base/civil.hpp"
#include "suanwang/scenario/run.hpp"

#include "scenario/streams.hpp"

namespace suanwang {
namespace {

/// The most accelerators of one type in one centre that the spec can ever have: what a log's row may ask for.
std::optional<Accelerators> largest_partition(const Spec& spec) {
  double largest = 0;
  for (const CentreSpec& centre : spec.centres) {
    std::map<std::string, double> by_type;
    for (const PoolSpec& pool : centre.pools) {
      if (!pool.schedulable || !pool.accelerator) continue;
      double count =
          static_cast<double>(pool.nodes.value_or(0) * pool.per_node.value_or(1) + pool.cards.value_or(0));
      const auto accelerator =
          std::find_if(spec.accelerators.begin(), spec.accelerators.end(),
                       [&](const AcceleratorSpec& a) { return a.id == *pool.accelerator; });
      for (const auto& [precision, amount] : pool.capacity) {
        count += std::floor(amount.maximum() / accelerator->peak.at(precision).base() + 1e-6);
      }
      by_type[*pool.accelerator] += count;
      largest = std::max(largest, by_type[*pool.accelerator]);
    }
  }
  constexpr double kMost = 1e12;
  if (largest <= 0 || !(largest < kMost)) return std::nullopt;
  return Accelerators::whole(static_cast<std::int64_t>(largest));
}

std::shared_ptr<const Trace> read_trace(const Spec& spec, const StreamSpec& stream, const TraceSpec& trace,
                                        Diagnostics& diagnostics) {
  TraceOptions options;
  options.file = trace.file;
  options.capacity = largest_partition(spec);
  options.exact_walltime = trace.exact_walltime;
  options.utc_offset = spec.utc_offset;
  for (const TraceFormat& format : trace_formats()) {
    if (format.name == trace.format) return format.read(options, diagnostics);
  }
  diagnostics.error(stream.at, "workload." + stream.id, "unknown trace format '" + trace.format + "'");
  return nullptr;
}

std::shared_ptr<const TransferLog> read_transfer_file(const Spec& spec, const TransfersSpec& transfers,
                                                      Diagnostics& diagnostics) {
  TransferOptions options;
  options.file = transfers.file;
  for (const CentreSpec& centre : spec.centres) options.centres.push_back(centre.id);
  return read_transfers(options, diagnostics);
}

/// Time 0: `start` if given; else the first kept submission of the logs; else the zero of the generators and
/// of the files of transfers.
bool fix_start(const Spec& spec, Inputs& inputs, Diagnostics& diagnostics) {
  inputs.origin = spec.start;
  if (spec.start) return true;
  std::optional<Duration> civil;
  std::optional<Duration> relative;
  for (const auto& trace : inputs.traces) {
    if (trace == nullptr) continue;
    std::optional<Duration>& first = trace->is_civil() ? civil : relative;
    first = first ? std::min(*first, trace->first_submit()) : trace->first_submit();
  }
  if (civil && relative) {
    diagnostics.error({spec.file, 0, 0}, "start",
                      "missing: some logs have dates and others do not, so they have no common time 0");
    return false;
  }
  if (civil) inputs.origin = CivilTime{std::chrono::floor<std::chrono::seconds>(*civil)};
  if (relative) inputs.trace_zero = *relative;
  return true;
}

bool fix_end(const Spec& spec, Inputs& inputs, Diagnostics& diagnostics) {
  if (!spec.end) return true;
  const Location at{spec.file, 0, 0};
  Duration span{0};
  if (const auto* given = std::get_if<Duration>(&*spec.end)) {
    span = *given;
  } else if (!inputs.origin) {
    diagnostics.error(at, "end", "a date needs 'start', or a log with dates, to count from");
    return false;
  } else {
    span = std::get<CivilTime>(*spec.end) - *inputs.origin;
  }
  if (span <= Duration{0}) {
    diagnostics.error(at, "end", "is not after time 0");
    return false;
  }
  inputs.end = kStart + span;
  return true;
}

std::string path_of(const StreamSpec& stream, const ExplicitJobSpec& job) {
  return fmt::format("workload.{}.jobs.{}", stream.id, job.id);
}

/// Dates of links, centres and jobs need a civil time 0; without `start` it is a log that may give it.
bool check_dates(const Spec& spec, const Inputs& inputs, Diagnostics& diagnostics) {
  if (inputs.origin) return true;
  const auto is_date = [](const Moment& moment) { return std::holds_alternative<CivilTime>(moment); };
  bool is_good = true;
  const auto refuse = [&](const Location& at, std::string path) {
    diagnostics.error(at, std::move(path), "a date needs 'start', or a log with dates, to count from");
    is_good = false;
  };
  for (const LinkSpec& link : spec.links) {
    if (std::ranges::none_of(link.upgrades, is_date, &UpgradeSpec::from) &&
        std::ranges::none_of(link.outages, is_date, &WindowSpec::from)) {
      continue;
    }
    refuse(link.at, "links." + link.id);
  }
  for (const CentreSpec& centre : spec.centres) {
    if (std::ranges::any_of(centre.opt_outs, is_date, &WindowSpec::from))
      refuse(centre.at, "centres." + centre.id);
  }
  for (const StreamSpec& stream : spec.workload) {
    const auto* jobs = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs);
    if (jobs == nullptr) continue;
    for (const ExplicitJobSpec& job : *jobs) {
      if (is_date(job.submit)) refuse(job.at, path_of(stream, job));
    }
  }
  return is_good;
}

/// A log may begin before the scenario does and go on after its end: says what is left out, and refuses when
/// nothing is left.
void check_window(const Spec& spec, Inputs& inputs, Diagnostics& diagnostics) {
  for (std::size_t s = 0; s < spec.workload.size(); ++s) {
    inputs.windows.emplace_back();
    const auto& trace = inputs.traces[s];
    if (trace == nullptr) continue;
    const auto& log = std::get<TraceSpec>(spec.workload[s].jobs);
    const std::string path = "workload." + spec.workload[s].id + ".trace.file";
    const Duration zero = trace->is_civil() ? Duration{inputs.origin->time_since_epoch()} : inputs.trace_zero;
    const Duration span = inputs.end == kNever ? Duration::max() : inputs.end - kStart;
    const Trace::Window window = trace->window(zero, span);
    inputs.windows.back() = window;
    if (window.inside == 0) {
      const char* where = window.after == 0    ? "before 'start'"
                          : window.before == 0 ? "at or after 'end'"
                                               : "before 'start' or at or after 'end'";
      diagnostics.error(log.file_at, path, fmt::format("all of its jobs are submitted {}", where));
      continue;
    }
    const auto warn = [&](std::uint64_t left_out, const char* where) {
      if (left_out == 0) return;
      diagnostics.warning(log.file_at, path,
                          fmt::format("{} of its {} jobs are submitted {} and are left out", left_out,
                                      trace->report().kept, where));
    };
    warn(window.before, "before 'start'");
    warn(window.after, "at or after 'end'");
  }
}

/// The same of jobs that the scenario spells out. None of them need be left: the next variant may keep them.
void check_listed(const Spec& spec, const Inputs& inputs, Diagnostics& diagnostics) {
  for (const StreamSpec& stream : spec.workload) {
    const auto* jobs = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs);
    if (jobs == nullptr) continue;
    for (const ExplicitJobSpec& job : *jobs) {
      const Time submit = submit_of(job, inputs);
      if (submit >= kStart && submit < inputs.end) continue;
      const char* where = submit >= kStart ? "at or after 'end'"
                          : spec.start     ? "before 'start'"
                                           : "before time 0, the first job of a log,";
      diagnostics.warning(job.at, path_of(stream, job),
                          fmt::format("is submitted {} and is left out", where));
    }
  }
}

/// The same of the files of transfers, whose zero is time 0.
void check_transfers(const Spec& spec, const Inputs& inputs, Diagnostics& diagnostics) {
  for (std::size_t s = 0; s < spec.workload.size(); ++s) {
    if (inputs.transfers[s] == nullptr) continue;
    const TransferLog& log = *inputs.transfers[s];
    const std::uint64_t late = log.size() - log.before(inputs.end);
    if (late == 0) continue;
    const Location& at = std::get<TransfersSpec>(spec.workload[s].jobs).file_at;
    const std::string path = "workload." + spec.workload[s].id + ".transfers.file";
    if (late == log.size()) {
      diagnostics.error(at, path, "all of its transfers start at or after 'end'");
    } else {
      diagnostics.warning(
          at, path,
          fmt::format("{} of its {} transfers start at or after 'end' and are left out", late, log.size()));
    }
  }
}

}  // namespace

std::optional<Inputs> prepare(const Spec& spec, Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.errors();
  Inputs inputs;
  for (const StreamSpec& stream : spec.workload) {
    const auto* trace = std::get_if<TraceSpec>(&stream.jobs);
    inputs.traces.push_back(trace == nullptr ? nullptr : read_trace(spec, stream, *trace, diagnostics));
    const auto* transfers = std::get_if<TransfersSpec>(&stream.jobs);
    inputs.transfers.push_back(transfers == nullptr ? nullptr
                                                    : read_transfer_file(spec, *transfers, diagnostics));
  }
  if (diagnostics.errors() > errors) return std::nullopt;
  if (!fix_start(spec, inputs, diagnostics) || !fix_end(spec, inputs, diagnostics)) return std::nullopt;
  if (!check_dates(spec, inputs, diagnostics)) return std::nullopt;
  check_window(spec, inputs, diagnostics);
  check_listed(spec, inputs, diagnostics);
  check_transfers(spec, inputs, diagnostics);
  if (diagnostics.errors() > errors) return std::nullopt;
  return inputs;
}

std::optional<LoadEstimate> estimate_load(const Spec& spec, const Inputs& inputs) {
  if (inputs.end == kNever) return std::nullopt;
  LoadEstimate load;
  load.demand_by_home.resize(spec.centres.size());
  const auto add = [&load](double demand, const std::optional<CentreId>& home) {
    load.demand += demand;
    if (home) load.demand_by_home[home->index()] += demand;
  };
  const std::vector<std::string> classes = class_names(spec);
  const auto sources = open_streams(spec, inputs, 0);
  for (std::size_t s = 0; s < spec.workload.size(); ++s) {
    if (const auto* g = std::get_if<GenerateSpec>(&spec.workload[s].jobs)) {
      const Generator generator = generator_of(spec, inputs, StreamId{s}, *g, classes);
      double jobs = expected_arrivals(generator.arrivals, inputs.end);
      if (generator.count) jobs = std::min(jobs, static_cast<double>(*generator.count));
      double weight = 0;
      double work = 0;
      for (const JobClass& c : generator.classes) {
        weight += c.weight;
        work += c.weight * c.accelerators.mean() * c.duration.mean();
      }
      add(jobs * work / weight, generator.defaults.home);
    } else {
      while (const auto job = sources[s]->next()) {
        if (job->submit >= inputs.end) break;
        add(static_cast<double>(job->accelerators.count()) * in_seconds(std::min(job->run, job->walltime)),
            job->home);
      }
    }
  }
  for (const DrawnPool& pool : draw_supply(spec, inputs, 0).pools) {
    if (!spec.centres[pool.centre].pools[pool.pool].schedulable || pool.online >= inputs.end) continue;
    load.supply += static_cast<double>(pool.count) * in_seconds(inputs.end - std::max(pool.online, kStart));
  }
  return load;
}

}  // namespace suanwang
