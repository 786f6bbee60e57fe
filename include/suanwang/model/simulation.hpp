#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "suanwang/base/int128.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/kernel/engine.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/measure/record.hpp"
#include "suanwang/model/event.hpp"
#include "suanwang/model/wait_book.hpp"
#include "suanwang/model/world.hpp"
#include "suanwang/policy/policy.hpp"
#include "suanwang/policy/view.hpp"

namespace suanwang {

struct Scores;

/// How a simulation went, apart from its records.
struct SimulationOutcome {
  Time ended;                          ///< the last instant at which anything happened, or `end`
  std::uint64_t events = 0;            ///< supply changes, completions, submissions and passes
  std::uint64_t passes = 0;            ///< decisions, of all domains
  std::uint64_t parallel_windows = 0;  ///< how often a dispatcher's scores were shared among threads
  double reading_seconds = 0;          ///< wall-clock time spent in reading logs
};

/// THE main loop: one world, one policy, one run.
///
///     while anything is left, and before the end:
///       t = the earliest of the next pending event, completion, submission, arrival of data and dispatch
///       per instant (default):           per event:
///         supply changes of t              supply changes of t, then a pass each
///         all completions of t             submissions of t, a pass after each that fits
///         all submissions of t             completions of t in the order of their starts, a pass after each
///         one pass per affected domain     a pass for each policy that asked to be woken
///       the network is solved once
///
///     Data that arrives does so after completions; jobs without a centre are dispatched after submissions.
///     What a region's dispatcher passes on is passed on after the passes, and may lead to another.
///
/// It alone changes the world, and emits exactly one record for each change. A pass may make something happen
/// in its own instant; the instant then has another round (at most 64, or it is a bug).
class Simulation : private Decisions {
 public:
  /// `policy` and the observers must outlive the simulation; `progress` may be null. `waits` is a fresh book,
  /// or null: then nobody asks why jobs wait.
  Simulation(WorldPlan plan, const Policy& policy, std::vector<Observer*> observers, Progress* progress,
             WaitBook* waits = nullptr);

  /// Runs to the end. Call once. @throws SimulationError, Interrupted
  SimulationOutcome run();

 private:
  void open_partitions();
  void open_domains();
  void open_data(std::vector<DatasetPlan> datasets, std::vector<std::vector<DatasetId>> lists,
                 const std::vector<std::optional<std::int64_t>>& storage);
  void open_links();
  [[nodiscard]] bool anything_left() const;

  // One instant.
  void run_instant(Time t);
  void run_events(Time t);
  /// What else the engine held at an instant.
  struct Due {
    bool changes = false;  ///< of supply
    bool wakes = false;
  };
  Due supply_and_wakes(Time t);

  // What happens.
  void bring_online(PoolId pool);
  void join(CentreId centre);
  void finish_due(Time t);
  void finish(Partition& partition);
  /// The job's domain, if it was taken into its queue.
  std::optional<DomainId> submit(const Job& job);
  void reject(JobId id, RejectReason reason);

  // Deciding.
  [[nodiscard]] std::optional<DomainId> domain_for(const Job& job) const;
  /// Hands the job to a domain: into its queue, or first to the network for its data.
  void assign(JobId id, DomainId domain);
  void enqueue_or_stage(JobId id);
  void enqueue(JobId id);
  void dequeue(JobId id);
  void put_aside(JobId id);
  void leave_queue(JobId id);
  void decide_all();
  [[nodiscard]] double rank(const LiveJob& live, const QueueState& state);
  /// By which a job joins a queue; 0 for all where the order changes with time.
  [[nodiscard]] double fixed_rank(const LiveJob& live);
  [[nodiscard]] QueueState state_of(const Domain& domain) const;
  /// Gives the jobs of a queue their ranks as of now. @pre the order changes with time
  void rank_anew(Domain& domain);
  void pass(Domain& domain);
  /// Refuses the latest submissions beyond `max_waiting`; whether one of them stood before others that still
  /// wait, and may have kept them from starting. @pre there is a limit
  bool refuse_overflow(Domain& domain);
  void start(const WaitingQueue::Place& place, const Ledger& partition, const Ranges& local) override;
  void wake(Time at) override;
  /// Moves a pass of `domain` to `at`, or makes one; kNever: none. @param ticket of the pass, one of its own
  void wake(const Domain& domain, Ticket& ticket, Time at);

  // Preempting (preempting.cpp).
  /// Starts jobs from the head of the queue, at the cost of running ones that stand behind it in the order.
  void preempt_for_head(Domain& domain);
  [[nodiscard]] bool steps_aside(JobId id);
  struct Victims {
    std::vector<JobId> jobs;
    Int128 lost = 0;  ///< what they have done in vain [milli-accelerators x ns]
  };
  [[nodiscard]] std::optional<Victims> victims(const Ledger& partition, Accelerators missing, double rank,
                                               const QueueState& state, Time& next);
  void preempt(JobId id);
  /// What a running job would have done in vain if it were stopped now [milli-accelerators x ns].
  [[nodiscard]] Int128 lost_by(JobId id) const;
  /// The work of a job, and how long the attempt that begins now, or runs, holds its accelerators for it.
  [[nodiscard]] Duration work_of(const LiveJob& live, const Placement& placement) const;
  [[nodiscard]] Duration length_of(const LiveJob& live, const Placement& placement) const;

  // Quotas (quotas.cpp).
  void open_quotas(QuotaPlan plan);
  [[nodiscard]] QuotaGroup* quota_of(const LiveJob& live);
  [[nodiscard]] bool ever_within_quota(const Job& job, DomainId domain) const;
  [[nodiscard]] bool may_move_to_quota(const LiveJob& live, CentreId to) const;
  /// Whether the job may join the queue of its domain; if not, it begins to wait for quota.
  bool take_quota(JobId id);
  void give_quota_back(JobId id);
  void note_running(const LiveJob& live, bool starts);
  /// Lets jobs that wait for quota take what there is, and join their queues.
  void settle_quotas();
  /// The same after passes; whether others must follow.
  bool quotas_moved();
  void grant(const QuotaState::Next& next);
  bool overtake(QuotaGroup& group);
  void withdraw(JobId id);

  // Taking back what others borrow (reclaiming.cpp).
  struct Borrower {
    bool runs;
    std::int32_t priority;
    Time start;
    std::uint64_t sequence;
    JobId job;
    const QuotaGroup* group;
    const Ledger* partition;  // where it runs
  };
  using Borrowers = std::vector<Borrower>;
  /// Whether a job took back what its tenant's cohort has borrowed: from jobs that have not started, or also
  /// from running ones.
  bool reclaim(bool from_running);
  bool reclaim_from_waiting(const QuotaState::Next& due);
  /// @param next becomes the first instant, if it is sooner, at which one may be stopped that may not be now
  bool reclaim_from_running(const QuotaState::Next& due, Time& next);
  void give_way(const Borrowers& borrowers);
  /// Jobs of others that hold what the job's tenant has lent, in the order in which they go.
  [[nodiscard]] Borrowers waiting_borrowers(const QuotaState::Next& due);
  void add_running_borrowers(const QuotaState::Next& due, Borrowers& found, Time& next);
  [[nodiscard]] bool may_go(const LiveJob& borrower, const QuotaState::Next& due) const;
  static void sort(Borrowers& borrowers);
  /// Who of them has to go so that the job fits its quota, and this partition if there is one; none: even all
  /// are not enough.
  [[nodiscard]] std::optional<Borrowers> who_goes(const QuotaState::Next& due, const Borrowers& candidates,
                                                  const Ledger* partition);
  [[nodiscard]] bool waits_for_data(const QuotaState::Next& due);
  void start_reclaimed(const QuotaState::Next& due, const Ledger& partition);

  // Dispatching (dispatching.cpp, scoring.cpp, moving.cpp, passing.cpp).
  void open_desks(const DispatcherPlan& above, std::vector<RegionalPlan> below);
  [[nodiscard]] bool chooses() const { return !world_.dispatch.desks.empty(); }
  [[nodiscard]] Desk& desk_of(const LiveJob& live) { return world_.dispatch.desks[live.dispatcher.index()]; }
  [[nodiscard]] const Desk& desk_of(const LiveJob& live) const {
    return world_.dispatch.desks[live.dispatcher.index()];
  }
  [[nodiscard]] Time next_on_network() const;
  void dispatch(Time t);
  void dispatch_due(Time t);
  void decide(Desk& desk, std::span<const JobId> window);
  [[nodiscard]] RejectReason possible(const Job& job, CentreId centre) const;
  [[nodiscard]] bool takes(const LiveJob& live, CentreId centre) const;
  [[nodiscard]] double staging_seconds(const LiveJob& live, CentreId centre) const;
  [[nodiscard]] double bytes_to_move(const LiveJob& live, CentreId centre) const;
  void score(JobId id, std::size_t row, CentreId centre, Scores& scores, std::size_t lane);
  [[nodiscard]] Scores score(Desk& desk, std::span<const JobId> window);
  [[nodiscard]] ScoredCentre sight_of(Desk& desk, CentreId centre) const;
  /// @throws SimulationError where a formula has given no number
  void check_score(JobId id, std::size_t row, CentreId centre, const Scores& scores) const;
  [[nodiscard]] Matches match(const Desk& desk, std::span<const JobId> window, const Scores& scores) const;
  [[nodiscard]] CentreOption option(JobId id, std::size_t row, CentreId centre, const Scores& scores) const;
  void look_at(Desk& desk, CentreId centre);
  void choose(JobId id, std::span<const CentreOption> options);
  void give(JobId id, const CentreOption& chosen);
  /// None where one of the dispatcher's centres may take the job some time; or why none ever does.
  [[nodiscard]] RejectReason never_taken(const LiveJob& live) const;
  void park_or_reject(JobId id);
  void unpark();
  void reconsider();
  [[nodiscard]] double eventual_of(CentreId centre) const;
  [[nodiscard]] Time passes_at(const LiveJob& live) const;
  void plan_passing(JobId id, bool has_centre);
  void pass_on(JobId id);
  bool pass_on_due(Time t);
  /// From when on the job may be moved; kNever: its dispatcher moves none.
  [[nodiscard]] Time movable_from(const LiveJob& live) const;
  void settle_in(Time t);
  void pull(CentreId centre);
  void pull_all();
  void move(JobId id, CentreId to, Time expected_start);
  void find_conflicts();
  /// What the dispatchers have seen of a centre no longer holds.
  void note_change(DomainId domain) {
    if (domain == kNetworkDomain) return;
    for (Desk& desk : world_.dispatch.desks) desk.sights[centre_at(domain).index()].outdated = true;
  }

  // Data and the network (staging.cpp).
  [[nodiscard]] std::span<const DatasetId> data_of(const LiveJob& live) const;
  void fill_possible();
  bool take_data(JobId id);
  void ship(CentreId to, DatasetId dataset, JobId job);
  void set_out(Shipment& shipment);
  void drop_data(JobId id, CentreId centre);
  void make_room(CentreId centre);
  void data_here(JobId id);
  void run_held(JobId id);
  /// Sets a transfer off.
  void send(const WideArea::Request& request, const Cargo& cargo);
  void send_home(const LiveJob& live, CentreId from);
  void start_transfers(Time t);
  void network_arrivals(Time t);
  void release_reviews(Time t);
  void change_link(LinkId link);
  void settle_network();
  void emit_transfer(RecordKind kind, std::uint64_t id, const Cargo& cargo, const WideArea::Request& request,
                     double left, const WideArea::Trail& trail);
  void emit_load(RecordKind kind, ResourceId resource);

  // Per-event rules.
  /// Gives back what jobs hold whose walltime ends now, although their completions are still to come.
  void release_due(Domain& domain);
  void release_due_and_pass(Domain& domain);
  [[nodiscard]] static bool fits_now(const Domain& domain, Accelerators need);

  /// Keeps the next end of each partition. To be called when the first of its ends has changed.
  void note_next_end(const Partition& partition);
  void emit(RecordKind kind, const LiveJob& live, std::string_view reason = {});
  void report_left();
  /// What is free for a queue has changed: for the book of waits.
  void note_free(DomainId domain) {
    if (waits_ != nullptr) waits_->touch(domain);
  }
  void settle_waits();
  [[nodiscard]] std::string where(const LiveJob& live) const;
  [[nodiscard]] Time now() const { return engine_.now(); }

  const Policy& policy_;
  std::vector<Observer*> observers_;
  Progress* progress_;
  WaitBook* waits_;  // why jobs wait; null where nobody asks
  Engine<Event> engine_;
  World world_;
  std::unique_ptr<Order> order_;
  std::vector<std::string> centre_names_;
  std::vector<std::string> stream_names_;
  std::vector<std::uint64_t> stream_entities_;
  std::uint64_t seed_;
  std::uint32_t replication_;
  Parallelism parallelism_;
  std::vector<std::vector<CapacityPlan::Change>> link_changes_;  // by link, after time 0, latest first
  bool networked_ = false;  // there is, or was, something to dispatch, ship or transfer
  // A start of this pass turned out to wait for data, on which its policy did not count.
  bool went_otherwise_ = false;
  Record job_record_;  // of the kinds that concern a job: every field of theirs is set anew each time
  Domain* deciding_ = nullptr;  // during a pass
  std::uint64_t events_ = 0;
  std::uint64_t passes_ = 0;
  std::uint64_t parallel_windows_ = 0;
  std::uint64_t reported_jobs_ = 0;
  std::uint64_t reported_events_ = 0;
};

}  // namespace suanwang
