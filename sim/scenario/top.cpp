// The top level of a scenario.

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"

#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/routing.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

/// Takes what has been checked, and forgets it.
struct Discard {
  template <class T>
  void operator()(const T& /*checked*/) const {}
};

/// "suanwang: 1"
struct Version {
  [[nodiscard]] std::optional<int> read(const Value& value) const {
    if (value.is_scalar() && value.text() == "1") return 1;
    value.expected("1, the version of the scenario language that this program reads");
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& /*writer*/) const { return R"({"const": 1})"; }
};

/// "+08:00"; read first, since dates depend on it.
struct Timezone {
  [[nodiscard]] std::optional<std::chrono::seconds> read(const Value& value) const {
    const auto offset = value.is_scalar() ? parse_timezone(value.text()) : std::nullopt;
    if (!offset) {
      value.expected("an offset from UTC such as \"+08:00\"");
      return std::nullopt;
    }
    value.context().utc_offset = *offset;
    return offset;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& /*writer*/) const {
    return schema_of_pattern("^[+-][0-9]{2}:[0-9]{2}$");
  }
};

/// Read before this list is: only its place in the schema is needed.
struct Include {
  [[nodiscard]] std::optional<bool> read(const Value& /*value*/) const { return true; }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    const JsonText name = Text{}.schema(writer);
    return schema_any_of({name, schema_of_list(name, 0)});
  }
};

/// "defaults": what fills in entries.
struct AllDefaults {
  [[nodiscard]] std::optional<bool> read(const Value& value) const {
    Fields keys;
    list(keys);
    return Object{value}.read(keys);
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    Fields keys;
    list(keys);
    return writer.object(keys);
  }

 private:
  static void list(Fields& f) {
    f.optional("accelerators", Discard{}, Defaults<AcceleratorSpec>{}, "for every accelerator");
    f.optional("centres", Discard{}, Defaults<CentreSpec>{}, "for every centre");
    f.optional("links", Discard{}, Defaults<LinkSpec>{}, "for every link");
    f.optional("policies", Discard{}, Defaults<PolicySpec>{}, "for every policy");
    f.optional("pools", Discard{}, Defaults<PoolSpec>{}, "for every pool of every centre");
    f.optional("tenants", Discard{}, Defaults<TenantSpec>{}, "for every tenant");
  }
};

}  // namespace

void fields(Fields& f, ScenarioDraft& scenario) {
  Spec& s = scenario.spec;
  f.required("suanwang", Discard{}, Version{}, "version of the scenario language");
  f.optional("timezone", s.utc_offset, Timezone{},
             "offset of civil time from UTC; +00:00 where it is not given");
  f.optional("name", s.name, NameFormat{}, "what people read; the file's name where it is not given");
  f.optional("start", s.start, Date{}, "time 0 of the simulation");
  f.optional(
      "end", [&s](const auto& end) { std::visit([&s](auto at) { s.end = at; }, end); },
      DateOrSpan{true, kDuration}, "the end: the end of a day, or an amount of time from the start");
  f.optional("as_of", s.as_of, Date{.is_end = true}, "what is earlier is fact, what is later is drawn");
  f.optional("seed", s.seed, Whole<std::uint64_t>{}, "of all random numbers; 0 where it is not given");
  f.optional("replications", s.replications, Whole<std::uint32_t>{1, 1'000'000}, "independent repetitions");
  f.optional("include", Discard{}, Include{}, "files whose sections are united with this one's");
  f.optional("programme", s.programme, Record<ProgrammeSpec>{},
             "the build-out: what must be done and delivered before pools come into service");
  f.optional("defaults", Discard{}, AllDefaults{}, "what entries have that do not say otherwise");
  f.optional("accelerators", s.accelerators, Entries<AcceleratorSpec>{"accelerators"},
             "the catalogue of accelerators");
  f.optional("bases", s.bases, Entries<BasisSpec>{"bases"},
             "how capacities of different kinds and precisions may be counted");
  f.required("centres", s.centres, Entries<CentreSpec>{"centres", false}, "the computing centres");
  f.optional("links", s.links, Entries<LinkSpec>{"links"}, "the wide-area links between centres");
  f.optional("zones", s.zones, Entries<ZoneSpec>{"zones"}, "where data so marked may be kept and may pass");
  f.optional("datasets", s.datasets, Entries<DatasetSpec>{"datasets"}, "what jobs need where they run");
  f.optional("dispatcher", s.dispatcher, Record<NetworkDispatcherSpec>{}, "who decides where jobs go");
  f.optional("fairness", s.rtt_fair, Word<bool>{{{"equal", false}, {"rtt", true}}},
             "whether transfers share a link equally, or in proportion to 1/RTT");
  f.optional("routing", s.routing, RoutingFormat{},
             "which way data takes: the route of least latency if not given");
  f.optional(
      "routes", [&s](RoutesDraft draft) { s.routes = std::move(draft.routes); }, Record<RoutesDraft>{},
      "routes that are fixed, whatever 'routing' says");
  f.optional("tenants", s.tenants, Entries<TenantSpec>{"tenants"}, "whose jobs they are");
  f.optional("mixes", scenario.mixes, Entries<MixSpec>{"mixes"}, "classes of jobs that streams share");
  f.optional(
      "workload",
      [&s](std::vector<StreamDraft> streams) {
        for (StreamDraft& stream : streams) s.workload.push_back(std::move(static_cast<StreamSpec&>(stream)));
      },
      Entries<StreamDraft>{"workload"}, "streams of jobs");
  f.optional("policies", s.policies, Entries<PolicySpec>{"policies"}, "the rules to compare");
  f.optional("variants", scenario.variants, Entries<VariantSpec>{"variants"},
             "versions of the scenario; each policy runs in each");
  f.optional("assumptions", scenario.assumptions, Entries<VariantSpec>{"assumptions"},
             "sets of values that may be believed, such as cautious and bold; what is decided is a variant");
  f.optional("targets", s.targets, Entries<TargetSpec>{"targets"}, "what to reach by a date");
  f.optional("plan", s.plan, Record<PlanSpec>{},
             "what could be done to reach the targets, and what it costs");
  f.later("tariffs", "power and energy come with a later version");
  f.later("grids", "power and energy come with a later version");
}

}  // namespace suanwang::scenario
