#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "suanwang/base/time.hpp"
#include "suanwang/measure/record.hpp"
#include "suanwang/policy/dispatch.hpp"
#include "suanwang/policy/forecast.hpp"
#include "suanwang/policy/queue.hpp"

namespace suanwang {

/// Who decides where jobs go: after `latency`, by a view that is at most `refresh` old.
struct DispatcherPlan {
  Duration latency{0};
  Duration refresh{0};
};

/// A dispatcher below that one. It decides about the jobs that belong to its centres, and offers them these.
struct RegionalPlan {
  DispatcherPlan dispatcher;
  std::vector<CentreId> centres;  ///< those it serves, in order; no other dispatcher below does
  /// How long after its submission a job that has not started is passed on; none: it keeps its jobs.
  std::optional<Duration> passes_on{};
};

/// What a dispatcher has before it, and what it has seen.
struct Desk {
  RegionalPlan plan;  // the one above serves all centres, and keeps its jobs
  std::unique_ptr<Dispatcher> rule;
  std::map<std::pair<Time, std::uint64_t>, JobId> due;    // jobs without a centre, by (decision, submission)
  WaitingQueue movable{WaitingQueue::Index::QueueOrder};  // jobs in queues that it may move
  struct Sight {
    Forecast forecast;
    ScoredCentre centre;  // of it, `load` is kept always, the rest for rules that score
    Time seen = kNever;   // kNever: not yet
    bool outdated = true;
    bool stale = false;  // outdated when it was last used
  };
  std::vector<Sight> sights;  // by centre
};

/// The dispatchers, and the jobs about which they decide.
struct DispatchState {
  std::vector<Desk> desks;                               // by dispatcher; none where nobody chooses centres
  std::vector<DispatcherId> serving;                     // by centre: who decides first about its jobs
  std::vector<JobId> parked;                             // jobs that no centre can take now
  std::set<std::tuple<Time, QueueKey, JobId>> settling;  // jobs that may be moved from then on
  std::set<std::tuple<Time, QueueKey, JobId>> passing;   // jobs that are passed on if they wait then
  struct Promise {
    JobId job;
    std::uint64_t sequence;
    DispatcherId dispatcher;
  };
  std::vector<Promise> promised;  // to start now, by stale sights
};

}  // namespace suanwang
