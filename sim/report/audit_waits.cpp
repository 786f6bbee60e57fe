// Why jobs waited: what summary.json says, beside the rows and beside the waits.
#include "report/audit_comparer.hpp"

namespace suanwang::audit {
namespace {

/// Every reason that rows name has its sum, and a reason that no row names has 0.
void compare_parts(Comparer of, const Tally::Reasons& sums) {
  for (const auto& [reason, entry] : of.part().items()) {
    const auto found = sums.find(reason);
    of.figure(reason, found == sums.end() ? 0 : static_cast<double>(found->second) / 1e9);
  }
  for (const auto& [reason, sum] : sums) {
    if (!of.has(reason)) of.missing(reason);
  }
}

void compare_groups(const Comparer& of, const ByName<Tally::Reasons>& groups) {
  for (const auto& [id, entry] : of.part().items()) {
    const auto found = groups.find(id);
    compare_parts(of.in(id), found == groups.end() ? Tally::Reasons{} : found->second);
  }
  Comparer all = of;
  for (const auto& [id, sums] : groups) {
    if (!of.has(id)) all.missing(id);
  }
}

}  // namespace

void compare_wait_reasons(const Comparer& policy, const Tally& tally) {
  if (!policy.has("wait_reasons")) {
    Comparer{policy}.missing("wait_reasons");
    return;
  }
  const Comparer reasons = policy.in("wait_reasons");
  compare_parts(reasons.in("sum_s"), tally.reasons.all);
  compare_parts(reasons.in("sum_s_without_tenant"), tally.reasons.without_tenant);
  compare_groups(reasons.in("sum_s_by_tenant"), tally.reasons.tenants);
  compare_groups(reasons.in("sum_s_by_home"), tally.reasons.homes);
}

/// The parts sum to the mean wait of all that finished, and shares are parts of the sum.
void check_wait_reasons(const Comparer& policy) {
  if (!policy.has("wait_reasons")) return;
  Comparer reasons = policy.in("wait_reasons");
  const Comparer sums = reasons.in("sum_s");
  double sum = 0;
  for (const auto& [reason, entry] : sums.part().items()) sum += sums.number(reason);
  const Comparer waits = policy.in("wait_s");
  const double all =
      waits.has("mean") ? waits.number("mean") * static_cast<double>(policy.in("jobs").count("finished")) : 0;
  reasons.true_that(std::abs(sum - all) <= 1e-9 * std::max(all, 1.0), "sum_s",
                    {fmt::format("adds up to {}, and the waits to {}", sum, all),
                     fmt::format("合计 {}，而等待合计 {}", sum, all)});
  if (!reasons.has("share")) return;
  Comparer shares = reasons.in("share");
  for (const auto& [reason, entry] : shares.part().items()) {
    shares.figure(reason, sum > 0 && sums.has(reason) ? sums.number(reason) / sum : 0);
  }
}

}  // namespace suanwang::audit
