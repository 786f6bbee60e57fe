// How the console and programs are told what an audit found.
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "suanwang/base/version.hpp"
#include "suanwang/report/audit.hpp"
#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

#include "report/words.hpp"

namespace suanwang {
namespace {

using Json = nlohmann::ordered_json;

/// "out/easy/jobs.csv:17", or "out/summary.json: policies/easy/jobs/finished".
std::string place_text(const AuditFinding& finding) {
  if (finding.line > 0) return printable(fmt::format("{}:{}", finding.file, finding.line));
  return printable(fmt::format("{}: {}", finding.file, finding.path));
}

/// One finding a line, each check's together; of more than were kept, how many.
std::string findings_text(const AuditReport& report, const Words& words, Paint paint) {
  std::string text;
  for (const AuditCheck& check : report.checks) {
    std::uint64_t told = 0;
    for (const AuditFinding& finding : report.findings) {
      if (finding.check != check.id) continue;
      ++told;
      text += fmt::format("{}: {}: {}\n", place_text(finding), paint.warning(check.id),
                          printable(finding.what.in(words.language())));
    }
    if (check.failed > told)
      text += fmt::format(fmt::runtime(words("  and {} more of {}\n", "  另有 {} 处 {}\n")),
                          count_text(check.failed - told), check.id);
  }
  return text;
}

std::string table_text(const AuditReport& report, const Words& words, Paint paint) {
  using Align = Column::Align;
  Table table{{{std::string{words("check", "检查")}, Align::Left},
               {std::string{words("looked at", "查看")}},
               {std::string{words("faults", "问题")}},
               {std::string{words("what must hold", "应当成立")}, Align::Left}}};
  for (const AuditCheck& check : report.checks) {
    table.add({{std::string{check.id}},
               {check.looked == 0 ? "—" : count_text(check.looked)},
               {check.looked == 0 && check.failed == 0 ? "—" : count_text(check.failed)},
               {check.title.in(words.language())}});
  }
  return table.text(paint);
}

std::string verdict_text(const AuditReport& report, const Words& words, Paint paint) {
  const std::uint64_t faults = report.faults();
  if (faults == 0) return paint.good(words("✓ no fault found", "✓ 未发现问题")) + '\n';
  return paint.warning(fmt::format("✗ {}", words.count(faults, "fault", "faults", "处问题"))) + '\n';
}

}  // namespace

std::string audit_text(const AuditReport& report, const std::string& folder, bool quiet, Language language,
                       Paint paint) {
  const Words words{language};
  std::string text;
  if (!quiet) {
    text += fmt::format("suanwang {} ({}) · audit · {} · {} · {} · {}\n", kVersion, kCommit,
                        printable(folder), words.count(report.policies, "policy", "policies", "规则"),
                        words.count(report.jobs, "row of a job", "rows of jobs", "行作业"),
                        words.count(report.transfers, "row of a transfer", "rows of transfers", "行传输"));
    for (const Name& remark : report.remarks) text += fmt::format("  > {}\n", printable(remark.in(language)));
  }
  text += findings_text(report, words, paint);
  if (!quiet) text += table_text(report, words, paint);
  return text + verdict_text(report, words, paint);
}

std::string audit_json(const AuditReport& report, const std::string& folder) {
  Json json;
  json["suanwang"] = {{"version", kVersion}, {"commit", kCommit}};
  json["folder"] = printable(folder);
  json["policies"] = report.policies;
  json["jobs"] = report.jobs;
  json["transfers"] = report.transfers;
  json["faults"] = report.faults();
  json["checks"] = Json::object();
  for (const AuditCheck& check : report.checks)
    json["checks"][std::string{check.id}] = {
        {"looked", check.looked}, {"failed", check.failed}, {"what", check.title.en}};
  json["findings"] = Json::array();
  for (const AuditFinding& finding : report.findings) {
    json["findings"].push_back({{"check", finding.check},
                                {"file", printable(finding.file)},
                                {"line", finding.line},
                                {"path", printable(finding.path)},
                                {"what", printable(finding.what.en)}});
  }
  json["remarks"] = Json::array();
  for (const Name& remark : report.remarks) json["remarks"].push_back(printable(remark.en));
  return json.dump(2) + '\n';
}

}  // namespace suanwang
