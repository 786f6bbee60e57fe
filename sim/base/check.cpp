#include "suanwang/base/check.hpp"

#include <string>

namespace suanwang::detail {

void check_failed(const char* condition, const char* file, int line) {
  throw std::logic_error(std::string{"suanwang has a bug: check '"} + condition + "' failed at " + file +
                         ":" + std::to_string(line));
}

}  // namespace suanwang::detail
