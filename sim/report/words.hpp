#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "suanwang/base/name.hpp"

namespace suanwang {

/// Says everything in the reader's language.
class Words {
 public:
  explicit Words(Language language) : language_{language} {}

  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] std::string_view operator()(std::string_view en, std::string_view zh) const {
    return language_ == Language::Zh ? zh : en;
  }

  /// "1 centre", "23 centres", "23 中心".
  [[nodiscard]] std::string count(std::uint64_t n, std::string_view one, std::string_view many,
                                  std::string_view zh) const;

  /// What a reader of logs, or the simulation, says of a job that it mended, dropped or rejected.
  [[nodiscard]] std::string reason(std::string_view english) const;

  /// A name, fit for one line.
  [[nodiscard]] std::string name(const Name& name) const;

 private:
  Language language_;
};

}  // namespace suanwang
