#include "suanwang/policy/quotas.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

constexpr Accelerators kNoLimit{std::numeric_limits<std::int64_t>::max()};

}  // namespace

Quotas::Quotas(QuotaPlan plan) : plan_{std::move(plan)} {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> pool_of;  // by cohort and region
  for (const Quota& quota : plan_.quotas) {
    Book& book = books_.emplace_back();
    const auto& cohort = plan_.cohorts[quota.tenant.index()];
    const Accelerators lent =
        cohort ? std::min(quota.lend.value_or(quota.nominal), quota.nominal) : Accelerators{};
    book.guaranteed = (quota.nominal - lent).milli;
    if (!cohort) continue;
    const auto next = static_cast<std::uint32_t>(pools_.size());
    book.pool = pool_of.try_emplace({*cohort, quota.region}, next).first->second;
    if (*book.pool == next) pools_.emplace_back();
    pools_[*book.pool].lent += lent.milli;
  }
}

std::vector<Quotas::Account> Quotas::accounts(TenantId tenant, CentreId centre) const {
  std::vector<Account> found;
  const std::vector<std::uint32_t>& regions = plan_.regions[centre.index()];
  for (std::size_t a = 0; a < plan_.quotas.size(); ++a) {
    const Quota& quota = plan_.quotas[a];
    if (quota.tenant == tenant && std::ranges::find(regions, quota.region) != regions.end())
      found.push_back(static_cast<Account>(a));
  }
  return found;
}

Accelerators Quotas::room(Account account) const {
  const Quota& quota = plan_.quotas[account];
  const Book& book = books_[account];
  if (!book.pool) return {quota.nominal.milli - book.used};
  const Pool& pool = pools_[*book.pool];
  const std::int64_t of_pool = std::max<std::int64_t>(0, book.guaranteed - book.used) + pool.lent - pool.used;
  if (!quota.borrow) return {of_pool};
  return {std::min((quota.nominal + *quota.borrow).milli - book.used, of_pool)};
}

Accelerators Quotas::nominal_room(Account account) const {
  return {std::max<std::int64_t>(0, plan_.quotas[account].nominal.milli - books_[account].used)};
}

Accelerators Quotas::room(Accounts accounts) const {
  Accelerators least = kNoLimit;
  for (const Account account : accounts) least = std::min(least, room(account));
  return least;
}

Accelerators Quotas::nominal_room(Accounts accounts) const {
  Accelerators least = kNoLimit;
  for (const Account account : accounts) least = std::min(least, nominal_room(account));
  return least;
}

Accelerators Quotas::most(Accounts accounts) const {
  Accelerators least = kNoLimit;
  for (const Account account : accounts) {
    const Quota& quota = plan_.quotas[account];
    const Book& book = books_[account];
    Accelerators most = quota.nominal;
    if (book.pool) {
      most = {book.guaranteed + pools_[*book.pool].lent};
      if (quota.borrow) most = std::min(most, quota.nominal + *quota.borrow);
    }
    least = std::min(least, most);
  }
  return least;
}

void Quotas::use(Account account, std::int64_t change) {
  Book& book = books_[account];
  const auto beyond = [&book] { return std::max<std::int64_t>(0, book.used - book.guaranteed); };
  const std::int64_t before = beyond();
  book.used += change;
  SUANWANG_CHECK(book.used >= 0);
  if (book.pool) pools_[*book.pool].used += beyond() - before;
}

void Quotas::take(Accounts accounts, Accelerators n) {
  for (const Account account : accounts) use(account, n.milli);
}

void Quotas::give_back(Accounts accounts, Accelerators n) {
  for (const Account account : accounts) use(account, -n.milli);
}

void Quotas::note_running(Accounts accounts, Accelerators n, bool starts) {
  for (const Account account : accounts) {
    std::int64_t& running = books_[account].running;
    running += starts ? n.milli : -n.milli;
    SUANWANG_CHECK(running >= 0);
  }
}

}  // namespace suanwang
