#include "cli/list_words.hpp"

#include <array>
#include <utility>

namespace suanwang {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kChinese{{
    {"order.fifo", "按提交先后"},
    {"order.sjf", "按申请时长，短者先"},
    {"order.ljf", "按申请时长，长者先"},
    {"order.smallest", "按卡数，少者先"},
    {"order.priority", "按作业优先级，高者先"},
    {"backfill.none", "严格按队列次序：队首受阻，其后都等"},
    {"backfill.easy", "为队首预留；其他作业只要不推迟它，便可先行"},
    {"backfill.easy.candidates", "按什么次序试候选作业"},
    {"backfill.easy.reserve", "为队首预留数量，还是编号最小的卡"},
    {"backfill.conservative", "每个作业自提交起都有预留；有作业提前结束时，按队列次序压缩"},
    {"backfill.depth", "为前 N 个受阻作业预留；`depth: 1` 即 EASY"},
    {"backfill.depth.depth", "写作 `backfill: {depth: N}`"},
    {"place.first-fit", "编号最小的卡优先"},
    {"place.best-fit", "放得下的最满节点优先，使空卡成片"},
    {"place.worst-fit", "最空的节点优先"},
    {"place.spread", "最空的节点起，每节点轮流一卡"},
    {"dispatch.any", "按 id 第一个放得下的中心；未接入的中心只服务自己的作业"},
    {"dispatch.home", "作业、其日志或其租户所指明的中心"},
    {"format.swf", "并行负载档案的标准格式 SWF 2.2，原文或 .gz"},
    {"format.philly", "含 timestamp,duration,num_gpus 三列的 CSV（微软 Philly），原文或 .gz"},
    {"format.batsim", "Batsim 的 JSON 负载（delay 作业），原文或 .gz"},
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
