// Where jobs run: on which accelerators, in which centre, beside which data.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "report/audit_jobs.hpp"

namespace suanwang::audit {

void Jobs::check_place(const JobRecord& row) {
  book_.looked(Check::Gangs);
  book_.looked(Check::Capacity);
  std::uint64_t count = 0;
  for (const Range& range : row.held) count += std::uint64_t{range.last} - range.first + 1;
  if (count * 1000 != static_cast<std::uint64_t>(row.accelerators)) {
    fault(Check::Gangs, [&]() -> Name {
      return {fmt::format("holds {} accelerators, and asked for {}", count,
                          static_cast<double>(row.accelerators) / 1000),
              fmt::format("占用 {} 卡，申请 {} 卡", count, static_cast<double>(row.accelerators) / 1000)};
    });
  }
  if (supply_ == nullptr) return;
  const auto centre = supply_->centres.find(row.centre);
  if (centre == supply_->centres.end()) {
    fault(Check::Capacity, [&]() -> Name {
      return {"no centre " + quoted(row.centre) + " has accelerators",
              "没有带加速卡的中心 " + quoted(row.centre)};
    });
    return;
  }
  bool retired = false;
  for (const Range& range : row.held) retired |= check_range(row, centre->second, range);
  retired_ += retired ? 1U : 0U;
  check_centre(row, centre->second);
  if (!row.at_once()) return;
  const auto [number, is_new] = centres_.try_emplace(std::string{row.centre}, centre_names_.size());
  if (is_new) centre_names_.emplace_back(row.centre);
  const std::int64_t end = row.finish.value_or(Holders::kOpen);
  if (!row.ended() && row.state != State::Running) return;
  holders_.add(number->second, *row.start, end, file_.line(), row.held);
  tenants_.add(row.tenant, row.centre, *row.start, end, row.accelerators, file_.line());
}

/// The accelerators of a range are there, in service, and of the type of the job's first. Whether the
/// scenario retires any of them before the job's end.
bool Jobs::check_range(const JobRecord& row, const CentreFacts& centre, Range range) {
  const auto part_of = [&](std::uint32_t accelerator) -> const PoolPart* {
    const auto after = std::ranges::upper_bound(centre.parts, accelerator, {}, &PoolPart::first);
    if (after == centre.parts.begin() || std::prev(after)->last < accelerator) return nullptr;
    return &*std::prev(after);
  };
  const PoolPart* first = part_of(row.held.front().first);
  bool retired = false;
  for (std::uint64_t at = range.first; at <= range.last;) {
    const PoolPart* part = part_of(static_cast<std::uint32_t>(at));
    if (part == nullptr) {
      fault(Check::Capacity, [&]() -> Name {
        const std::uint32_t most = centre.parts.empty() ? 0 : centre.parts.back().last;
        return {fmt::format("{} has no accelerator {}: its last is {}", row.centre, at, most),
                fmt::format("{} 没有加速卡 {}：最后一张是 {}", row.centre, at, most)};
      });
      return retired;
    }
    if (part->online > *row.start) {
      fault(Check::Capacity, [&]() -> Name {
        const std::string early = seconds_text(minus(part->online, *row.start));
        return {fmt::format("accelerator {} of {} ({}) comes into service {} after the start", at, row.centre,
                            part->pool, early),
                fmt::format("{} 的加速卡 {}（{}）在开始之后 {} 才投运", row.centre, at, part->pool, early)};
      });
    }
    if (first != nullptr && part->type != first->type) {
      fault(Check::Gangs, [&]() -> Name {
        return {fmt::format("of two types: {} and {}", first->type, part->type),
                fmt::format("型号不一：{} 与 {}", first->type, part->type)};
      });
    }
    retired = retired || (part->retires && row.finish && *row.finish > *part->retires);
    at = std::uint64_t{part->last} + 1;
  }
  return retired;
}

/// A centre that has not joined serves its own jobs, and only it does; so does everyone where jobs stay home.
void Jobs::check_centre(const JobRecord& row, const CentreFacts& centre) {
  book_.looked(Check::Centres);
  if (row.home == row.centre) return;
  const auto joined = [&](const CentreFacts& of) { return of.joins && *of.joins <= *row.start; };
  const auto home = supply_->centres.find(row.home);
  const bool leaves_island = !row.home.empty() && home != supply_->centres.end() && !joined(home->second);
  if (policy_.sends_home || leaves_island) {
    fault(Check::Centres, [&]() -> Name {
      return {fmt::format("belongs to {}, {}, and runs in {}", row.home,
                          policy_.sends_home ? "as each job under this policy" : "which has not joined",
                          row.centre),
              fmt::format("属于 {}（{}），却在 {} 运行", row.home,
                          policy_.sends_home ? "此规则下不外出" : "尚未接入", row.centre)};
    });
  } else if (!joined(centre)) {
    fault(Check::Centres, [&]() -> Name {
      return {fmt::format("runs in {}, which has not joined, and does not belong there", row.centre),
              fmt::format("在尚未接入的 {} 运行，却不属于那里", row.centre)};
    });
  }
}

void Jobs::check_data(const JobRecord& row) {
  for (std::size_t at = 0; at < row.data.size();) {
    const std::size_t blank = std::min(row.data.find(' ', at), row.data.size());
    const std::string_view dataset = row.data.substr(at, blank - at);
    at = blank + 1;
    const auto facts = variant_.datasets.find(dataset);
    if (facts == variant_.datasets.end()) {
      fault(Check::Rows, [&]() -> Name {
        return {"no dataset " + quoted(dataset), "没有数据集 " + quoted(dataset)};
      });
    } else {
      check_dataset(row, dataset, facts->second);
    }
  }
}

void Jobs::check_dataset(const JobRecord& row, std::string_view dataset, const DatasetFacts& facts) {
  book_.looked(Check::Zones);
  book_.looked(Check::Data);
  if (facts.at.contains(row.centre)) return;
  if (facts.may_be && !facts.may_be->contains(row.centre)) {
    fault(Check::Zones, [&]() -> Name {
      return {fmt::format("runs in {}, where the zone of {} does not let it be", row.centre, dataset),
              fmt::format("在 {} 运行，{} 的数据区不含该中心", row.centre, dataset)};
    });
  }
  // What holds accelerators while its data arrives needs it by its end; nothing is known of one that still
  // runs.
  const std::optional<std::int64_t> by = policy_.holds_while_staging ? row.finish : row.start;
  if (!by) return;
  const std::optional<std::int64_t> came =
      transfers_ ? transfers_->arrival(dataset, row.centre) : std::nullopt;
  if (came && *came <= *by) return;
  fault(Check::Data, [&]() -> Name {
    if (!came) {
      return {fmt::format("starts in {}, where {} never came", row.centre, dataset),
              fmt::format("在 {} 开始，而 {} 从未到达", row.centre, dataset)};
    }
    return {
        fmt::format("starts in {} {} before {} comes", row.centre, seconds_text(minus(*came, *by)), dataset),
        fmt::format("在 {} 开始，早于 {} 到达 {}", row.centre, dataset, seconds_text(minus(*came, *by)))};
  });
}

/// What a job sends home leaves from where it ran, when it ended.
void Jobs::check_sent(const JobRecord& row) {
  SentHome* sent = transfers_ && row.ended() ? transfers_->sent_by(row.stream, row.id) : nullptr;
  if (sent == nullptr || sent->ambiguous || !row.finish) return;
  sent->claimed = true;
  const bool good = sent->start == *row.finish && sent->from == row.centre && sent->to == row.home &&
                    (sent->purpose == "output") == (row.state == State::Finished);
  if (good) return;
  book_.fault(Check::Transfers, transfers_->file(), sent->line, [&]() -> Name {
    return {fmt::format("{} from {} to {} at {}: its job, of line {} of jobs.csv, ended in {} at {}",
                        sent->purpose, sent->from, sent->to, seconds_text(sent->start), file_.line(),
                        row.centre, seconds_text(*row.finish)),
            fmt::format("{} 于 {} 从 {} 发往 {}，而其作业（jobs.csv 第 {} 行）于 {} 在 {} 结束",
                        sent->purpose, seconds_text(sent->start), sent->from, sent->to, file_.line(),
                        seconds_text(*row.finish), row.centre)};
  });
}

void check_same_jobs(const FolderFacts& folder, const PolicyFacts& first, const PolicyFacts& other,
                     Book& book, Diagnostics& diagnostics) {
  constexpr std::array<std::string_view, 12> kAsked{
      "replication",    "workload_name", "job_id", "submission_time", "requested_number_of_resources",
      "requested_time", "profile",       "tenant", "class",           "priority",
      "home",           "data"};
  constexpr std::size_t kIdentity = 3;  // of those, the first: who it is
  CsvFile a{folder.path_of(first.jobs), folder.shown_file(first.jobs), kAsked, kAsked.size(), diagnostics};
  CsvFile b{folder.path_of(other.jobs), folder.shown_file(other.jobs), kAsked, kAsked.size(), diagnostics};
  while (true) {
    const bool more_a = a.next();
    const bool more_b = b.next();
    if (a.failed() || b.failed() || (!more_a && !more_b)) return;
    book.looked(Check::SameJobs);
    const CsvFile& at = more_b ? b : a;
    for (std::size_t c = 0; c < kAsked.size(); ++c) {
      if (more_a && more_b && a.text(c) == b.text(c)) continue;
      book.fault(Check::SameJobs, at.shown(), at.line(), [&]() -> Name {
        if (!more_a || !more_b)
          return {fmt::format("{} has no such row any more", (more_a ? b : a).shown()),
                  fmt::format("{} 已没有对应的行", (more_a ? b : a).shown())};
        return {fmt::format("{} is {}, and {} at line {} of {}", kAsked[c], quoted(b.text(c)),
                            quoted(a.text(c)), a.line(), a.shown()),
                fmt::format("{} 为 {}，而在 {} 第 {} 行为 {}", kAsked[c], quoted(b.text(c)), a.shown(),
                            a.line(), quoted(a.text(c)))};
      });
      if (!more_a || !more_b || c < kIdentity) return;  // from here on, rows do not stand beside each other
    }
  }
}

}  // namespace suanwang::audit
