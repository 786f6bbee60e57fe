#include "cli/list_words.hpp"

#include <array>
#include <utility>

namespace suanwang {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 55> kChinese{{
    {"order.fifo", "按提交先后"},
    {"order.sjf", "按申请时长，短者先"},
    {"order.ljf", "按申请时长，长者先"},
    {"order.srtf", "按申请时长的剩余部分，少者先：即计入已完成部分的 sjf"},
    {"order.smallest", "按卡数，少者先"},
    {"order.priority", "按作业优先级，高者先"},
    {"order.deadline", "按截止时刻，早者先；没有截止时刻的最后"},
    {"order.fair-share", "按租户的份额与近期用量：公平树"},
    {"order.fair-share.half_life", "经过这么久，用量减半计算"},
    {"order.multifactor", "按等待、公平、规模与优先级的加权和，高者先"},
    {"order.multifactor.age", "等待时间的权重，等到 max_age 时为全部"},
    {"order.multifactor.fair_share", "1 − 名次 / n 的权重，名次取自 n 个租户的公平树"},
    {"order.multifactor.size", "作业卡数与为其队列服务的卡数之比的权重"},
    {"order.multifactor.priority", "作业自身优先级的权重"},
    {"order.multifactor.max_age", "等待达到这么久时，等待计全部权重"},
    {"order.multifactor.half_life", "经过这么久，用量减半计算"},
    {"order.expr", "按自己写的公式，小者先：order: {expr: \"walltime * accelerators / (1 + wait)\"}"},
    {"order.expr.half_life", "经过这么久，用量减半计算；与 expr 并列"},
    {"backfill.none", "严格按队列次序：队首受阻，其后都等"},
    {"backfill.easy", "为队首预留；其他作业只要不推迟它，便可先行"},
    {"backfill.easy.candidates", "按什么次序试候选作业"},
    {"backfill.easy.reserve", "为队首预留数量，还是编号最小的卡"},
    {"backfill.conservative", "每个作业自提交起都有预留；在每个有作业结束的时刻，按队列次序压缩一次"},
    {"backfill.depth", "为前 N 个受阻作业预留；`depth: 1` 即 EASY"},
    {"backfill.depth.depth", "写作 `backfill: {depth: N}`"},
    {"place.first-fit", "编号最小的卡优先"},
    {"place.best-fit", "放得下的最满节点优先，使空卡成片"},
    {"place.worst-fit", "最空的节点优先"},
    {"place.spread", "最空的节点起，每节点轮流一卡"},
    {"dispatch.any", "按 id 第一个放得下的中心；未接入的中心只服务自己的作业"},
    {"dispatch.home", "作业、其日志或其租户所指明的中心"},
    {"dispatch.overflow", "先在本中心；等待一段时间后，去任何能立即开始且更早完成的中心"},
    {"dispatch.overflow.after", "写作 `dispatch: {overflow: {after: 30 min}}`"},
    {"dispatch.data", "去需要搬运字节最少的中心；相同则去预计最早完成的"},
    {"dispatch.national", "去预计最早完成的中心（排队、运数据、运行）；等待期间若有利则移动"},
    {"dispatch.round-robin", "各中心轮流"},
    {"dispatch.random", "随机一个中心"},
    {"dispatch.least-loaded", "占用与等待的加速卡之和与在线加速卡之比最小的中心"},
    {"dispatch.power-of-two", "随机两个中心中较闲的一个"},
    {"dispatch.scored", "得分最小的中心：下列准则的加权和，或自己写的公式"},
    {"dispatch.scored.weights",
     "写作 `dispatch: {scored: {weights: {wait: 1, staging: 0.5, price: 3600}}}`：各准则一个单位值多少"},
    {"dispatch.scored.expr",
     "写作 `dispatch: {expr: \"wait + 600 * affinity\"}`，或写在 `scored` 内，代替 weights"},
    {"dispatch.scored.assign",
     "逐个作业；把空闲卡一次分给全部作业（被拆分的作业随后逐个分配）；或一次分给同一规模的作业，大者先"},
    {"dispatch.scored.window", "同时到期的作业一次最多一起决定多少个"},
    {"dispatch.scored.moves_after", "等待这么久之后，可移到能立即开始它的中心"},
    {"format.swf", "并行负载档案的标准格式 SWF 2.2，原文或 .gz"},
    {"format.philly", "含 timestamp,duration,num_gpus 三列的 CSV（微软 Philly），原文或 .gz"},
    {"format.batsim", "Batsim 的 JSON 负载（delay 作业），原文或 .gz"},
    {"preemption.none", "运行中的作业不被打断"},
    {"preemption.{...}",
     "队首放不下时，中断在次序上排在它之后的运行作业：次序最后者先，同序则后开始者先，够用即止；被中断者重新"
     "排队"},
    {"preemption.{...}.checkpoint", "一次运行被中断时保留什么，以及为此付出什么"},
    {"preemption.{...}.restart", "被中断后继续运行所需的时间，其间不做功"},
    {"preemption.{...}.minimum_run", "运行不足此时长者不被中断；次序随时间变化时必填"},
    {"preemption.{...}.reclaim",
     "配额内的作业因同组租户借用而等待时可中断并取代谁：不中断、借用者中优先级更低的作业，或借用者的任何作"
     "业"},
    {"max_waiting", "能开始的都开始之后，超过这么多等待的作业被拒绝（默认：不拒绝）"},
}};

}  // namespace

std::string_view chinese_of(std::string_view entry) {
  for (const auto& [name, text] : kChinese) {
    if (name == entry) return text;
  }
  return {};
}

}  // namespace suanwang
