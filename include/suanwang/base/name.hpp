#pragma once

#include <string>
#include <string_view>

namespace suanwang {

enum class Language { En, Zh };

/// What people read in place of an id, in both languages.
struct Name {
  std::string en;
  std::string zh;

  [[nodiscard]] const std::string& in(Language language) const { return language == Language::Zh ? zh : en; }
};

/// Whether `region` is `prefix` or lies inside it: "guangdong.shenzhen" is within "guangdong". The empty
/// prefix holds every region.
[[nodiscard]] bool within(std::string_view region, std::string_view prefix);

}  // namespace suanwang
