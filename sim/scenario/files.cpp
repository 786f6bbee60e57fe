#include "scenario/files.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace suanwang::scenario {
namespace {

namespace fs = std::filesystem;

/// Reads `path` to its end, or says why not. Stops at `most` bytes, since a pipe has no size to ask for.
Files::Text read_file(const std::string& path, std::size_t most) {
  std::error_code fault;
  const fs::file_status status = fs::status(path, fault);
  if (status.type() == fs::file_type::not_found) return {nullptr, "no such file"};
  if (fs::is_directory(status)) return {nullptr, "is a folder, not a file"};
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rb"), &std::fclose};
  if (!file) return {nullptr, "cannot be read: " + std::generic_category().message(errno)};
  auto bytes = std::make_shared<std::string>();
  std::array<char, 1U << 16U> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    bytes->append(buffer.data(), got);
    if (bytes->size() > most) return {nullptr, fmt::format("is larger than {} MiB", most >> 20U)};
  }
  if (std::ferror(file.get()) != 0) return {nullptr, "cannot be read to its end"};
  return {std::move(bytes), ""};
}

}  // namespace

const Files::Text& Files::read(const std::string& path, std::size_t most) {
  const auto known = texts_.find(path);
  if (known != texts_.end()) return known->second;
  const Text& text = texts_.emplace(path, read_file(path, most)).first->second;
  if (text.bytes) add(*text.bytes);
  return text;
}

void Files::add(std::string_view text) {
  digest_.add(text.size());
  for (std::size_t i = 0; i < text.size(); i += 8) {
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < 8 && i + k < text.size(); ++k) {
      word |= std::uint64_t{static_cast<unsigned char>(text[i + k])} << (8 * k);
    }
    digest_.add(word);
  }
}

std::string resolved(const std::string& path, const std::string& named_in) {
  return (fs::path{named_in}.parent_path() / path).lexically_normal().generic_string();
}

}  // namespace suanwang::scenario
