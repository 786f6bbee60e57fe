#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// A transfer that a workload asks for.
struct TransferJob {
  StreamId stream;
  std::uint64_t label = 0;  ///< for `TransferLog::label_text`
  Time start = kStart;
  CentreId from;
  CentreId to;
  double bytes = 0;
  double cap = std::numeric_limits<double>::infinity();  ///< bytes a second that it never exceeds
};

/// Transfers of one stream, one at a time, in the order of their starts; equal starts keep the order of the
/// file. Memory follows what is read ahead, not the length.
class TransferSource {
 public:
  virtual ~TransferSource() = default;
  virtual std::optional<TransferJob> next() = 0;

  /// Whether `next` reads a file: such time is reading, not simulating.
  [[nodiscard]] virtual bool reads_file() const { return false; }
};

/// A file of transfers after its checking pass: all of it has been read once, and is right. Immutable; `open`
/// may be called from several threads, each source reads for itself.
class TransferLog {
 public:
  virtual ~TransferLog() = default;

  /// A fresh pass over all transfers, which start at time 0 + `start_s`.
  /// @throws SimulationError, here or from `next`, when the file is no longer what was checked.
  [[nodiscard]] virtual std::unique_ptr<TransferSource> open(StreamId stream) const = 0;

  /// How many there are; at least one.
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  [[nodiscard]] virtual Time last_start() const = 0;

  /// The id that the file gives a transfer.
  [[nodiscard]] virtual std::string label_text(std::uint64_t label) const = 0;

  /// How many start before `end`. @complexity a pass over the file, unless all do
  [[nodiscard]] std::uint64_t before(Time end) const;
};

/// Where a file of transfers is, and the centres that it may name: their ids, sorted; a centre's place in the
/// list is its CentreId.
struct TransferOptions {
  std::string file;
  std::vector<std::string> centres;
};

/// Reads the whole file once. It is CSV, plain or compressed with gzip; its first line names the columns, in
/// any order, and others than these are ignored:
///
///     id        any text, for people: ids need not be different
///     from, to  ids of two different centres
///     bytes     from 0 to 1e18
///     start_s   seconds from time 0 of the scenario, not negative; to the nearest nanosecond
///     cap_bps   may be absent, or empty in a row: a rate in *bits* per second, above 0, that the transfer
///     never
///               exceeds, in the unit of the scenario's "Gbps" (as `Gbps` there, it is not bytes)
///
/// What is wrong with it goes to `diagnostics` with the file's own line, as for logs of jobs (see
/// `Trace`); nothing is returned when there was an error. Rows that are not in the order of their starts are
/// put in order: within a window of rows when that suffices (up to 65,536 rows), otherwise in memory, 48
/// bytes a row. Where every id is a whole number below 2^64, written plainly, a source keeps nothing of the
/// rows it has given; otherwise the texts of all ids are held, and 8 bytes a row.
[[nodiscard]] std::shared_ptr<const TransferLog> read_transfers(const TransferOptions& options,
                                                                Diagnostics& diagnostics);

}  // namespace suanwang
