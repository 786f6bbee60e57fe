#include "scenario/document.hpp"

#include <algorithm>
#include <istream>
#include <map>
#include <optional>
#include <streambuf>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "scenario/text_position.hpp"

namespace suanwang::scenario {
namespace {

/// Ends the reading of a document: nothing after this place can be trusted.
struct Stop {
  Place at;
  std::string path;
  std::string message;
};

/// Reads a text without copying it.
class TextBuffer final : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // NOLINT: streambuf's interface; never written to
    setg(begin, begin, begin + text.size());
  }
};

/// Builds nodes from the parser's events, and refuses what the scenario language does not have.
class Builder final : public YAML::EventHandler {
 public:
  Builder(std::string_view text, std::shared_ptr<const std::string> file, const DocumentLimits& limits,
          bool has_lines, Diagnostics& diagnostics)
      : file_{std::move(file)},
        positions_{text},
        limits_{limits},
        has_lines_{has_lines},
        diagnostics_{diagnostics} {}

  [[nodiscard]] NodePtr root() const { return root_; }

  [[nodiscard]] Place place(const YAML::Mark& mark) {
    if (mark.is_null() || !has_lines_) return {file_, 0, 0};
    return {file_, mark.line + 1, positions_.column(mark.line, mark.column)};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      throw Stop{place(mark), "", "a second document begins here; a scenario is one document"};
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(start(Node::Kind::Null, mark, ""), anchor, 1);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = start(Node::Kind::Scalar, mark, tag);
    node.quoted = tag == "!";
    node.text = value;
    add(std::move(node), anchor, 1);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      throw Stop{place(mark), value_path(), "an alias stands inside the value that it repeats"};
    }
    repeated_nodes_ += found->second.nodes;
    if (repeated_nodes_ > limits_.repeated_nodes) {
      throw Stop{place(mark), value_path(),
                 fmt::format("aliases repeat more than {} values here", limits_.repeated_nodes)};
    }
    if (frames_.size() + found->second.depth > limits_.depth) throw too_deep(place(mark));
    attach(found->second, place(mark), true);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(start(Node::Kind::Sequence, mark, tag), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(start(Node::Kind::Map, mark, tag), anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A finished value, with what it holds in all.
  struct Built {
    NodePtr node;
    std::size_t nodes = 1;
    std::size_t depth = 0;  ///< levels below it
  };

  /// A sequence or map that is still open.
  struct Frame {
    Node node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    std::size_t nodes = 1;
    std::size_t depth = 1;
    std::optional<std::string> key;  ///< maps: the key whose value is next
    Place key_at;
    bool skip_value = false;           ///< maps: the key was refused
    std::map<std::string, int> lines;  ///< maps: keys seen, and where
  };

  Node start(Node::Kind kind, const YAML::Mark& mark, const std::string& tag) {
    if (++written_nodes_ > limits_.nodes) {
      throw Stop{place(mark), value_path(), fmt::format("more than {} values in one file", limits_.nodes)};
    }
    Node node;
    node.kind = kind;
    node.at = place(mark);
    if (!tag.empty() && tag != "?" && tag != "!") {
      diagnostics_.error(node.at.location(), value_path(), "tags are not part of the scenario language");
    }
    return node;
  }

  [[nodiscard]] Stop too_deep(Place at) const {
    return {std::move(at), "", fmt::format("nested deeper than {} levels", limits_.depth)};
  }

  void open(Node node, YAML::anchor_t anchor) {
    if (frames_.size() >= limits_.depth) throw too_deep(node.at);
    Frame frame;
    frame.node = std::move(node);
    frame.anchor = anchor;
    frames_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    Built built{std::make_shared<const Node>(std::move(frame.node)), frame.nodes, frame.depth};
    if (frame.anchor != YAML::NullAnchor) anchors_[frame.anchor] = built;
    attach(built, built.node->at, false);
  }

  void add(Node node, YAML::anchor_t anchor, std::size_t nodes) {
    const Place at = node.at;
    Built built{std::make_shared<const Node>(std::move(node)), nodes, 0};
    if (anchor != YAML::NullAnchor) anchors_[anchor] = built;
    attach(built, at, false);
  }

  /// Puts a finished value into what is open: as the root, an item, a key, or the value of a key.
  void attach(const Built& built, const Place& at, bool is_alias) {
    if (frames_.empty()) {
      root_ = built.node;
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.is_map() && !frame.key && !frame.skip_value) {
      if (is_alias || !built.node->is_scalar()) {
        diagnostics_.error(at.location(), path(), "a key must be plain text");
        frame.skip_value = true;
      } else {
        take_key(frame, built.node->text, at);
      }
      return;
    }
    frame.nodes += built.nodes;
    frame.depth = std::max(frame.depth, built.depth + 1);
    if (frame.node.is_sequence()) {
      frame.node.items.push_back(built.node);
    } else if (frame.skip_value) {
      frame.skip_value = false;
    } else {
      frame.node.entries.push_back({std::move(*frame.key), std::move(frame.key_at), built.node});
      frame.key.reset();
    }
  }

  void take_key(Frame& frame, const std::string& key, const Place& at) {
    const auto [first, is_new] = frame.lines.emplace(key, at.line);
    if (key == "<<") {
      diagnostics_.error(
          at.location(), path(),
          "merge keys ('<<') are not part of the scenario language; write the keys out, or use "
          "'defaults'");
      frame.skip_value = true;
    } else if (!is_new) {
      std::string message = "duplicate key " + quoted(key);
      if (at.line != first->second) message += fmt::format("; the first is in line {}", first->second);
      diagnostics_.error(at.location(), path(), std::move(message));
      frame.skip_value = true;
    } else {
      frame.key = key;
      frame.key_at = at;
    }
  }

  /// Dotted path of the innermost value that is open.
  [[nodiscard]] std::string path() const {
    std::string result;
    for (std::size_t i = 0; i + 1 < frames_.size(); ++i) append_step(frames_[i], result);
    return result;
  }

  /// Dotted path of the value that is read next.
  [[nodiscard]] std::string value_path() const {
    std::string result = path();
    if (!frames_.empty()) append_step(frames_.back(), result);
    return result;
  }

  static void append_step(const Frame& frame, std::string& path) {
    if (frame.node.is_sequence()) {
      path += fmt::format("[{}]", frame.node.items.size());
    } else if (frame.key) {
      path += (path.empty() ? "" : ".") + *frame.key;
    }
  }

  std::shared_ptr<const std::string> file_;
  TextPosition positions_;
  DocumentLimits limits_;
  bool has_lines_;
  Diagnostics& diagnostics_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, Built> anchors_;  ///< of finished values only
  NodePtr root_;
  int documents_ = 0;
  std::size_t written_nodes_ = 0;
  std::size_t repeated_nodes_ = 0;
};

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// yaml-cpp 0.7 takes an end of line before the end of the file for the end of an open quotation.
std::string_view without_last_blanks(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// The root of the one document in `text`; null when there is none or it cannot be read to its end.
NodePtr parse(std::string_view text, const std::string& file, const DocumentLimits& limits, bool has_lines,
              Diagnostics& diagnostics) {
  Builder builder{text, std::make_shared<const std::string>(file), limits, has_lines, diagnostics};
  try {
    TextBuffer buffer{without_last_blanks(text)};
    std::istream stream{&buffer};
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.root();
  } catch (const Stop& stop) {
    diagnostics.error(stop.at.location(), stop.path, stop.message);
  } catch (const YAML::Exception& fault) {
    diagnostics.error(builder.place(fault.mark).location(), "", "not valid YAML: " + fault.msg);
  }
  return nullptr;
}

}  // namespace

NodePtr parse_document(std::string_view text, const std::string& file, Diagnostics& diagnostics,
                       const DocumentLimits& limits) {
  if (text.size() > limits.bytes) {
    diagnostics.error({file}, "", fmt::format("the file is larger than {} MiB", limits.bytes >> 20U));
    return nullptr;
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (const auto fault = first_fault(text)) {
    diagnostics.error({file, fault->line, fault->column}, "", fault->message);
    return nullptr;
  }
  const std::size_t errors_before = diagnostics.errors();
  NodePtr root = parse(text, file, limits, true, diagnostics);
  if (root && !root->is_null()) return root;
  if (diagnostics.errors() == errors_before) diagnostics.error({file}, "", "the file is empty");
  return nullptr;
}

NodePtr parse_value(const std::string& text, const std::string& origin, Diagnostics& diagnostics) {
  if (const auto fault = first_fault(text)) {
    diagnostics.error({origin}, "", fault->message);
    return nullptr;
  }
  const std::size_t errors_before = diagnostics.errors();
  NodePtr root = parse(text, origin, {}, false, diagnostics);
  if (root || diagnostics.errors() > errors_before) return root;
  Node nothing;
  nothing.at.file = std::make_shared<const std::string>(origin);
  return std::make_shared<const Node>(std::move(nothing));
}

}  // namespace suanwang::scenario
