#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "scenario/document.hpp"

namespace suanwang::scenario {
namespace {

/// Whether `text` means itself when written without quotes, also inside brackets.
bool is_plain(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kNulls{"~", "null", "Null", "NULL"};
  if (text.empty() || std::ranges::find(kNulls, text) != kNulls.end()) return false;
  const auto is_tame = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{" ._/+-%"}.find(c) != std::string_view::npos;
  };
  if (text.front() == ' ' || text.back() == ' ' || text.front() == '%') return false;
  if (text.front() == '-' && (text.size() == 1 || text[1] == ' ' || text[1] == '-')) return false;
  return std::ranges::all_of(text, is_tame);
}

std::string scalar_text(std::string_view text) {
  if (is_plain(text)) return std::string{text};
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

}  // namespace

const Node::Entry* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

const Node* find_path(const Node& root, std::string_view path) {
  const Node* node = &root;
  while (true) {
    const std::size_t dot = path.find('.');
    const Node::Entry* entry = node->find(path.substr(0, dot));
    if (entry == nullptr) return nullptr;
    node = entry->value.get();
    if (dot == std::string_view::npos) return node;
    path.remove_prefix(dot + 1);
  }
}

std::string to_yaml(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      return "null";
    case Node::Kind::Scalar:
      return scalar_text(node.text);
    case Node::Kind::Sequence: {
      std::string result = "[";
      for (const NodePtr& item : node.items) result += (result.size() > 1 ? ", " : "") + to_yaml(*item);
      return result + "]";
    }
    case Node::Kind::Map: {
      std::string result = "{";
      for (const Node::Entry& entry : node.entries) {
        result += (result.size() > 1 ? ", " : "") + scalar_text(entry.key) + ": " + to_yaml(*entry.value);
      }
      return result + "}";
    }
  }
  return {};
}

std::string description(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      return "nothing";
    case Node::Kind::Scalar:
      return quoted(node.text);
    case Node::Kind::Sequence:
      return node.items.empty() ? "an empty list" : "a list";
    case Node::Kind::Map:
      return node.entries.empty() ? "an empty mapping" : "a mapping";
  }
  return {};
}

}  // namespace suanwang::scenario
