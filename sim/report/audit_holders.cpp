#include "report/audit_holders.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace suanwang::audit {

void Holders::add(std::size_t centre, std::int64_t start, std::int64_t end, std::uint64_t line,
                  std::span<const Range> held) {
  if (end <= start) return;  // a fault of its own
  holdings_.push_back({start, end, line, ranges_.size(), static_cast<std::uint32_t>(held.size()),
                       static_cast<std::uint32_t>(centre)});
  ranges_.insert(ranges_.end(), held.begin(), held.end());
}

std::span<const Range> Holders::ranges_of(const Holding& holding) const {
  return {ranges_.data() + holding.first_range, holding.ranges};
}

/// Who holds one of `range` already, and the lowest such accelerator; null where nobody does.
const Holders::Piece* Holders::overlap(const Held& held, Range range, std::uint32_t& accelerator) {
  auto next = held.upper_bound(range.first);
  if (next != held.begin()) {
    const auto before = std::prev(next);
    if (before->second.last >= range.first) {
      accelerator = range.first;
      return &before->second;
    }
  }
  if (next == held.end() || next->first > range.last) return nullptr;
  accelerator = next->first;
  return &next->second;
}

void Holders::check(const std::string& file, const std::vector<std::string>& centres, Book& book) {
  std::vector<std::uint32_t> starts(holdings_.size());
  std::iota(starts.begin(), starts.end(), 0U);
  std::vector<std::uint32_t> ends = starts;
  std::ranges::stable_sort(starts, {}, [this](std::uint32_t i) { return holdings_[i].start; });
  std::ranges::stable_sort(ends, {}, [this](std::uint32_t i) { return holdings_[i].end; });
  std::vector<Held> held(centres.size());
  auto ending = ends.begin();
  for (const std::uint32_t i : starts) {
    Holding& job = holdings_[i];
    for (; ending != ends.end() && holdings_[*ending].end <= job.start; ++ending) {
      const Holding& over = holdings_[*ending];
      if (!over.kept) continue;
      for (const Range& range : ranges_of(over)) held[over.centre].erase(range.first);
    }
    Held& here = held[job.centre];
    book.looked(Check::Holders);
    std::uint32_t accelerator = 0;
    const Piece* other = nullptr;
    for (const Range& range : ranges_of(job)) {
      if (other == nullptr) other = overlap(here, range, accelerator);
    }
    if (other != nullptr) {
      const Holding& first = holdings_[other->holding];
      book.fault(Check::Holders, file, job.line, [&]() -> Name {
        const std::string from = seconds_text(job.start);
        const std::string until = seconds_text(minus(std::min(first.end, job.end), job.start));
        const bool open = first.end == kOpen && job.end == kOpen;
        return {fmt::format("accelerator {} of {} is held by the job of line {} already, from {} on{}",
                            accelerator, centres[job.centre], first.line, from,
                            open ? "" : fmt::format(" and for {}", until)),
                fmt::format("{} 的加速卡 {} 自 {} 起{}已被第 {} 行的作业占用", centres[job.centre],
                            accelerator, from, open ? "" : fmt::format("（共 {}）", until), first.line)};
      });
      continue;
    }
    job.kept = true;
    for (const Range& range : ranges_of(job)) here.emplace(range.first, Piece{range.last, i});
  }
  holdings_.clear();
  ranges_.clear();
}

}  // namespace suanwang::audit
