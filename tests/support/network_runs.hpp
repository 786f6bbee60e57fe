#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/scenario/run.hpp"

#include "support/scenarios.hpp"

/// Scenarios of several centres, and what became of their jobs under each policy.
namespace suanwang::test {

/// The results of a scenario's policies by their ids, in replication `replication`.
inline std::map<std::string, RunResult> runs_of(std::string_view text, std::uint32_t replication = 0) {
  const Spec spec = spec_of(text);
  Diagnostics diagnostics;
  const auto inputs = prepare(spec, diagnostics);
  EXPECT_TRUE(inputs) << diagnostics.text();
  std::map<std::string, RunResult> results;
  for (std::size_t p = 0; inputs && p < spec.policies.size(); ++p) {
    results.emplace(spec.policies[p].id, run(spec, *inputs, p, replication, KeepRows::Yes));
  }
  return results;
}

/// Where and when a job ran.
struct Ran {
  StreamId stream;
  std::uint64_t index;
  RecordKind last;
  std::optional<CentreId> centre;
  Time start;
  Time end;
  Duration staged;
  friend bool operator==(const Ran&, const Ran&) = default;
};
inline std::vector<Ran> jobs_of(const RunResult& result) {
  std::vector<Ran> jobs;
  for (const JobRow& row : result.rows.rows()) {
    jobs.push_back({row.stream, row.index, row.last, row.centre, row.start, row.at, row.staged});
  }
  return jobs;
}

/// The same without the centre: when, not where.
inline std::vector<Ran> times_of(const RunResult& result) {
  std::vector<Ran> jobs = jobs_of(result);
  for (Ran& job : jobs) job.centre.reset();
  return jobs;
}

inline double mean_wait_s(const RunResult& result) {
  double sum = 0;
  double jobs = 0;
  for (const JobRow& row : result.rows.rows()) {
    if (row.last != RecordKind::JobFinished) continue;
    sum += in_seconds(row.at - row.submit - row.executed);
    ++jobs;
  }
  return jobs == 0 ? 0 : sum / jobs;
}

}  // namespace suanwang::test
