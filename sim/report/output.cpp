#include "suanwang/report/output.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "report/temporaries.hpp"

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

bool is_gone(pid_t process) {
  return process > 0 && ::kill(process, 0) != 0 && errno == ESRCH;
}

/// Removes the temporary files of `path` whose processes are gone: they were killed while they wrote.
void remove_left_behind(const std::filesystem::path& path) {
  const std::string before = fmt::format(".{}.", path.filename().string());
  constexpr std::string_view kAfter = ".tmp";
  std::vector<std::filesystem::path> left;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator{path.parent_path(), ignored}) {
    const std::string name = entry.path().filename().string();
    if (name.size() <= before.size() + kAfter.size() || !name.starts_with(before) || !name.ends_with(kAfter))
      continue;
    const char* end = name.data() + name.size() - kAfter.size();
    pid_t process = 0;
    const auto read = std::from_chars(name.data() + before.size(), end, process);
    if (read.ec == std::errc{} && read.ptr == end && is_gone(process)) left.push_back(entry.path());
  }
  for (const std::filesystem::path& file : left) ::unlink(file.c_str());
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
  announced_ = std::make_unique<Temporary>(temporary_.string());
  ::unlink(temporary_.c_str());  // of a process that was killed, and had our number
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

void OutputFile::complete() {
  if (descriptor_ < 0) return;
  flush();
  if (::fsync(descriptor_) != 0) fail();
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) fail();
  buffer_.reset();
  capacity_ = 0;
}

void OutputFile::commit() {
  complete();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail();
  temporary_.clear();
  announced_.reset();
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
      remove_left_behind(path);
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

std::vector<std::filesystem::path> OutputFolder::remove(
    const std::vector<std::filesystem::path>& files) const {
  std::vector<std::filesystem::path> removed;
  for (const std::filesystem::path& file : files) {
    if (::unlink((folder_ / file).c_str()) != 0) continue;
    removed.push_back(file);
    // rmdir refuses what holds anything.
    for (std::filesystem::path in = file.parent_path(); !in.empty(); in = in.parent_path()) {
      if (::rmdir((folder_ / in).c_str()) != 0) break;
    }
  }
  return removed;
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
