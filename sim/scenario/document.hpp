#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/base/diagnostics.hpp"

namespace suanwang::scenario {

/// A place in a file, cheap to copy: every node of a document has one.
struct Place {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;

  [[nodiscard]] Location location() const { return {file ? *file : std::string{}, line, column}; }
};

struct Node;
/// Nodes are immutable and shared: an alias costs a pointer, a variant copies only the path that it changes.
using NodePtr = std::shared_ptr<const Node>;

/// One value of a YAML document. Knows where it stands and nothing of what it means.
struct Node {
  enum class Kind { Null, Scalar, Sequence, Map };
  struct Entry {
    std::string key;
    Place key_at;
    NodePtr value;
  };

  Kind kind = Kind::Null;
  Place at;
  std::string text;            ///< scalars
  bool quoted = false;         ///< scalars: written in quotes, so "" and "null" are texts
  std::vector<NodePtr> items;  ///< sequences
  std::vector<Entry> entries;  ///< maps, in the order of the text; keys are unique

  [[nodiscard]] bool is_map() const { return kind == Kind::Map; }
  [[nodiscard]] bool is_sequence() const { return kind == Kind::Sequence; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::Scalar; }
  [[nodiscard]] bool is_null() const { return kind == Kind::Null; }

  /// The value at `key` of a map; null where there is none. @complexity linear
  [[nodiscard]] const Entry* find(std::string_view key) const;
};

/// What bounds a document, so that no file can exhaust the machine.
struct DocumentLimits {
  std::size_t depth = 100;                ///< levels of nesting
  std::size_t nodes = 500'000;            ///< values as written
  std::size_t repeated_nodes = 100'000;   ///< values that aliases repeat
  std::size_t bytes = 8U * 1024U * 1024;  ///< of the text; a log or a table of that size is no scenario
};

/// The root of the one document in `text`; null when it cannot be read to its end.
///
/// Errors, each with its place: no document or a second one; duplicate keys, keys that are not plain text,
/// merge keys and tags; aliases to an open ancestor; what exceeds the limits; text that is not UTF-8. Columns
/// count characters.
[[nodiscard]] NodePtr parse_document(std::string_view text, const std::string& file, Diagnostics& diagnostics,
                                     const DocumentLimits& limits = {});

/// A single value, such as the right side of `--set path=value`. Its places carry no line.
[[nodiscard]] NodePtr parse_value(const std::string& text, const std::string& origin,
                                  Diagnostics& diagnostics);

/// The node at a path of keys separated by dots; null where there is none.
[[nodiscard]] const Node* find_path(const Node& root, std::string_view path);

/// `node` as one line of YAML, so that parsing it again gives the same values.
[[nodiscard]] std::string to_yaml(const Node& node);

/// What `node` is, for messages: "'400'", "nothing", "a list", "a mapping".
[[nodiscard]] std::string description(const Node& node);

}  // namespace suanwang::scenario
