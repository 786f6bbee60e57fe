#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/name.hpp"
#include "suanwang/study/reach.hpp"

namespace suanwang {

enum class ExitCode : int { Good = 0, Failed = 1, BadInput = 2, NotMet = 3, Interrupted = 130 };

/// What the command line says.
struct Options {
  const Catalogue* catalogue = &standard_catalogue();  ///< what policies may name
  std::string program;                                 ///< how the reader called it, for commands to try
  std::string command;
  std::string scenario;  ///< file; of `list`, may be empty
  std::string topic;     ///< of `list`

  std::string out;  ///< empty: nothing is written
  std::vector<std::string> policies;
  std::vector<std::string> variants;
  std::vector<std::string> set;
  Language language = Language::En;
  std::optional<std::uint32_t> replications;
  std::optional<std::uint64_t> seed;
  std::size_t threads = 0;  ///< 0: as many as the machine has
  bool quiet = false;
  bool json = false;
  bool network = false;  ///< of `validate`
  bool job_records = true;
  bool wait_reasons = true;  ///< of `run`: why jobs waited
  bool reserves = false;     ///< searched for

  // Of `list policies`:
  bool markdown = false;
  std::string costs;  ///< a file; empty: costs are left out

  // Of `new`:
  std::string name;
  std::string kind = "order";

  // Of `audit`:
  std::string folder;
  std::size_t most_findings = 5;  ///< told of each check in each policy

  // Of `explain`:
  std::string job;                ///< id; empty: a target is explained
  std::uint32_t replication = 0;  ///< in which the job is looked at

  // Of `plan`:
  bool waits = true;  ///< simulated

  // Of `reach`, and the samples of `plan`:
  std::optional<std::uint64_t> samples;
  std::optional<double> until_halfwidth;
  ReachPoints points = ReachPoints::Plain;
  std::optional<double> require;     ///< a probability
  std::vector<std::string> targets;  ///< ids; empty: all
  std::optional<std::string> as_of;  ///< a date: forecast from what was known then
};

/// The command line as options, or what to say instead, and with which exit code.
struct ParsedOptions {
  std::optional<Options> options;
  std::string out;
  std::string err;
  ExitCode code = ExitCode::Good;
};
[[nodiscard]] ParsedOptions parse_options(int argc, const char* const* argv);

/// "; did you mean 'easy'?", or "".
[[nodiscard]] std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace suanwang
