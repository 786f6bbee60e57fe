#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "suanwang/base/hash.hpp"

namespace suanwang::scenario {

/// The files that make up a scenario: each is read once, whatever names it, and all are part of its hash.
class Files {
 public:
  struct Text {
    std::shared_ptr<const std::string> bytes;  ///< null when the file cannot be read
    std::string why;                           ///< then: "no such file"
  };

  /// @param most larger files are refused
  [[nodiscard]] const Text& read(const std::string& path, std::size_t most);

  /// Adds a text that is part of what was asked for, such as a `--set`.
  void add(std::string_view text);

  [[nodiscard]] std::string hash() const { return digest_.text(); }

 private:
  std::map<std::string, Text> texts_;
  Digest digest_;
};

/// `path` as the file that names it means it: relative to that file's folder. Purely by text.
[[nodiscard]] std::string resolved(const std::string& path, const std::string& named_in);

}  // namespace suanwang::scenario
