#include "suanwang/model/quota_state.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace suanwang {

QuotaState::QuotaState(QuotaPlan plan, CentreId first) : book{plan}, network_{first.index()} {
  for (std::size_t t = 0; t < plan.cohorts.size(); ++t) {
    std::vector<std::uint32_t>& of_tenant = group_of_.emplace_back();
    const std::size_t begin = groups_.size();
    for (std::size_t c = 0; c < plan.regions.size(); ++c) {
      std::vector<Quotas::Account> accounts = book.accounts(TenantId{t}, CentreId{c});
      if (accounts.empty()) {
        of_tenant.push_back(kNone);
        continue;
      }
      const auto from = groups_.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto found = std::ranges::find(from, groups_.end(), accounts, &QuotaGroup::accounts);
      of_tenant.push_back(static_cast<std::uint32_t>(found - groups_.begin()));
      if (found == groups_.end()) groups_.push_back({TenantId{t}, std::move(accounts), {}});
    }
  }
}

std::optional<std::size_t> QuotaState::group_of(const std::optional<TenantId>& tenant,
                                                std::optional<CentreId> centre) const {
  if (!tenant) return std::nullopt;
  const std::uint32_t found = group_of_[tenant->index()][centre ? centre->index() : network_];
  return found == kNone ? std::nullopt : std::optional<std::size_t>{found};
}

void QuotaState::set_aside(QuotaGroup& group, const WaitingQueue::Place& job) {
  group.aside.insert(job.key, job.job);
  waiting_.insert(static_cast<std::uint32_t>(&group - groups_.data()));
  changed = true;
}

void QuotaState::take_from_aside(QuotaGroup& group, const WaitingQueue::Place& job) {
  group.aside.erase(job.key, job.job);
  if (group.aside.empty()) waiting_.erase(static_cast<std::uint32_t>(&group - groups_.data()));
}

/// The first job aside that needs no more than `most`.
std::optional<WaitingQueue::Place> QuotaState::first(const QuotaGroup& group, Accelerators most) {
  if (group.aside.empty() || most.milli <= 0) return std::nullopt;
  if (group.aside.head().need <= most) return WaitingQueue::Place{group.aside.head_key(), group.aside.head()};
  CandidateScan scan{group.aside, {-std::numeric_limits<double>::infinity(), 0}};
  return scan.next([most](Accelerators need) { return need <= most ? Duration::max() : Duration{-1}; });
}

std::vector<QuotaState::Next> QuotaState::due() {
  std::vector<Next> found;
  for (const std::uint32_t g : waiting_) {
    QuotaGroup& group = groups_[g];
    if (const auto job = first(group, book.nominal_room(group.accounts))) found.push_back({&group, *job});
  }
  std::ranges::sort(found, [](const Next& a, const Next& b) { return a.job.key < b.job.key; });
  return found;
}

Accelerators QuotaState::limit(const QuotaGroup& group) const {
  const auto lender_waits = [&](Quotas::Account account) {
    return std::ranges::any_of(waiting_, [&](std::uint32_t g) {
      const QuotaGroup& other = groups_[g];
      return other.tenant != group.tenant &&
             std::ranges::any_of(other.accounts,
                                 [&](Quotas::Account own) { return book.share_pool(own, account); }) &&
             first(other, book.nominal_room(other.accounts));
    });
  };
  Accelerators most = book.room(group.accounts);
  for (const Quotas::Account account : group.accounts) {
    const Accelerators own = book.nominal_room(account);
    if (own < most && lender_waits(account)) most = own;
  }
  return most;
}

std::optional<QuotaState::Next> QuotaState::next() {
  std::optional<Next> best;
  const auto look = [&](QuotaGroup& group, Accelerators most) {
    const auto job = first(group, most);
    if (job && (!best || job->key < best->job.key)) best = Next{&group, *job};
  };
  for (const std::uint32_t g : waiting_) {
    QuotaGroup& group = groups_[g];
    look(group, std::min(book.room(group.accounts), book.nominal_room(group.accounts)));
  }
  if (best) return best;
  for (const std::uint32_t g : waiting_) {
    if (first(groups_[g], book.room(groups_[g].accounts))) look(groups_[g], limit(groups_[g]));
  }
  return best;
}

std::vector<QuotaGroup*> QuotaState::waiting() {
  std::vector<QuotaGroup*> found;
  for (const std::uint32_t g : waiting_) found.push_back(&groups_[g]);
  return found;
}

}  // namespace suanwang
