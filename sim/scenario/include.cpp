#include "scenario/include.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace suanwang::scenario {
namespace {

constexpr std::array<std::string_view, 14> kSections{
    "accelerators", "assumptions", "bases",   "centres", "datasets", "grids",    "links",
    "mixes",        "policies",    "targets", "tariffs", "tenants",  "variants", "workload"};

/// Keys that hold sections of their own, which are united one by one.
bool holds_sections(std::string_view key) {
  return key == "defaults" || key == "programme";
}

std::string at_place(const Place& place) {
  return fmt::format("{}:{}:{}", place.file ? *place.file : "", place.line, place.column);
}

/// One file after the other, united into one tree.
class Union {
 public:
  Union(Files& files, Diagnostics& diagnostics) : files_{files}, diagnostics_{diagnostics} {}

  /// Adds `file` and what it includes. @param named_at where it is named; no file for the scenario itself
  void add(const std::string& file, const Place& named_at) {
    const std::string identity = identity_of(file);
    if (std::ranges::find(open_, identity, &Open::identity) != open_.end()) {
      diagnostics_.error(named_at.location(), "include", "a cycle: " + chain(identity, file));
      return;
    }
    if (!read_.insert(identity).second) return;
    const NodePtr root = read(file, named_at);
    if (!root) return;
    open_.push_back({identity, file});
    if (open_.size() == 1) at_ = root->at;
    for (const Node::Entry& entry : root->entries) {
      if (entry.key == "include") {
        include(*entry.value, file);
      } else {
        add_key(entry);
      }
    }
    open_.pop_back();
  }

  /// What has been added, as one map; null when the scenario's own file could not be read.
  [[nodiscard]] NodePtr result() {
    if (!at_.file) return nullptr;
    Node root;
    root.kind = Node::Kind::Map;
    root.at = at_;
    for (Key& key : keys_) root.entries.push_back(to_entry(std::move(key)));
    return std::make_shared<const Node>(std::move(root));
  }

 private:
  struct Open {
    std::string identity;
    std::string file;
  };

  /// A top-level key: a single value, or a section that grows.
  struct Key {
    Node::Entry first;
    bool is_united = false;
    Node united;
    std::map<std::string, std::size_t, std::less<>> index;  ///< of ids in `united`
  };

  static std::string identity_of(const std::string& file) {
    std::error_code fault;
    const auto canonical = std::filesystem::weakly_canonical(file, fault);
    return fault ? file : canonical.string();
  }

  [[nodiscard]] std::string chain(const std::string& identity, const std::string& file) const {
    std::string result;
    bool is_inside = false;
    for (const Open& open : open_) {
      is_inside = is_inside || open.identity == identity;
      if (is_inside) result += open.file + " includes ";
    }
    return result + file;
  }

  NodePtr read(const std::string& file, const Place& named_at) {
    const bool is_main = named_at.file == nullptr;
    const Files::Text& text = files_.read(file, DocumentLimits{}.bytes);
    if (!text.bytes) {
      if (is_main) {
        diagnostics_.error({file}, "", text.why);
      } else {
        diagnostics_.error(named_at.location(), "include", fmt::format("'{}': {}", file, text.why));
      }
      return nullptr;
    }
    NodePtr root = parse_document(*text.bytes, file, diagnostics_);
    if (root && !root->is_map()) {
      diagnostics_.error(root->at.location(), "",
                         "expected keys such as 'centres' and 'policies', got " + description(*root));
      return nullptr;
    }
    return root;
  }

  void include(const Node& list, const std::string& file) {
    const auto one = [&](const Node& name) {
      if (name.is_scalar() && !name.text.empty()) {
        add(resolved(name.text, file), name.at);
      } else {
        diagnostics_.error(name.at.location(), "include",
                           "expected the name of a file, got " + description(name));
      }
    };
    if (list.is_sequence()) {
      for (const NodePtr& item : list.items) one(*item);
    } else {
      one(list);
    }
  }

  void add_key(const Node::Entry& entry) {
    const auto known = std::ranges::find(keys_, entry.key, [](const Key& key) { return key.first.key; });
    if (known == keys_.end()) {
      Key key;
      key.first = entry;
      keys_.push_back(std::move(key));
      return;
    }
    const bool is_united = is_section(entry.key) || holds_sections(entry.key);
    if (is_united && known->first.value->is_map() && entry.value->is_map()) {
      unite(*known, entry);
    } else if (is_united && known->first.value->is_null()) {
      known->first = entry;
    } else if (is_united && entry.value->is_null()) {
      return;
    } else if (entry.key == "suanwang" && to_yaml(*entry.value) == to_yaml(*known->first.value)) {
      return;  // each file may state the version that it is written in
    } else {
      diagnostics_.error(entry.key_at.location(), entry.key,
                         "given twice over includes; the first is at " + at_place(known->first.key_at));
    }
  }

  void unite(Key& key, const Node::Entry& more) {
    if (!key.is_united) {
      key.is_united = true;
      key.united = *key.first.value;
      for (std::size_t i = 0; i < key.united.entries.size(); ++i) key.index[key.united.entries[i].key] = i;
    }
    for (const Node::Entry& entry : more.value->entries) {
      const auto [place, is_new] = key.index.emplace(entry.key, key.united.entries.size());
      if (is_new) {
        key.united.entries.push_back(entry);
      } else {
        clash(key, key.united.entries[place->second], entry);
      }
    }
  }

  /// The same key of a section in two files: the sections of `defaults` and `programme` are united,
  /// everything else is an error.
  void clash(const Key& key, Node::Entry& first, const Node::Entry& second) {
    if (holds_sections(key.first.key) && first.value->is_map() && second.value->is_map()) {
      Node both = *first.value;
      for (const Node::Entry& entry : second.value->entries) {
        if (const Node::Entry* given = first.value->find(entry.key)) {
          twice(fmt::format("{}.{}.{}", key.first.key, second.key, entry.key), *given, entry);
        } else {
          both.entries.push_back(entry);
        }
      }
      first.value = std::make_shared<const Node>(std::move(both));
    } else {
      twice(fmt::format("{}.{}", key.first.key, second.key), first, second);
    }
  }

  void twice(const std::string& path, const Node::Entry& first, const Node::Entry& second) {
    diagnostics_.error(second.key_at.location(), path,
                       "defined twice over includes; the first is at " + at_place(first.key_at));
  }

  static Node::Entry to_entry(Key key) {
    if (key.is_united) key.first.value = std::make_shared<const Node>(std::move(key.united));
    return std::move(key.first);
  }

  Files& files_;
  Diagnostics& diagnostics_;
  std::vector<Open> open_;      ///< files being read, outermost first
  std::set<std::string> read_;  ///< identities of all files so far
  std::vector<Key> keys_;
  Place at_;
};

}  // namespace

bool is_section(std::string_view section) {
  return std::ranges::find(kSections, section) != kSections.end();
}

NodePtr read_with_includes(const std::string& file, Files& files, Diagnostics& diagnostics) {
  Union all{files, diagnostics};
  all.add(file, {});
  return all.result();
}

}  // namespace suanwang::scenario
