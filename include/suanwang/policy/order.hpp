#pragma once

#include <cstddef>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/policy/tenants.hpp"
#include "suanwang/work/job.hpp"

namespace suanwang {

/// What an order may know beside what its owner asks for when it ranks a job.
struct QueueState {
  Time now{};
  std::size_t waiting = 0;               ///< jobs in the queue
  Accelerators free{};                   ///< of the partitions that serve the queue,
  Accelerators online{};                 ///< and all that they have
  const TenantLoads* tenants = nullptr;  ///< kept only for an order that `reads_tenants`, else null
  Duration remaining{};                  ///< of the job's walltime: what an attempt from now on may take
};

/// Ranks the queue. It returns a number, not a comparison, so every order is a strict weak order by
/// construction; equal ranks keep the order of submission. One object serves one run.
class Order {
 public:
  virtual ~Order() = default;

  /// Smaller goes first. A result that is no finite number ends the run with an error.
  [[nodiscard]] virtual double rank(const Job& job, const QueueState& state) = 0;

  /// Whether ranks change while jobs wait; then the queue is ranked anew before every pass, and where that
  /// changes it, reservations are made anew in its order.
  [[nodiscard]] virtual bool changes_with_time() const { return false; }
  [[nodiscard]] virtual bool reads_tenants() const { return false; }
  /// After which a tenant's use counts for half. @pre reads_tenants()
  [[nodiscard]] virtual Duration half_life() const { return Duration::max(); }
};

}  // namespace suanwang
