#include "report/words.hpp"

#include <array>
#include <utility>

#include "suanwang/report/figures.hpp"
#include "suanwang/report/text.hpp"

namespace suanwang {
namespace {

/// The reasons that `work` gives (ReadReport, RejectReason); one that is missing here is said in English.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kReasons{{
    {"larger than every pool it may use", "比可用的任何资源池都大"},
    {"the queue was full", "队列已满"},
    {"names no centre, and neither does its tenant", "作业及其租户均未指明中心"},
    {"larger than its tenant's quota with all that it may borrow", "超过其租户的配额与可借额度之和"},
    {"no accelerators", "未申请加速卡"},
    {"larger than the capacity", "超过总容量"},
    {"run time not positive", "运行时间不为正"},
    {"submitted before time 0 of the log", "提交早于日志零点"},
    {"no requested time: run time taken", "无申请时长，取运行时间"},
    {"run longer than walltime: cut to it", "运行超过申请时长，截至申请时长"},
}};

}  // namespace

std::string Words::count(std::uint64_t n, std::string_view one, std::string_view many,
                         std::string_view zh) const {
  return count_text(n) + " " + std::string{(*this)(n == 1 ? one : many, zh)};
}

std::string Words::reason(std::string_view english) const {
  if (language_ == Language::Zh) {
    for (const auto& [en, zh] : kReasons) {
      if (en == english) return std::string{zh};
    }
  }
  return printable(english);
}

std::string Words::name(const Name& name) const {
  return printable(name.in(language_));
}

}  // namespace suanwang
