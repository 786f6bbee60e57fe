#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/time.hpp"
#include "suanwang/kernel/engine.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/measure/record.hpp"
#include "suanwang/model/event.hpp"
#include "suanwang/model/world.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/policy/view.hpp"

namespace suanwang {

/// How a simulation went, apart from its records.
struct SimulationOutcome {
  Time ended;                  ///< the last instant at which anything happened, or `end`
  std::uint64_t events = 0;    ///< supply changes, completions, submissions and passes
  std::uint64_t passes = 0;    ///< decisions, of all domains
  double reading_seconds = 0;  ///< wall-clock time spent in reading logs
};

/// THE main loop: one world, one policy, one run.
///
///     while anything is left, and before the end:
///       t = the earlier of the next pending event and the next submission
///       per instant (default):           per event:
///         supply changes of t              supply changes of t, then a pass each
///         all completions of t             submissions of t, a pass after each that fits
///         all submissions of t             completions of t in the order of their starts, a pass after each
///         one pass per affected domain     a pass for each policy that asked to be woken
///       each partition arms one event, its next completion
///
/// It alone changes the world, and emits exactly one record for each change. A pass may make something happen
/// in its own instant; the instant then has another round (at most 64, or it is a bug).
class Simulation : private Decisions {
 public:
  /// `policy` and the observers must outlive the simulation; `progress` may be null.
  Simulation(WorldPlan plan, const Policy& policy, std::vector<Observer*> observers, Progress* progress);

  /// Runs to the end. Call once. @throws SimulationError, Interrupted
  SimulationOutcome run();

 private:
  void open_partitions();
  void open_domains();
  [[nodiscard]] bool anything_left() const;

  // One instant.
  void run_instant(Time t);
  void run_events(Time t);
  void supply_and_wakes(Time t);

  // What happens.
  void bring_online(PoolId pool);
  void join(CentreId centre);
  void finish_due(Time t);
  void finish(Partition& partition, std::uint32_t claim);
  /// The job's domain, if it was taken into its queue.
  std::optional<DomainId> submit(const Job& job);
  void reject(JobId id, RejectReason reason);

  // Deciding.
  [[nodiscard]] std::optional<DomainId> domain_for(const Job& job) const;
  void decide_all();
  void pass(Domain& domain);
  /// Refuses the latest submissions beyond `max_waiting`; whether one of them stood before others that still
  /// wait, and may have kept them from starting.
  bool refuse_overflow(Domain& domain);
  void start(const WaitingQueue::Place& place, const Ledger& partition, const Ranges& local) override;
  void wake(Time at) override;

  // Per-event rules.
  /// Gives back what jobs hold whose walltime ends now, although their completions are still to come.
  void release_due(Domain& domain);
  void release_due_and_pass(Domain& domain);
  [[nodiscard]] static bool fits_now(const Domain& domain, Accelerators need);

  void arm(Partition& partition);
  void arm_all();
  void emit(RecordKind kind, const LiveJob& live, std::string_view reason = {});
  void report_left();
  [[nodiscard]] std::string where(const LiveJob& live) const;
  [[nodiscard]] Time now() const { return engine_.now(); }

  const Policy& policy_;
  std::vector<Observer*> observers_;
  Progress* progress_;
  Engine<Event> engine_;
  World world_;
  std::vector<std::string> centre_names_;
  std::vector<std::string> stream_names_;
  std::vector<PartitionId> to_arm_;  // partitions whose next completion may have changed in this instant
  Domain* deciding_ = nullptr;       // during a pass
  std::uint64_t events_ = 0;
  std::uint64_t passes_ = 0;
  std::uint64_t reported_jobs_ = 0;
};

}  // namespace suanwang
