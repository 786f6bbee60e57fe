/// Batsim's workloads in JSON: jobs, each with a profile that says what it does.
/// @source Batsim documentation, "Workload"; profile type names of both generations.
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "suanwang/work/source.hpp"

#include "work/decimal.hpp"
#include "work/line_reader.hpp"
#include "work/log_rows.hpp"

namespace suanwang {
namespace {

/// The characters of a file, and where the parser stands in it.
class Text {
 public:
  struct Place {
    std::int64_t line = 1;
    int column = 0;
  };

  explicit Text(const std::string& path) : file_{path}, buffer_(std::size_t{256} << 10) { fill(); }

  [[nodiscard]] bool at_end() const { return begin_ == end_; }
  [[nodiscard]] char current() const { return buffer_[begin_]; }
  void advance() {
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

/// A value as it stands in the file.
struct Scalar {
  enum class Kind : std::uint8_t { Absent, Number, String, Other };
  Kind kind = Kind::Absent;
  std::string text;

  [[nodiscard]] std::string shown() const {
    if (kind == Kind::Number) return text.size() > 40 ? in_quotes(text) : text;
    return kind == Kind::String ? in_quotes(text) : "another kind of value";
  }
};

/// What is read of a job or a profile; keys that are not listed are for other programs.
enum Field : std::size_t { kId, kSubtime, kWalltime, kRes, kProfile, kType, kDelay, kFields };
constexpr std::array<std::string_view, kFields> kKeys{"id",      "subtime", "walltime", "res",
                                                      "profile", "type",    "delay"};

/// A job or a profile as it stands in the file.
struct Entry {
  std::string name;  ///< a profile's key
  Text::Place at;
  std::array<Scalar, kFields> fields;
};

/// What the parser has found, by its events: no tree is built, so depth costs nothing.
class Handler {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  explicit Handler(const Text& text) : text_{text} {}

  std::vector<Entry> jobs;
  std::vector<Entry> profiles;
  bool has_jobs = false;
  bool has_profiles = false;
  Scalar nb_res;
  std::vector<std::pair<Text::Place, std::string>> problems;

  // NOLINTBEGIN(readability-identifier-naming): names that the parser calls
  bool null() { return scalar({Scalar::Kind::Other, {}}); }
  bool boolean(bool) { return scalar({Scalar::Kind::Other, {}}); }
  bool number_integer(number_integer_t value) {
    return scalar({Scalar::Kind::Number, std::to_string(value)});
  }
  bool number_unsigned(number_unsigned_t value) {
    return scalar({Scalar::Kind::Number, std::to_string(value)});
  }
  bool number_float(number_float_t, const string_t& text) { return scalar({Scalar::Kind::Number, text}); }
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
    problems.emplace_back(text_.place(), syntax_message(error.what()));
    return false;
  }
  // NOLINTEND

 private:
  bool in_jobs() const { return section_ == "jobs"; }
  bool in_profiles() const { return section_ == "profiles"; }

  bool open(char bracket) {
    ++depth_;
    if (depth_ == 1 && bracket == '[') problems.emplace_back(text_.place(), "expected a JSON object");
    if (depth_ == 2) {
      section_bracket_ = bracket;
      if (in_jobs() && bracket == '[') {
        if (has_jobs) problems.emplace_back(text_.place(), "'jobs' twice");
        has_jobs = true;
      }
      if (in_profiles() && bracket == '{') has_profiles = true;
    }
    if (depth_ == 3) {
      entry_ = nullptr;
      if (bracket == '{' && in_jobs() && section_bracket_ == '[') {
        entry_ = &jobs.emplace_back();
      } else if (bracket == '{' && in_profiles() && section_bracket_ == '{') {
        entry_ = &profiles.emplace_back();
        entry_->name = key_;
      } else if (in_jobs() || in_profiles()) {
        not_an_object();
      }
      if (entry_ != nullptr) entry_->at = text_.place();
    }
    if (depth_ == 4) set({Scalar::Kind::Other, {}});
    return true;
  }

  bool close() {
    if (depth_ == 3) entry_ = nullptr;
    --depth_;
    if (depth_ == 1) section_.clear();
    return true;
  }

  bool scalar(Scalar value) {
    if (depth_ == 0) problems.emplace_back(text_.place(), "expected a JSON object");
    if (depth_ == 1 && section_ == "nb_res") nb_res = std::move(value);
    if (depth_ == 2 && (in_jobs() || in_profiles())) not_an_object();
    if (depth_ == 3) set(std::move(value));
    return true;
  }

  void set(Scalar value) {
    if (entry_ == nullptr) return;
    const auto key = std::find(kKeys.begin(), kKeys.end(), key_);
    if (key == kKeys.end()) return;
    Scalar& field = entry_->fields[static_cast<std::size_t>(key - kKeys.begin())];
    if (field.kind != Scalar::Kind::Absent) {
      problems.emplace_back(text_.place(), fmt::format("'{}' twice in one object", key_));
    }
    field = std::move(value);
  }

  void not_an_object() {
    problems.emplace_back(text_.place(), fmt::format("expected an object for each of the {}", section_));
  }

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
  std::size_t depth_ = 0;
  std::string section_;  ///< key of the outermost object
  char section_bracket_ = '\0';
  std::string key_;
  Entry* entry_ = nullptr;
};

/// Turns what was found into jobs.
class Workload {
 public:
  Workload(const TraceOptions& options, Handler found, LogProblems& problems)
      : found_{std::move(found)}, problems_{problems} {
    rules_.exact_walltime = options.exact_walltime;
    rules_.cut_run_to_walltime = false;  // it will be killed
    if (options.capacity) {
      rules_.capacity = options.capacity->count();
    } else {
      read_platform_size();
    }
  }

  void read() {
    for (Entry& profile : found_.profiles) {
      if (!profiles_.emplace(profile.name, &profile).second) {
        complain(profile, fmt::format("profile {} is defined twice", in_quotes(profile.name)));
      }
    }
    for (const Entry& job : found_.jobs) read_job(job);
    check_ids();
  }

  [[nodiscard]] const RowCounts& counts() const { return counts_; }
  [[nodiscard]] std::vector<LoggedJob> take_jobs() { return std::move(jobs_); }
  /// Ids of all jobs, by label.
  [[nodiscard]] std::vector<std::string> take_ids() { return std::move(ids_); }

 private:
  void complain(const Entry& entry, std::string what) {
    problems_.add(entry.at.line, entry.at.column, "", std::move(what));
  }

  void read_platform_size() {
    if (found_.nb_res.kind != Scalar::Kind::Number) return;
    const Decimal size = parse_decimal(found_.nb_res.text, 0);
    if (size.status == Decimal::Status::Ok && size.exact && size.value > 0) rules_.capacity = size.value;
  }

  /// A field that must be a number, × 10^scale; nothing, and a complaint, when it is not one.
  std::optional<std::int64_t> number(const Entry& entry, const std::string& of, Field field) {
    const Scalar& scalar = entry.fields[field];
    const bool whole = field == kRes;
    if (scalar.kind == Scalar::Kind::Absent) {
      complain(entry, fmt::format("{} has no '{}'", of, kKeys[field]));
      return std::nullopt;
    }
    const Decimal value =
        scalar.kind == Scalar::Kind::Number ? parse_decimal(scalar.text, whole ? 0 : 9) : Decimal{};
    if (value.status == Decimal::Status::NotANumber ||
        (whole && !value.exact && value.value < kMostAccelerators)) {
      complain(entry, fmt::format("{}: '{}' must be a {}, got {}", of, kKeys[field],
                                  whole ? "whole number" : "number of seconds", scalar.shown()));
      return std::nullopt;
    }
    const std::int64_t most = whole ? kMostAccelerators : kFarthest;
    if (value.status == Decimal::Status::OutOfRange || value.value > most || value.value < -most) {
      complain(entry, fmt::format("{}: '{}' is out of range: {}", of, kKeys[field], scalar.shown()));
      return std::nullopt;
    }
    return value.value;
  }

  void read_job(const Entry& job) {
    const std::string id = read_id(job);
    const std::string of = fmt::format("job {}", in_quotes(id));
    const std::optional<std::int64_t> submit = number(job, of, kSubtime);
    const std::optional<std::int64_t> res = number(job, of, kRes);
    const std::optional<std::int64_t> run = read_profile(job, of);
    std::optional<std::int64_t> walltime;
    bool sound = submit && res && run;
    if (job.fields[kWalltime].kind != Scalar::Kind::Absent) {
      walltime = number(job, of, kWalltime);
      sound = sound && walltime;
      if (walltime == -kSecond) {
        walltime.reset();  // as if it were absent
      } else if (walltime && *walltime <= 0) {
        complain(job, fmt::format("{}: 'walltime' must be positive, or -1 for none, got {}", of,
                                  job.fields[kWalltime].shown()));
        sound = false;
      }
    }
    ids_.push_back(id);
    places_.push_back(job.at);
    if (!sound) return;
    const Row row = judge({.submit = *submit,
                           .run = *run,
                           .requested = walltime,
                           .accelerators = *res,
                           .label = ids_.size() - 1},
                          rules_, counts_);
    if (row.verdict == Row::Verdict::Kept) jobs_.push_back(row.job);
  }

  std::string read_id(const Entry& job) {
    const Scalar& id = job.fields[kId];
    if (id.kind == Scalar::Kind::Absent) {
      complain(job, "a job has no 'id'");
    } else if (id.kind == Scalar::Kind::Other) {
      complain(job, "the 'id' of a job must be a string or a number");
    }
    return id.text;
  }

  /// Run time of the job's profile [ns].
  std::optional<std::int64_t> read_profile(const Entry& job, const std::string& of) {
    const Scalar& name = job.fields[kProfile];
    if (name.kind == Scalar::Kind::Absent || name.kind == Scalar::Kind::Other) {
      complain(job, fmt::format("{} names no 'profile'", of));
      return std::nullopt;
    }
    const auto found = profiles_.find(name.text);
    if (found == profiles_.end()) {
      complain(job, fmt::format("{}: there is no profile {}", of, in_quotes(name.text)));
      return std::nullopt;
    }
    Known& profile = found->second;
    if (!profile.read) {
      profile.read = true;
      profile.run = run_of(*profile.entry);
    }
    return profile.run;
  }

  std::optional<std::int64_t> run_of(const Entry& profile) {
    const std::string of = fmt::format("profile {}", in_quotes(profile.name));
    const Scalar& type = profile.fields[kType];
    if (type.kind == Scalar::Kind::String && (type.text == "delay" || type.text == "DelayProfile")) {
      return number(profile, of, kDelay);
    }
    complain(profile, type.kind == Scalar::Kind::Absent
                          ? fmt::format("{} has no 'type'", of)
                          : fmt::format("{}: type {} is not supported, only delay", of, type.shown()));
    return std::nullopt;
  }

  void check_ids() {
    std::vector<std::size_t> order(ids_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return ids_[a] < ids_[b]; });
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (ids_[order[i]].empty() || ids_[order[i]] != ids_[order[i - 1]]) continue;
      const Text::Place at = places_[order[i]];
      problems_.add(at.line, at.column, "",
                    fmt::format("job {} has the id of the job in line {}", in_quotes(ids_[order[i]]),
                                places_[order[i - 1]].line));
    }
  }

  static constexpr std::int64_t kSecond = 1'000'000'000;

  struct Known {
    const Entry* entry;
    bool read = false;
    std::optional<std::int64_t> run;

    Known(const Entry* it) : entry{it} {}  // NOLINT(google-explicit-constructor)
  };

  Handler found_;
  LogProblems& problems_;
  RowRules rules_;
  RowCounts counts_;
  std::map<std::string, Known> profiles_;
  std::vector<LoggedJob> jobs_;
  std::vector<std::string> ids_;
  std::vector<Text::Place> places_;
};

std::shared_ptr<const Trace> read_all(const TraceOptions& options, LogProblems& problems) {
  Text text{options.file};
  if (!text.failure().empty()) {
    problems.add(0, 0, "", fmt::format("cannot read the log: {}", text.failure()));
    return nullptr;
  }
  Handler found{text};
  nlohmann::json::sax_parse(TextIterator{text}, TextIterator{}, &found);
  if (!text.failure().empty()) {
    problems.add(text.place().line, 0, "", fmt::format("cannot read the log: {}", text.failure()));
    return nullptr;
  }
  for (const auto& [at, what] : found.problems) problems.add(at.line, at.column, "", what);
  if (problems.any()) return nullptr;
  if (!found.has_jobs) problems.add(1, 1, "", "no list 'jobs' in it");
  if (!found.has_profiles) problems.add(1, 1, "", "no object 'profiles' in it");
  if (problems.any()) return nullptr;

  Workload workload{options, std::move(found), problems};
  workload.read();
  const ReadReport report = workload.counts().report();
  if (!problems.any() && report.kept == 0) problems.add(0, 0, "", no_job_message(report));
  if (problems.any()) return nullptr;
  return held_log(workload.take_jobs(), report, [ids = workload.take_ids()](std::uint64_t label) {
    return ids.at(static_cast<std::size_t>(label));
  });
}

}  // namespace

std::shared_ptr<const Trace> read_batsim(const TraceOptions& options, Diagnostics& diagnostics) {
  LogProblems problems{options.file, diagnostics};
  std::shared_ptr<const Trace> trace = read_all(options, problems);
  problems.finish();
  return trace;
}

}  // namespace suanwang
