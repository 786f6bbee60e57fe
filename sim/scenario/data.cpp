// Datasets, and the zones in which they may be.

#include <algorithm>

#include <fmt/format.h>

#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr Amount kSize{Dimension::Data, 0, 1e18, "from 0 to 1 EB"};
constexpr Reference kCentre{"centres", "centre"};
constexpr Reference kLink{"links", "link"};

}  // namespace

void fields(Fields& f, DatasetSpec& d) {
  f.optional("name", d.name, NameFormat{}, "what people read");
  f.required("size", d.size, Typed<Bytes>{kSize}, "how many bytes it is");
  f.required("at", d.replicas, OneOrMore<Reference>{kCentre},
             "centres that have it from the beginning, and keep it");
  f.optional("zone", d.zone, Reference{"zones", "zone"}, "where it may be; anywhere where it is not given");
  f.optional("kind", d.kind, NewId{}, "a word that the rules of zones go by, such as weights");
  f.optional("source", d.provenance.source, Text{"a text"},
             "where the figures come from; 'assumed' is a source too");
}

void finish(const Object& /*object*/, DatasetSpec& dataset) {
  std::ranges::sort(dataset.replicas);
  dataset.replicas.erase(std::ranges::unique(dataset.replicas).begin(), dataset.replicas.end());
}

void fields(Fields& f, ZoneRule& r) {
  f.required("allow", r.allow, NewId{}, "kind of the data that may leave");
  f.optional("to", r.to, OneOrMore<Reference>{kCentre},
             "centres that it may go to; all where it is not given");
  f.optional(
      "review", [&r](Seconds review) { r.review = rounded_up(review); }, Typed<Seconds>{kOffset},
      "how long it takes until the data may set out");
}
void finish(const Object& object, ZoneRule& rule) {
  rule.at = object.value().named_at().location();
}

void fields(Fields& f, ZoneSpec& z) {
  f.optional("name", z.name, NameFormat{}, "what people read");
  f.required("centres", z.centres, OneOrMore<Reference>{kCentre},
             "where data so marked may be kept and may pass");
  f.optional("links", z.links, OneOrMore<Reference>{kLink},
             "the links that it may take; where not given, every link between these centres");
  f.optional("rules", z.rules, OneOrMore<Record<ZoneRule>>{}, "what may leave the zone nevertheless");
  f.optional("source", z.provenance.source, Text{"a text"}, "where this comes from");
}
void finish(const Object& /*object*/, ZoneSpec& /*zone*/) {}

void fields(Fields& f, TransfersSpec& t) {
  f.required("file", t.file_text, Text{"the name of a file"},
             "columns id,from,to,bytes,start_s[,cap_bps]; relative to this file");
}
void finish(const Object& object, TransfersSpec& transfers) {
  if (const auto file = object.find("file"); file && file->is_scalar()) {
    transfers.file = file->file_named(file->text());
    transfers.file_at = file->node().at.location();
  }
}

void list_data(Fields& f, std::vector<std::string>& data, Bytes& output, Bytes& checkpoint) {
  f.optional(
      "data",
      [&data](std::vector<std::string> ids) {
        data = std::move(ids);
        std::ranges::sort(data);
        data.erase(std::ranges::unique(data).begin(), data.end());
      },
      OneOrMore<Reference>{{"datasets", "dataset"}}, "datasets that it needs where it runs");
  f.optional("output", output, Typed<Bytes>{kSize}, "what goes back to its home when it has finished");
  f.optional("checkpoint", checkpoint, Typed<Bytes>{kSize},
             "what goes back to its home when it is killed at its walltime");
}

}  // namespace suanwang::scenario
