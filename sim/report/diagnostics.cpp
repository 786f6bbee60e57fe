// Problems of a scenario, in the language of the reader.
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "suanwang/report/console.hpp"

namespace suanwang {
namespace {

/// A message as the scenario room writes it, and in Chinese; each {} stands for the same text in both.
struct Phrase {
  std::string_view en;
  std::string_view zh;
};

constexpr std::array kMessages{
    Phrase{"class '{}': {}", "作业类 '{}'：{}"},
    Phrase{"variant '{}': {}", "方案 '{}'：{}"},
    Phrase{"assumptions '{}': {}", "假设组 '{}'：{}"},
    Phrase{"no source given", "未给出处"},
    Phrase{"peak is assumed ({})", "峰值为假设（{}）"},
    Phrase{"conversion is assumed ({})", "折算系数为假设（{}）"},
    Phrase{"capacity is assumed ({})", "容量为假设（{}）"},
    Phrase{"bandwidth is assumed ({})", "带宽为假设（{}）"},
    Phrase{"rho is assumed ({})", "相关系数 rho 为假设（{}）"},
    Phrase{"count is assumed ({})", "数量为假设（{}）"},
    Phrase{"duration is assumed ({})", "工期为假设（{}）"},
    Phrase{"date is assumed ({})", "日期为假设（{}）"},
    Phrase{"delivery is assumed ({})", "交付的数量和时间为假设（{}）"},
    Phrase{"figure is assumed ({})", "数值为假设（{}）"},
    Phrase{"nothing waits for it", "没有任何事项等待它"},
    Phrase{"no activity names it", "没有活动提到它"},
    Phrase{"no pool needs it", "没有资源池需要它"},
    Phrase{"pools need {} of it, and at most {} ever arrive", "资源池共需 {}，而至多到货 {}"},
    Phrase{"no centre of the region states what it is about", "区域内没有中心给出它所考核的数值"},
    Phrase{"no centre and no permit lies in region '{}'; did you mean '{}'?",
           "区域 '{}' 内既无中心也无供电许可；是否指 '{}'？"},
    Phrase{"no centre and no permit lies in region '{}'", "区域 '{}' 内既无中心也无供电许可"},
    Phrase{"no permit covers region '{}', so nothing limits the power that it takes there; did you mean "
           "'{}'?",
           "没有供电许可涵盖区域 '{}'，其用电不受限制；是否指 '{}'？"},
    Phrase{"no permit covers region '{}', so nothing limits the power that it takes there",
           "没有供电许可涵盖区域 '{}'，其用电不受限制"},
    Phrase{"no lever lies in '{}'", "没有措施位于 '{}'"},
    Phrase{"sets '{}' to before 'as_of': no lever changes the past, and the plan counts it all the same",
           "把 '{}' 设在 as_of 之前：措施改变不了过去，而测算仍将其计入"},
    Phrase{"gives '{}' no date: it is in service from the beginning, before 'as_of'; no lever changes the "
           "past, and the plan counts it all the same",
           "未给 '{}' 日期：它从一开始（as_of 之前）就在役；措施改变不了过去，而测算仍将其计入"},
    Phrase{"a simulation keeps it in service", "仿真中它不退役"},
    Phrase{"a simulation keeps '{}' in service", "仿真中 '{}' 不退役"},
    Phrase{"not stated by {} of {} centres of the region, left out: {}",
           "区域内有 {} 个中心（共 {} 个）未给出该数值，不计入：{}"},
    Phrase{"is of a simulation, and the scenario has no jobs: not judged",
           "它来自仿真，而场景没有作业：不作判定"},
    Phrase{"no job belongs to a centre of the region", "没有作业属于区域内的中心"},
    Phrase{"no centre that jobs belong to says in which city it is, as 'guangdong.jieyang'",
           "作业所属的中心都未写明所在城市（如 guangdong.jieyang）"},
    Phrase{"jobs belong to centres of one city only: there is nothing to compare",
           "作业只属于一个城市的中心：无从比较"},
    Phrase{"needs a policy with 'dispatch: home' to compare with: not judged",
           "需有 dispatch: home 的规则作比较：不作判定"},
    Phrase{"every policy sends all jobs home: there is nothing to compare",
           "各规则都把作业送回所属中心：无从比较"},
    Phrase{"stays an island: other centres say when they join, this one does not",
           "未写接入时间（joins），而其他中心写了：按孤岛处理"},
    Phrase{
        "all dates of this distribution lie before 'as_of'; what has not happened by then is taken to happen "
        "at that instant",
        "该分布的日期都早于 as_of；届时尚未发生的，视为在该时刻发生"},
    Phrase{"comes online only after the end: no job runs on it", "结束之后才投产：没有作业在其上运行"},
    Phrase{
        "all jobs have the same priority (logs name none), so 'order: priority' is the order of submission",
        "所有作业优先级相同（日志中没有优先级），所以 order: priority 就是提交顺序"},
    Phrase{
        "dataset '{}' may not be at their home '{}': its zone is '{}'. A policy that sends jobs home rejects "
        "them",
        "数据集 '{}' 不得存放在其所属中心 '{}'（所属数据特区 '{}'）：把作业送回所属中心的规则会拒绝它们"},
    Phrase{"no other centre has the storage for a copy: jobs that need it run only where it is",
           "其他中心都没有存放副本的空间：需要它的作业只能在其所在处运行"},
    Phrase{"no job is of this tenant", "没有作业属于该租户"},
    Phrase{"its home '{}' has no pool that takes jobs", "其所属中心 '{}' 没有可接作业的资源池"},
    Phrase{"its date lies before the start, {}", "其日期早于起始时间 {}"},
    Phrase{"its date lies after the end, {}", "其日期晚于结束时间 {}"},
    Phrase{"no centre lies in region '{}'; did you mean '{}'?", "区域 '{}' 内没有中心；是否指 '{}'？"},
    Phrase{"no centre lies in region '{}'", "区域 '{}' 内没有中心"},
    Phrase{"no usable link leads from here to '{}' and its network", "没有可用链路通往 '{}' 所在的网络"},
    Phrase{"a bandwidth of 0 carries nothing: this link is never used", "带宽为 0，该链路永不使用"},
    Phrase{"joins the same centres as link '{}'", "与链路 '{}' 连接相同的中心"},
    Phrase{"no pool takes jobs: every job will be rejected", "没有可接作业的资源池：全部作业将被拒绝"},
    Phrase{"no job can ever fit: the smallest needs {} accelerators, the most in one place are {} of '{}' in "
           "'{}'",
           "没有作业放得下：最小的需 {} 卡，一处最多 {} 卡（'{}'，位于 '{}'）"},
    Phrase{"about {} % of the jobs can never fit: the most accelerators in one place are {} of '{}' in '{}'",
           "约 {} % 的作业永远放不下：一处最多 {} 卡（'{}'，位于 '{}'）"},
    Phrase{"can never fit: it needs {} accelerators, the most in one place are {} of '{}' in '{}'",
           "永远放不下：需 {} 卡，一处最多 {} 卡（'{}'，位于 '{}'）"},
    Phrase{"is rejected: it needs {} accelerators, and its tenant may hold {} at most, with all that it may "
           "borrow",
           "将被拒绝：需 {} 卡，其租户连同可借的至多占用 {} 卡"},
    Phrase{"no job is ever submitted: policies have nothing to do", "没有任何作业提交：各规则无事可做"},
    Phrase{
        "offered load {} ({} accelerator-hours asked for / {} online): most jobs will still wait at the end",
        "供需比 {}（需求 {} 卡时 ÷ 在线 {} 卡时）：结束时多数作业仍在等待"},
    Phrase{"{} of its {} jobs are submitted before 'start' and are left out",
           "有 {} 个作业（共 {} 个）早于 start 提交，不计入"},
    Phrase{"{} of its {} jobs are submitted at or after 'end' and are left out",
           "有 {} 个作业（共 {} 个）晚于 end 提交，不计入"},
};

/// What stands in the parentheses of a message, and what a {} stands for.
constexpr std::array kFigures{
    Phrase{"built {}, used {}", "建成 {}，已用 {}"},
    Phrase{"{}, {}", "{}，{}"},
    Phrase{"uniform {} to {}", "{} 至 {} 均匀分布"},
    Phrase{"pert {} to {} to {}", "PERT {}、{}、{}"},
    Phrase{"triangular {} to {} to {}", "三角分布 {}、{}、{}"},
    Phrase{"{} uniform {} to {}", "{} {} 至 {} 均匀分布"},
    Phrase{"{} nodes of {}", "{} 节点，各 {} 卡"},
    Phrase{"{} node of {}", "{} 节点，{} 卡"},
    Phrase{"{} cards", "{} 卡"},
    Phrase{"{} card", "{} 卡"},
    Phrase{"{} months", "{} 个月"},
    Phrase{"{} month", "{} 个月"},
    Phrase{"{} years", "{} 年"},
    Phrase{"{} year", "{} 年"},
    Phrase{"{} weeks", "{} 周"},
    Phrase{"{} week", "{} 周"},
    Phrase{"{} days", "{} 天"},
    Phrase{"{} day", "{} 天"},
};

/// What the {} of a pattern stand for in `text`, each as short as possible; nothing where it does not fit.
std::optional<std::vector<std::string_view>> matched(std::string_view text, std::string_view pattern) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t gap = pattern.find("{}");
    const std::string_view literal = pattern.substr(0, gap);
    if (!text.starts_with(literal)) return std::nullopt;
    text.remove_prefix(literal.size());
    if (gap == std::string_view::npos) return text.empty() ? std::optional{parts} : std::nullopt;
    pattern.remove_prefix(gap + 2);
    const std::string_view next = pattern.substr(0, pattern.find("{}"));
    // The last literal stands at the end, any other where it first comes.
    const bool is_last = next.size() == pattern.size();
    const std::size_t end = !is_last               ? text.find(next)
                            : text.ends_with(next) ? text.size() - next.size()
                                                   : std::string_view::npos;
    if (end == std::string_view::npos) return std::nullopt;
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string in_chinese(std::string_view text, std::span<const Phrase> phrases) {
  for (const Phrase& phrase : phrases) {
    const auto parts = matched(text, phrase.en);
    if (!parts) continue;
    std::string result{phrase.zh};
    std::size_t at = 0;
    for (const std::string_view part : *parts) {
      const std::string own =
          in_chinese(part, phrase.en.ends_with(": {}") ? std::span<const Phrase>{kMessages}
                                                       : std::span<const Phrase>{kFigures});
      at = result.find("{}", at);
      result.replace(at, 2, own);
      at += own.size();
    }
    return result;
  }
  return std::string{text};
}

}  // namespace

std::string diagnostic_text(const Diagnostic& entry, Language language) {
  if (language != Language::Zh) return to_text(entry);
  Diagnostic translated = entry;
  translated.message = in_chinese(entry.message, kMessages);
  std::string text = to_text(translated);
  const bool is_error = entry.severity == Severity::Error;
  const std::string_view word = is_error ? "error: " : "warning: ";
  const std::size_t after_place = entry.at.file.empty() ? 0 : text.find(word, entry.at.file.size());
  return text.replace(after_place, word.size(), is_error ? "错误: " : "提醒: ");
}

std::string diagnostics_text(const Diagnostics& diagnostics, Language language) {
  std::string result;
  for (const Diagnostic& entry : diagnostics.sorted()) result += diagnostic_text(entry, language) + '\n';
  return result;
}

}  // namespace suanwang
