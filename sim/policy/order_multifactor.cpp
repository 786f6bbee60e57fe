// Orders that weigh what tenants have used lately: fair share, and Slurm's sum of factors.
//
//   priority = age·min(wait/max_age, 1) + fair_share·F + size·(accelerators of the job / of the queue)
//              + priority·(the job's own)
//   F = 1 - rank/n by the fair tree, for n tenants with jobs of their own (see TenantLoads)
//
// Source: Slurm, "Multifactor Priority Plugin" and "Fair Tree Fairshare Algorithm".
#include <algorithm>
#include <vector>

#include "suanwang/policy/order.hpp"

#include "policy/parts.hpp"

namespace suanwang {
namespace {

/// Ranks of the fair tree, worked out once an instant: a pass may rank thousands of jobs.
class FairRanks {
 public:
  [[nodiscard]] double of(const Job& job, const QueueState& state) {
    if (ranks_.empty() || state.now != at_ || state.tenants->changes() != changes_) {
      ranks_ = state.tenants->fair_tree(state.now);
      at_ = state.now;
      changes_ = state.tenants->changes();
    }
    return ranks_[state.tenants->index(job.tenant)];
  }
  /// @pre `of` has been called
  [[nodiscard]] double count() const { return static_cast<double>(ranks_.size()); }

 private:
  Time at_{};
  std::uint64_t changes_ = 0;
  std::vector<double> ranks_;
};

class FairShare final : public Order {
 public:
  explicit FairShare(const OrderSettings& settings) : half_life_{settings.half_life} {}
  [[nodiscard]] double rank(const Job& job, const QueueState& state) override {
    return ranks_.of(job, state);
  }
  [[nodiscard]] bool changes_with_time() const override { return true; }
  [[nodiscard]] bool reads_tenants() const override { return true; }
  [[nodiscard]] Duration half_life() const override { return half_life_; }

 private:
  Duration half_life_;
  FairRanks ranks_;
};

class Multifactor final : public Order {
 public:
  explicit Multifactor(const OrderSettings& settings) : weights_{settings} {}

  [[nodiscard]] double rank(const Job& job, const QueueState& state) override {
    double priority = weights_.priority * job.priority;
    if (weights_.age != 0) {
      const double age = in_seconds(state.now - job.submit) / in_seconds(weights_.max_age);
      priority += weights_.age * std::min(age, 1.0);
    }
    if (weights_.fair_share != 0) {
      const double rank = ranks_.of(job, state);
      priority += weights_.fair_share * (1 - rank / ranks_.count());
    }
    if (weights_.size != 0 && state.online.milli > 0) {
      priority += weights_.size * static_cast<double>(job.accelerators.milli) /
                  static_cast<double>(state.online.milli);
    }
    return -priority;
  }
  [[nodiscard]] bool changes_with_time() const override {
    return weights_.age != 0 || weights_.fair_share != 0 || weights_.size != 0;
  }
  [[nodiscard]] bool reads_tenants() const override { return weights_.fair_share != 0; }
  [[nodiscard]] Duration half_life() const override { return weights_.half_life; }

 private:
  OrderSettings weights_;
  FairRanks ranks_;
};

}  // namespace

std::unique_ptr<Order> make_fair_share(const OrderSettings& settings) {
  return std::make_unique<FairShare>(settings);
}
std::unique_ptr<Order> make_multifactor(const OrderSettings& settings) {
  return std::make_unique<Multifactor>(settings);
}

}  // namespace suanwang
