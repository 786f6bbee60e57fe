#pragma once

#include <string_view>

namespace suanwang {

/// The version of this library and executable, "0.1.0".
extern const std::string_view kVersion;

/// The commit it was built from: "a1b2c3d", with "-dirty" when tracked files differed from it, "unknown" when
/// it was built outside a git repository. Written at build time (cmake/version.cmake).
extern const std::string_view kCommit;

}  // namespace suanwang
