#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/simulate.hpp"

/// Quotas of small worlds, and an audit of them that knows nothing of how the simulation counts.
namespace suanwang::test {

inline Job of_tenant(Job made, std::size_t tenant, std::int32_t priority = 0) {
  made.tenant = TenantId{tenant};
  made.priority = priority;
  return made;
}

/// A quota everywhere: region 0.
inline Quota quota(std::size_t tenant, std::int64_t nominal, std::optional<std::int64_t> borrow = {},
                   std::optional<std::int64_t> lend = {}, std::uint32_t region = 0) {
  Quota made{TenantId{tenant}, region, Accelerators::whole(nominal), {}, {}};
  if (borrow) made.borrow = Accelerators::whole(*borrow);
  if (lend) made.lend = Accelerators::whole(*lend);
  return made;
}

/// All tenants of one cohort, all centres in region 0.
inline QuotaPlan one_cohort(std::vector<Quota> quotas, std::size_t tenants, std::size_t centres = 1) {
  QuotaPlan plan;
  plan.quotas = std::move(quotas);
  plan.cohorts.assign(tenants, std::uint32_t{0});
  plan.regions.assign(centres, {0});
  return plan;
}

inline Instance with_quotas(Instance instance, QuotaPlan plan) {
  instance.more = [plan = std::move(plan), more = instance.more](WorldPlan& world) {
    if (more) more(world);
    world.quotas = plan;
  };
  return instance;
}

/// Counts who runs how much in which region, from records alone, and fails the test at the first record that
/// leaves somebody with more than there is for him.
class QuotaAudit final : public Observer {
 public:
  /// @param only_reclaims whether jobs are stopped for nothing but the quota of others
  explicit QuotaAudit(QuotaPlan plan, bool only_reclaims = false)
      : plan_{std::move(plan)}, only_reclaims_{only_reclaims} {}

  void on(const Record& record) override {
    switch (record.kind) {
      case RecordKind::JobStarted:
        where_[key_of(record)] = *record.centre;
        count(record, record.accelerators.milli);
        break;
      case RecordKind::JobPreempted:
        if (only_reclaims_) check_borrower(record);
        ++preemptions;
        count(record, -record.accelerators.milli);
        break;
      case RecordKind::JobFinished:
      case RecordKind::JobKilled:
        count(record, -record.accelerators.milli);
        break;
      case RecordKind::JobLeftWaiting:
        ++left_waiting;
        break;
      case RecordKind::JobRejected:
        rejected.emplace_back(record.reason);
        break;
      default:
        break;
    }
  }

  [[nodiscard]] std::int64_t running(std::size_t tenant, std::uint32_t region) const {
    const auto found = running_.find({tenant, region});
    return found == running_.end() ? 0 : found->second / 1000;
  }

  std::size_t preemptions = 0;
  std::size_t left_waiting = 0;
  std::size_t borrowed = 0;  ///< records at which somebody held more than his own
  std::vector<std::string> rejected;

 private:
  using Key = std::pair<std::size_t, std::uint64_t>;
  static Key key_of(const Record& record) { return {record.job->stream.index(), record.job->index}; }

  void count(const Record& record, std::int64_t by) {
    if (!record.job->tenant) return;
    const std::size_t tenant = record.job->tenant->index();
    for (const std::uint32_t region : plan_.regions[where_.at(key_of(record)).index()]) {
      running_[{tenant, region}] += by;
      if (by > 0) check(region);
    }
  }

  void check(std::uint32_t region) {
    std::map<std::uint32_t, std::int64_t> over;  // by cohort: what is used of what is lent, less that
    for (const Quota& q : plan_.quotas) {
      if (q.region != region) continue;
      const std::int64_t used = running_[{q.tenant.index(), region}];
      const auto& cohort = plan_.cohorts[q.tenant.index()];
      if (used > q.nominal.milli) ++borrowed;
      if (!cohort) {
        EXPECT_LE(used, q.nominal.milli) << "tenant " << q.tenant.index() << " has no cohort";
        continue;
      }
      if (q.borrow) {
        EXPECT_LE(used, q.nominal.milli + q.borrow->milli) << "tenant " << q.tenant.index();
      }
      const std::int64_t lent = q.lend ? std::min(q.lend->milli, q.nominal.milli) : q.nominal.milli;
      over[*cohort] += std::max<std::int64_t>(0, used - (q.nominal.milli - lent)) - lent;
    }
    for (const auto& [cohort, beyond] : over) EXPECT_LE(beyond, 0) << "cohort " << cohort << " uses too much";
  }

  /// Somewhere it holds more than its own, and another of its cohort has a quota there.
  void check_borrower(const Record& record) {
    ASSERT_TRUE(record.job->tenant);
    const std::size_t tenant = record.job->tenant->index();
    bool borrows = false;
    for (const Quota& q : plan_.quotas) {
      if (q.tenant.index() == tenant && running_[{tenant, q.region}] > q.nominal.milli) borrows = true;
    }
    EXPECT_TRUE(borrows) << "a job of tenant " << tenant << ", which holds its own, was stopped";
  }

  QuotaPlan plan_;
  bool only_reclaims_;
  std::map<Key, CentreId> where_;
  std::map<std::pair<std::size_t, std::uint32_t>, std::int64_t> running_;
};

}  // namespace suanwang::test
