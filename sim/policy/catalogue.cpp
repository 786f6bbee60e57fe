#include "suanwang/policy/catalogue.hpp"

#include "policy/parts.hpp"

namespace suanwang {

const std::vector<OrderEntry>& order_entries() {
  static const std::vector<OrderEntry> entries{
      {{"fifo", "by submission", {}, ""}, make_fifo},
      {{"sjf", "by requested walltime, shortest first", {}, ""}, make_shortest_first},
      {{"ljf", "by requested walltime, longest first", {}, ""}, make_longest_first},
      {{"srtf",
        "by what is left of the requested walltime, least first: sjf, but for jobs that were stopped",
        {},
        "L. Schrage and L. Miller, Operations Research 14(4), 1966"},
       make_least_left},
      {{"smallest", "by accelerators, fewest first", {}, ""}, make_smallest_first},
      {{"priority", "by the job's priority, highest first", {}, ""}, make_by_priority},
      {{"deadline", "by the job's deadline, earliest first; those without one last", {}, ""},
       make_earliest_deadline},
      {{"fair-share",
        "by the tenants' shares and what they have used lately: the fair tree",
        {{"half_life", "an amount of time", "7 days", "after which use counts for half"}},
        "Slurm, \"Fair Tree Fairshare Algorithm\""},
       make_fair_share},
      {{"multifactor",
        "by a weighted sum of age, fair share, size and priority, highest first",
        {{"age", "number", "0", "weight of the wait, whole after max_age"},
         {"fair_share", "number", "0", "weight of 1 - rank / n by the fair tree of n tenants"},
         {"size", "number", "0", "weight of the job's accelerators over those that serve its queue"},
         {"priority", "number", "0", "weight of the job's own priority"},
         {"max_age", "an amount of time", "7 days", "wait at which age has its whole weight"},
         {"half_life", "an amount of time", "7 days", "after which use counts for half"}},
        "Slurm, \"Multifactor Priority Plugin\""},
       make_multifactor},
      {{"expr",
        "by a formula of your own, smallest first: order: {expr: \"walltime * accelerators / (1 + wait)\"}",
        {{"half_life", "an amount of time", "7 days", "after which use counts for half; beside `expr`"}},
        ""},
       make_by_expression},
  };
  return entries;
}

const std::vector<BackfillEntry>& backfill_entries() {
  static const std::vector<BackfillEntry> entries{
      {{"none", "strict queue order: nothing overtakes a blocked head", {}, ""}, make_no_backfill},
      {{"easy",
        "the head holds a reservation; others may overtake it if they do not delay it",
        {{"candidates", "queue | shortest", "queue", "the order in which candidates are tried"},
         {"reserve", "count | machines", "count",
          "whether the head reserves a number or the lowest machines"}},
        "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001"},
       make_easy},
      {{"conservative",
        "every job holds a reservation from its submission; compressed once, in queue order, at each instant "
        "in which a job ends",
        {},
        "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001"},
       make_conservative},
      {{"depth",
        "the first N blocked jobs hold reservations; `depth: 1` is EASY",
        {{"depth", "integer >= 1", "", "written `backfill: {depth: N}`"}},
        "Jackson, Snell and Clement, JSSPP 2001 (Maui's RESERVATIONDEPTH)"},
       make_depth},
  };
  return entries;
}

const std::vector<PlaceEntry>& place_entries() {
  static const std::vector<PlaceEntry> entries{
      {{"first-fit", "lowest accelerator numbers first", {}, ""}, make_first_fit},
      {{"best-fit", "the fullest nodes that hold the gang, so that free accelerators stay together", {}, ""},
       make_best_fit},
      {{"worst-fit", "the emptiest nodes first", {}, ""}, make_worst_fit},
      {{"spread", "one accelerator a node in turn, emptiest nodes first", {}, ""}, make_spread},
  };
  return entries;
}

const std::vector<DispatchEntry>& dispatch_entries() {
  static const std::vector<DispatchEntry> entries{
      {{"any",
        "the first centre, by id, that fits; a centre that has not joined serves its own jobs only",
        {},
        ""},
       Dispatch::Any},
      {{"home", "every job at the centre that it, its trace or its tenant names", {}, ""}, Dispatch::Home},
      {{"overflow",
        "at home; after a wait, wherever it can start at once and end sooner",
        {{"after", "an amount of time", "0 s", "written `dispatch: {overflow: {after: 30 min}}`"}},
        ""},
       Dispatch::Chosen,
       make_overflow},
      {{"data", "where the fewest bytes must go; then where the job is expected to end first", {}, ""},
       Dispatch::Chosen,
       make_to_data},
      {{"national",
        "where the job is expected to end first: queue, staging and run; moved while it waits if that helps",
        {},
        ""},
       Dispatch::Chosen,
       make_national},
      {{"round-robin", "centres in turn", {}, ""}, Dispatch::Chosen, make_round_robin},
      {{"random", "a centre drawn at random", {}, ""}, Dispatch::Chosen, make_at_random},
      {{"least-loaded", "the least accelerators held and waited for, over those online", {}, ""},
       Dispatch::Chosen,
       make_least_loaded},
      {{"power-of-two",
        "the less loaded of two centres drawn at random",
        {},
        "Mitzenmacher, IEEE TPDS 12(10), 2001"},
       Dispatch::Chosen,
       make_power_of_two},
      {{"scored",
        "where its score is least: a weighted sum of the criteria below, or a formula of your own",
        {{"weights", "{criterion: number >= 0}", "{wait: 1}",
          "written `dispatch: {scored: {weights: {wait: 1, staging: 0.5, price: 3600}}}`: what a unit of "
          "each is "
          "worth"},
         {"expr", "a formula", "the weighted sum",
          "written `dispatch: {expr: \"wait + 600 * affinity\"}`, or inside `scored`, in place of weights"},
         {"assign", "greedy | flow | assignment", "greedy",
          "one job after the other; the free accelerators to all at once (gangs that come out split follow "
          "one by "
          "one); or to the gangs of one size at once, largest first"},
         {"window", "integer >= 1", "64", "jobs that are due together and decided together, at most"},
         {"moves_after", "an amount of time", "never",
          "after which a job that waits may be moved to a centre that can start it at once"}},
        "Isard et al., \"Quincy\", SOSP 2009; Ahuja, Magnanti and Orlin, \"Network Flows\", 1993"},
       Dispatch::Chosen,
       make_scored},
  };
  return entries;
}

const std::vector<PolicyEntry>& preemption_entries() {
  static const std::vector<PolicyEntry> entries{
      {"none", "running jobs keep what they hold", {}, ""},
      {"{...}",
       "the head of the queue, where it does not fit, stops running jobs whose rank in the order is worse: "
       "the "
       "worst first, among equals those that started last, and no more than needed; they wait again",
       {{"checkpoint", "{every, takes}", "none", "what is kept of an attempt, and what keeping it costs"},
        {"restart", "an amount of time", "0 s", "to go on after it was stopped, while the job does not work"},
        {"minimum_run", "an amount of time", "0 s",
         "before which no attempt is stopped; required with an order that changes with time"},
        {"reclaim", "never | lower-priority | any", "never",
         "whom a job within its tenant's quota stops and replaces where others of the cohort borrow that: "
         "nobody, "
         "borrowers' jobs of a lower priority, or any of them"}},
       "reclaim: Kueue, \"Preemption\" and \"Cluster Queue\" (reclaimWithinCohort)"},
  };
  return entries;
}

}  // namespace suanwang
