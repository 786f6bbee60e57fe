// How tenants get back what others of their cohort borrow.
//
// A job that waits for no more than what is its tenant's own has borrowers of its cohort stopped, and starts
// at once in their place. First those step back that have not started, then running ones of the lowest
// priority, of these the latest start, until the job fits its quota and a partition; then whoever turns out
// not to be needed stays. Of several partitions that one is cleared where least work is lost. Nobody is
// touched whose tenant holds no more than its own at that moment; a gang goes whole, though part of it was
// its tenant's own. Source: Kueue, "Preemption" (classic).
#include <algorithm>
#include <tuple>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/model/simulation.hpp"

#include "model/length.hpp"

namespace suanwang {
namespace {

bool shares_pool(const Quotas& book, Quotas::Account account, const QuotaGroup& group) {
  return std::ranges::any_of(group.accounts, [&](Quotas::Account a) { return book.share_pool(a, account); });
}

/// Whether the group holds more than its own of a pool of the lender; of its running jobs alone, or with
/// those that have not started.
bool borrows(const Quotas& book, const QuotaGroup& group, const QuotaGroup& lender, bool running) {
  return group.tenant != lender.tenant && std::ranges::any_of(group.accounts, [&](Quotas::Account a) {
           const Accelerators held = running ? book.running(a) : book.used(a);
           return held > book.quota(a).nominal && shares_pool(book, a, lender);
         });
}

}  // namespace

bool Simulation::reclaim(bool from_running) {
  const std::optional<PreemptionSettings>& settings = policy_.settings().preemption;
  if (!settings || settings->reclaim == PreemptionSettings::Reclaim::Never) return false;
  Time next = kNever;
  for (const QuotaState::Next& due : world_.quotas->due()) {
    if (from_running ? reclaim_from_running(due, next) : reclaim_from_waiting(due)) return true;
  }
  if (next != kNever) wake(world_.domains.front(), world_.quotas->wake, next);
  return false;
}

bool Simulation::may_go(const LiveJob& borrower, const QuotaState::Next& due) const {
  return policy_.settings().preemption->reclaim == PreemptionSettings::Reclaim::Any ||
         borrower.job.priority < world_.jobs[due.job.job.job.index()].job.priority;
}

void Simulation::sort(Borrowers& borrowers) {
  std::ranges::sort(borrowers, [](const Borrower& a, const Borrower& b) {
    return std::tuple{a.runs, a.priority, b.start, b.sequence} <
           std::tuple{b.runs, b.priority, a.start, a.sequence};
  });
}

Simulation::Borrowers Simulation::waiting_borrowers(const QuotaState::Next& due) {
  Borrowers found;
  for (const QuotaGroup& group : world_.quotas->groups()) {
    if (!borrows(world_.quotas->book, group, *due.group, false)) continue;
    for (const auto& [key, id] : group.queued) {
      const LiveJob& live = world_.jobs[id.index()];
      if (may_go(live, due))
        found.push_back({false, live.job.priority, Time{}, live.sequence, id, &group, nullptr});
    }
  }
  sort(found);
  return found;
}

void Simulation::add_running_borrowers(const QuotaState::Next& due, Borrowers& found, Time& next) {
  const Quotas& book = world_.quotas->book;
  // None twice in an instant.
  const Duration at_least = std::max(policy_.settings().preemption->minimum_run, Duration{1});
  for (const Partition& partition : world_.partitions) {
    partition.ledger.for_each_claim([&](std::uint32_t slot) {
      const JobId id = partition.ledger.claim_at(slot).job;
      const LiveJob& live = world_.jobs[id.index()];
      if (!live.has_quota || live.until == kNever || !may_go(live, due)) return;  // it may hold for its data
      const QuotaGroup* group = quota_of(live);
      if (!borrows(book, *group, *due.group, true)) return;
      if (const Time from = saturated_sum(live.works_from, at_least); from > now()) {
        next = std::min(next, from);
        return;
      }
      found.push_back({true, live.job.priority, live.start, live.sequence, id, group, &partition.ledger});
    });
  }
  sort(found);
}

std::optional<Simulation::Borrowers> Simulation::who_goes(const QuotaState::Next& due,
                                                          const Borrowers& candidates,
                                                          const Ledger* partition) {
  Quotas& book = world_.quotas->book;  // tried out on the book itself, which is as it was in the end
  const Accelerators need = due.job.job.need;
  Accelerators free = partition == nullptr ? need : partition->free();
  const auto go = [&](const Borrower& each, bool goes) {
    const Accelerators held = world_.jobs[each.job.index()].job.accelerators;
    if (goes) {
      book.give_back(each.group->accounts, held);
    } else {
      book.take(each.group->accounts, held);
    }
    if (each.runs) book.note_running(each.group->accounts, held, !goes);
    if (!each.runs || each.partition != partition) return;
    if (goes) {
      free += held;
    } else {
      free -= held;
    }
  };
  const auto fits_quota = [&] { return need <= book.room(due.group->accounts); };
  const auto is_short = [&](Quotas::Account account) { return book.room(account) < need; };
  const auto helps = [&](const Borrower& each) {
    if (free < need && each.runs && each.partition == partition) return true;
    return std::ranges::any_of(due.group->accounts, [&](Quotas::Account account) {
      return is_short(account) && shares_pool(book, account, *each.group);
    });
  };
  Borrowers gone;
  for (const Borrower& each : candidates) {
    if (fits_quota() && need <= free) break;
    if (!helps(each) || !borrows(book, *each.group, *due.group, each.runs)) continue;
    go(each, true);
    gone.push_back(each);
  }
  const bool enough = fits_quota() && need <= free;
  Borrowers needed;
  for (std::size_t i = gone.size(); i-- > 0;) {
    go(gone[i], false);
    if (!enough || (fits_quota() && need <= free)) continue;
    go(gone[i], true);
    needed.push_back(gone[i]);
  }
  for (const Borrower& each : needed) go(each, false);
  return enough ? std::optional{needed} : std::nullopt;
}

bool Simulation::reclaim_from_waiting(const QuotaState::Next& due) {
  const std::optional<Borrowers> found = who_goes(due, waiting_borrowers(due), nullptr);
  if (!found) return false;
  give_way(*found);
  grant(due);
  return true;
}

bool Simulation::reclaim_from_running(const QuotaState::Next& due, Time& next) {
  const LiveJob& live = world_.jobs[due.job.job.job.index()];
  Borrowers candidates = waiting_borrowers(due);
  add_running_borrowers(due, candidates, next);
  std::optional<Borrowers> best;
  const Ledger* where_to = nullptr;
  Int128 least = 0;
  for (const Ledger* partition : world_.domains[live.domain.index()].partitions) {
    if (due.job.job.need > partition->online()) continue;
    std::optional<Borrowers> here = who_goes(due, candidates, partition);
    if (!here) continue;
    Int128 lost = 0;
    for (const Borrower& each : *here) lost += each.runs ? lost_by(each.job) : 0;
    if (where_to != nullptr && least <= lost) continue;
    where_to = partition;
    least = lost;
    best = std::move(here);
  }
  if (!best) return false;
  if (waits_for_data(due)) return true;
  give_way(*best);
  grant(due);
  start_reclaimed(due, *where_to);
  return true;
}

void Simulation::give_way(const Borrowers& borrowers) {
  for (const Borrower& each : borrowers) {
    if (each.runs) {
      preempt(each.job);
    } else {
      withdraw(each.job);
    }
  }
}

/// Nobody is stopped for a job whose data is still to come: it waits for that first.
bool Simulation::waits_for_data(const QuotaState::Next& due) {
  const JobId id = due.job.job.job;
  LiveJob& live = world_.jobs[id.index()];
  if (live.job.data == 0 || policy_.settings().hold_while_staging || take_data(id)) return false;
  world_.quotas->take_from_aside(*due.group, due.job);
  world_.domains[live.domain.index()].aside.emplace(live.queue_key, waiting_of(id, live));
  return true;
}

void Simulation::start_reclaimed(const QuotaState::Next& due, const Ledger& partition) {
  const LiveJob& live = world_.jobs[due.job.job.job.index()];
  Domain& domain = world_.domains[live.domain.index()];
  const WaitingQueue::Place place{live.place, waiting_of(due.job.job.job, live)};
  start(place, partition, policy_.place().pick(partition, due.job.job.need, nullptr));
  went_otherwise_ = false;  // no policy counted on it
  domain.reshaped = true;
  domain.affected = true;
}

}  // namespace suanwang
