#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/report/table.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/comparison.hpp"

namespace suanwang {

/// For whom, and on what, text is set.
struct ConsoleStyle {
  Language language = Language::En;
  Paint paint;
  std::optional<std::size_t> width;  ///< of the terminal; none: as wide as it takes
};

/// What the console tells of a run and a comparison does not know.
struct RunFacts {
  std::string program = "suanwang";  ///< how the reader calls it
  std::string file;                  ///< the scenario, as the reader names it
  double elapsed_s = 0;              ///< wall clock of the whole simulation
  std::optional<double> reserves_s;  ///< wall clock of the search for reserves, where there was one
  std::size_t threads = 1;
  std::string out;        ///< folder of the results; empty: none were written
  bool job_rows = false;  ///< `jobs.csv` were written
  bool quiet = false;     ///< results only
};

/// What is known before the simulation: version, scenario and date, counts, and the warnings (ten at most).
[[nodiscard]] std::string opening_text(const Scenario& scenario, const Diagnostics& diagnostics,
                                       const RunFacts& facts, const ConsoleStyle& style);

/// What came out, answers first: targets by basis, policies side by side, what the readers of logs mended,
/// and what to try next.
[[nodiscard]] std::string results_text(const Comparison& comparison, const RunFacts& facts,
                                       const ConsoleStyle& style);

/// What the readers of logs kept, mended and dropped, a line for each log; empty without logs. Variants that
/// read the same log alike share a line. `inputs`: by variant; null where it is left out.
[[nodiscard]] std::string logs_text(const Scenario& scenario, std::span<const Inputs* const> inputs,
                                    Language language);

/// "23 centres, 41 links, 4 policies, 2 bases, 0 errors, 2 warnings": of the scenario's first variant.
[[nodiscard]] std::string counts_text(const Spec& spec, const Diagnostics& diagnostics, Language language);

/// The fingerprint of a whole comparison, 32 hex digits: that of its only policy, or one over those of all
/// variants and policies in their order.
[[nodiscard]] std::string fingerprint_of(const Comparison& comparison);

/// One entry a line, `file:line:col: warning: path: message`. In Chinese the warnings that scenarios often
/// meet are translated; all other messages, and those of errors, are English.
[[nodiscard]] std::string diagnostic_text(const Diagnostic& entry, Language language);
[[nodiscard]] std::string diagnostics_text(const Diagnostics& diagnostics, Language language);

/// How far a simulation has come: "45 % · 36 of 80 runs · 0.82 M jobs/s · 7 s left". Other work does not know
/// how far it goes: "reserves 85 runs · 12 s".
struct ProgressFacts {
  enum class Work : std::uint8_t {
    Simulate,
    Reserves,  ///< `runs` are simulated in the search
    Sample,    ///< `jobs` are samples drawn
    Search,    ///< for levers: `runs` are combinations of them that were sampled
  };
  Work work = Work::Simulate;
  std::uint64_t runs = 0;
  std::uint64_t all_runs = 0;  ///< of a simulation
  std::uint64_t jobs = 0;
  double expected_jobs = 0;  ///< over all runs; 0: not known, then only runs tell
  double elapsed_s = 0;
};
[[nodiscard]] std::string progress_text(const ProgressFacts& facts, const ConsoleStyle& style, bool with_bar);

}  // namespace suanwang
