#include "scenario/override.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace suanwang::scenario {
namespace {

constexpr std::size_t kMostKeys = 20;  ///< of a path; bounds how deep a tree can be made

/// Read before anything is set.
constexpr std::array<std::string_view, 4> kFixed{"suanwang", "include", "variants", "assumptions"};

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> keys;
  while (true) {
    const std::size_t dot = path.find('.');
    keys.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return keys;
    path.remove_prefix(dot + 1);
  }
}

std::string join(const std::vector<std::string>& keys, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += (i == 0 ? "" : ".") + keys[i];
  return result;
}

/// Why a path cannot be followed.
struct DeadEnd {
  std::string message;
};

DeadEnd missing(const Node& parent, const std::vector<std::string>& keys, std::size_t level) {
  std::vector<std::string> known;
  for (const Node::Entry& entry : parent.entries) known.push_back(entry.key);
  const std::string near = nearest(keys[level], known);
  return {fmt::format("there is no '{}'", join(keys, level + 1)) +
          (near.empty() ? "" : fmt::format("; did you mean '{}'?", near))};
}

std::optional<std::size_t> item_index(const Node& list, const std::string& key) {
  std::size_t index = 0;
  const auto [end, fault] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (fault != std::errc{} || end != key.data() + key.size() || index >= list.items.size()) return {};
  return index;
}

/// `node` with `override.value` at keys[level…]. Copies the nodes on the path, shares all others.
NodePtr replaced(const Node& node, const std::vector<std::string>& keys, std::size_t level,
                 const Override& override) {
  const bool is_last = level + 1 == keys.size();
  if (node.is_sequence()) {
    const auto index = item_index(node, keys[level]);
    if (!index) throw missing(node, keys, level);
    Node copy = node;
    NodePtr& item = copy.items[*index];
    item = is_last ? override.value : replaced(*item, keys, level + 1, override);
    return std::make_shared<const Node>(std::move(copy));
  }
  const bool may_hold_keys = node.is_map() || (node.is_null() && is_last);
  if (!may_hold_keys) {
    throw DeadEnd{fmt::format("'{}' is {} and holds no keys", join(keys, level),
                              node.is_null() ? "empty" : description(node))};
  }
  const auto at = std::ranges::find(node.entries, keys[level], &Node::Entry::key);
  if (at == node.entries.end() && !is_last) throw missing(node, keys, level);
  Node copy = node;
  copy.kind = Node::Kind::Map;
  if (at == node.entries.end()) {
    copy.entries.push_back({keys[level], override.at, override.value});
  } else {
    NodePtr& value = copy.entries[static_cast<std::size_t>(at - node.entries.begin())].value;
    value = is_last ? override.value : replaced(*value, keys, level + 1, override);
  }
  return std::make_shared<const Node>(std::move(copy));
}

}  // namespace

NodePtr with_overrides(NodePtr root, const std::vector<Override>& overrides, Diagnostics& diagnostics) {
  for (const Override& override : overrides) {
    const std::vector<std::string> keys = split(override.path);
    const auto refuse = [&](const std::string& why) {
      diagnostics.error(override.at.location(), "",
                        fmt::format("cannot set {}: {}", quoted(override.path), why));
    };
    const auto is_empty = [](const std::string& key) { return key.empty(); };
    if (keys.size() > kMostKeys || std::ranges::any_of(keys, is_empty)) {
      refuse("expected keys separated by dots, such as 'links.a-b.bandwidth'");
    } else if (std::ranges::find(kFixed, keys.front()) != kFixed.end()) {
      refuse(fmt::format("'{}' is read before anything is set", keys.front()));
    } else {
      try {
        root = replaced(*root, keys, 0, override);
      } catch (const DeadEnd& end) {
        refuse(end.message);
      }
    }
  }
  return root;
}

std::vector<Override> parse_set(const std::string& text, Diagnostics& diagnostics) {
  const std::string origin = "--set " + text;
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    diagnostics.error({origin}, "", "expected path=value, such as 'links.a-b.bandwidth=400 Gbps'");
    return {};
  }
  NodePtr value = parse_value(text.substr(equals + 1), origin, diagnostics);
  if (!value) return {};
  return {{text.substr(0, equals), std::move(value), {std::make_shared<const std::string>(origin), 0, 0}}};
}

}  // namespace suanwang::scenario
