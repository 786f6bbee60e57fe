// An order in one line: `order: {expr: "walltime * accelerators / (1 + wait)"}`.
#include <array>

#include "suanwang/policy/expression.hpp"
#include "suanwang/policy/order.hpp"
#include "suanwang/policy/order_variables.hpp"

#include "policy/parts.hpp"

namespace suanwang {
namespace {

/// In the order of `order_variables()`.
enum Variable : std::size_t {
  kAccelerators,
  kWalltime,
  kSubmit,
  kPriority,
  kDeadline,
  kShare,
  kRemaining,
  kFirstThatChanges,
  kWait = kFirstThatChanges,
  kNow,
  kRunning,
  kUsed,
  kWaiting,
  kFree,
  kOnline,
};

class ByExpression final : public Order {
 public:
  explicit ByExpression(const OrderSettings& settings)
      : expression_{settings.expression, names_of(order_variables())}, half_life_{settings.half_life} {
    for (std::size_t v = kFirstThatChanges; v <= kOnline; ++v) changes_ = changes_ || expression_.uses(v);
    reads_tenants_ = expression_.uses(kShare) || expression_.uses(kRunning) || expression_.uses(kUsed);
  }

  [[nodiscard]] double rank(const Job& job, const QueueState& state) override {
    const std::span<double> values = expression_.values();
    values[kAccelerators] = static_cast<double>(job.accelerators.milli) / 1000;
    values[kWalltime] = in_seconds(job.walltime);
    values[kSubmit] = in_seconds(job.submit - kStart);
    values[kPriority] = job.priority;
    values[kDeadline] = in_seconds(job.deadline - kStart);
    values[kRemaining] = in_seconds(state.remaining);
    if (reads_tenants_) {
      values[kShare] = state.tenants->share(job.tenant);
      values[kRunning] = static_cast<double>(state.tenants->running(job.tenant).milli) / 1000;
      values[kUsed] = state.tenants->used(job.tenant, state.now);
    }
    if (changes_) {
      values[kWait] = in_seconds(state.now - job.submit);
      values[kNow] = in_seconds(state.now - kStart);
      values[kWaiting] = static_cast<double>(state.waiting);
      values[kFree] = static_cast<double>(state.free.milli) / 1000;
      values[kOnline] = static_cast<double>(state.online.milli) / 1000;
    }
    return expression_();
  }
  [[nodiscard]] bool changes_with_time() const override { return changes_; }
  [[nodiscard]] bool reads_tenants() const override { return reads_tenants_; }
  [[nodiscard]] Duration half_life() const override { return half_life_; }

 private:
  Expression expression_;
  Duration half_life_;
  bool changes_ = false;
  bool reads_tenants_ = false;
};

}  // namespace

const std::vector<FormulaVariable>& order_variables() {
  static const std::vector<FormulaVariable> variables{
      {"accelerators", "of the job", "作业的加速卡数"},
      {"walltime", "that the job asks for [s]", "作业申请的时长 [s]"},
      {"submit", "when the job was submitted, from time 0 [s]", "提交时刻，自零时起 [s]"},
      {"priority", "of the job", "作业的优先级"},
      {"deadline", "of the job, from time 0 [s]; 9.2e9 where it has none",
       "作业的截止时刻，自零时起 [s]；没有则为 9.2e9"},
      {"share", "of the job's tenant", "租户的份额"},
      {"remaining", "of the walltime, after what earlier attempts have done [s]",
       "作业申请时长的剩余部分（扣除此前已完成的） [s]"},
      {"wait", "of the job so far [s]", "作业已等待的时间 [s]"},
      {"now", "from time 0 [s]", "当前时刻，自零时起 [s]"},
      {"running", "accelerators that the tenant's jobs hold", "租户占用的加速卡数"},
      {"used", "accelerator-seconds of the tenant, decayed by `half_life`",
       "租户用过的卡·秒，按 half_life 衰减"},
      {"waiting", "jobs in the queue", "队列中的作业数"},
      {"free", "accelerators that are free for the queue", "队列可用的空闲加速卡数"},
      {"online", "accelerators that serve the queue", "为队列服务的加速卡数"},
  };
  return variables;
}

std::unique_ptr<Order> make_by_expression(const OrderSettings& settings) {
  return std::make_unique<ByExpression>(settings);
}

}  // namespace suanwang
