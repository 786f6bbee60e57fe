#include "suanwang/centre/ledger.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "suanwang/base/check.hpp"

namespace suanwang {

Ledger::Ledger(PartitionId id, CentreId centre, AcceleratorId type, std::uint32_t first_number,
               std::vector<PoolPart> parts)
    : id_{id}, centre_{centre}, type_{type}, first_number_{first_number}, parts_{std::move(parts)} {
  std::uint32_t local = 0;
  for (const PoolPart& part : parts_) {
    part_first_.push_back(local);
    local += static_cast<std::uint32_t>(part.count);
    eventual_ += Accelerators::whole(part.count);
    additions_.push_back({part.online, Accelerators::whole(part.count)});
  }
  std::stable_sort(additions_.begin(), additions_.end(),
                   [](const Addition& a, const Addition& b) { return a.at < b.at; });
  free_set_.resize(local);
}

void Ledger::bring_online(PoolId pool) {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const PoolPart& part = parts_[i];
    if (part.pool != pool) continue;
    SUANWANG_CHECK(!additions_.empty() && additions_.front().at == part.online);
    const auto addition = std::find_if(additions_.begin(), additions_.end(), [&](const Addition& a) {
      return a.at == part.online && a.accelerators == Accelerators::whole(part.count);
    });
    additions_.erase(addition);
    if (part.count == 0) return;
    free_set_.insert_range(part_first_[i], part_first_[i] + static_cast<std::uint32_t>(part.count) - 1);
    free_ += Accelerators::whole(part.count);
    online_ += Accelerators::whole(part.count);
    return;
  }
  SUANWANG_CHECK(!"the pool belongs to this partition");
}

std::uint32_t Ledger::claim(JobId job, const Ranges& local, ClaimEnd end) {
  if (spare_claims_.empty()) {
    spare_claims_.push_back(static_cast<std::uint32_t>(claims_.size()));
    claims_.emplace_back();
  }
  // Written in place: a slot used before has room for its ranges already.
  const std::uint32_t slot = spare_claims_.back();
  Claim& claim = claims_[slot];
  claim.placement.ranges.clear();
  Accelerators taken;
  for (const Range& range : local) {
    if (range.last >= free_set_.size() || !free_set_.take_range(range.first, range.last)) [[unlikely]]
      throw SimulationError("accelerators " + to_text(std::span{&range, 1}) + " are not free");
    taken += Accelerators::whole(range.size());
    claim.placement.ranges.push_back({range.first + first_number_, range.last + first_number_});
  }
  claim.job = job;
  claim.end = end;
  claim.accelerators = taken;
  claim.placement.shares.clear();
  share_out(local, taken, claim.placement);
  free_ -= taken;
  SUANWANG_CHECK(free_.milli >= 0);
  spare_claims_.pop_back();
  ends_.insert(end, {slot, taken.milli});
  return slot;
}

void Ledger::share_out(const Ranges& local, Accelerators taken, Placement& placement) const {
  if (parts_.size() == 1) {
    placement.shares.push_back({centre_, parts_[0].pool, {taken, 0, {}}});
    return;
  }
  // Ranges and parts both ascend, so shares are cut in one walk.
  std::size_t part = 0;
  for (const Range& range : local) {
    for (std::uint32_t from = range.first; from <= range.last;) {
      while (from >= part_first_[part] + parts_[part].count) ++part;
      const auto part_last = static_cast<std::uint32_t>(part_first_[part] + parts_[part].count - 1);
      const std::uint32_t to = std::min(range.last, part_last);
      auto& shares = placement.shares;
      if (shares.empty() || shares.back().pool != parts_[part].pool)
        shares.push_back({centre_, parts_[part].pool, {}});
      shares.back().resources.accelerators += Accelerators::whole(to - from + 1);
      from = to + 1;
    }
  }
}

void Ledger::release(std::uint32_t slot) {
  const Claim& claim = claims_[slot];
  for (const Range& range : claim.placement.ranges) {
    free_set_.insert_range(range.first - first_number_, range.last - first_number_);
  }
  free_ += claim.accelerators;
  SUANWANG_CHECK(free_ <= online_);
  SUANWANG_CHECK(ends_.erase(claim.end));
}

void Ledger::expect(std::uint32_t slot, ClaimEnd end) {
  Claim& claim = claims_[slot];
  SUANWANG_CHECK(ends_.erase(claim.end));
  claim.end = end;
  ends_.insert(end, {slot, claim.accelerators.milli});
}

Ledger::Freed Ledger::freed(std::int64_t missing) const {
  Freed result{kNever, 0};
  std::int64_t sum = 0;
  ends_.walk(
      [&](const HeldTotal& block) {
        if (sum + block.milli >= missing) return false;
        sum += block.milli;
        return true;
      },
      [&](const auto& entry) {
        if (sum >= missing && entry.key.until > result.at) return false;  // all of the instant is counted
        sum += entry.value.milli;
        if (sum >= missing && result.at == kNever) result.at = entry.key.until;
        return true;
      });
  result.milli = sum;
  return result;
}

std::int64_t Ledger::freed_by(Time t) const {
  std::int64_t sum = 0;
  ends_.walk([](const HeldTotal&) { return false; },
             [&](const auto& entry) {
               if (entry.key.until > t) return false;
               sum += entry.value.milli;
               return true;
             });
  return sum;
}

Ledger::Opening Ledger::opening(Accelerators need, Time now) const {
  const std::int64_t missing = need.milli - free_.milli;
  if (missing <= 0) return {now, free_ - need};
  Freed claims = freed(missing);
  std::int64_t added = 0;
  for (const Addition& addition : additions_) {
    if (addition.at > claims.at) break;
    added += addition.accelerators.milli;
    const Freed sooner = freed(missing - added);
    claims.at = std::max(addition.at, missing - added <= 0 ? now : sooner.at);
  }
  if (claims.at == kNever) return {};
  const std::int64_t freed_then = additions_.empty() ? claims.milli : freed_by(claims.at);
  return {claims.at, Accelerators{freed_then + added - missing}};
}

BitSet Ledger::free_at(Time t) const {
  BitSet set = free_set_;
  ends_.walk([](const HeldTotal&) { return false; },
             [&](const auto& entry) {
               if (entry.key.until > t) return false;
               for (const Range& range : claims_[entry.value.slot].placement.ranges) {
                 set.insert_range(range.first - first_number_, range.last - first_number_);
               }
               return true;
             });
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const bool pending = std::any_of(additions_.begin(), additions_.end(), [&](const Addition& a) {
      return a.at == parts_[i].online && a.at <= t;
    });
    if (pending && parts_[i].count > 0) {
      set.insert_range(part_first_[i], part_first_[i] + static_cast<std::uint32_t>(parts_[i].count) - 1);
    }
  }
  return set;
}

}  // namespace suanwang
