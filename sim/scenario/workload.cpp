// Tenants, mixes of job classes, and the streams of the workload.

#include <algorithm>

#include <fmt/format.h>

#include "scenario/arrivals.hpp"
#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr double kMostAccelerators = 1e9;  ///< of a gang

const DistributionFormat kGang{"accelerators",
                               {Dimension::Count, 1, kMostAccelerators, "from 1 to 1000000000", true, true}};
const DistributionFormat kRunTime{"duration", kDuration};
const DistributionFormat kPriority{"priority", {Dimension::Count, -1e9, 1e9, "from -1e9 to 1e9", true, true}};
const DistributionFormat kFactor{"factor", {Dimension::Ratio, 0, 1e6, "above 0 and up to 1000000", false}};
const DistributionFormat kDeadline{"deadline", kDuration};
constexpr Amount kShare{Dimension::Ratio, 0, 1e12, "above 0 and up to 1e12", false};
constexpr Amount kClassWeight{Dimension::Ratio, 0, 1e12, "from 0 to 1e12"};
constexpr Reference kTenant{"tenants", "tenant"};
constexpr Reference kCentre{"centres", "centre"};

/// {factor: distribution}
struct FactorRule {
  Distribution factor;
};
void fields(Fields& f, FactorRule& rule) {
  f.required("factor", rule.factor, kFactor, "times the run time; below 1 the job is killed");
}
void finish(const Object& /*object*/, FactorRule& /*rule*/) {}

/// `exact`, `{factor: …}`, or an amount of time or its distribution.
struct Walltime {
  [[nodiscard]] std::optional<WalltimeRule> read(const Value& value) const {
    if (value.is_scalar() && value.text() == "exact") return WalltimeRule{};
    if (value.node().find("factor") != nullptr) {
      const auto rule = Record<FactorRule>{}.read(value);
      return rule ? std::optional{WalltimeRule{WalltimeRule::Kind::Factor, rule->factor}} : std::nullopt;
    }
    if (value.is_scalar() && !parse_quantity(value.text(), Dimension::Time).base) {
      value.expected("'exact', {factor: 3} or an amount of time");
      return std::nullopt;
    }
    const auto given = kRunTime.read(value);
    return given ? std::optional{WalltimeRule{WalltimeRule::Kind::Given, *given}} : std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of(
        {schema_of_words({"exact"}), Record<FactorRule>{}.schema(writer), kRunTime.schema(writer)});
  }
};

/// The walltime of one job; nothing inside stands for `exact`.
struct JobWalltime {
  [[nodiscard]] std::optional<std::optional<Seconds>> read(const Value& value) const {
    if (value.is_scalar() && value.text() == "exact") return std::optional<Seconds>{};
    if (const auto time = Typed<Seconds>{kDuration}.read(value)) return std::optional{*time};
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({schema_of_words({"exact"}), kDuration.schema(writer)});
  }
};

/// The readers of logs, by name.
struct Format {
  [[nodiscard]] std::optional<std::string> read(const Value& value) const {
    const std::vector<std::string> known = names();
    if (value.is_scalar() && std::ranges::find(known, value.text()) != known.end()) return value.text();
    refuse_word(value, known);
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& /*writer*/) const { return schema_of_words(names()); }

  static std::vector<std::string> names() {
    std::vector<std::string> result;
    for (const TraceFormat& format : trace_formats()) result.emplace_back(format.name);
    return result;
  }
};

/// The keys of one class of jobs.
void list_class(Fields& f, Distribution& accelerators, Distribution& duration, bool are_required) {
  const std::string_view gang = "accelerators that a job needs, all at once";
  const std::string_view run = "time that a job runs when nothing disturbs it";
  if (are_required) {
    f.required("accelerators", accelerators, kGang, gang);
    f.required("duration", duration, kRunTime, run);
  } else {
    f.optional("accelerators", accelerators, kGang, gang);
    f.optional("duration", duration, kRunTime, run);
  }
}

constexpr std::string_view kModelNeeds = "training time from a model's size comes with a later version";

/// Classes of a stream: those of its mix, or the one that it describes.
std::vector<JobClassSpec> classes_of(const StreamDraft& stream, const GenerateDraft& draft,
                                     Context& context) {
  if (draft.mix) return context.mixes[*draft.mix];
  JobClassSpec only;
  only.id = draft.job_class.value_or(stream.id);
  only.name = draft.name.value_or(draft.job_class ? Name{only.id, only.id} : stream.name);
  if (only.name.en.empty()) only.name.en = only.id;
  if (only.name.zh.empty()) only.name.zh = only.name.en;
  only.accelerators = draft.accelerators;
  only.duration = draft.duration;
  only.provenance = stream.provenance;
  only.at = stream.at;
  return {only};
}

}  // namespace

void fields(Fields& f, TenantSpec& t) {
  f.optional("name", t.name, NameFormat{}, "what people read");
  f.optional("home", t.home, kCentre, "the centre where its jobs belong");
  f.optional("source", t.provenance.source, Text{"a text"}, "where the figures come from");
  f.optional("share", t.share, kShare,
             "what it may expect, relative to the tenants beside it; 1 if not given");
  f.optional("parent", t.parent, kTenant, "the tenant that it belongs to; that one has no jobs of its own");
  list_quotas(f, t);
}
void finish(const Object& object, TenantSpec& tenant) {
  finish_quotas(object, tenant);
}

void fields(Fields& f, JobClassSpec& c) {
  f.optional("name", c.name, NameFormat{}, "what people read");
  f.optional("weight", c.weight, kClassWeight, "its share of the jobs, relative to the other weights");
  list_class(f, c.accelerators, c.duration, true);
  f.optional("source", c.provenance.source, Text{"a text"}, "where the figures come from");
}
void finish(const Object& /*object*/, JobClassSpec& /*job_class*/) {}

void fields(Fields& f, MixSpec& m) {
  f.optional("name", m.name, NameFormat{}, "what people read");
  f.required("classes", m.classes, Entries<JobClassSpec>{"classes", false}, "the classes of jobs, by id");
  f.optional("source", m.provenance.source, Text{"a text"}, "source of its classes where they give none");
}

void finish(const Object& object, MixSpec& mix) {
  double total = 0;
  for (JobClassSpec& each : mix.classes) {
    if (each.provenance.source.empty()) each.provenance = mix.provenance;
    total += each.weight;
  }
  if (!mix.classes.empty() && total <= 0) object.value().error_here("expected a class with a weight above 0");
  object.context().mixes[mix.id] = mix.classes;
}

void fields(Fields& f, GenerateDraft& g) {
  f.optional("tenant", g.spec.tenant, kTenant, "whose jobs they are");
  f.optional("class", g.job_class, NewId{}, "class of the jobs; the stream's id where it is not given");
  f.optional("name", g.name, NameFormat{}, "what people read for the class");
  f.required(
      "arrivals",
      [&g](ArrivalsDraft draft) {
        g.spec.arrivals = std::move(draft.arrivals);
        g.spec.growth_dates = std::move(draft.growth);
      },
      ArrivalsFormat{}, "when jobs arrive");
  f.optional("mix", g.mix, Reference{"mixes", "mix"}, "id of a mix, in place of accelerators and duration");
  list_class(f, g.accelerators, g.duration, false);
  f.optional("walltime", g.spec.walltime, Walltime{},
             "time that a job asks for; exactly its run time if not given");
  f.optional("priority", g.spec.priority, kPriority, "higher goes first, where the order is 'priority'");
  f.optional("count", g.spec.count, Whole<std::uint64_t>{1, 1'000'000'000'000},
             "number of jobs; else until 'end'");
  f.later("model", kModelNeeds);
  list_data(f, g.spec.data, g.spec.output, g.spec.checkpoint);
  f.optional("deadline", g.spec.deadline, kDeadline,
             "how long after its submission a job is wanted to be done, where the order is 'deadline'");
}

void finish(const Object& object, GenerateDraft& generate) {
  const Value& value = object.value();
  if (object.has("mix")) {
    for (const std::string_view key : {"accelerators", "duration", "class", "name"}) {
      if (const auto extra = object.find(key)) {
        extra->error_here(fmt::format("not with 'mix', whose classes give the {}", key));
      }
    }
  } else {
    for (const std::string_view key : {"accelerators", "duration"}) {
      if (!object.has(key) && !object.has("model")) value.error_here(fmt::format("missing key '{}'", key));
    }
  }
  if (!generate.spec.count && !object.has("count") && object.context().root->find("end") == nullptr) {
    value.error_here("never ends: give a 'count' here, or the scenario an 'end'");
  }
}

void fields(Fields& f, TraceSpec& t) {
  f.required("format", t.format, Format{}, "how the log is written");
  f.required("file", t.file_text, Text{"the name of a file"}, "the log, relative to this file");
  f.optional("centre", t.centre, kCentre, "the centre that its jobs name");
  f.optional("tenant", t.tenant, kTenant, "whose jobs they are");
  f.optional("class", t.job_class, NewId{}, "class of the jobs; the stream's id where it is not given");
  f.optional("walltime", t.exact_walltime, Word<bool>{{{"exact", true}, {"requested", false}}},
             "exact: the run time stands for the requested time");
  list_data(f, t.data, t.output, t.checkpoint);
}

void finish(const Object& object, TraceSpec& trace) {
  if (const auto file = object.find("file"); file && file->is_scalar()) {
    trace.file = file->file_named(file->text());
    trace.file_at = file->node().at.location();
  }
}

void fields(Fields& f, ExplicitJobSpec& j) {
  f.optional("tenant", j.tenant, kTenant, "whose job it is");
  f.optional("centre", j.centre, kCentre, "the centre that it names");
  f.optional("submit", j.submit, kMoment, "a date, or an amount of time from the start");
  f.required("accelerators", j.accelerators, Whole<std::int64_t>{1, 1'000'000'000},
             "accelerators that it needs");
  f.optional("duration", j.duration, Typed<Seconds>{kDuration}, "time that it runs when nothing disturbs it");
  f.optional("walltime", j.walltime, JobWalltime{},
             "time that it asks for; exactly its run time if not given");
  f.optional("priority", j.priority, Whole<std::int32_t>{-1'000'000'000, 1'000'000'000},
             "higher goes first, where the order is 'priority'");
  f.later("model", kModelNeeds);
  list_data(f, j.data, j.output, j.checkpoint);
  f.optional("deadline", j.deadline, Typed<Seconds>{kDuration},
             "how long after its submission it is wanted to be done, where the order is 'deadline'");
}

void finish(const Object& object, ExplicitJobSpec& /*job*/) {
  if (!object.has("duration") && !object.has("model")) object.value().error_here("missing key 'duration'");
}

void fields(Fields& f, StreamDraft& s) {
  f.optional("name", s.name, NameFormat{}, "what people read");
  f.optional("source", s.provenance.source, Text{"a text"},
             "where the figures come from; 'assumed' is a source too");
  f.optional("generate", s.generate, Record<GenerateDraft>{}, "jobs drawn at random");
  f.optional(
      "trace", [&s](TraceSpec trace) { s.jobs = std::move(trace); }, Record<TraceSpec>{}, "jobs of a log");
  f.optional(
      "jobs", [&s](std::vector<ExplicitJobSpec> jobs) { s.jobs = std::move(jobs); },
      Entries<ExplicitJobSpec>{"jobs", false}, "jobs one by one, by id");
  f.optional(
      "transfers", [&s](TransfersSpec transfers) { s.jobs = std::move(transfers); }, Record<TransfersSpec>{},
      "data to move, from a file");
}

void finish(const Object& object, StreamDraft& stream) {
  const auto given = object.given_of({"generate", "trace", "jobs", "transfers"});
  if (given.size() != 1)
    object.value().error_here("expected exactly one of 'generate', 'trace', 'jobs' and 'transfers'");
  if (stream.generate) {
    GenerateSpec generated = stream.generate->spec;
    generated.classes = classes_of(stream, *stream.generate, object.context());
    stream.jobs = std::move(generated);
  }
}

}  // namespace suanwang::scenario
