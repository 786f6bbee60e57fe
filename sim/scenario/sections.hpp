#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "suanwang/scenario/spec.hpp"

#include "scenario/fields.hpp"

/// What the scenario language says about each part of a `Spec`: `fields` lists the keys of a mapping,
/// `finish` checks and completes what they gave together.
namespace suanwang::scenario {

/// A set of job classes that streams share.
struct MixSpec {
  std::string id;
  Name name;
  std::vector<JobClassSpec> classes;
  Provenance provenance;
  Location at;
};

/// `generate` as it is written: a mix, or one class.
struct GenerateDraft {
  GenerateSpec spec;
  std::optional<std::string> mix;
  std::optional<std::string> job_class;
  std::optional<Name> name;
  Distribution accelerators;
  Distribution duration;
};

/// A stream whose `generate` waits for the stream's id.
struct StreamDraft : StreamSpec {
  std::optional<GenerateDraft> generate;
};

/// `routes` as it is written: a file, and what stands there.
struct RoutesDraft {
  std::string file;
  std::vector<RouteSpec> routes;
};

/// The whole scenario: what is read apart from the `Spec` itself stands beside it.
struct ScenarioDraft {
  Spec spec;
  std::vector<MixSpec> mixes;
  std::vector<VariantSpec> variants;
  std::vector<VariantSpec> assumptions;
};

void fields(Fields& f, ScenarioDraft& scenario);

void fields(Fields& f, AcceleratorSpec& accelerator);
void finish(const Object& object, AcceleratorSpec& accelerator);
void fields(Fields& f, PoolSpec& pool);
void finish(const Object& object, PoolSpec& pool);
/// Refuses what `replaces` another pool of the centre and cannot.
void check_replacements(const Object& object, const CentreSpec& centre);
void fields(Fields& f, CentreSpec& centre);
void finish(const Object& object, CentreSpec& centre);
/// The keys of a centre that targets other than capacity ask for.
void list_facility(Fields& f, FacilitySpec& facility);
/// "own_software_share", of a centre or a pool.
void list_own_software(Fields& f, std::optional<Distribution>& share);

void fields(Fields& f, ShockSpec& shock);
void finish(const Object& object, ShockSpec& shock);
void fields(Fields& f, CrewSpec& crew);
void finish(const Object& object, CrewSpec& crew);
void fields(Fields& f, ActivitySpec& activity);
void finish(const Object& object, ActivitySpec& activity);
void fields(Fields& f, LotSpec& lot);
void finish(const Object& object, LotSpec& lot);
void fields(Fields& f, SupplySpec& supply);
void finish(const Object& object, SupplySpec& supply);
void fields(Fields& f, ProgrammeSpec& programme);
void finish(const Object& object, ProgrammeSpec& programme);
void fields(Fields& f, AfterSpec& after);
void finish(const Object& object, AfterSpec& after);
void fields(Fields& f, AnnouncedSpec& announced);
void finish(const Object& object, AnnouncedSpec& announced);
void fields(Fields& f, PhaseSpec& phase);
void finish(const Object& object, PhaseSpec& phase);

void fields(Fields& f, LinkSpec& link);
void finish(const Object& object, LinkSpec& link);

void fields(Fields& f, DatasetSpec& dataset);
void finish(const Object& object, DatasetSpec& dataset);
void fields(Fields& f, ZoneSpec& zone);
void finish(const Object& object, ZoneSpec& zone);
void fields(Fields& f, ZoneRule& rule);
void finish(const Object& object, ZoneRule& rule);
void fields(Fields& f, NetworkDispatcherSpec& dispatcher);
void finish(const Object& object, NetworkDispatcherSpec& dispatcher);
void fields(Fields& f, RegionalDispatcherSpec& dispatcher);
void finish(const Object& object, RegionalDispatcherSpec& dispatcher);
void fields(Fields& f, TransfersSpec& transfers);
void finish(const Object& object, TransfersSpec& transfers);
/// The keys of whatever describes jobs: the datasets that they need, and what they send home.
void list_data(Fields& f, std::vector<std::string>& data, Bytes& output, Bytes& checkpoint);

/// A key for windows of time, `{from, to}` or `{from, for}`: one, or a list. They may overlap.
void list_windows(Fields& f, std::string_view key, std::vector<WindowSpec>& windows, std::string_view doc);

void fields(Fields& f, RoutesDraft& routes);
void finish(const Object& object, RoutesDraft& routes);

void fields(Fields& f, BasisSpec& basis);
void finish(const Object& object, BasisSpec& basis);
void fields(Fields& f, TargetSpec& target);
void finish(const Object& object, TargetSpec& target);

void fields(Fields& f, TenantSpec& tenant);
void finish(const Object& object, TenantSpec& tenant);
/// "cohort" and "quota" of a tenant.
void list_quotas(Fields& f, TenantSpec& tenant);
void finish_quotas(const Object& object, const TenantSpec& tenant);
void fields(Fields& f, JobClassSpec& job_class);
void finish(const Object& object, JobClassSpec& job_class);
void fields(Fields& f, MixSpec& mix);
void finish(const Object& object, MixSpec& mix);
void fields(Fields& f, StreamDraft& stream);
void finish(const Object& object, StreamDraft& stream);
void fields(Fields& f, GenerateDraft& generate);
void finish(const Object& object, GenerateDraft& generate);
void fields(Fields& f, TraceSpec& trace);
void finish(const Object& object, TraceSpec& trace);
void fields(Fields& f, ExplicitJobSpec& job);
void finish(const Object& object, ExplicitJobSpec& job);

void fields(Fields& f, PolicySpec& policy);
void finish(const Object& object, PolicySpec& policy);
void fields(Fields& f, VariantSpec& variant);
void finish(const Object& object, VariantSpec& variant);

void fields(Fields& f, PlanSpec& plan);
void finish(const Object& object, PlanSpec& plan);
void fields(Fields& f, LeverSpec& lever);
void finish(const Object& object, LeverSpec& lever);

}  // namespace suanwang::scenario
