#include "suanwang/report/output.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace suanwang {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18U;

std::string reason_of(int error_number) {
  return std::generic_category().message(error_number);
}

/// A name beside `path` that no other process takes, and that `ls` does not show.
std::filesystem::path temporary_for(const std::filesystem::path& path) {
  return path.parent_path() / fmt::format(".{}.{}.tmp", path.filename().string(), ::getpid());
}

}  // namespace

WriteError::WriteError(const std::filesystem::path& path, int error_number)
    : WriteError{path, reason_of(error_number)} {}

WriteError::WriteError(const std::filesystem::path& path, std::string_view why)
    : std::runtime_error{fmt::format("cannot write {}: {}", path.string(), why)} {}

OutputFile::OutputFile(std::filesystem::path path)
    : path_{std::move(path)},
      temporary_{temporary_for(path_)},
      buffer_{std::make_unique<char[]>(kBufferBytes)},
      capacity_{kBufferBytes} {
  constexpr mode_t kReadableByAll = 0666;  // less the user's umask
  ::unlink(temporary_.c_str());            // of a process that was killed, and had our number
  descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kReadableByAll);
  if (descriptor_ < 0) throw WriteError{path_, errno};
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::append(std::string_view text) {
  std::memcpy(room(text.size()), text.data(), text.size());
  advance(text.size());
}

char* OutputFile::room(std::size_t size) {
  if (capacity_ - used_ < size) flush();
  if (capacity_ < size) {
    buffer_ = std::make_unique<char[]>(size);
    capacity_ = size;
  }
  return buffer_.get() + used_;
}

void OutputFile::flush() {
  std::size_t written = 0;
  while (written < used_) {
    const ssize_t count = ::write(descriptor_, buffer_.get() + written, used_ - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail();
    written += static_cast<std::size_t>(count);
  }
  used_ = 0;
}

void OutputFile::commit() {
  flush();
  if (::fsync(descriptor_) != 0) fail();
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) fail();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail();
  temporary_.clear();
}

void OutputFile::fail() {
  throw WriteError{path_, errno};
}

OutputFolder::OutputFolder(std::filesystem::path folder, const std::vector<std::filesystem::path>& files)
    : folder_{std::move(folder)} {
  try {
    make(folder_);
    for (const std::filesystem::path& file : files) {
      const std::filesystem::path path = folder_ / file;
      make(path.parent_path());
      std::error_code ignored;
      if (std::filesystem::is_directory(path, ignored)) throw WriteError{path, EISDIR};
      OutputFile probe{path};  // leaves nothing behind
    }
  } catch (...) {
    remove_empty();
    throw;
  }
}

OutputFolder::~OutputFolder() {
  remove_empty();
}

void OutputFolder::make(const std::filesystem::path& folder) {
  if (folder.empty()) return;
  std::error_code problem;
  if (std::filesystem::is_directory(folder, problem)) return;
  if (std::filesystem::exists(folder, problem)) throw WriteError{folder, "a file is in the way"};
  const std::filesystem::path parent = folder.parent_path();
  if (parent != folder) make(parent);
  if (!std::filesystem::create_directory(folder, problem) && problem) {
    throw WriteError{folder, problem.value()};
  }
  made_.push_back(folder);
}

void OutputFolder::remove_empty() noexcept {
  // rmdir refuses what holds anything.
  std::for_each(made_.rbegin(), made_.rend(),
                [](const std::filesystem::path& folder) { ::rmdir(folder.c_str()); });
}

}  // namespace suanwang
