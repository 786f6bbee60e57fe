// The orders that come with the library, and preemption, which goes by them.
#include "policy/parts.hpp"

namespace suanwang {
namespace {

// Three jobs for one place, each case the mirror of the other: the first runs for 10 s, two more wait, and
// the rule takes the second of these first.
constexpr PolicyCase short_goes_first(std::string_view when) {
  return {when, 49, 79};
}
constexpr PolicyCase long_goes_first(std::string_view when) {
  return {when, 79, 49};
}

constexpr std::string_view kTextbook = "tests/property/policy/textbook_test.cpp";
constexpr std::string_view kQueueing = "tests/oracle/model/queueing_test.cpp";
constexpr std::string_view kPreemptive = "tests/oracle/model/queueing_preemption_test.cpp";
constexpr std::string_view kOrders = "tests/oracle/model/orders_test.cpp";
constexpr std::string_view kTenants = "tests/unit/policy/tenants_test.cpp";

OrderEntry fair_share() {
  return {{.name = "fair-share",
           .summary = "by the tenants' shares and what they have used lately: the fair tree",
           .parameters = {{"half_life", "an amount of time", "7 days", "after which use counts for half"}},
           .source = "Slurm, \"Fair Tree Fairshare Algorithm\"",
           .promise = "a tenant that has used nothing goes before all that have",
           .tests = {kTenants, kOrders},
           .wins = short_goes_first("the tenant that has used nothing has the short job"),
           .loses = long_goes_first("the tenant that has used nothing has the long job")},
          make_fair_share};
}

OrderEntry multifactor() {
  return {
      {.name = "multifactor",
       .summary = "by a weighted sum of age, fair share, size and priority, highest first",
       .parameters = {{"age", "number", "0", "weight of the wait, whole after max_age"},
                      {"fair_share", "number", "0", "weight of 1 - rank / n by the fair tree of n tenants"},
                      {"size", "number", "0",
                       "weight of the job's accelerators over those that serve its queue"},
                      {"priority", "number", "0", "weight of the job's own priority"},
                      {"max_age", "an amount of time", "7 days", "wait at which age has its whole weight"},
                      {"half_life", "an amount of time", "7 days", "after which use counts for half"}},
       .source = "Slurm, \"Multifactor Priority Plugin\"",
       .tests = {kOrders},
       .wins = short_goes_first("{priority: 1}: the short job has the higher priority"),
       .loses = long_goes_first("{priority: 1}: the long job has the higher priority")},
      make_multifactor};
}

OrderEntry by_expression() {
  return {
      {.name = "expr",
       .summary = "by a formula of your own, smallest first: order: {expr: \"walltime * accelerators / (1 + "
                  "wait)\"}",
       .parameters = {{"half_life", "an amount of time", "7 days",
                       "after which use counts for half; beside `expr`"}},
       .tests = {kOrders, "tests/unit/policy/expression_test.cpp"},
       .wins = short_goes_first("{expr: walltime}: a long job is submitted before a short one"),
       .loses = long_goes_first("{expr: walltime}: the short job asks for twenty times what it needs")},
      make_by_expression};
}

}  // namespace

std::vector<OrderEntry> standard_orders() {
  return {
      {{.name = "fifo",
        .summary = "by submission",
        .promise = "no job that comes later stands before one that waits",
        .starves_nobody = true,
        .tests = {kTextbook, kQueueing, "tests/oracle/model/worked_examples_test.cpp"}},
       make_fifo},
      {{.name = "sjf",
        .summary = "by requested walltime, shortest first",
        .tests = {kTextbook, kQueueing},
        .wins = short_goes_first("a long job is submitted before a short one"),
        .loses = long_goes_first("the short job asks for twenty times what it needs")},
       make_shortest_first},
      {{.name = "ljf",
        .summary = "by requested walltime, longest first",
        .tests = {kTextbook},
        .wins = short_goes_first("the short job asks for twenty times what it needs, and comes second"),
        .loses = long_goes_first("a short job is submitted before a long one")},
       make_longest_first},
      {{.name = "srtf",
        .summary =
            "by what is left of the requested walltime, least first: sjf, but for jobs that were stopped",
        .source = "L. Schrage and L. Miller, Operations Research 14(4), 1966",
        .promise = "with preemption at no cost, one server and exact walltimes: the least mean turnaround",
        .tests = {kPreemptive},
        .wins = short_goes_first("a long job is submitted before a short one"),
        .loses = long_goes_first("the short job asks for twenty times what it needs")},
       make_least_left},
      {{.name = "smallest",
        .summary = "by accelerators, fewest first",
        .tests = {kTextbook},
        .wins = short_goes_first("the short job takes fewer accelerators"),
        .loses = long_goes_first("the long job takes fewer accelerators")},
       make_smallest_first},
      {{.name = "priority",
        .summary = "by the job's priority, highest first",
        .promise = "no job of a lower priority stands before one of a higher",
        .tests = {kTextbook, kQueueing, kPreemptive},
        .wins = short_goes_first("the short job has the higher priority"),
        .loses = long_goes_first("the long job has the higher priority")},
       make_by_priority},
      {{.name = "deadline",
        .summary = "by the job's deadline, earliest first; those without one last",
        .promise = "no job of a later deadline stands before one of an earlier",
        .tests = {"tests/unit/policy/order_test.cpp"},
        .wins = short_goes_first("the short job is due earlier"),
        .loses = long_goes_first("the long job is due earlier")},
       make_earliest_deadline},
      fair_share(),
      multifactor(),
      by_expression(),
  };
}

std::vector<PolicyEntry> standard_preemptions() {
  return {
      {.name = "none",
       .summary = "running jobs keep what they hold",
       .promise = "no work is lost",
       .starves_nobody = true,
       .tests = {kQueueing}},
      {.name = "{...}",
       .summary =
           "the head of the queue, where it does not fit, stops running jobs whose rank in the order is "
           "worse: the worst first, among equals those that started last, and no more than needed; they "
           "wait again",
       .parameters =
           {{"checkpoint", "{every, takes}", "none", "what is kept of an attempt, and what keeping it costs"},
            {"restart", "an amount of time", "0 s",
             "to go on after it was stopped, while the job does not work"},
            {"minimum_run", "an amount of time", "0 s",
             "before which no attempt is stopped; required with an order that changes with time"},
            {"reclaim", "never | lower-priority | any", "never",
             "whom a job within its tenant's quota stops and replaces where others of the cohort borrow "
             "that: nobody, borrowers' jobs of a lower priority, or any of them"}},
       .source = "reclaim: Kueue, \"Preemption\" and \"Cluster Queue\" (reclaimWithinCohort)",
       .promise =
           "no job is stopped for one that does not stand before it, unless its quota is reclaimed, nor "
           "before it has run for `minimum_run`",
       .tests = {kPreemptive, "tests/unit/model/preemption_test.cpp", "tests/oracle/model/quotas_test.cpp"},
       .wins = {"order: priority; a short job of a higher priority meets a long one that runs", 60.5, 104.5},
       .loses = {"order: priority; a long job of a higher priority meets a short one that is nearly done",
                 109.5, 55.5}},
  };
}

}  // namespace suanwang
