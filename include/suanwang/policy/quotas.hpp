#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/id.hpp"

namespace suanwang {

/// How many accelerators a tenant may hold in one region.
struct Quota {
  TenantId tenant;
  std::uint32_t region = 0;              ///< its number, see `QuotaPlan::regions`
  Accelerators nominal{};                ///< its own
  std::optional<Accelerators> borrow{};  ///< beyond that, of what its cohort lends; none: no limit
  std::optional<Accelerators> lend{};    ///< of its own, while it does not use them; none: all
};

/// All quotas. A tenant without a quota for any region in which a centre lies has no limit there.
struct QuotaPlan {
  std::vector<Quota> quotas;                          ///< one at most for a tenant and a region
  std::vector<std::optional<std::uint32_t>> cohorts;  ///< by tenant; none: it neither borrows nor lends
  std::vector<std::vector<std::uint32_t>> regions;    ///< by centre: those in which it lies
};

/// Who has taken how much of which quota.
///
/// Of its nominal quota n a tenant guarantees itself g = max(0, n - lend); the rest it lends. For a region,
/// the tenants of a cohort that have a quota for it share a pool, of which each uses what it has taken
/// beyond g:
///
///     room = min(n + borrow - used,  max(0, g - used) + sum of (n - g) - sum of max(0, used - g))
///
/// and n - used for one without a cohort. @source Kueue, "Cluster Queue" (nominalQuota, borrowingLimit,
/// lendingLimit), https://kueue.sigs.k8s.io/docs/concepts/cluster_queue
class Quotas {
 public:
  using Account = std::uint32_t;  ///< a quota, by its place in the plan
  using Accounts = std::span<const Account>;

  explicit Quotas(QuotaPlan plan);

  /// Those against which jobs of a tenant at a centre count; ascending.
  [[nodiscard]] std::vector<Account> accounts(TenantId tenant, CentreId centre) const;
  [[nodiscard]] const Quota& quota(Account account) const { return plan_.quotas[account]; }

  /// How much of all of these may be taken now; without any: no limit.
  [[nodiscard]] Accelerators room(Accounts accounts) const;
  [[nodiscard]] Accelerators room(Account account) const;
  /// The same without borrowing.
  [[nodiscard]] Accelerators nominal_room(Accounts accounts) const;
  [[nodiscard]] Accelerators nominal_room(Account account) const;
  /// The most that can ever be taken at once, when nobody else has taken anything.
  [[nodiscard]] Accelerators most(Accounts accounts) const;

  void take(Accounts accounts, Accelerators n);
  /// @pre so much was taken
  void give_back(Accounts accounts, Accelerators n);
  /// Of what was taken, how much is held by running jobs.
  void note_running(Accounts accounts, Accelerators n, bool starts);

  [[nodiscard]] Accelerators used(Account account) const { return {books_[account].used}; }
  [[nodiscard]] Accelerators running(Account account) const { return {books_[account].running}; }

  /// What a cohort shares in a region; none: nothing is shared.
  [[nodiscard]] std::optional<std::uint32_t> pool(Account account) const { return books_[account].pool; }
  [[nodiscard]] std::size_t pools() const { return pools_.size(); }
  /// Whether two quotas are of one pool.
  [[nodiscard]] bool share_pool(Account a, Account b) const {
    return books_[a].pool && books_[a].pool == books_[b].pool;
  }

 private:
  struct Book {
    std::int64_t guaranteed = 0;  // thousandths, as all
    std::int64_t used = 0;
    std::int64_t running = 0;
    std::optional<std::uint32_t> pool{};
  };
  struct Pool {
    std::int64_t lent = 0;  // at most
    std::int64_t used = 0;
  };
  void use(Account account, std::int64_t change);

  QuotaPlan plan_;
  std::vector<Book> books_;  // by account
  std::vector<Pool> pools_;
};

}  // namespace suanwang
