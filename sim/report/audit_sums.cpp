#include "report/audit_sums.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "report/audit_comparer.hpp"

namespace suanwang::audit {
namespace {

constexpr std::array<std::string_view, kStates> kCountKeys{"finished", "killed", "rejected", "waiting",
                                                           "running"};
constexpr double kTenSeconds = 1e10;  // ns: a shorter job is slowed down as one of this length

double quantile(const std::vector<double>& sorted, std::size_t percent) {
  return sorted[(sorted.size() * percent + 99) / 100 - 1];  // nearest rank
}

double mean_of(const std::vector<double>& values) {
  long double sum = 0;
  for (const double value : values) sum += value;
  return static_cast<double>(sum / static_cast<long double>(values.size()));
}

void compare_spread(Comparer of, std::vector<double> values) {
  const bool any = !values.empty();
  const std::optional<double> mean = any ? std::optional{mean_of(values)} : std::nullopt;
  std::ranges::sort(values);
  of.figure("mean", mean);
  for (const auto& [key, percent] : {std::pair{"p50", 50}, {"p95", 95}, {"p99", 99}, {"max", 100}})
    of.figure(key, any ? std::optional{quantile(values, static_cast<std::size_t>(percent))} : std::nullopt);
}

std::vector<double> in_seconds(const std::vector<std::int64_t>& times) {
  std::vector<double> result;
  result.reserve(times.size());
  for (const std::int64_t time : times) result.push_back(static_cast<double>(time) / 1e9);
  return result;
}

std::optional<double> standard_error(const std::vector<double>& means) {
  if (means.size() < 2) return std::nullopt;
  const double mean = mean_of(means);
  const auto n = static_cast<double>(means.size());
  double squares = 0;
  for (const double each : means) squares += (each - mean) * (each - mean);
  return std::sqrt(squares / (n - 1) / n);
}

void compare_groups(Comparer of, const ByName<std::vector<std::int64_t>>& groups) {
  for (const auto& [id, entry] : of.part().items()) {
    Comparer group = of.in(id);
    const auto found = groups.find(id);
    std::vector<double> waits = found == groups.end() ? std::vector<double>{} : in_seconds(found->second);
    group.whole("jobs", waits.size());
    group.figure("mean", waits.empty() ? std::nullopt : std::optional{mean_of(waits)});
    std::ranges::sort(waits);
    group.figure("p95", waits.empty() ? std::nullopt : std::optional{quantile(waits, 95)});
  }
  for (const auto& [id, waits] : groups) {
    if (!of.has(id)) of.missing(id);
  }
}

void compare_homes(Comparer policy, const Tally& tally) {
  if (!tally.has_network) return;
  Comparer dispatch = policy.in("dispatch");
  dispatch.whole("away", tally.away);
  dispatch.whole("moves", tally.moves);
  dispatch.whole("staged", tally.staged);
  const std::size_t n = tally.waits.size();
  dispatch.figure("staging_s_mean",
                  n == 0 ? std::nullopt
                         : std::optional{static_cast<double>(tally.staging) / 1e9 / static_cast<double>(n)});
  Comparer homes = policy.in("wait_s_by_home");
  for (const auto& [id, home] : tally.by_home) {
    if (!homes.has(id)) {
      homes.missing(id);
      continue;
    }
    Comparer one = homes.in(id);
    one.whole("jobs", home.jobs);
    one.figure("mean", home.jobs == 0 ? std::nullopt
                                      : std::optional{static_cast<double>(home.wait) / 1e9 /
                                                      static_cast<double>(home.jobs)});
  }
}

void compare_transfers(const Comparer& policy, const Tally& tally) {
  if (!policy.has("transfers")) return;
  const Comparer purposes = policy.in("transfers").in("by_purpose");
  for (const auto& [purpose, entry] : purposes.part().items()) {
    Comparer one = purposes.in(purpose);
    const auto found = tally.transfers.find(purpose);
    const Tally::Purpose sum = found == tally.transfers.end() ? Tally::Purpose{} : found->second;
    one.whole("started", sum.started);
    one.whole("finished", sum.finished);
    one.whole("under_way", sum.started - sum.finished);
    one.figure("bytes", sum.bytes);
    const double arrived = one.number("arrived_bytes");
    one.true_that(arrived >= sum.arrived * (1 - 1e-9) && arrived <= sum.bytes * (1 + 1e-9), "arrived_bytes",
                  {fmt::format("is {}, and rows give {} to {}", arrived, sum.arrived, sum.bytes),
                   fmt::format("为 {}，明细给出 {} 至 {}", arrived, sum.arrived, sum.bytes)});
  }
}

}  // namespace

void check_sums(const FolderFacts& folder, const VariantFacts& variant, const PolicyFacts& policy,
                Tally& tally, Book& book, Diagnostics& diagnostics) {
  const JsonReader json{folder.shown_file("summary.json"), diagnostics};
  Comparer of{json, *policy.summary, policy.path, book};
  Comparer jobs = of.in("jobs");
  jobs.whole("submitted", std::accumulate(tally.jobs.begin(), tally.jobs.end(), std::uint64_t{0}));
  for (std::size_t s = 0; s < kStates; ++s) jobs.whole(kCountKeys[s], tally.jobs[s]);
  Comparer reasons = jobs.in("rejected_by_reason");
  for (const auto& [reason, count] : tally.rejected_by_reason) reasons.whole(reason, count);

  std::vector<double> slowdowns;
  std::vector<double> turnarounds;
  for (std::size_t i = 0; i < tally.waits.size(); ++i) {
    const auto turnaround = static_cast<double>(tally.waits[i]) + static_cast<double>(tally.executions[i]);
    turnarounds.push_back(turnaround / 1e9);
    slowdowns.push_back(
        std::max(1.0, turnaround / std::max(static_cast<double>(tally.executions[i]), kTenSeconds)));
  }
  compare_spread(of.in("wait_s"), in_seconds(tally.waits));
  of.in("wait_s").figure("mean_se", standard_error(tally.means), 1e-6);
  compare_spread(of.in("bounded_slowdown"), std::move(slowdowns));
  compare_spread(of.in("turnaround_s"), std::move(turnarounds));
  compare_groups(of.in("wait_s_by_class"), tally.by_class);
  compare_groups(of.in("wait_s_by_tenant"), tally.by_tenant);
  compare_homes(of, tally);
  if (tally.has_waits) compare_wait_reasons(of, tally);
  if (!policy.transfers.empty()) compare_transfers(of, tally);
  if (!tally.makespans_known || variant.replications == 0) return;
  of.figure("makespan_s", tally.makespans_s / static_cast<double>(variant.replications));
  if (policy.preempts) return;  // what stopped attempts held is in no row
  of.figure("utilisation",
            tally.available > 0 ? static_cast<double>(tally.busy) / static_cast<double>(tally.available) : 0);
}

namespace {

/// Quantiles ascend, and the mean is not above the greatest.
void check_spread(Comparer of) {
  if (!of.has("mean")) return;
  const bool ascends = of.number("p50") <= of.number("p95") && of.number("p95") <= of.number("p99") &&
                       of.number("p99") <= of.number("max");
  of.true_that(ascends && of.number("mean") <= of.number("max") * (1 + 1e-9), "max",
               {"is below the mean or a lower quantile", "小于均值或较低分位数"});
}

void check_policy(Comparer of, const VariantFacts& variant) {
  Comparer jobs = of.in("jobs");
  std::uint64_t sum = 0;
  for (const std::string_view key : kCountKeys) sum += jobs.count(key);
  const auto not_the_sum = [](std::uint64_t is, std::uint64_t must) -> Name {
    return {fmt::format("is {}, and its parts add up to {}", is, must),
            fmt::format("为 {}，各部分合计 {}", is, must)};
  };
  const std::uint64_t submitted = jobs.count("submitted");
  jobs.true_that(submitted == sum, "submitted", not_the_sum(submitted, sum));
  std::uint64_t rejected = 0;
  const Comparer reasons = jobs.in("rejected_by_reason");
  for (const auto& [reason, count] : reasons.part().items()) rejected += reasons.count(reason);
  jobs.true_that(jobs.count("rejected") == rejected, "rejected",
                 not_the_sum(jobs.count("rejected"), rejected));
  std::uint64_t finished = 0;
  const Comparer classes = of.in("wait_s_by_class");
  for (const auto& [id, entry] : classes.part().items()) finished += classes.in(id).count("jobs");
  jobs.true_that(jobs.count("finished") == finished, "finished",
                 not_the_sum(jobs.count("finished"), finished));
  for (const std::string_view key : {"wait_s", "bounded_slowdown", "turnaround_s"}) check_spread(of.in(key));
  check_wait_reasons(of);
  const double used = of.number("utilisation");
  of.true_that(used >= 0 && used <= 1 + 1e-9, "utilisation",
               {fmt::format("is {}: more than there is", used), fmt::format("为 {}，超出所有", used)});
  if (!variant.end) return;
  const double end = static_cast<double>(*variant.end) / 1e9;
  of.true_that(of.number("makespan_s") <= end * (1 + 1e-12), "makespan_s",
               {fmt::format("is {}, after the end {}", of.number("makespan_s"), end),
                fmt::format("为 {}，晚于仿真结束 {}", of.number("makespan_s"), end)});
}

/// A probability is a count of replications.
void check_target(Comparer of, const VariantFacts& variant, bool has_interval) {
  const double probability = of.number("probability");
  const double met = probability * static_cast<double>(variant.replications);
  const bool good = probability >= 0 && probability <= 1 && std::abs(met - std::round(met)) <= 1e-6;
  of.true_that(good, "probability",
               {fmt::format("is {}: no count out of {} replications", probability, variant.replications),
                fmt::format("为 {}，不是 {} 次重复中的次数", probability, variant.replications)});
  if (has_interval) return of.whole("samples", variant.replications);
  of.true_that(of.number("p10") <= of.number("median"), "median", {"is below p10", "小于 p10"});
}

}  // namespace

void check_figures(const FolderFacts& folder, const VariantFacts& variant, Book& book,
                   Diagnostics& diagnostics) {
  const JsonReader json{folder.shown_file("summary.json"), diagnostics};
  std::optional<std::uint64_t> submitted;
  for (const PolicyFacts& policy : variant.policies) {
    Comparer of{json, *policy.summary, policy.path, book};
    check_policy(of, variant);
    const std::uint64_t here = of.in("jobs").count("submitted");
    const std::string path = policy.path + "/jobs/submitted";
    book.looked(Check::SameJobs);
    if (here != submitted.value_or(here)) {
      book.fault_at(Check::SameJobs, json.shown(), path, [&]() -> Name {
        return {fmt::format("is {}, and {} under {}", here, *submitted, variant.policies.front().id),
                fmt::format("为 {}，而在 {} 下为 {}", here, variant.policies.front().id, *submitted)};
      });
    }
    submitted = submitted.value_or(here);
  }
  for (const std::string_view list : {"targets", "metrics"}) {
    if (!JsonReader::has(*variant.summary, list)) continue;
    std::size_t i = 0;
    for (const Json& target : json.array(*variant.summary, variant.path, list)) {
      const bool is_metric = list == "metrics";
      Comparer of{json, target,
                  fmt::format("{}{}{}/{}", variant.path, variant.path.empty() ? "" : "/", list, i++), book};
      // What centres state is drawn as often, unless a study asks for more.
      if (!is_metric || of.has("policy")) check_target(of, variant, is_metric);
    }
  }
}

}  // namespace suanwang::audit
