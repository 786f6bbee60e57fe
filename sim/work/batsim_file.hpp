#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace suanwang {

/// What a Batsim workload holds, as it stands in the file: places and texts, nothing judged yet.
struct BatsimFile {
  struct Place {
    std::int64_t line = 1;
    int column = 0;
  };

  /// A value; of arrays and objects only that they are there.
  struct Scalar {
    enum class Kind : std::uint8_t { Absent, Numeric, String, Other };
    Kind kind = Kind::Absent;
    std::string text;

    /// For messages.
    [[nodiscard]] std::string shown() const;
  };

  /// What is read of a job or a profile; other keys are for other programs.
  enum Field : std::size_t { kId, kSubtime, kWalltime, kRes, kProfile, kType, kDelay, kFields };
  static constexpr std::array<std::string_view, kFields> kKeys{"id",      "subtime", "walltime", "res",
                                                               "profile", "type",    "delay"};

  /// A job or a profile.
  struct Entry {
    std::string name;  ///< a profile's key
    Place at;
    std::array<Scalar, kFields> fields;
  };

  std::vector<Entry> jobs;
  std::vector<Entry> profiles;
  Scalar nb_res;  ///< size of the platform that the workload was made for

  /// What makes it no such file: syntax, a missing list. When there are any, the rest is not to be used.
  std::vector<std::pair<Place, std::string>> problems;
  std::string failure;  ///< why it could not be read to its end, or ""
};

/// Reads the file, plain or compressed with gzip. By the parser's events, without a tree of values: memory
/// follows the jobs and profiles, and depth of nesting costs nothing.
[[nodiscard]] BatsimFile read_batsim_file(const std::string& path);

}  // namespace suanwang
