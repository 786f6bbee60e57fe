#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenario/document.hpp"

namespace suanwang::scenario {

/// A value to put at a path of the tree: an entry of a variant's `set`, or a `--set`.
struct Override {
  std::string path;  ///< keys separated by dots; items of a list by their number, from 0
  NodePtr value;
  Place at;  ///< where the path is written
};

/// `root` with the overrides made, in their order. What surrounds a path must exist; its last key is created
/// where it does not. A path that cannot be followed is an error, and leaves the tree as it was.
[[nodiscard]] NodePtr with_overrides(NodePtr root, const std::vector<Override>& overrides,
                                     Diagnostics& diagnostics);

/// `path=value` as `--set` takes it; nothing when it is no such text.
[[nodiscard]] std::vector<Override> parse_set(const std::string& text, Diagnostics& diagnostics);

}  // namespace suanwang::scenario
