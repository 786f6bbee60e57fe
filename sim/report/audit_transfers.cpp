#include "report/audit_transfers.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include <fmt/format.h>

namespace suanwang::audit {
namespace {

enum Column : std::size_t {
  From,
  To,
  Bytes,
  Start,
  Finish,
  Purpose,
  Stream,
  Dataset,
  Job,
  Replication,
  kColumns
};
constexpr std::array<std::string_view, kColumns> kNames{
    "from", "to", "bytes", "start_s", "finish_s", "purpose", "stream", "dataset", "job", "replication"};
constexpr std::array<std::string_view, 4> kPurposes{"workload", "staging", "output", "checkpoint"};

std::string key_of(std::string_view stream, std::string_view job) {
  return fmt::format("{}\n{}", stream, job);
}

}  // namespace

Ways::Ways(const ByName<LinkFacts>& links) {
  const auto number_of = [this](const std::string& centre) {
    const auto [entry, is_new] = centres_.try_emplace(centre, centres_.size());
    if (is_new) links_.emplace_back();
    return entry->second;
  };
  for (const auto& [id, link] : links) {
    const double bps = link.most_bps.value_or(std::numeric_limits<double>::infinity());
    if (!(bps > 0)) continue;
    const std::size_t a = number_of(link.from);
    const std::size_t b = number_of(link.to);
    links_[a].push_back({b, link.latency_s, bps});
    links_[b].push_back({a, link.latency_s, bps});
  }
}

/// Dijkstra's algorithm twice: once by latency, once by the narrowest link.
std::vector<Ways::Way> Ways::ways_from(std::size_t from) const {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  std::vector<Way> ways(links_.size(), {kFar, 0});
  ways[from] = {0, kFar};
  std::set<std::pair<double, std::size_t>> nearest{{0, from}};
  while (!nearest.empty()) {
    const std::size_t at = nearest.extract(nearest.begin()).value().second;
    for (const End& end : links_[at]) {
      const double latency = ways[at].latency_s + end.latency_s;
      if (latency >= ways[end.centre].latency_s) continue;
      nearest.erase({ways[end.centre].latency_s, end.centre});
      ways[end.centre].latency_s = latency;
      nearest.emplace(latency, end.centre);
    }
  }
  std::set<std::pair<double, std::size_t>> widest{{-kFar, from}};
  while (!widest.empty()) {
    const std::size_t at = widest.extract(widest.begin()).value().second;
    for (const End& end : links_[at]) {
      const double bps = std::min(ways[at].bps, end.bps);
      if (bps <= ways[end.centre].bps) continue;
      widest.erase({-ways[end.centre].bps, end.centre});
      ways[end.centre].bps = bps;
      widest.emplace(-bps, end.centre);
    }
  }
  return ways;
}

std::optional<double> Ways::least_seconds(std::string_view from, std::string_view to, double bytes,
                                          std::uint64_t routes) {
  if (from == to) return 0;
  const auto a = centres_.find(from);
  const auto b = centres_.find(to);
  if (a == centres_.end() || b == centres_.end()) return std::nullopt;
  const auto [known, is_new] = known_.try_emplace(a->second);
  if (is_new) known->second = ways_from(a->second);
  const Way& way = known->second[b->second];
  if (!(way.bps > 0)) return std::nullopt;
  return way.latency_s + bytes * 8 / way.bps / static_cast<double>(routes);
}

Transfers::Transfers(const FolderFacts& folder, const VariantFacts& variant, const PolicyFacts& policy,
                     Tally& tally, Book& book, Diagnostics& diagnostics)
    : variant_{variant},
      tally_{tally},
      book_{book},
      file_{folder.path_of(policy.transfers), folder.shown_file(policy.transfers), kNames, kColumns,
            diagnostics},
      ways_{variant.links} {}

void Transfers::read(std::uint64_t replication) {
  while (ahead_ || file_.next()) {
    const std::uint64_t of = file_.whole(Replication);
    ahead_ = of > replication;
    if (ahead_ || file_.failed()) break;
    if (of < current_) {
      book_.fault(Check::Rows, file_.shown(), file_.line(), [&]() -> Name {
        return {fmt::format("a row of replication {} behind those of {}", of, current_),
                fmt::format("第 {} 次重复的行在第 {} 次之后", of, current_)};
      });
    }
    enter(std::max(of, current_));
    check_row();
  }
  enter(replication);
}

void Transfers::enter(std::uint64_t replication) {
  if (replication != current_) forget();
  current_ = replication;
}

void Transfers::forget() {
  for (const std::string& key : sent_order_) {
    const SentHome& sent = sent_.at(key);
    if (sent.claimed || sent.ambiguous) continue;
    book_.fault(Check::Transfers, file_.shown(), sent.line, [&]() -> Name {
      return {"no job that ended sent this", "没有结束的作业发出过它"};
    });
  }
  arrivals_.clear();
  sent_.clear();
  sent_order_.clear();
}

void Transfers::check_row() {
  ++rows_;
  book_.looked(Check::Transfers);
  const std::string& file = file_.shown();
  const std::int64_t start = file_.needed_time(Start);
  const std::optional<std::int64_t> finish = file_.time(Finish);
  const double bytes = file_.needed_real(Bytes);
  const std::string purpose{file_.text(Purpose)};
  if (file_.failed()) return;
  if (std::ranges::find(kPurposes, purpose) == kPurposes.end()) {
    book_.fault(Check::Rows, file, file_.line(), [&]() -> Name {
      return {"no purpose of a transfer: " + quoted(purpose), "没有这种传输用途：" + quoted(purpose)};
    });
  }
  Tally::Purpose& sum = tally_.transfers[purpose];
  ++sum.started;
  sum.bytes += bytes;
  if (finish) {
    ++sum.finished;
    sum.arrived += bytes;
    check_speed(start, *finish, bytes);
  }
  if (purpose == "staging") check_dataset(file_.text(Dataset), start);
  if (purpose == "staging" && finish) {
    const auto [entry, is_new] = arrivals_.try_emplace(
        std::pair{std::string{file_.text(Dataset)}, std::string{file_.text(To)}}, *finish);
    if (!is_new) entry->second = std::min(entry->second, *finish);
  }
  if (purpose == "output" || purpose == "checkpoint") {
    std::string key = key_of(file_.text(Stream), file_.text(Job));
    const auto [entry, is_new] = sent_.try_emplace(
        key,
        SentHome{std::string{file_.text(From)}, std::string{file_.text(To)}, purpose, start, file_.line()});
    entry->second.ambiguous = !is_new;
    if (is_new) sent_order_.push_back(std::move(key));
  }
}

/// A dataset leaves a centre that has it, and goes where it may be.
void Transfers::check_dataset(std::string_view dataset, std::int64_t start) {
  const std::string_view from = file_.text(From);
  const std::string_view to = file_.text(To);
  const auto found = variant_.datasets.find(dataset);
  if (found == variant_.datasets.end()) {
    book_.fault(Check::Rows, file_.shown(), file_.line(), [&]() -> Name {
      return {"no dataset " + quoted(dataset), "没有数据集 " + quoted(dataset)};
    });
    return;
  }
  const std::optional<std::int64_t> came = arrival(dataset, from);
  if (!found->second.at.contains(from) && (!came || *came > start)) {
    book_.fault(Check::Transfers, file_.shown(), file_.line(), [&]() -> Name {
      return {fmt::format("{} leaves {} at {}, where it is not yet", dataset, from, seconds_text(start)),
              fmt::format("{} 于 {} 从 {} 发出，但当时并不在那里", dataset, seconds_text(start), from)};
    });
  }
  book_.looked(Check::Zones);
  if (found->second.may_be && !found->second.may_be->contains(to)) {
    book_.fault(Check::Zones, file_.shown(), file_.line(), [&]() -> Name {
      return {fmt::format("{} goes to {}, where its zone does not let it be", dataset, to),
              fmt::format("{} 被送往 {}，不在其数据区内", dataset, to)};
    });
  }
}

void Transfers::check_speed(std::int64_t start, std::int64_t finish, double bytes) {
  if (finish < start) {
    book_.fault(Check::Transfers, file_.shown(), file_.line(), [&]() -> Name {
      return {fmt::format("arrives {} before it sets out", seconds_text(minus(start, finish))),
              fmt::format("到达早于出发 {}", seconds_text(minus(start, finish)))};
    });
    return;
  }
  const std::string_view from = file_.text(From);
  const std::string_view to = file_.text(To);
  const std::optional<double> least = ways_.least_seconds(from, to, bytes, variant_.routes);
  const double took = static_cast<double>(minus(finish, start)) / 1e9;
  if (!least) {
    book_.fault(Check::Transfers, file_.shown(), file_.line(), [&]() -> Name {
      return {fmt::format("there is no way from {} to {}", from, to),
              fmt::format("{} 到 {} 无路可通", from, to)};
    });
  } else if (took < *least * (1 - 1e-9) - 1e-8) {
    book_.fault(Check::Transfers, file_.shown(), file_.line(), [&]() -> Name {
      return {
          fmt::format("takes {:.9g} s from {} to {}: links need {:.9g} s at least", took, from, to, *least),
          fmt::format("{} 到 {} 只用 {:.9g} 秒，链路至少需要 {:.9g} 秒", from, to, took, *least)};
    });
  }
}

std::optional<std::int64_t> Transfers::arrival(std::string_view dataset, std::string_view centre) const {
  const auto found = arrivals_.find(std::pair{std::string{dataset}, std::string{centre}});
  return found == arrivals_.end() ? std::nullopt : std::optional{found->second};
}

SentHome* Transfers::sent_by(std::string_view stream, std::string_view job) {
  if (sent_.empty()) return nullptr;
  const auto found = sent_.find(key_of(stream, job));
  return found == sent_.end() ? nullptr : &found->second;
}

}  // namespace suanwang::audit
