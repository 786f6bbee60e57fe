#include "report/audit_quotas.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "suanwang/base/name.hpp"

namespace suanwang::audit {

TenantHoldings::TenantHoldings(const VariantFacts& variant) {
  for (const QuotaFacts& quota : variant.quotas) {
    Account& account = accounts_.emplace_back(Account{&quota, {}});
    for (std::size_t i = 0; i < variant.quotas.size() && !quota.cohort.empty(); ++i) {
      const QuotaFacts& other = variant.quotas[i];
      if (other.cohort == quota.cohort && other.region == quota.region) account.pool.push_back(i);
    }
    for (const auto& [centre, region] : variant.regions) {
      if (quota.region.empty() || within(region, quota.region))
        counting_[{quota.tenant, centre}].push_back(accounts_.size() - 1);
    }
  }
}

void TenantHoldings::add(std::string_view tenant, std::string_view centre, std::int64_t start,
                         std::int64_t end, std::int64_t accelerators, std::uint64_t line) {
  if (counting_.empty() || tenant.empty()) return;
  const auto found = counting_.find({std::string{tenant}, std::string{centre}});
  if (found == counting_.end() || end <= start) return;
  changes_.push_back({start, accelerators, line, &found->second});
  changes_.push_back({end, -accelerators, line, &found->second});
}

/// Which limit an account is beyond; empty: none.
std::string_view TenantHoldings::broken(const Account& account) const {
  const QuotaFacts& quota = *account.quota;
  if (quota.cohort.empty()) return account.used > quota.nominal ? "nominal" : "";
  if (quota.borrow && account.used > quota.nominal + *quota.borrow) return "borrow";
  std::int64_t beyond = 0;
  for (const std::size_t i : account.pool) {
    const Account& each = accounts_[i];
    const std::int64_t lent = std::min(each.quota->lend, each.quota->nominal);
    beyond += std::max<std::int64_t>(0, each.used - (each.quota->nominal - lent)) - lent;
  }
  return beyond > 0 ? "cohort" : "";
}

void TenantHoldings::check(const std::string& file, Book& book) {
  std::ranges::sort(changes_, [](const Change& a, const Change& b) {
    return std::tuple{a.at, a.by > 0, a.line} < std::tuple{b.at, b.by > 0, b.line};
  });
  for (const Change& change : changes_) {
    for (const std::size_t i : *change.accounts) accounts_[i].used += change.by;
    if (change.by < 0) continue;
    book.looked(Check::Quotas);
    for (const std::size_t i : *change.accounts) {
      const std::string_view limit = broken(accounts_[i]);
      if (limit.empty()) continue;
      book.fault(Check::Quotas, file, change.line, [&]() -> Name {
        const QuotaFacts& quota = *accounts_[i].quota;
        const std::string where = quota.region.empty() ? "everywhere" : quota.region;
        const std::string place = quota.region.empty() ? "全网" : quota.region;
        const double used = static_cast<double>(accounts_[i].used) / 1000;
        const double own = static_cast<double>(quota.nominal) / 1000;
        const bool of_cohort = limit == "cohort";
        return {fmt::format("tenant {} holds {} accelerators ({}) from {} on; {} are its own, and {}",
                            quota.tenant, used, where, seconds_text(change.at), own,
                            of_cohort ? "its cohort lends no more" : "it may borrow no more"),
                fmt::format("租户 {} 自 {} 起在 {} 占用 {} 卡，自有配额 {} 卡{}", quota.tenant,
                            seconds_text(change.at), place, used, own,
                            of_cohort ? "，而同组租户可借出的已用尽" : "，超过其可借上限")};
      });
      break;
    }
  }
  changes_.clear();
  for (Account& account : accounts_) account.used = 0;
}

}  // namespace suanwang::audit
