// Integrals of what goes through links.
//
//   bytes = Σ rate × span,   utilisation = Σ rate × span / Σ capacity × span,   over spans of constant rate
#include "suanwang/measure/link_usage.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace suanwang {
namespace {

TransferOwner owner_of(const TransferFacts& transfer) {
  const bool is_data = transfer.purpose == TransferPurpose::Staging;
  return {transfer.purpose,
          static_cast<std::uint32_t>(is_data ? transfer.dataset.index() : transfer.stream.index())};
}

/// Adds up pairs of neighbours, so many times.
void pair_up(std::vector<Carried>& series, std::size_t times) {
  for (; times > 0; --times) {
    for (std::size_t i = 0; i < series.size(); ++i) {
      if (i % 2 == 0) {
        series[i / 2] = series[i];
      } else {
        series[i / 2].add(series[i]);
      }
    }
    series.resize((series.size() + 1) / 2);
  }
}

void pair_up(NetworkUsage& usage, std::size_t times) {
  for (ResourceUsage& resource : usage.resources) pair_up(resource.series, times);
}

}  // namespace

void Carried::add(const Carried& other) {
  bytes += other.bytes;
  used += other.used;
  possible += other.possible;
}

std::optional<double> Carried::utilisation() const {
  return possible > 0 ? std::optional{used / possible} : std::nullopt;
}

double ResourceUsage::bytes() const {
  double sum = 0;
  for (const auto& [owner, bytes] : owners) sum += bytes;
  return sum;
}

void NetworkUsage::add(const NetworkUsage& other) {
  if (runs == 0) {
    *this = other;
    return;
  }
  NetworkUsage addend = other;
  pair_up(addend, addend.spans.widen_to(spans));
  pair_up(*this, spans.widen_to(addend.spans));
  runs += addend.runs;
  ended = std::max(ended, addend.ended);
  for (std::size_t r = 0; r < resources.size(); ++r) {
    ResourceUsage& sum = resources[r];
    const ResourceUsage& one = addend.resources[r];
    sum.all.add(one.all);
    sum.peak = std::max(sum.peak, one.peak);
    sum.saturated_s += one.saturated_s;
    sum.series.resize(std::max(sum.series.size(), one.series.size()));
    for (std::size_t i = 0; i < one.series.size(); ++i) sum.series[i].add(one.series[i]);
    for (const auto& [owner, bytes] : one.owners) sum.owners[owner] += bytes;
  }
}

std::size_t NetworkUsage::span_count() const {
  return ended > kStart ? spans.of(ended - Duration{1}) + 1 : 0;
}

LinkUsage::LinkUsage(const std::vector<double>& capacities, TimeSpans spans) {
  for (const double capacity : capacities) standing_.push_back({.capacity = capacity});
  usage_.spans = std::move(spans);
  usage_.runs = 1;
  usage_.resources.resize(capacities.size());
}

void LinkUsage::on(const Record& record) {
  if (record.load != nullptr) {
    const LoadFacts& load = *record.load;
    const std::size_t resource = load.resource.index();
    widen(record.at);
    advance(resource, record.at);
    Standing& standing = standing_[resource];
    standing.load = load.bytes_per_second;
    standing.capacity = load.capacity;
    standing.saturated = load.saturated;
  } else if (record.transfer != nullptr && record.kind != RecordKind::TransferStarted) {
    const TransferFacts& transfer = *record.transfer;
    const TransferOwner owner = owner_of(transfer);
    for (std::size_t i = 0; i < transfer.path.size(); ++i) {
      usage_.resources[transfer.path[i].index()].owners[owner] += transfer.carried[i];
    }
  }
}

void LinkUsage::widen(Time to) {
  if (to < enough_) return;
  const std::size_t times = usage_.spans.widen_for(to);
  enough_ = usage_.spans.are_months() ? kNever : usage_.spans.begin(TimeSpans::kMost);
  if (times == 0) return;
  pair_up(usage_, times);
  for (Standing& standing : standing_) standing.span_end = kStart;
}

void LinkUsage::advance(std::size_t resource, Time to) {
  Standing& now = standing_[resource];
  ResourceUsage& usage = usage_.resources[resource];
  const bool limited = now.capacity > 0 && std::isfinite(now.capacity);
  const double load = std::isfinite(now.load) ? now.load : 0;  // an infinite rate lasts no time
  if (now.since < to && limited) usage.peak = std::max(usage.peak, load / now.capacity);
  if (now.saturated && now.capacity > 0) usage.saturated_s += in_seconds(to - now.since);
  if (load == 0 && !limited) now.since = std::max(now.since, to);
  while (now.since < to) {
    if (now.span_end <= now.since) {
      now.span = usage_.spans.of(now.since);
      now.span_end = usage_.spans.begin(now.span + 1);
      if (usage.series.size() <= now.span) usage.series.resize(now.span + 1);
    }
    const Time until = std::min(to, now.span_end);
    const double span = in_seconds(until - now.since);
    const Carried carried{load * span, limited ? load * span : 0, limited ? now.capacity * span : 0};
    usage.series[now.span].add(carried);
    usage.all.add(carried);
    now.since = until;
  }
}

NetworkUsage LinkUsage::finish(Time ended) {
  widen(ended);
  for (std::size_t r = 0; r < standing_.size(); ++r) advance(r, ended);
  usage_.ended = ended;
  return std::move(usage_);
}

}  // namespace suanwang
