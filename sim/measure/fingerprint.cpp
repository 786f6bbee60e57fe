#include "suanwang/measure/fingerprint.hpp"

#include <bit>
#include <utility>

namespace suanwang {

Fingerprint::Fingerprint(std::vector<std::uint64_t> streams, std::vector<std::uint64_t> centres)
    : streams_{std::move(streams)}, centres_{std::move(centres)} {}

void Fingerprint::on(const Record& record) {
  switch (record.kind) {
    case RecordKind::PoolOnline:
    case RecordKind::CentreJoined:
    case RecordKind::JobLeftWaiting:
    case RecordKind::JobLeftRunning:
    case RecordKind::TransferStarted:
    case RecordKind::TransferLeft:
    case RecordKind::LinkLoad:
    case RecordKind::LinkChanged:
      return;  // nothing happened to a job, and no bytes arrived
    case RecordKind::TransferFinished: {
      const TransferFacts& t = *record.transfer;
      const auto at = static_cast<std::uint64_t>(record.at.time_since_epoch().count());
      digest_.add(std::rotl(at, 8) ^ static_cast<std::uint64_t>(record.kind),
                  std::bit_cast<std::uint64_t>(t.bytes) ^ std::rotl(centres_[t.from.index()], 31) ^
                      std::rotl(centres_[t.to.index()], 17));
      return;
    }
    case RecordKind::JobDispatched:
    case RecordKind::JobPassedOn:
    case RecordKind::JobStaged:
    case RecordKind::JobSubmitted:
    case RecordKind::JobStarted:
    case RecordKind::JobPreempted:
    case RecordKind::JobFinished:
    case RecordKind::JobKilled:
    case RecordKind::JobRejected:
      break;
  }
  Digest digest = digest_;  // a copy of its own stays in registers
  // Two words a record: (instant, kind), and (job, accelerators, centre) folded by odd multipliers.
  const auto at = static_cast<std::uint64_t>(record.at.time_since_epoch().count());
  digest.add(std::rotl(at, 8) ^ static_cast<std::uint64_t>(record.kind),
             (streams_[record.job->stream.index()] + record.job->index * 0x9e3779b97f4a7c15ULL) ^
                 static_cast<std::uint64_t>(record.accelerators.milli) * 0xc2b2ae3d27d4eb4fULL ^
                 (record.centre ? std::rotl(centres_[record.centre->index()], 31) : 0));
  digest_ = digest;
}

}  // namespace suanwang
