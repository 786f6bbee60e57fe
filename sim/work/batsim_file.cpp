#include "work/batsim_file.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "work/decimal.hpp"
#include "work/line_reader.hpp"

namespace suanwang {
namespace {

/// The characters of a file, and where the parser stands in it.
class Text {
 public:
  using Place = BatsimFile::Place;

  explicit Text(const std::string& path) : file_{path}, buffer_(std::size_t{256} << 10) { fill(); }

  [[nodiscard]] bool at_end() const { return begin_ == end_; }
  [[nodiscard]] char current() const { return buffer_[begin_]; }
  void advance() {
    before_ = place_;
    if (buffer_[begin_] == '\n') {
      ++place_.line;
      place_.column = 0;
    } else if (place_.column < std::numeric_limits<int>::max()) {
      ++place_.column;
    }
    if (++begin_ == end_) fill();
  }
  /// Of the character read last.
  [[nodiscard]] Place place() const { return place_; }
  /// Of the one before it: the parser reads one character past a number.
  [[nodiscard]] Place before() const { return before_; }
  [[nodiscard]] const std::string& failure() const { return file_.failure(); }

 private:
  void fill() {
    begin_ = 0;
    end_ = file_.read(buffer_.data(), buffer_.size());
  }

  ByteFile file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  Place place_;
  Place before_;
};

/// `Text` as the JSON parser wants to see it.
class TextIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  TextIterator() = default;
  explicit TextIterator(Text& text) : text_{&text} {}

  char operator*() const { return text_->current(); }
  TextIterator& operator++() {
    text_->advance();
    return *this;
  }
  TextIterator operator++(int) {
    text_->advance();
    return *this;
  }
  friend bool operator==(const TextIterator& a, const TextIterator& b) { return a.ended() == b.ended(); }
  friend bool operator!=(const TextIterator& a, const TextIterator& b) { return !(a == b); }

 private:
  [[nodiscard]] bool ended() const { return text_ == nullptr || text_->at_end(); }
  Text* text_ = nullptr;
};

/// What the parser has found, by its events: no tree is built, so depth costs nothing.
class Handler {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  Handler(const Text& text, BatsimFile& file) : text_{text}, file_{file} {}

  bool has_jobs = false;
  bool has_profiles = false;

  // Events, by the names that the parser calls.
  bool null() { return scalar({Scalar::Kind::Other, {}}); }
  bool boolean(bool) { return scalar({Scalar::Kind::Other, {}}); }
  bool number_integer(number_integer_t value) {
    return scalar({Scalar::Kind::Numeric, std::to_string(value)});
  }
  bool number_unsigned(number_unsigned_t value) {
    return scalar({Scalar::Kind::Numeric, std::to_string(value)});
  }
  bool number_float(number_float_t, const string_t& text) { return scalar({Scalar::Kind::Numeric, text}); }
  bool string(string_t& text) { return scalar({Scalar::Kind::String, text}); }
  bool binary(binary_t&) { return true; }
  bool start_object(std::size_t) { return open('{'); }
  bool start_array(std::size_t) { return open('['); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(string_t& text) {
    if (depth_ == 1) section_ = text;
    if (depth_ <= 3) key_ = text;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
    problem(syntax_message(error.what()));
    return false;
  }

 private:
  using Scalar = BatsimFile::Scalar;
  using Entry = BatsimFile::Entry;

  void problem(std::string what) {
    file_.problems.emplace_back(in_number_ ? text_.before() : text_.place(), std::move(what));
  }

  /// Whether there are so many problems that reading on helps nobody.
  [[nodiscard]] bool hopeless() const { return file_.problems.size() >= 1000; }

  [[nodiscard]] bool in_jobs() const { return section_ == "jobs"; }
  [[nodiscard]] bool in_profiles() const { return section_ == "profiles"; }

  bool open(char bracket) {
    ++depth_;
    if (depth_ == 1 && bracket == '[') problem("expected a JSON object");
    if (depth_ == 2) open_section(bracket);
    if (depth_ == 3) open_entry(bracket);
    if (depth_ == 4) set({Scalar::Kind::Other, {}});
    return !hopeless();
  }

  void open_section(char bracket) {
    section_bracket_ = bracket;
    if (in_jobs() && bracket == '[') {
      if (has_jobs) problem("'jobs' twice");
      has_jobs = true;
    }
    if (in_profiles() && bracket == '{') has_profiles = true;
  }

  void open_entry(char bracket) {
    entry_ = nullptr;
    if (!in_jobs() && !in_profiles()) return;
    if (bracket != '{' || section_bracket_ != (in_jobs() ? '[' : '{')) return not_an_object();
    entry_ = &(in_jobs() ? file_.jobs : file_.profiles).emplace_back();
    entry_->at = text_.place();
    if (in_profiles()) entry_->name = key_;
  }

  bool close() {
    if (depth_ == 3) entry_ = nullptr;
    --depth_;
    if (depth_ == 1) section_.clear();
    return true;
  }

  bool scalar(Scalar value) {
    in_number_ = value.kind == Scalar::Kind::Numeric;
    if (depth_ == 0) problem("expected a JSON object");
    if (depth_ == 2 && (in_jobs() || in_profiles())) not_an_object();
    if (depth_ == 1 && section_ == "nb_res") {
      file_.nb_res = std::move(value);
    } else if (depth_ == 3) {
      set(std::move(value));
    }
    in_number_ = false;
    return !hopeless();
  }

  void set(Scalar value) {
    if (entry_ == nullptr) return;
    const auto key = std::find(BatsimFile::kKeys.begin(), BatsimFile::kKeys.end(), key_);
    if (key == BatsimFile::kKeys.end()) return;
    Scalar& field = entry_->fields[static_cast<std::size_t>(key - BatsimFile::kKeys.begin())];
    if (field.kind != Scalar::Kind::Absent) {
      problem(fmt::format("'{}' twice in one object", key_));
    }
    field = std::move(value);
  }

  void not_an_object() { problem(fmt::format("expected an object for each of the {}", section_)); }

  /// "[json.exception.parse_error.101] parse error at line 3, column 7: syntax error while …" without its
  /// first two parts: the place is told apart.
  static std::string syntax_message(std::string what) {
    for (const std::string_view end : {"] ", ": "}) {
      if (!what.starts_with('[') && !what.starts_with("parse error at")) break;
      const std::size_t found = what.find(end);
      if (found != std::string::npos) what.erase(0, found + end.size());
    }
    for (char& c : what) {
      if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) c = '?';
    }
    constexpr std::size_t kShown = 200;
    return what.size() > kShown ? what.substr(0, kShown) + "…" : what;
  }

  const Text& text_;
  BatsimFile& file_;
  std::size_t depth_ = 0;
  bool in_number_ = false;
  std::string section_;  ///< key of the outermost object
  char section_bracket_ = '\0';
  std::string key_;
  Entry* entry_ = nullptr;
};

}  // namespace

std::string BatsimFile::Scalar::shown() const {
  constexpr std::size_t kLongNumber = 40;
  if (kind == Kind::Numeric) return text.size() > kLongNumber ? in_quotes(text) : text;
  return kind == Kind::String ? in_quotes(text) : "another kind of value";
}

BatsimFile read_batsim_file(const std::string& path) {
  BatsimFile file;
  Text text{path};
  Handler handler{text, file};
  if (text.failure().empty()) nlohmann::json::sax_parse(TextIterator{text}, TextIterator{}, &handler);
  file.failure = text.failure();
  if (file.problems.empty() && !handler.has_jobs) {
    file.problems.emplace_back(BatsimFile::Place{1, 1}, "no list 'jobs' in it");
  }
  if (file.problems.empty() && !handler.has_profiles) {
    file.problems.emplace_back(BatsimFile::Place{1, 1}, "no object 'profiles' in it");
  }
  return file;
}

}  // namespace suanwang
