#include "suanwang/policy/order.hpp"

#include <memory>

#include "policy/parts.hpp"

namespace suanwang {
namespace {

/// An order that looks at the job alone.
template <class Rank>
class Fixed final : public Order {
 public:
  [[nodiscard]] double rank(const Job& job, const QueueState& /*state*/) override { return Rank{}(job); }
};

struct FirstCome {
  double operator()(const Job& /*job*/) const { return 0; }
};
struct ShortestFirst {
  double operator()(const Job& job) const { return in_seconds(job.walltime); }
};
struct LongestFirst {
  double operator()(const Job& job) const { return -in_seconds(job.walltime); }
};
struct SmallestFirst {
  double operator()(const Job& job) const { return static_cast<double>(job.accelerators.milli); }
};
struct ByPriority {
  double operator()(const Job& job) const { return -static_cast<double>(job.priority); }
};
struct EarliestDeadline {
  double operator()(const Job& job) const { return in_seconds(job.deadline - kStart); }
};

/// Shortest remaining time first.
class LeastLeft final : public Order {
 public:
  [[nodiscard]] double rank(const Job& /*job*/, const QueueState& state) override {
    return in_seconds(state.remaining);
  }
};

}  // namespace

std::unique_ptr<Order> make_fifo(const OrderSettings& /*settings*/) {
  return std::make_unique<Fixed<FirstCome>>();
}
std::unique_ptr<Order> make_shortest_first(const OrderSettings& /*settings*/) {
  return std::make_unique<Fixed<ShortestFirst>>();
}
std::unique_ptr<Order> make_least_left(const OrderSettings& /*settings*/) {
  return std::make_unique<LeastLeft>();
}
std::unique_ptr<Order> make_longest_first(const OrderSettings& /*settings*/) {
  return std::make_unique<Fixed<LongestFirst>>();
}
std::unique_ptr<Order> make_smallest_first(const OrderSettings& /*settings*/) {
  return std::make_unique<Fixed<SmallestFirst>>();
}
std::unique_ptr<Order> make_by_priority(const OrderSettings& /*settings*/) {
  return std::make_unique<Fixed<ByPriority>>();
}
std::unique_ptr<Order> make_earliest_deadline(const OrderSettings& /*settings*/) {
  return std::make_unique<Fixed<EarliestDeadline>>();
}

}  // namespace suanwang
