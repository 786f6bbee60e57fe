#pragma once

#include <cstdint>
#include <string_view>

namespace suanwang::bench {

inline constexpr std::string_view kPeakFlowMemoryOption = "--peak-flow-memory-of=";

/// Carries so many transfers and prints the greatest memory that this process ever held [KiB].
void print_peak_flow_memory(std::uint64_t transfers);

}  // namespace suanwang::bench
