#pragma once

#include <cstdint>
#include <string_view>

namespace suanwang::bench {

inline constexpr std::string_view kPeakMemoryOption = "--peak-memory-of=";

/// Simulates so many jobs and prints the greatest memory that this process ever held [KiB].
void print_peak_memory_of(std::uint64_t jobs);

}  // namespace suanwang::bench
