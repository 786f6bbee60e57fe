#include "suanwang/measure/transfer_table.hpp"

#include <algorithm>
#include <tuple>

namespace suanwang {

void TransferCounts::Purpose::add(const Purpose& other) {
  started += other.started;
  finished += other.finished;
  under_way += other.under_way;
  bytes += other.bytes;
  arrived += other.arrived;
}

TransferCounts::Purpose TransferCounts::all() const {
  Purpose sum;
  for (const Purpose& purpose : by_purpose) sum.add(purpose);
  return sum;
}

void TransferCounts::add(const TransferCounts& other) {
  for (std::size_t i = 0; i < by_purpose.size(); ++i) by_purpose[i].add(other.by_purpose[i]);
}

void TransferCounter::on(const Record& record) {
  if (record.transfer == nullptr) return;
  const TransferFacts& facts = *record.transfer;
  TransferCounts::Purpose& purpose = counts_.by_purpose[static_cast<std::size_t>(facts.purpose)];
  if (record.kind == RecordKind::TransferStarted) {
    ++purpose.started;
    purpose.bytes += facts.bytes;
  } else {
    ++(record.kind == RecordKind::TransferFinished ? purpose.finished : purpose.under_way);
    purpose.arrived += facts.bytes - facts.left;
  }
}

void TransferTable::on(const Record& record) {
  if (record.transfer == nullptr || record.kind == RecordKind::TransferStarted) return;
  const TransferFacts& facts = *record.transfer;
  rows_.push_back({.id = facts.id,
                   .purpose = facts.purpose,
                   .arrived = record.kind == RecordKind::TransferFinished,
                   .stream = facts.stream,
                   .dataset = facts.dataset,
                   .label = facts.label,
                   .from = facts.from,
                   .to = facts.to,
                   .bytes = facts.bytes,
                   .start = facts.start,
                   .at = record.at});
}

void TransferTable::finish() {
  std::ranges::sort(rows_, {}, [](const TransferRow& row) { return std::tie(row.start, row.id); });
}

}  // namespace suanwang
