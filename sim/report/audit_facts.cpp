#include "report/audit_facts.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "report/audit_csv.hpp"
#include "report/audit_json.hpp"

namespace suanwang::audit {
namespace {

constexpr std::uintmax_t kLargestSummary = std::uintmax_t{1} << 28U;

std::int64_t nanoseconds(double seconds) {
  constexpr double kMost = 9.2e9;
  const double within = std::clamp(seconds, -kMost, kMost);
  const double whole = std::floor(within);  // apart, so that long runs lose no digits
  return static_cast<std::int64_t>(whole) * 1'000'000'000 + std::llround((within - whole) * 1e9);
}

/// The text of summary.json as JSON; null where it is none.
Json parse_summary(const std::filesystem::path& file, const std::string& shown, Diagnostics& diagnostics) {
  std::error_code problem;
  const auto refuse = [&](int line, std::string why) {
    diagnostics.error({shown, line, 0}, "", std::move(why));
    return Json{};
  };
  const std::filesystem::file_status status = std::filesystem::status(file, problem);
  if (!std::filesystem::exists(status)) return refuse(0, "not there: expected the folder of a finished run");
  if (!std::filesystem::is_regular_file(status)) return refuse(0, "not a file");
  if (std::filesystem::file_size(file, problem) > kLargestSummary || problem) return refuse(0, "too large");
  std::ifstream in{file, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const auto until = text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
    const auto line = static_cast<int>(std::count(text.begin(), until, '\n')) + 1;
    return refuse(line, error.byte >= text.size() ? "the file ends inside its text: it is not whole"
                                                  : "not valid JSON");
  } catch (const Json::exception&) {
    return refuse(0, "a number that is too large");
  }
}

class FactsReader {
 public:
  FactsReader(FolderFacts& facts, JsonReader reader, Diagnostics& diagnostics)
      : facts_{facts}, json_{std::move(reader)}, diagnostics_{diagnostics} {}

  void read() {
    const Json& summary = facts_.summary;
    static_cast<void>(json_.object(summary, "", "suanwang"));
    for (std::string& file : json_.texts(summary, "", "files")) add_file(std::move(file));
    if (diagnostics_.has_errors()) return;
    if (!JsonReader::has(summary, "variants")) {
      read_variant("base", "", "", summary);
      return;
    }
    for (const auto& [id, variant] : json_.object(summary, "", "variants").items())
      read_variant(id, "variants/" + id, id + "/", variant);
  }

 private:
  /// Only names that stay below the folder: whoever wrote the text cannot point elsewhere.
  void add_file(std::string file) {
    const std::filesystem::path path{file};
    const bool below = path.is_relative() && path.lexically_normal() == path &&
                       std::ranges::find(path, std::filesystem::path{".."}) == path.end();
    if (!below) json_.error("files", "leads out of the folder: " + quoted(file));
    files_.insert(std::move(file));
  }

  [[nodiscard]] std::string listed(std::string file) const { return files_.contains(file) ? file : ""; }

  void read_variant(const std::string& id, const std::string& path, const std::string& folder,
                    const Json& summary) {
    VariantFacts& variant = facts_.variants.emplace_back();
    variant.id = id;
    variant.path = path;
    variant.summary = &summary;
    variant.replications = json_.whole(summary, path, "replications");
    const Json& records = json_.object(summary, path, "records");
    const std::string place = path.empty() ? "records" : path + "/records";
    if (JsonReader::has(records, "end_s")) variant.end = nanoseconds(json_.number(records, place, "end_s"));
    variant.routes = std::max<std::uint64_t>(json_.whole(records, place, "routes"), 1);
    read_links(json_.object(records, place, "links"), place + "/links", variant);
    read_datasets(records, place, variant);
    if (JsonReader::has(records, "quotas"))
      read_quotas(json_.object(records, place, "quotas"), place + "/quotas", variant);
    const std::string policies = path.empty() ? "policies" : path + "/policies";
    const Json& rules = json_.object(records, place, "policies");
    for (const auto& [policy, entry] : json_.object(summary, path, "policies").items()) {
      PolicyFacts& facts = variant.policies.emplace_back();
      facts.id = policy;
      facts.path = policies + "/" + policy;
      facts.summary = &entry;
      const Json& rule = json_.object(rules, place + "/policies", policy);
      facts.sends_home = json_.text(rule, place + "/policies/" + policy, "dispatch") == "home";
      facts.holds_while_staging = json_.flag(rule, place + "/policies/" + policy, "holds_while_staging");
      facts.preempts = json_.flag(rule, place + "/policies/" + policy, "preempts");
      facts.jobs = listed(folder + policy + "/jobs.csv");
      facts.transfers = listed(folder + policy + "/transfers.csv");
      facts.links = listed(folder + policy + "/links.csv");
    }
    variant.pools = listed(folder + "pools.csv");
    if (!variant.pools.empty()) read_pools(variant);
  }

  void read_links(const Json& links, const std::string& path, VariantFacts& variant) {
    for (const auto& [id, link] : links.items()) {
      const std::string place = path + "/" + id;
      const std::vector<std::string> ends = json_.texts(link, place, "between");
      if (ends.size() != 2) json_.error(place + "/between", "expected two centres");
      LinkFacts& facts = variant.links[id];
      if (ends.size() == 2) {
        facts.from = ends[0];
        facts.to = ends[1];
      }
      facts.latency_s = json_.number(link, place, "latency_s");
      if (JsonReader::has(link, "most_bps")) facts.most_bps = json_.number(link, place, "most_bps");
    }
  }

  void read_datasets(const Json& records, const std::string& path, VariantFacts& variant) {
    const Json& zones = json_.object(records, path, "zones");
    for (const auto& [id, dataset] : json_.object(records, path, "datasets").items()) {
      const std::string place = path + "/datasets/" + id;
      DatasetFacts& facts = variant.datasets[id];
      for (std::string& centre : json_.texts(dataset, place, "at")) facts.at.insert(std::move(centre));
      if (!JsonReader::has(dataset, "zone")) continue;
      const std::string zone_id = json_.text(dataset, place, "zone");
      const Json& zone = json_.object(zones, path + "/zones", zone_id);
      const std::string kind = json_.text(dataset, place, "kind");
      read_zone(zone, path + "/zones/" + zone_id, kind, facts);
    }
  }

  /// Where data of this kind may be: in the zone, and where a rule of it lets it go.
  void read_zone(const Json& zone, const std::string& path, const std::string& kind, DatasetFacts& facts) {
    auto& may_be = facts.may_be.emplace();
    for (std::string& centre : json_.texts(zone, path, "centres")) may_be.insert(std::move(centre));
    for (const Json& rule : json_.array(zone, path, "rules")) {
      if (json_.text(rule, path + "/rules", "allow") != kind) continue;
      const std::vector<std::string> to = json_.texts(rule, path + "/rules", "to");
      if (to.empty()) {
        facts.may_be.reset();
        return;
      }
      may_be.insert(to.begin(), to.end());
    }
  }

  void read_quotas(const Json& quotas, const std::string& path, VariantFacts& variant) {
    constexpr std::uint64_t kMost = 1'000'000'000;
    const auto milli = [&](const Json& quota, const std::string& place, std::string_view key) {
      return static_cast<std::int64_t>(std::min(json_.whole(quota, place, key), kMost)) * 1000;
    };
    for (const auto& [centre, region] : json_.object(quotas, path, "regions").items())
      variant.regions[centre] = region.is_string() ? region.get<std::string>() : "";
    for (const auto& [id, tenant] : json_.object(quotas, path, "tenants").items()) {
      const std::string place = path + "/tenants/" + id;
      for (const Json& quota : json_.array(tenant, place, "quotas")) {
        QuotaFacts& facts = variant.quotas.emplace_back();
        facts.tenant = id;
        facts.cohort = json_.text(tenant, place, "cohort");
        facts.region = json_.text(quota, place + "/quotas", "region");
        facts.nominal = milli(quota, place + "/quotas", "nominal");
        if (JsonReader::has(quota, "borrow")) facts.borrow = milli(quota, place + "/quotas", "borrow");
        facts.lend = JsonReader::has(quota, "lend") ? milli(quota, place + "/quotas", "lend") : facts.nominal;
      }
    }
  }

  void read_pools(VariantFacts& variant) {
    enum Column : std::size_t {
      Replication,
      Centre,
      Pool,
      Accelerator,
      Count,
      First,
      Last,
      Online,
      Retires,
      Joins,
      Schedulable,
      kColumns
    };
    constexpr std::array<std::string_view, kColumns> kNames{
        "replication", "centre",   "pool",      "accelerator", "accelerators", "first",
        "last",        "online_s", "retires_s", "joins_s",     "schedulable"};
    CsvFile rows{facts_.path_of(variant.pools), facts_.shown_file(variant.pools), kNames, kColumns,
                 diagnostics_};
    while (rows.next()) {
      Supply& supply = variant.supply[rows.whole(Replication)];
      CentreFacts& centre = supply.centres[std::string{rows.text(Centre)}];
      centre.joins = rows.time(Joins);
      const std::optional<std::int64_t> online = rows.time(Online);
      const std::uint64_t count = rows.whole(Count);
      if (rows.text(Schedulable) != "1" || !online) continue;
      if (!variant.end || *online < *variant.end) supply.online.push_back({*online, count});
      if (rows.text(First).empty()) continue;
      PoolPart part{static_cast<std::uint32_t>(rows.whole(First)),
                    static_cast<std::uint32_t>(rows.whole(Last)),
                    *online,
                    rows.time(Retires),
                    std::string{rows.text(Pool)},
                    std::string{rows.text(Accelerator)}};
      if (!rows.failed() && (part.last < part.first || part.last - part.first + 1 != count))
        diagnostics_.error({rows.shown(), static_cast<int>(rows.line()), 0}, "",
                           "first and last are not those of so many accelerators");
      centre.parts.push_back(std::move(part));
    }
    for (auto& [replication, supply] : variant.supply) {
      for (auto& [id, centre] : supply.centres) std::ranges::sort(centre.parts, {}, &PoolPart::first);
    }
  }

  FolderFacts& facts_;
  JsonReader json_;
  Diagnostics& diagnostics_;
  std::set<std::string, std::less<>> files_;
};

}  // namespace

void read_facts(const std::filesystem::path& folder, FolderFacts& facts, Diagnostics& diagnostics) {
  facts.folder = folder;
  facts.shown = folder.string();
  if (!facts.shown.ends_with('/')) facts.shown += '/';
  const std::string shown = facts.shown_file("summary.json");
  std::error_code problem;
  if (!std::filesystem::is_directory(folder, problem)) {
    diagnostics.error({folder.string(), 0, 0}, "", "not a folder: expected that of a finished run");
    return;
  }
  facts.summary = parse_summary(facts.path_of("summary.json"), shown, diagnostics);
  if (diagnostics.has_errors()) return;
  if (!JsonReader::has(facts.summary, "suanwang")) {
    diagnostics.error({shown, 0, 0}, "", "not the summary.json of a run");
    return;
  }
  FactsReader{facts, JsonReader{shown, diagnostics}, diagnostics}.read();
}

}  // namespace suanwang::audit
