#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace suanwang {

class Temporary;

/// Results that cannot be written: "cannot write out/summary.json: No space left on device".
class WriteError : public std::runtime_error {
 public:
  WriteError(const std::filesystem::path& path, int error_number);
  WriteError(const std::filesystem::path& path, std::string_view why);
};

/// A file that comes into being whole or not at all: it is written under a temporary name beside `path`, and
/// takes its own name, and the place of what had it, by `commit`.
class OutputFile {
 public:
  /// @throws WriteError, as all members do
  explicit OutputFile(std::filesystem::path path);
  /// Removes what was not committed.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void append(std::string_view text);

  /// Room for `size` more bytes, to be filled and then counted by `advance`: for those who format in place.
  [[nodiscard]] char* room(std::size_t size);
  void advance(std::size_t size) { used_ += size; }

  /// Everything is on the disk, still under the temporary name. Nothing can be added any more.
  void complete();
  /// Everything is on the disk, under its name.
  void commit();

 private:
  void flush();
  [[noreturn]] void fail();

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::unique_ptr<Temporary> announced_;
  int descriptor_ = -1;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
};

/// Removes the temporary files of all OutputFiles that are being written, for a program that ends at once: a
/// signal handler may call it, and nothing may be written after.
void abandon_output_files() noexcept;

/// The folder of `--out`. Making it also makes the folders of `files` inside it and shows that each file can
/// be written, so that a long simulation does not end in vain. What it made and nobody filled is removed
/// again, and so are the temporary files that processes left which were killed while they wrote `files`.
class OutputFolder {
 public:
  /// `files` are relative to `folder`. @throws WriteError when one of them could not be written
  OutputFolder(std::filesystem::path folder, const std::vector<std::filesystem::path>& files);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

  /// Removes `files`, which are relative, and the folders that this leaves empty. @returns those that were
  /// there
  std::vector<std::filesystem::path> remove(const std::vector<std::filesystem::path>& files) const;

 private:
  void make(const std::filesystem::path& folder);
  void remove_empty() noexcept;

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> made_;  // parents before what they hold
};

}  // namespace suanwang
