#include "suanwang/policy/scorer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace suanwang {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::infinity();
constexpr double kJoulesPerKwh = 3.6e6;

double number(Accelerators accelerators) {
  return static_cast<double>(accelerators.milli) / 1000;
}

/// What a gang leaves free of the nodes that it takes from the first one on.
Accelerators left_over(Accelerators need, Accelerators node) {
  const std::int64_t nodes = (need.milli + node.milli - 1) / node.milli;
  return {nodes * node.milli - need.milli};
}

double fragmentation(const std::vector<Room>& rooms, Accelerators need) {
  double now = kUnknown;
  double later = kUnknown;
  for (const Room& room : rooms) {
    if (need <= room.free) now = std::min(now, number(room.loose_after(need)) - number(room.loose));
    if (need <= room.eventual) later = std::min(later, number(left_over(need, room.node)));
  }
  return (now < kUnknown ? now : later) / number(need);
}

double over(Accelerators part, Accelerators whole) {
  return whole.milli > 0 ? number(part) / number(whole) : kUnknown;
}

}  // namespace

Accelerators Room::loose_after(Accelerators need) const {
  return need <= loose ? loose - need : left_over(need - loose, node);
}

Room* tightest(std::vector<Room>& rooms, Accelerators need) {
  Room* found = nullptr;
  for (Room& room : rooms) {
    if (need <= room.free && (found == nullptr || room.free < found->free)) found = &room;
  }
  return found;
}

void ScoredCentre::add(Accelerators need, bool is_guest) {
  if (is_guest) guests += need;
  Room* const room = has_waiting ? nullptr : tightest(rooms, need);
  if (room == nullptr) {
    has_waiting = true;
    return;
  }
  room->loose = room->loose_after(need);
  room->free -= need;
}

double value_of(ScoreVariable variable, const ScoredPair& pair) {
  const Job& job = pair.job;
  const ScoredCentre& centre = pair.centre;
  const bool is_guest = job.home && !pair.is_home;
  switch (variable) {
    case ScoreVariable::Wait:
      return pair.wait_s;
    case ScoreVariable::Staging:
      return pair.staging_s;
    case ScoreVariable::Fragmentation:
      return fragmentation(centre.rooms, job.accelerators);
    case ScoreVariable::Price:
      return centre.price ? centre.price->base() * kJoulesPerKwh : kUnknown;
    case ScoreVariable::Carbon:
      return centre.carbon ? centre.carbon->base() * kJoulesPerKwh / 1000 : kUnknown;
    case ScoreVariable::Fairness:
      return is_guest ? over(centre.guests + job.accelerators, centre.online) : 0;
    case ScoreVariable::Affinity:
      return is_guest ? 1 : 0;
    case ScoreVariable::BytesToMove:
      return pair.bytes;
    case ScoreVariable::Load:
      return centre.load;
    case ScoreVariable::Free: {
      Accelerators free;
      for (const Room& room : centre.rooms) free += room.free;
      return number(free);
    }
    case ScoreVariable::Online:
      return number(centre.online);
    case ScoreVariable::Size:
      return number(job.accelerators);
    case ScoreVariable::Walltime:
      return in_seconds(job.walltime);
    case ScoreVariable::Priority:
      return job.priority;
    case ScoreVariable::Waited:
      return in_seconds(pair.now - job.submit);
  }
  return kUnknown;
}

const std::vector<FormulaVariable>& score_variables() {
  static const std::vector<FormulaVariable> variables{
      {"wait", "until the job could start there, data and queue [s]",
       "到能在该中心开始为止，含数据与排队 [s]"},
      {"staging", "until its data would be there [s]", "到其数据到达该中心为止 [s]"},
      {"fragmentation",
       "by how much free accelerators in partly used nodes grow, over the job's accelerators [ratio]",
       "部分占用节点中空闲卡的增量与作业卡数之比 [比值]"},
      {"price", "of electricity: the centre's `tariff` [CNY/kWh]", "电价：中心的 `tariff` [元/kWh]"},
      {"carbon", "of electricity: the centre's `grid` [kgCO2/kWh]", "电力碳强度：中心的 `grid` [kgCO2/kWh]"},
      {"fairness", "share of the centre with jobs from elsewhere, this one counted; 0 at home [ratio]",
       "外来作业（含本作业）占该中心的份额；在本中心为 0 [比值]"},
      {"affinity", "1 away from the job's home, else 0 [ratio]", "不在作业的本中心为 1，否则为 0 [比值]"},
      {"bytes", "of its data that would have to be moved [B]", "需要搬运的数据量 [B]"},
      {"load", "accelerators held and waited for there, over those online [ratio]",
       "该中心占用与等待的卡数与在线卡数之比 [比值]"},
      {"free", "accelerators there", "该中心的空闲卡数"},
      {"online", "accelerators there", "该中心的在线卡数"},
      {"accelerators", "of the job", "作业的加速卡数"},
      {"walltime", "that the job asks for [s]", "作业申请的时长 [s]"},
      {"priority", "of the job", "作业的优先级"},
      {"waited", "by the job so far [s]", "作业已等待的时间 [s]"},
  };
  return variables;
}

Scorer::Scorer(const ScoreSettings& settings) : settings_{settings} {
  open(1);
  const bool by_weights = settings_.expression.empty();
  for (std::size_t v = 0; v < kScoreVariables; ++v) {
    const bool is_used = by_weights ? v < kCriteria && settings_.weights[v] != 0 : formulas_[0].uses(v);
    if (is_used) used_.push_back(ScoreVariable{v});
  }
}

bool Scorer::uses(ScoreVariable variable) const {
  return std::ranges::find(used_, variable) != used_.end();
}

void Scorer::open(std::size_t lanes) {
  if (settings_.expression.empty()) return;
  while (formulas_.size() < lanes) formulas_.emplace_back(settings_.expression, names_of(score_variables()));
}

double Scorer::operator()(const ScoredPair& pair, std::size_t lane) {
  if (formulas_.empty()) {
    double sum = 0;
    for (const ScoreVariable variable : used_)
      sum += settings_.weights[static_cast<std::size_t>(variable)] * value_of(variable, pair);
    return sum;
  }
  Expression& formula = formulas_[lane];
  const std::span<double> values = formula.values();
  for (const ScoreVariable variable : used_) {
    const double value = value_of(variable, pair);
    if (value == kUnknown) return kUnknown;
    values[static_cast<std::size_t>(variable)] = value;
  }
  const double score = formula();
  return std::isfinite(score) ? score : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace suanwang
