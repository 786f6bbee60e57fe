#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/base/quantity.hpp"

namespace suanwang {

/// Kinds of compute that Chinese statistics keep apart: 通用, 智能, 超级 (general, intelligent, super).
enum class ComputeKind : std::uint8_t { General, Intelligent, Super };

[[nodiscard]] std::string_view to_text(ComputeKind kind);

/// Peak rates by precision name ("fp16", "int8", …), dense, FLOP/s or OP/s.
using Peaks = std::map<std::string, Flops>;

/// How capacities of different kinds and precisions may be counted together (口径).
///
/// A pool counts if its kind is in `count`. It counts at its peak in `unit`; where it has none, at the
/// largest of peak × factor over the precisions that `convert` names; a precision not named does not count.
struct Basis {
  std::vector<ComputeKind> count;
  std::string unit;
  std::map<std::string, double> convert;  ///< factors, drawn once per replication
};

/// What one accelerator (or a whole stock given by its capacity) with these peaks counts for under `basis`.
[[nodiscard]] Flops counted(const Peaks& peaks, ComputeKind kind, const Basis& basis);

}  // namespace suanwang
