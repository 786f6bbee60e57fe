// The network in summary.json.
#include <algorithm>
#include <string>

#include "report/json_parts.hpp"
#include "report/resources.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kMostOwners = 10;

Json counts_json(const TransferCounts::Purpose& counts) {
  return {{"started", counts.started},
          {"finished", counts.finished},
          {"under_way", counts.under_way},
          {"bytes", number(counts.bytes)},
          {"arrived_bytes", number(counts.arrived)}};
}

Json ratio(const std::optional<double>& value) {
  return value ? number(*value) : Json{};
}

/// @param usage summed over `usage.runs`, which is divided out
Json resource_json(const NetworkResource& resource, const NetworkUsage& usage, const Spec& spec) {
  const ResourceUsage& used = usage.resources.at(resource.id.index());
  const auto runs = static_cast<double>(usage.runs);
  Json json = Json::object();
  if (resource.is_link()) {
    json["from"] = text(spec.centres[resource.from].id);
    json["to"] = text(spec.centres[resource.to].id);
  }
  const std::optional<double> mean = used.all.utilisation();
  json["bytes"] = number(used.bytes() / runs);
  json["utilisation"] = {{"mean", ratio(mean)}, {"peak", mean ? number(used.peak) : Json{}}};
  json["saturated_s"] = number(used.saturated_s / runs);
  json["owners"] = Json::array();
  for (const auto& [owner, bytes] : by_bytes(used)) {
    if (json["owners"].size() == kMostOwners) break;
    json["owners"].push_back({{"purpose", word_of(owner.purpose)},
                              {"id", text(id_of(owner, spec))},
                              {"bytes", number(bytes / runs)}});
  }
  json["series"] = Json::array();
  for (std::size_t i = 0; i < usage.span_count(); ++i) {
    json["series"].push_back(i < used.series.size() ? ratio(used.series[i].utilisation()) : Json{});
  }
  return json;
}

Json spans_json(const NetworkUsage& usage) {
  Json json = Json::array();
  for (std::size_t i = 0; i < usage.span_count(); ++i) {
    Json span = Json::object();
    if (usage.spans.are_months()) span["month"] = month_text(usage.spans, i);
    span["start_s"] = number(in_seconds(usage.spans.begin(i)));
    span["end_s"] = number(in_seconds(std::min(usage.spans.begin(i + 1), usage.ended)));
    json.push_back(std::move(span));
  }
  return json;
}

}  // namespace

void add_network(Json& json, const PolicyOutcome& outcome, const Spec& spec) {
  if (!outcome.network) return;
  json["transfers"] = counts_json(outcome.transfers.all());
  Json& purposes = json["transfers"]["by_purpose"] = Json::object();
  for (const auto purpose : {TransferPurpose::Workload, TransferPurpose::Staging, TransferPurpose::Output,
                             TransferPurpose::Checkpoint}) {
    purposes[std::string{word_of(purpose)}] = counts_json(outcome.transfers.of(purpose));
  }
  json["link_spans"] = spans_json(*outcome.network);
  Json& links = json["links"] = Json::object();
  Json limits = Json::object();
  for (const NetworkResource& resource : resources_of(spec)) {
    Json one = resource_json(resource, *outcome.network, spec);
    switch (resource.kind) {
      case NetworkResource::Kind::Forward:
        links[spec.links[resource.index].id]["forward"] = std::move(one);
        break;
      case NetworkResource::Kind::Backward:
        links[spec.links[resource.index].id]["backward"] = std::move(one);
        break;
      case NetworkResource::Kind::Storage:
        limits[spec.centres[resource.index].id]["storage"] = std::move(one);
        break;
      case NetworkResource::Kind::Ingress:
        limits[spec.centres[resource.index].id]["ingress"] = std::move(one);
        break;
    }
  }
  if (!limits.empty()) json["centre_limits"] = std::move(limits);
}

Json network_definitions() {
  return {
      {"files",
       "the pools.csv, jobs.csv, transfers.csv and links.csv of this run, relative to this file; a later run "
       "into the "
       "same "
       "folder removes those that it does not write"},
      {"transfers",
       "over all replications; by purpose: workload (streams of transfers), staging (datasets that jobs "
       "need), output (what finished jobs send home) and checkpoint (what killed jobs do); under_way: at the "
       "end; bytes: asked for, arrived_bytes: of them"},
      {"links",
       "by the id of the link: forward is from the first to the second centre of its `between`. bytes, "
       "saturated_s and owners are means over the replications, from time 0 to the end of the simulation"},
      {"links utilisation",
       "mean: bytes / bytes that the bandwidth would have carried; time with no bandwidth, or an unlimited "
       "one, "
       "does not count, and null is where there was no other. peak: the greatest share of the bandwidth in "
       "use at any time"},
      {"saturated_s", "how long all of its bandwidth was in use, while it had any"},
      {"owners",
       "for whom the bytes went: a stream (workload, output, checkpoint) or a dataset (staging); the ten "
       "with the most "
       "bytes"},
      {"link_spans, series",
       "utilisation in each of the spans: calendar months where there are dates, else at most 60 equal "
       "spans; the "
       "last one ends with the simulation"},
      {"centre_limits",
       "the same of a centre's storage (read and written together) and ingress, where limited"},
  };
}

}  // namespace suanwang
