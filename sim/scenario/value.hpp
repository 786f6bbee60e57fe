#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "suanwang/scenario/spec.hpp"

#include "scenario/document.hpp"
#include "scenario/files.hpp"

namespace suanwang::scenario {

/// What reading one variant needs to know of the whole, and what it gathers for the checks that follow.
struct Context {
  Context(NodePtr tree, Files& all_files, const Catalogue& all_policies, Diagnostics& problems)
      : root{std::move(tree)}, files{all_files}, catalogue{all_policies}, diagnostics{problems} {}

  NodePtr root;  ///< the merged tree, with the variant's settings
  Files& files;
  const Catalogue& catalogue;
  Diagnostics& diagnostics;
  std::chrono::seconds utc_offset{0};
  std::map<std::string, Peaks> peaks;                      ///< of the accelerators read so far
  std::set<std::string> precisions;                        ///< in which anything read so far has a capacity
  std::map<std::string, std::vector<JobClassSpec>> mixes;  ///< read so far
  std::map<std::string, SupplyUnit> supply_units;          ///< of the supplies read so far

  /// Civil dates in the order of reading: they need a `start`.
  struct Dated {
    Place at;
    std::string path;
  };
  std::vector<Dated> dates;

  /// Ids of a section of the scenario ("centres", "programme.crews").
  [[nodiscard]] const std::set<std::string, std::less<>>& ids(const std::string& section);

  /// "; did you mean 'x'?", or nothing when no candidate is near.
  [[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

 private:
  std::map<std::string, std::set<std::string, std::less<>>> ids_;
  std::size_t comparisons_left_ = 1'000'000;  ///< thousands of misspelt names must not take minutes
};

/// A node being read: where it is in the file, and where it is in the scenario.
class Value {
 public:
  Value(const Node& node, std::string path, const Place& named_at, Context& context)
      : node_{&node}, path_{std::move(path)}, named_at_{&named_at}, context_{&context} {}

  [[nodiscard]] const Node& node() const { return *node_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] Context& context() const { return *context_; }

  /// The place of the key that names this value; of the value itself in a list.
  [[nodiscard]] const Place& named_at() const { return *named_at_; }

  [[nodiscard]] bool is_scalar() const { return node_->is_scalar(); }
  /// A scalar's text; "" for anything else.
  [[nodiscard]] const std::string& text() const { return node_->text; }

  [[nodiscard]] Value entry(const Node::Entry& entry) const {
    return {*entry.value, path_.empty() ? entry.key : path_ + "." + entry.key, entry.key_at, *context_};
  }
  [[nodiscard]] Value item(std::size_t index) const {
    const Node& item = *node_->items[index];
    return {item, path_ + "[" + std::to_string(index) + "]", item.at, *context_};
  }

  /// The file that this text names, relative to the file that the text stands in.
  [[nodiscard]] std::string file_named(const std::string& name) const {
    const bool is_in_file = node_->at.file != nullptr && node_->at.line > 0;
    return resolved(name, is_in_file ? *node_->at.file : std::string{});
  }

  void error(std::string message) const {
    context_->diagnostics.error(node_->at.location(), path_, std::move(message));
  }
  /// "expected `what`, got 'this'"
  void expected(std::string_view what) const {
    error("expected " + std::string{what} + ", got " + description(*node_));
  }
  /// At the key rather than at the value.
  void error_here(std::string message) const {
    context_->diagnostics.error(named_at_->location(), path_, std::move(message));
  }
  void warning_here(std::string message) const {
    context_->diagnostics.warning(named_at_->location(), path_, std::move(message));
  }

 private:
  const Node* node_;
  std::string path_;
  const Place* named_at_;
  Context* context_;
};

}  // namespace suanwang::scenario
