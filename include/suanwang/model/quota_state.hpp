#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "suanwang/kernel/engine.hpp"
#include "suanwang/policy/queue.hpp"
#include "suanwang/policy/quotas.hpp"

namespace suanwang {

/// Jobs of one tenant that count against the same quotas, whichever queues they are for.
struct QuotaGroup {
  TenantId tenant;
  std::vector<Quotas::Account> accounts;
  std::map<QueueKey, JobId> queued;  ///< jobs that stand in queues: they have taken their quota
  WaitingQueue aside{WaitingQueue::Index::QueueOrder};  ///< jobs that wait for quota
};

/// Quotas, and the jobs that wait for them. A job takes its quota before it joins the queue of its domain,
/// and keeps it until its attempt ends; so what queues, and what policies see, has its quota.
class QuotaState {
 public:
  /// @param plan with at least one quota @param first of the centres of the domain of the whole network
  QuotaState(QuotaPlan plan, CentreId first);

  /// The group of a tenant's jobs at a centre; none where no quota counts. No centre: of the whole network.
  [[nodiscard]] std::optional<std::size_t> group_of(const std::optional<TenantId>& tenant,
                                                    std::optional<CentreId> centre) const;
  [[nodiscard]] QuotaGroup& group(std::size_t index) { return groups_[index]; }
  [[nodiscard]] const QuotaGroup& group(std::size_t index) const { return groups_[index]; }

  void set_aside(QuotaGroup& group, const WaitingQueue::Place& job);
  void take_from_aside(QuotaGroup& group, const WaitingQueue::Place& job);
  [[nodiscard]] bool any_aside() const { return !waiting_.empty(); }

  struct Next {
    QuotaGroup* group;
    WaitingQueue::Place job;
  };
  /// The next job that may take its quota. Those that need not borrow come first, then the others, each in
  /// queue order; what does not fit is passed over. Nobody borrows from a pool while a job of another tenant
  /// waits for what is its own there.
  [[nodiscard]] std::optional<Next> next();
  /// The most that a job of the group that need borrow may take now.
  [[nodiscard]] Accelerators limit(const QuotaGroup& group) const;
  /// For each group with a job that waits for no more than its tenant's own: the first such job; in queue
  /// order.
  [[nodiscard]] std::vector<Next> due();
  /// Of those aside, in group order.
  [[nodiscard]] std::vector<QuotaGroup*> waiting();
  [[nodiscard]] std::vector<QuotaGroup>& groups() { return groups_; }

  Quotas book;
  bool changed = false;  ///< since what is aside was looked at
  bool moved = false;    ///< jobs into queues, or out of them, since these were passed over
  Ticket wake;           ///< of a pass when a borrower may be stopped that may not be now

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  [[nodiscard]] static std::optional<WaitingQueue::Place> first(const QuotaGroup& group, Accelerators most);

  std::size_t network_;  // a centre of the network's domain
  std::vector<QuotaGroup> groups_;
  std::vector<std::vector<std::uint32_t>> group_of_;  // by tenant and centre
  std::set<std::uint32_t> waiting_;                   // groups with jobs aside
};

}  // namespace suanwang
