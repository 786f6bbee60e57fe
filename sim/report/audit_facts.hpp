#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "suanwang/base/diagnostics.hpp"

// What rows are judged by, as the results folder itself tells it.
namespace suanwang::audit {

using Json = nlohmann::ordered_json;
template <class Value>
using ByName = std::map<std::string, Value, std::less<>>;

/// Accelerators that came into service together.
struct PoolPart {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::int64_t online = 0;  ///< ns, as all instants
  std::optional<std::int64_t> retires;
  std::string pool;
  std::string type;
};

/// A centre in one replication.
struct CentreFacts {
  std::vector<PoolPart> parts;  ///< by their numbers
  std::optional<std::int64_t> joins;
};

/// What one replication drew.
struct Supply {
  struct Online {
    std::int64_t at = 0;
    std::uint64_t accelerators = 0;
  };
  ByName<CentreFacts> centres;
  std::vector<Online> online;  ///< of all on which jobs may run
};

struct LinkFacts {
  std::string from;
  std::string to;
  double latency_s = 0;
  std::optional<double> most_bps;  ///< none: without limit
};

struct DatasetFacts {
  std::set<std::string, std::less<>> at;                     ///< from the beginning
  std::optional<std::set<std::string, std::less<>>> may_be;  ///< none: anywhere
};

/// What a tenant may hold in a region, in thousandths of an accelerator.
struct QuotaFacts {
  std::string tenant;
  std::string region;  ///< empty: everywhere
  std::string cohort;  ///< empty: none
  std::int64_t nominal = 0;
  std::optional<std::int64_t> borrow;  ///< none: no limit
  std::int64_t lend = 0;
};

struct PolicyFacts {
  std::string id;
  std::string path;  ///< in summary.json: "variants/base/policies/easy"
  const Json* summary = nullptr;
  bool sends_home = false;           ///< `dispatch: home`
  bool holds_while_staging = false;  ///< a job holds accelerators while its data arrives
  bool preempts = false;             ///< jobs are stopped for others; rows do not tell of those attempts
  // Where its rows are, relative to the folder; empty where there are none.
  std::string jobs;
  std::string transfers;
  std::string links;
};

struct VariantFacts {
  std::string id;
  std::string path;
  const Json* summary = nullptr;
  std::uint64_t replications = 0;
  std::optional<std::int64_t> end;
  std::uint64_t routes = 1;
  ByName<LinkFacts> links;
  ByName<DatasetFacts> datasets;
  std::vector<QuotaFacts> quotas;
  ByName<std::string> regions;  ///< by centre, where there are quotas
  std::vector<PolicyFacts> policies;
  std::string pools;                       ///< where they are; empty where there are none
  std::map<std::uint64_t, Supply> supply;  ///< by replication; empty without `pools`
};

struct FolderFacts {
  std::filesystem::path folder;
  std::string shown;  ///< the folder, as the reader names it
  Json summary;
  std::vector<VariantFacts> variants;

  [[nodiscard]] std::string shown_file(const std::string& file) const { return shown + file; }
  [[nodiscard]] std::filesystem::path path_of(const std::string& file) const { return folder / file; }
};

/// Reads summary.json and all pools.csv into `facts`; problems go to `diagnostics`.
void read_facts(const std::filesystem::path& folder, FolderFacts& facts, Diagnostics& diagnostics);

}  // namespace suanwang::audit
