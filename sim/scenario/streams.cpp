// From the streams of a spec to sources of jobs.
#include "scenario/streams.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/scenario/instants.hpp"
#include "suanwang/work/listed_jobs.hpp"

#include "scenario/by_id.hpp"
#include "scenario/data_plan.hpp"

namespace suanwang {
namespace {

ClassId class_id(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::lower_bound(names.begin(), names.end(), name);
  SUANWANG_CHECK(found != names.end() && *found == name);
  return ClassId{static_cast<std::size_t>(found - names.begin())};
}

/// Tenant and centre of a stream or job, from their names.
StreamDefaults defaults_of(const Spec& spec, const std::optional<std::string>& tenant,
                           const std::optional<std::string>& centre) {
  StreamDefaults defaults;
  if (tenant) {
    defaults.tenant = TenantId{index_of(spec.tenants, *tenant)};
    const auto& home = spec.tenants[defaults.tenant->index()].home;
    if (home) defaults.home = CentreId{index_of(spec.centres, *home)};
  }
  if (centre) defaults.home = CentreId{index_of(spec.centres, *centre)};
  if (!defaults.home) defaults.home = only_centre(spec);
  return defaults;
}

std::int64_t seconds_into_week(const Spec& spec, const Inputs& inputs) {
  if (!inputs.origin) return 0;
  constexpr std::int64_t kWeek = 7 * 86400;
  constexpr std::int64_t kThursday = 3 * 86400;  // 1970-01-01 was one; weeks begin on Monday
  const std::int64_t local = (inputs.origin->time_since_epoch() + spec.utc_offset).count();
  return ((local + kThursday) % kWeek + kWeek) % kWeek;
}

std::unique_ptr<JobSource> open_generated(const Spec& spec, const Inputs& inputs, StreamId id,
                                          const GenerateSpec& g, const std::vector<std::string>& classes,
                                          std::uint32_t replication) {
  return generate(generator_of(spec, inputs, id, g, classes), spec.seed, replication);
}

std::unique_ptr<JobSource> open_listed(const Spec& spec, const Inputs& inputs, StreamId id, ClassId job_class,
                                       const std::vector<ExplicitJobSpec>& listed,
                                       const std::vector<std::vector<std::string>>& lists) {
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const ExplicitJobSpec& spelled = listed[i];
    const StreamDefaults defaults = defaults_of(spec, spelled.tenant, spelled.centre);
    Job job;
    job.stream = id;
    job.job_class = job_class;
    job.index = i;
    job.label = i;
    job.submit = submit_of(spelled, inputs);
    if (job.submit < kStart) continue;  // `prepare` has said so
    job.accelerators = Accelerators::whole(spelled.accelerators);
    job.run = std::max(rounded_up(spelled.duration), Duration{1});
    job.walltime = spelled.walltime ? std::max(rounded_up(*spelled.walltime), Duration{1}) : job.run;
    job.priority = spelled.priority;
    if (spelled.deadline) job.deadline = after(job.submit, *spelled.deadline);
    job.tenant = defaults.tenant;
    job.home = defaults.home;
    job.data = data_list(lists, spelled.data);
    job.output = static_cast<std::int64_t>(spelled.output.base());
    job.checkpoint = static_cast<std::int64_t>(spelled.checkpoint.base());
    jobs.push_back(job);
  }
  return std::make_unique<ListedJobs>(std::move(jobs));
}

}  // namespace

Generator generator_of(const Spec& spec, const Inputs& inputs, StreamId id, const GenerateSpec& g,
                       const std::vector<std::string>& classes) {
  Generator generator;
  generator.defaults = defaults_of(spec, g.tenant, std::nullopt);
  generator.defaults.stream = id;
  generator.defaults.data = data_list(data_lists(spec), g.data);
  generator.defaults.output = static_cast<std::int64_t>(g.output.base());
  generator.defaults.checkpoint = static_cast<std::int64_t>(g.checkpoint.base());
  generator.entity = hash_of(spec.workload[id.index()].id);
  generator.arrivals = g.arrivals;
  generator.arrivals.week_second_at_start = seconds_into_week(spec, inputs);
  for (const auto& [date, factor] : g.growth_dates) {
    const auto since = inputs.origin ? date - *inputs.origin : std::chrono::seconds{0};
    generator.arrivals.growth.emplace_back(kStart + since, factor);
  }
  for (const JobClassSpec& c : g.classes) {
    generator.classes.push_back({class_id(classes, c.id), c.weight, c.accelerators, c.duration});
  }
  generator.walltime = g.walltime;
  generator.priority = g.priority;
  generator.deadline = g.deadline;
  generator.until = inputs.end;
  generator.count = g.count;
  return generator;
}

Time submit_of(const ExplicitJobSpec& job, const Inputs& inputs) {
  return instant_of(job.submit, inputs);
}

std::optional<CentreId> only_centre(const Spec& spec) {
  std::optional<CentreId> only;
  for (std::size_t c = 0; c < spec.centres.size(); ++c) {
    const auto& pools = spec.centres[c].pools;
    if (std::none_of(pools.begin(), pools.end(), [](const PoolSpec& p) { return p.schedulable; })) continue;
    if (only) return std::nullopt;
    only = CentreId{c};
  }
  return only;
}

std::vector<std::string> class_names(const Spec& spec) {
  std::vector<std::string> names;
  for (const StreamSpec& stream : spec.workload) {
    if (const auto* g = std::get_if<GenerateSpec>(&stream.jobs)) {
      for (const JobClassSpec& c : g->classes) names.push_back(c.id);
    } else if (const auto* t = std::get_if<TraceSpec>(&stream.jobs)) {
      names.push_back(t->job_class.value_or(stream.id));
    } else if (std::holds_alternative<std::vector<ExplicitJobSpec>>(stream.jobs)) {
      names.push_back(stream.id);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string job_label(const Spec& spec, const Inputs& inputs, StreamId stream, std::uint64_t label) {
  const auto& jobs = spec.workload[stream.index()].jobs;
  if (const auto* listed = std::get_if<std::vector<ExplicitJobSpec>>(&jobs)) return (*listed)[label].id;
  if (const auto& trace = inputs.traces[stream.index()]) return trace->label_text(label);
  return std::to_string(label);
}

bool moves_data(const Spec& spec) {
  const auto moves = [](const auto& jobs) {
    return !jobs.data.empty() || jobs.output > Bytes{0} || jobs.checkpoint > Bytes{0};
  };
  return std::ranges::any_of(spec.workload, [&](const StreamSpec& stream) {
    if (const auto* generated = std::get_if<GenerateSpec>(&stream.jobs)) return moves(*generated);
    if (const auto* trace = std::get_if<TraceSpec>(&stream.jobs)) return moves(*trace);
    if (const auto* listed = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs))
      return std::ranges::any_of(*listed, moves);
    return true;
  });
}

std::vector<std::unique_ptr<JobSource>> open_streams(const Spec& spec, const Inputs& inputs,
                                                     std::uint32_t replication) {
  const std::vector<std::string> classes = class_names(spec);
  const std::vector<std::vector<std::string>> lists = data_lists(spec);
  std::vector<std::unique_ptr<JobSource>> sources;
  for (std::size_t s = 0; s < spec.workload.size(); ++s) {
    const StreamSpec& stream = spec.workload[s];
    const StreamId id{s};
    if (const auto* g = std::get_if<GenerateSpec>(&stream.jobs)) {
      sources.push_back(open_generated(spec, inputs, id, *g, classes, replication));
    } else if (const auto* t = std::get_if<TraceSpec>(&stream.jobs)) {
      StreamDefaults defaults = defaults_of(spec, t->tenant, t->centre);
      defaults.stream = id;
      defaults.data = data_list(lists, t->data);
      defaults.output = static_cast<std::int64_t>(t->output.base());
      defaults.checkpoint = static_cast<std::int64_t>(t->checkpoint.base());
      defaults.job_class = class_id(classes, t->job_class.value_or(stream.id));
      const Trace& trace = *inputs.traces[s];
      const Duration zero =
          trace.is_civil() ? Duration{inputs.origin->time_since_epoch()} : inputs.trace_zero;
      sources.push_back(trace.open(defaults, zero));
    } else if (const auto* listed = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs)) {
      sources.push_back(open_listed(spec, inputs, id, class_id(classes, stream.id), *listed, lists));
    } else {
      sources.push_back(std::make_unique<ListedJobs>(std::vector<Job>{}));  // transfers: no jobs
    }
  }
  return sources;
}

}  // namespace suanwang
