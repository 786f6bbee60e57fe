#include "report/audit_book.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace suanwang::audit {
namespace {

struct CheckWords {
  std::string_view id;
  std::string_view en;
  std::string_view zh;
};

constexpr std::array<CheckWords, kCheckCount> kChecks{{
    {"rows", "rows are in order, complete, and of a known final state", "行有序、完整，终态合法"},
    {"same_jobs", "the same jobs under each policy", "各规则下作业相同"},
    {"times", "starts after submission, ends after starts, within the walltime",
     "提交、开始、结束的次序与时限"},
    {"columns", "waiting, turnaround and stretch follow from the times", "等待、周转、伸展与时刻一致"},
    {"gangs", "gangs are whole, of one accelerator type", "成组分配完整、型号单一"},
    {"capacity", "on accelerators that are there, and in service", "只用已有且已投运的加速卡"},
    {"holders", "no accelerator is held twice at once", "同一加速卡不被同时占用"},
    {"quotas", "tenants hold no more than their quotas, and what is lent to them",
     "租户占用不超过配额与借得之和"},
    {"centres", "jobs are where they belong, or a centre has joined", "作业在所属中心，或该中心已接入"},
    {"data", "starts after its data is there", "数据到齐才开始"},
    {"zones", "data and its jobs stay in their zone", "数据及其作业不出数据区"},
    {"transfers", "transfers come from where the data is, and no faster than links let them",
     "传输来源有据，不快于链路所限"},
    {"links", "links carry no more than their bandwidth", "链路不超带宽"},
    {"sums", "figures of summary.json are those of the rows", "汇总数字与明细一致"},
}};

}  // namespace

void Book::keep(Check check, const std::string& file, std::uint64_t line, std::string path, Name what) {
  findings_.push_back(
      {kChecks[static_cast<std::size_t>(check)].id, file, line, std::move(path), std::move(what)});
}

void Book::add_to(AuditReport& report) const {
  for (std::size_t c = 0; c < kCheckCount; ++c) {
    report.checks[c].looked += counts_[c].looked;
    report.checks[c].failed += counts_[c].failed;
  }
  report.findings.insert(report.findings.end(), findings_.begin(), findings_.end());
  report.remarks.insert(report.remarks.end(), remarks_.begin(), remarks_.end());
}

std::vector<AuditCheck> no_checks() {
  std::vector<AuditCheck> checks;
  for (const CheckWords& words : kChecks)
    checks.push_back({words.id, {std::string{words.en}, std::string{words.zh}}, 0, 0});
  return checks;
}

std::string seconds_text(std::int64_t ns) {
  const auto magnitude =
      ns < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
  std::string digits =
      fmt::format("{}{}.{:09}", ns < 0 ? "-" : "", magnitude / 1'000'000'000, magnitude % 1'000'000'000);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) digits.pop_back();
  return digits + " s";
}

}  // namespace suanwang::audit
