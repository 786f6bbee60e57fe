#include "suanwang/base/hash.hpp"

#include <fmt/format.h>

namespace suanwang {

std::string Digest::text() const {
  return fmt::format("{:016x}{:016x}", high(), low());
}

}  // namespace suanwang
