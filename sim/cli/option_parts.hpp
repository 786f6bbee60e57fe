#pragma once

#include <charconv>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "suanwang/base/diagnostics.hpp"

#include "cli/options.hpp"

/// What the parts of the command line are made of.
namespace suanwang {

/// A problem with the command line, in one line.
struct UsageError {
  std::string message;
};

template <class Integer>
Integer whole_number(const std::string& option, const std::string& text, Integer least, Integer most) {
  Integer value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    throw UsageError{
        fmt::format("{}: expected a whole number from {} to {}, got {}", option, least, most, quoted(text))};
  }
  return value;
}

/// The options as texts, as CLI11 collects them.
struct Texts {
  std::string language;
  std::string replications;
  std::string replication;
  std::string seed;
  std::string threads;
  std::string samples;
  std::string halfwidth;
  std::string points;
  std::string require;
  std::string most;
};

/// The scenario, and what changes it.
void add_reading(CLI::App& command, Options& options, Texts& texts);
void add_speaking(CLI::App& command, Texts& texts);

/// The commands on targets: `reach`, `plan`, `explain`.
void add_reach(CLI::App& app, Options& options, Texts& texts);
void add_plan(CLI::App& app, Options& options, Texts& texts);
void add_explain(CLI::App& app, Options& options, Texts& texts);
void convert_reach(Options& options, const Texts& texts);

}  // namespace suanwang
