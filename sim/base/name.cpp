#include "suanwang/base/name.hpp"

namespace suanwang {

bool within(std::string_view region, std::string_view prefix) {
  if (prefix.empty()) return true;
  return region.starts_with(prefix) && (region.size() == prefix.size() || region[prefix.size()] == '.');
}

}  // namespace suanwang
