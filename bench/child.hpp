#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

namespace suanwang::bench {

/// Prints the greatest memory that this process ever held [KiB].
inline void print_peak_memory() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) std::puts(line.c_str() + 6);
  }
}

/// Peak memory [bytes] of this program run with `option` and `count`, which prints it; 0 if it does not.
inline double peak_in_child(std::string_view option, std::uint64_t count) {
  const std::string command = std::filesystem::read_symlink("/proc/self/exe").string() + " " +
                              std::string{option} + std::to_string(count);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> child{popen(command.c_str(), "r"), pclose};
  double kib = 0;
  if (child == nullptr || std::fscanf(child.get(), "%lf", &kib) != 1) return 0;
  return kib * 1024;
}

}  // namespace suanwang::bench
