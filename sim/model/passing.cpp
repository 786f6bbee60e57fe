// How a dispatcher of a region passes jobs on to the one above.
//
// It decides first. From when the one above would have decided, had it been told after `passes_on`, a job
// that waits is that one's business: it may move it to any centre where the policy's rule moves jobs, and
// looks for a centre where it has none. A job that no centre of the region may ever take is passed on at
// once.
//
// Jobs are passed on at the end of an instant, when those that start in it have started.
#include <utility>

#include "suanwang/model/simulation.hpp"

namespace suanwang {

/// When the one above takes the job over if it waits then; kNever: it never does.
Time Simulation::passes_at(const LiveJob& live) const {
  const RegionalPlan& plan = desk_of(live).plan;
  if (!plan.passes_on) return kNever;
  const Duration told = std::max(*plan.passes_on, plan.dispatcher.latency);
  return saturated_sum(saturated_sum(live.job.submit, told),
                       world_.dispatch.desks.back().plan.dispatcher.latency);
}

/// The job has just been decided. One that stands in a queue is passed on only where it could be moved.
void Simulation::plan_passing(JobId id, bool has_centre) {
  const LiveJob& live = world_.jobs[id.index()];
  const Time at = passes_at(live);
  if (at == kNever) return;
  if (has_centre && movable_from(live) == kNever) {
    world_.dispatch.passing.erase({at, live.queue_key, id});
  } else {
    world_.dispatch.passing.emplace(at, live.queue_key, id);
  }
}

void Simulation::pass_on(JobId id) {
  LiveJob& live = world_.jobs[id.index()];
  job_record_.dispatcher = live.dispatcher;
  emit(RecordKind::JobPassedOn, live);
  if (live.movable) desk_of(live).movable.erase(live.queue_key, waiting_of(id, live));
  live.dispatcher = DispatcherId{world_.dispatch.desks.size() - 1};
  if (live.movable) desk_of(live).movable.insert(live.queue_key, waiting_of(id, live));
}

/// Whether there were any; some of them may stand elsewhere now.
bool Simulation::pass_on_due(Time t) {
  auto& passing = world_.dispatch.passing;
  bool any = false;
  while (!passing.empty() && std::get<Time>(*passing.begin()) <= t) {
    const JobId id = std::get<JobId>(*passing.begin());
    passing.erase(passing.begin());
    pass_on(id);
    const LiveJob& live = world_.jobs[id.index()];
    if (std::erase(world_.dispatch.parked, id) > 0)
      desk_of(live).due.emplace(std::pair{now(), live.sequence}, id);
    any = true;
  }
  if (!any) return false;
  dispatch_due(t);
  pull_all();
  return true;
}

}  // namespace suanwang
