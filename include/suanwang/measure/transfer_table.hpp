#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "suanwang/measure/record.hpp"

namespace suanwang {

inline constexpr std::size_t kTransferPurposes = 4;

/// How many transfers went where; started = finished + under_way. Bytes are those that were asked for.
struct TransferCounts {
  struct Purpose {
    std::uint64_t started = 0;
    std::uint64_t finished = 0;
    std::uint64_t under_way = 0;  ///< at the end
    double bytes = 0;
    double arrived = 0;  ///< those that arrived, also of transfers under way

    void add(const Purpose& other);
  };
  std::array<Purpose, kTransferPurposes> by_purpose;

  [[nodiscard]] const Purpose& of(TransferPurpose purpose) const {
    return by_purpose[static_cast<std::size_t>(purpose)];
  }
  /// Of all purposes together.
  [[nodiscard]] Purpose all() const;
  void add(const TransferCounts& other);
};

/// Counts the transfers of one run.
class TransferCounter final : public Observer {
 public:
  void on(const Record& record) override;
  [[nodiscard]] const TransferCounts& counts() const { return counts_; }

 private:
  TransferCounts counts_;
};

/// What became of one transfer: a row of transfers.csv.
struct TransferRow {
  std::uint64_t id = 0;  ///< in the order of starts
  TransferPurpose purpose = TransferPurpose::Workload;
  bool arrived = false;
  StreamId stream;          ///< Workload; Output, Checkpoint: of the job
  DatasetId dataset;        ///< Staging
  std::uint64_t label = 0;  ///< Workload: for `TransferLog::label_text`; Output, Checkpoint: the job's
  CentreId from;
  CentreId to;
  double bytes = 0;
  Time start;
  Time at;  ///< when it arrived, or the simulation ended
};

/// All transfers of a run in the order of (start, id), whatever became of them.
class TransferTable final : public Observer {
 public:
  void on(const Record& record) override;

  /// Puts the rows in their order; call once, after the run.
  void finish();

  [[nodiscard]] const std::vector<TransferRow>& rows() const { return rows_; }

 private:
  std::vector<TransferRow> rows_;
};

}  // namespace suanwang
