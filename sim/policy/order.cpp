#include "suanwang/policy/order.hpp"

#include "policy/parts.hpp"

namespace suanwang {
namespace {

class FirstCome final : public Order {
 public:
  [[nodiscard]] double rank(const Job& /*job*/) const override { return 0; }
};

class ShortestFirst final : public Order {
 public:
  [[nodiscard]] double rank(const Job& job) const override { return in_seconds(job.walltime); }
};

class LongestFirst final : public Order {
 public:
  [[nodiscard]] double rank(const Job& job) const override { return -in_seconds(job.walltime); }
};

class SmallestFirst final : public Order {
 public:
  [[nodiscard]] double rank(const Job& job) const override {
    return static_cast<double>(job.accelerators.milli);
  }
};

class ByPriority final : public Order {
 public:
  [[nodiscard]] double rank(const Job& job) const override { return -static_cast<double>(job.priority); }
};

}  // namespace

std::unique_ptr<const Order> make_fifo() {
  return std::make_unique<FirstCome>();
}
std::unique_ptr<const Order> make_shortest_first() {
  return std::make_unique<ShortestFirst>();
}
std::unique_ptr<const Order> make_longest_first() {
  return std::make_unique<LongestFirst>();
}
std::unique_ptr<const Order> make_smallest_first() {
  return std::make_unique<SmallestFirst>();
}
std::unique_ptr<const Order> make_by_priority() {
  return std::make_unique<ByPriority>();
}

}  // namespace suanwang
