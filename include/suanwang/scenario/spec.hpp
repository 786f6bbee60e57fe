#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/distribution.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/centre/capacity.hpp"
#include "suanwang/net/routing.hpp"
#include "suanwang/policy/settings.hpp"
#include "suanwang/scenario/network_spec.hpp"
#include "suanwang/scenario/plan_spec.hpp"
#include "suanwang/scenario/programme_spec.hpp"
#include "suanwang/scenario/target_spec.hpp"
#include "suanwang/work/generator.hpp"
#include "suanwang/work/source.hpp"

namespace suanwang {

struct AcceleratorSpec {
  std::string id;
  Name name;
  Peaks peak;
  std::optional<Bytes> memory;
  std::optional<Watts> idle;
  std::optional<Watts> busy;
  std::string origin;  ///< free word, such as "domestic"
  Provenance provenance;
  Location at;
};

struct PoolSpec {
  std::string id;
  Name name;
  ComputeKind kind = ComputeKind::Intelligent;
  std::optional<std::string> accelerator;
  std::optional<std::int64_t> nodes;
  std::optional<std::int64_t> per_node;
  std::optional<std::int64_t> cards;
  std::map<std::string, Distribution> capacity;  ///< by precision, FLOP/s
  /// When it comes into service, in its short form; with neither this nor `phase`: from the beginning.
  std::optional<DateSpec> online;
  std::optional<PhaseSpec> phase;
  std::optional<RetirementSpec> retires;  ///< none: never, unless another pool `replaces` it
  std::optional<std::string> replaces;    ///< a pool of the same centre
  std::optional<AnnouncedSpec> announced;
  bool schedulable = true;
  std::optional<Distribution> own_software_share;  ///< of what runs there; none given: the centre's
  Provenance provenance;
  Location at;
};

/// What a centre states besides its pools: for targets other than capacity, and for scores. Constants or
/// laws; none: not known.
struct FacilitySpec {
  struct Racks {
    Distribution built;
    Distribution used;  ///< never more than `built`
  };
  std::optional<EnergyPrice> tariff;    ///< price of its electricity
  std::optional<CarbonIntensity> grid;  ///< carbon intensity of its electricity
  std::optional<Distribution> pue;      ///< power of the whole centre over that of its computers
  std::optional<Racks> racks;
  std::optional<Distribution> green_share;         ///< of its electricity
  std::optional<Distribution> own_software_share;  ///< of the pools that say nothing themselves
  std::optional<Provenance> provenance;            ///< of these figures; none: the centre's
};

struct CentreSpec {
  std::string id;
  Name name;
  std::optional<std::pair<double, double>> coordinates;  ///< latitude, longitude [degrees]
  std::string region;
  /// When it joins unified dispatch. Not given: see `Spec::joins_declared`.
  std::optional<DateSpec> joins;
  bool never_joins = false;     ///< `joins: never`
  std::vector<PoolSpec> pools;  ///< by id
  FacilitySpec facility;

  std::optional<Bytes> storage;                ///< for datasets; none: no limit
  std::optional<BytesPerSecond> storage_rate;  ///< of reading and writing together; none: no limit
  std::optional<BytesPerSecond> ingress;       ///< of all that comes in over the network; none: no limit
  double reserve = 0;  ///< share of its accelerators that jobs from elsewhere never take
  std::optional<std::int64_t> most_accelerators;  ///< it refuses larger jobs from elsewhere
  std::optional<Seconds> longest;                 ///< it refuses jobs from elsewhere with a longer walltime
  std::vector<WindowSpec> opt_outs;               ///< it takes no jobs from elsewhere; may overlap

  Provenance provenance;
  Location at;
};

struct BasisSpec {
  std::string id;
  Name name;
  std::vector<ComputeKind> count;
  std::string unit;
  std::map<std::string, Distribution> convert;
  Provenance provenance;
  Location at;
};

/// How many accelerators a tenant may hold in a region and all that lies in it.
struct QuotaSpec {
  std::string region;  ///< "guangdong"; empty: everywhere
  std::int64_t nominal = 0;
  std::optional<std::int64_t> borrow;  ///< beyond that, of what the cohort lends; none: no limit
  std::optional<std::int64_t> lend;    ///< of it, while it is not used; none: all
  Location at;
};

struct TenantSpec {
  std::string id;
  Name name;
  std::optional<std::string> home;
  double share = 1;                   ///< relative to the tenants of the same parent; above 0
  std::optional<std::string> parent;  ///< a tenant without jobs of its own
  std::optional<std::string> cohort;  ///< tenants of one cohort lend each other what they do not use
  std::vector<QuotaSpec> quotas;      ///< by region; where there is none, nothing limits the tenant
  Provenance provenance;
  Location at;
};

/// A class of a mix, or the one class of a plain generated stream.
struct JobClassSpec {
  std::string id;  ///< the job's class: the stream's id or its `class`, or a class of its `mix`
  Name name;
  double weight = 1;
  Distribution accelerators;
  Distribution duration;  ///< seconds
  Provenance provenance;
  Location at;
};

/// A stream of generated jobs, with names still unresolved. The durations and counts inside `model` are
/// final.
struct GenerateSpec {
  std::optional<std::string> tenant;
  Arrivals arrivals;  ///< `growth` is not yet set: see `growth_dates`
  std::vector<std::pair<CivilTime, double>> growth_dates;
  /// One, from `accelerators` and `duration`; or those of `mix: ID`, an entry of the top-level `mixes`.
  std::vector<JobClassSpec> classes;
  WalltimeRule walltime;
  Distribution priority;
  std::optional<Distribution> deadline;  ///< s from submission
  std::optional<std::uint64_t> count;
  std::vector<std::string> data;  ///< datasets that each job needs
  Bytes output;                   ///< what goes back to its home from each job that finishes
  Bytes checkpoint;               ///< likewise from each that is killed
};

struct TraceSpec {
  std::string format;
  std::string file;       ///< resolved against the file that names it
  std::string file_text;  ///< as written
  std::optional<std::string> centre;
  std::optional<std::string> tenant;
  std::optional<std::string> job_class;  ///< `class`; none: the stream's id
  bool exact_walltime = false;
  std::vector<std::string> data;
  Bytes output;
  Bytes checkpoint;
  Location file_at;
};

/// A file of transfers: columns id,from,to,bytes,start_s[,cap_bps].
struct TransfersSpec {
  std::string file;       ///< resolved against the file that names it
  std::string file_text;  ///< as written
  Location file_at;
};

struct ExplicitJobSpec {
  std::string id;
  std::optional<std::string> tenant;
  std::optional<std::string> centre;
  std::variant<Duration, CivilTime> submit;  ///< from time 0, or a date
  std::int64_t accelerators = 1;
  Seconds duration;
  std::optional<Seconds> walltime;  ///< none: exact
  std::int32_t priority = 0;
  std::optional<Seconds> deadline;  ///< from submission
  std::vector<std::string> data;
  Bytes output;
  Bytes checkpoint;
  Location at;
};

struct StreamSpec {
  std::string id;
  Name name;
  std::variant<GenerateSpec, TraceSpec, std::vector<ExplicitJobSpec>, TransfersSpec> jobs;
  Provenance provenance;
  Location at;
};

struct PolicySpec {
  std::string id;
  Name name;
  PolicySettings settings;
  Location at;
  Location dispatch_at;  ///< of its `dispatch`, where it has one
};

/// What a variant, or an assumption set, changes.
struct VariantSpec {
  std::string id;
  Name name;
  std::vector<std::pair<std::string, std::string>> set;  ///< path, value as YAML text
  Location at;
};

/// What was asked for: one variant of a scenario, read, checked and resolved. Immutable once loaded. All
/// lists are sorted by id, so that the order of declaration cannot matter.
struct Spec {
  std::string file;
  Name name;
  std::optional<CivilTime> start;
  /// Nothing happens at or after it. A bare date means the end of that civil day; a duration (`end: 30 days`)
  /// counts from time 0. None: when nothing is left.
  std::optional<std::variant<CivilTime, Duration>> end;
  std::optional<CivilTime> as_of;  ///< end of that civil day
  std::chrono::seconds utc_offset{0};
  std::uint64_t seed = 0;
  std::uint32_t replications = 1;

  VariantSpec variant;             ///< the one that this Spec is
  bool variants_declared = false;  ///< without, folders and keys leave the variant out

  std::vector<AcceleratorSpec> accelerators;
  std::vector<BasisSpec> bases;
  std::vector<CentreSpec> centres;
  ProgrammeSpec programme;
  std::vector<LinkSpec> links;
  std::vector<DatasetSpec> datasets;
  std::vector<ZoneSpec> zones;
  NetworkDispatcherSpec dispatcher;
  bool rtt_fair = false;  ///< `fairness: rtt`: shares in proportion to 1/RTT
  RoutingRule routing;
  std::vector<RouteSpec> routes;  ///< by (from, to)
  std::vector<TenantSpec> tenants;
  std::vector<StreamSpec> workload;
  std::vector<PolicySpec> policies;
  std::vector<TargetSpec> targets;
  std::optional<PlanSpec> plan;

  /// Whether any centre says `joins`. If none does, all have joined from the beginning; otherwise a centre
  /// that does not is an island.
  bool joins_declared = false;
  /// All accelerators stand in the first centre: never read from a file (study/target_metrics.hpp).
  bool in_one_place = false;

  const Catalogue* catalogue = &standard_catalogue();  ///< what its policies are composed of
};

/// What a scenario was read from.
struct ScenarioSource;

/// A scenario file with all its variants.
struct Scenario {
  std::vector<Spec> variants;  ///< at least one; in the order of id, `base` first
  std::string hash;            ///< 32 hex digits of the text of all files read and of every `--set`
  /// What may be believed of the variant `base`, or of the scenario where there is none: by id, each with the
  /// assumption set in place of `Spec::variant`.
  std::vector<Spec> assumptions{};
  std::shared_ptr<const ScenarioSource> source{};  ///< for `with_levers` (scenario/levers.hpp)
};

struct LoadOptions {
  std::string file;
  std::vector<std::string> set;       ///< `path=value`, applied to every variant
  std::optional<std::uint64_t> seed;  ///< overrides the scenario's
  std::optional<std::uint32_t> replications;
  std::vector<std::string> variants{};                 ///< ids of those whose warnings are wanted; empty: all
  const Catalogue* catalogue = &standard_catalogue();  ///< what policies may name; it outlives what is read
};

/// Reads and checks a scenario with everything it includes. Every problem goes to `diagnostics`, a warning
/// that does not hold for every variant with the variant's name, one that only an assumption set has with
/// the name of the set; nothing is returned when there was an error.
/// Reads no traces (see `scenario/run.hpp`).
[[nodiscard]] std::optional<Scenario> load(const LoadOptions& options, Diagnostics& diagnostics);

/// JSON Schema (draft 2020-12) of a scenario, from the same field list that `load` reads by.
[[nodiscard]] std::string scenario_schema(const Catalogue& catalogue = standard_catalogue());

}  // namespace suanwang
