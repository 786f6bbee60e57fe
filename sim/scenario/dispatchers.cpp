// The dispatcher of the network, and those of regions below it.
#include <algorithm>

#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr Reference kCentre{"centres", "centre"};

/// An amount of time; nothing inside stands for `never`.
struct PassesOn {
  [[nodiscard]] std::optional<std::optional<Duration>> read(const Value& value) const {
    if (value.is_scalar() && value.text() == "never") return std::optional<Duration>{};
    const std::optional<double> seconds = kOffset.read(value);
    if (!seconds) return std::nullopt;
    return std::optional{rounded_up(Seconds{*seconds})};
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({schema_of_words({"never"}), kOffset.schema(writer)});
  }
};

void list_dispatcher(Fields& f, DispatcherSpec& d) {
  f.optional("name", d.name, NameFormat{}, "what people read");
  f.optional("at", d.centre, kCentre, "the centre where it stands, for the reader");
  f.optional(
      "latency", [&d](Seconds latency) { d.latency = rounded_up(latency); }, Typed<Seconds>{kOffset},
      "from a job's submission, or from when it is passed on, to the decision where it goes");
  f.optional(
      "refresh", [&d](Seconds refresh) { d.refresh = rounded_up(refresh); }, Typed<Seconds>{kOffset},
      "how old its view of the centres may be");
  f.optional("source", d.provenance.source, Text{"a text"}, "where this comes from");
}

}  // namespace

void fields(Fields& f, NetworkDispatcherSpec& d) {
  list_dispatcher(f, d);
  f.optional("below", d.below, Entries<RegionalDispatcherSpec>{"below"},
             "dispatchers that decide first about the jobs that belong to their centres");
}
void finish(const Object& /*object*/, NetworkDispatcherSpec& dispatcher) {
  Name& name = dispatcher.name;
  if (name.zh.empty()) name.zh = name.en.empty() ? "上级" : name.en;
  if (name.en.empty()) name.en = "the one above";
}

void fields(Fields& f, RegionalDispatcherSpec& d) {
  list_dispatcher(f, d);
  f.optional("region", d.region, Region{}, "it serves the centres of this region");
  f.optional("centres", d.centres, OneOrMore<Reference>{kCentre}, "it serves these, in place of 'region'");
  f.optional(
      "passes_on", d.passes_on, PassesOn{},
      "how long after its submission a job that has not started is passed on to the one above: at once "
      "where not given; 'never': it keeps its jobs");
}

void finish(const Object& object, RegionalDispatcherSpec& dispatcher) {
  if (object.has("region") == object.has("centres"))
    object.value().error_here("expected one of 'region' and 'centres'");
  std::ranges::sort(dispatcher.centres);
  dispatcher.centres.erase(std::ranges::unique(dispatcher.centres).begin(), dispatcher.centres.end());
}

}  // namespace suanwang::scenario
