#include "suanwang/report/audit.hpp"

#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "report/audit_book.hpp"
#include "report/audit_csv.hpp"
#include "report/audit_facts.hpp"
#include "report/audit_jobs.hpp"
#include "report/audit_sums.hpp"

namespace suanwang {
namespace audit {
namespace {

/// Links carry no more than their bandwidth. Means over the replications, as links.csv has them.
void check_links(const FolderFacts& folder, const VariantFacts& variant, const PolicyFacts& policy,
                 Book& book, Diagnostics& diagnostics) {
  enum Column : std::size_t { Link, Start, End, Bytes, Utilisation, kColumns };
  constexpr std::array<std::string_view, kColumns> kNames{"link", "span_start_s", "span_end_s", "bytes",
                                                          "utilisation"};
  CsvFile rows{folder.path_of(policy.links), folder.shown_file(policy.links), kNames, kColumns, diagnostics};
  while (rows.next()) {
    const std::int64_t start = rows.needed_time(Start);
    const std::int64_t end = rows.needed_time(End);
    const double bytes = rows.needed_real(Bytes);
    const std::optional<double> utilisation = rows.real(Utilisation);
    if (rows.failed()) return;
    book.looked(Check::Links);
    const auto found = variant.links.find(rows.text(Link));
    const bool limited = found != variant.links.end() && found->second.most_bps;
    const double most =
        limited ? *found->second.most_bps / 8 * static_cast<double>(minus(end, start)) / 1e9 * (1 + 1e-9) + 1
                : 0;
    if (end < start || bytes < 0 || utilisation.value_or(0) < 0 || utilisation.value_or(0) > 1 + 1e-9 ||
        (limited && bytes > most)) {
      book.fault(Check::Links, rows.shown(), rows.line(), [&]() -> Name {
        const std::string used = utilisation ? fmt::format(", utilisation {}", *utilisation) : "";
        const std::string limit = limited ? fmt::format(" of {:.9g}", most) : "";
        return {fmt::format("{} bytes{} in {}{}", bytes, limit, seconds_text(minus(end, start)), used),
                fmt::format("{} 内 {} 字节{}{}", seconds_text(minus(end, start)), bytes,
                            limited ? fmt::format("（上限 {:.9g}）", most) : "",
                            utilisation ? fmt::format("，利用率 {}", *utilisation) : "")};
      });
    }
  }
}

/// What became of one policy.
struct Part {
  explicit Part(std::size_t most) : book{most} {}
  Book book;
  Diagnostics diagnostics;
  std::uint64_t jobs = 0;
  std::uint64_t transfers = 0;
};

void check_policy(const FolderFacts& folder, const VariantFacts& variant, const PolicyFacts& policy,
                  Part& part) {
  if (!policy.jobs.empty()) {
    Jobs jobs{folder, variant, policy, part.book, part.diagnostics};
    part.jobs = jobs.check();
    part.transfers = jobs.transfers();
    if (!part.diagnostics.has_errors())
      check_sums(folder, variant, policy, jobs.tally(), part.book, part.diagnostics);
    const PolicyFacts& first = variant.policies.front();
    if (&first != &policy && !first.jobs.empty() && !part.diagnostics.has_errors())
      check_same_jobs(folder, first, policy, part.book, part.diagnostics);
  }
  if (!policy.links.empty()) check_links(folder, variant, policy, part.book, part.diagnostics);
}

/// Rows of jobs, pools and transfers go together: those of one kind without the others are not whole.
void check_files(const FolderFacts& folder, const VariantFacts& variant, Book& book,
                 Diagnostics& diagnostics) {
  std::size_t with_rows = 0;
  for (const PolicyFacts& policy : variant.policies) with_rows += policy.jobs.empty() ? 0U : 1U;
  if (with_rows == 0 && variant.pools.empty()) {
    const std::string where = variant.path.empty() ? "" : variant.id + ": ";
    book.remark(
        {where + "nothing to audit in rows of jobs: the run kept none (--no-job-records); only figures of "
                 "summary.json are compared with each other",
         where + "没有作业明细可审（运行时用了 --no-job-records），只比对 summary.json 内部的数字"});
    return;
  }
  if (with_rows == variant.policies.size() && !variant.pools.empty()) return;
  diagnostics.error(
      {folder.shown_file("summary.json"), 0, 0}, "files",
      fmt::format("expected a jobs.csv for each of {} policies and a pools.csv, found {} and {}",
                  variant.policies.size(), with_rows, variant.pools.empty() ? "none" : "one"));
}

struct Cell {
  const VariantFacts* variant;
  const PolicyFacts* policy;
};

}  // namespace
}  // namespace audit

std::uint64_t AuditReport::faults() const {
  std::uint64_t sum = 0;
  for (const AuditCheck& check : checks) sum += check.failed;
  return sum;
}

std::optional<AuditReport> audit_folder(const std::filesystem::path& folder, const AuditOptions& options,
                                        Diagnostics& diagnostics) {
  audit::FolderFacts facts;
  audit::read_facts(folder, facts, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  audit::Book figures{options.most};
  std::vector<audit::Cell> cells;
  for (const audit::VariantFacts& variant : facts.variants) {
    audit::check_files(facts, variant, figures, diagnostics);
    audit::check_figures(facts, variant, figures, diagnostics);
    for (const audit::PolicyFacts& policy : variant.policies) cells.push_back({&variant, &policy});
  }
  if (diagnostics.has_errors()) return std::nullopt;

  std::vector<std::unique_ptr<audit::Part>> parts;
  for (std::size_t i = 0; i < cells.size(); ++i) parts.push_back(std::make_unique<audit::Part>(options.most));
  for_each_index(cells.size(), options.parallelism, [&](std::size_t i) {
    audit::check_policy(facts, *cells[i].variant, *cells[i].policy, *parts[i]);
  });

  AuditReport report;
  report.policies = cells.size();
  report.checks = audit::no_checks();
  for (const auto& part : parts) {
    diagnostics.add(part->diagnostics);
    part->book.add_to(report);
    report.jobs += part->jobs;
    report.transfers += part->transfers;
  }
  figures.add_to(report);
  if (diagnostics.has_errors()) return std::nullopt;
  return report;
}

}  // namespace suanwang
