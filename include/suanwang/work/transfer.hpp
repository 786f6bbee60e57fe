#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// A transfer that a workload asks for.
struct TransferJob {
  StreamId stream;
  std::uint64_t label = 0;  ///< what `TransferSource::label_text` makes the published id of
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
};

}  // namespace suanwang
