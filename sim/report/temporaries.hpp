#pragma once

#include <cstddef>
#include <string>

namespace suanwang {

/// Says, while it lives, that a temporary file is there, to a signal handler that ends the program.
class Temporary {
 public:
  explicit Temporary(const std::string& path);
  ~Temporary();
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

 private:
  std::size_t slot_;
};

}  // namespace suanwang
