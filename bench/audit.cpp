// What does it cost to check a finished run once more: rows of jobs per second, and memory?
#include "suanwang/report/audit.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "suanwang/report/output.hpp"

#include "timing.hpp"

namespace suanwang::bench {
namespace {

constexpr const char* kHeader =
    "job_id,workload_name,profile,submission_time,requested_number_of_resources,requested_time,success,"
    "final_state,starting_time,execution_time,finish_time,waiting_time,turnaround_time,stretch,"
    "allocated_resources,replication,centre,tenant,class,priority,attempts,reason,home,data\n";

/// A results folder of one policy: `jobs` jobs of an hour and two accelerators, a thousand at a time. The
/// figures of the summary are left empty: they fail, which costs nothing.
class MadeFolder {
 public:
  explicit MadeFolder(std::size_t jobs)
      : path_{std::filesystem::temp_directory_path() / fmt::format("suanwang-audit-{}", jobs)} {
    std::filesystem::create_directories(path_ / "easy");
    OutputFile summary{path_ / "summary.json"};
    summary.append(R"({"suanwang": {}, "files": ["pools.csv", "easy/jobs.csv"], "seed": 0, "replications": 1,
      "records": {"end_s": null, "policies": {"easy": {"dispatch": "any", "holds_while_staging": false, "preempts": false}},
                  "links": {}, "routes": 1, "datasets": {}, "zones": {}},
      "policies": {"easy": {"jobs": {"submitted": 0, "finished": 0, "rejected": 0, "killed": 0, "waiting": 0,
          "running": 0, "rejected_by_reason": {}}, "wait_s": {}, "bounded_slowdown": {}, "turnaround_s": {},
          "wait_s_by_class": {}, "wait_s_by_tenant": {}, "makespan_s": 0, "utilisation": 0}}})");
    summary.commit();
    OutputFile pools{path_ / "pools.csv"};
    pools.append(
        "replication,centre,pool,accelerator,accelerators,first,last,online_s,retires_s,joins_s,schedulable\n"
        "0,lab,main,card,2000,0,1999,0.000000000,,0.000000000,1\n");
    pools.commit();
    OutputFile rows{path_ / "easy" / "jobs.csv"};
    rows.append(kHeader);
    for (std::size_t i = 0; i < jobs; ++i) {
      const std::size_t submit = i * 3600 / 1000;
      const std::size_t start = i / 1000 * 3600 + 3600;
      rows.append(fmt::format(
          "{},w,train,{}.000000000,2,7200.000000000,1,COMPLETED_SUCCESSFULLY,{}.000000000,3600.000000000,"
          "{}.000000000,{}.000000000,{}.000000000,{},{}-{},0,lab,users,train,0,1,,,\n",
          i, submit, start, start + 3600, start - submit, start + 3600 - submit,
          static_cast<double>(start + 3600 - submit) / 3600, i % 1000 * 2, i % 1000 * 2 + 1));
    }
    rows.commit();
  }
  ~MadeFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  MadeFolder(const MadeFolder&) = delete;
  MadeFolder& operator=(const MadeFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void audit_rows(benchmark::State& state) {
  const std::size_t jobs = small() ? 1'000 : 1'000'000;
  const MadeFolder folder{jobs};
  for (auto _ : state) {
    Diagnostics diagnostics;
    const auto report = audit_folder(folder.path(), {5, {1}}, diagnostics);
    if (!report || report->jobs != jobs) return state.SkipWithError(diagnostics.text().c_str());
    for (const AuditCheck& check : report->checks) {
      if (check.failed > 0 && check.id != "sums")
        return state.SkipWithError(report->findings.front().what.en.c_str());
    }
  }
  state.counters["rows/s"] =
      benchmark::Counter(static_cast<double>(jobs), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(audit_rows)->Name("audit/rows")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace suanwang::bench
