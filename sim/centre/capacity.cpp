#include "suanwang/centre/capacity.hpp"

#include <algorithm>

namespace suanwang {

std::string_view to_text(ComputeKind kind) {
  switch (kind) {
    case ComputeKind::General:
      return "general";
    case ComputeKind::Intelligent:
      return "intelligent";
    case ComputeKind::Super:
      return "super";
  }
  return "";
}

Flops counted(const Peaks& peaks, ComputeKind kind, const Basis& basis) {
  if (std::find(basis.count.begin(), basis.count.end(), kind) == basis.count.end()) return {};
  if (const auto own = peaks.find(basis.unit); own != peaks.end()) return own->second;
  Flops most;
  for (const auto& [precision, factor] : basis.convert) {
    const auto peak = peaks.find(precision);
    if (peak != peaks.end()) most = std::max(most, factor * peak->second);
  }
  return most;
}

}  // namespace suanwang
