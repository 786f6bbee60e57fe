#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "suanwang/base/name.hpp"
#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// A pool as it counts towards a target (算力台账): units × peak × factor × share, with everything uncertain
/// at its median.
struct LedgerEntry {
  std::size_t centre = 0;  ///< index into Spec::centres
  std::size_t pool = 0;    ///< index into its pools
  std::string precision;   ///< in which it is counted, before conversion
  bool by_cards = false;   ///< whether `units` are accelerators; otherwise FLOP/s of a stock
  double units = 0;
  double peak = 0;             ///< of a unit [FLOP/s]
  double factor = 1;           ///< of the conversion
  double share = 0;            ///< in service at the target's date
  double online = 0;           ///< seconds since 1970; ±inf: from the beginning, never
  double retires = 0;          ///< likewise
  double in_service = 0;       ///< P that any of it is in service at the target's date
  bool uncertain = false;      ///< whether its date, amount or conversion is drawn
  bool sourced = false;        ///< nothing of it is assumed
  std::int64_t teraflops = 0;  ///< what it counts for, in whole TFLOPS: these add up to the total, exactly
};

struct CapacityLedger {
  std::size_t target = 0;  ///< index into Spec::targets
  std::string basis;
  Name basis_name;
  CivilTime by;
  std::vector<LedgerEntry> entries;  ///< by centre, by pool; also what is not in service by then
  std::int64_t teraflops = 0;        ///< their sum
  std::int64_t sourced_teraflops = 0;
  /// Over samples, for comparison: the median of the sum is not the sum of the medians [FLOP/s].
  double p10 = 0;
  double p50 = 0;
  double p90 = 0;
  double probability = 0;
};

/// One for each basis of a target. @pre the target is on capacity
[[nodiscard]] std::vector<CapacityLedger> capacity_ledgers(const Spec& spec, std::size_t target);

}  // namespace suanwang
