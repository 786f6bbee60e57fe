// What a program outside this repository sees of suanwang: headers and a library. Its argument is the version
// that it expects to find.

#include <string_view>

#include "suanwang/base/name.hpp"
#include "suanwang/base/version.hpp"

int main(int count, char** arguments) {
  const bool right_version = count == 2 && suanwang::kVersion == arguments[1];
  const bool linked = suanwang::within("guangdong.shenzhen", "guangdong");
  return right_version && linked && !suanwang::kCommit.empty() ? 0 : 1;
}
