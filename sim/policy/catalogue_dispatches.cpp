// The rules that send jobs to centres that come with the library.
#include <utility>

#include "policy/parts.hpp"

namespace suanwang {
namespace {

constexpr PolicyCase kPassesTheHead{
    "a job that only one, busy centre holds stands before one that the other could start", 56.8, 80.5};
constexpr PolicyCase kWaitsWhereItIs{
    "a job is sent to a busy centre, and another ends its work long before its walltime", 73, 43};
constexpr PolicyCase kBadLuck{"a job is sent to a busy centre, and another is free soon", 73, 43};

constexpr std::string_view kDispatch = "tests/oracle/model/dispatch_test.cpp";
constexpr std::string_view kData = "tests/oracle/model/data_test.cpp";
constexpr std::string_view kContract = "tests/contract/policy/policies_test.cpp";

DispatchEntry scored() {
  return {
      {.name = "scored",
       .summary = "where its score is least: a weighted sum of the criteria below, or a formula of your own",
       .parameters =
           {{"weights", "{criterion: number >= 0}", "{wait: 1}",
             "written `dispatch: {scored: {weights: {wait: 1, staging: 0.5, price: 3600}}}`: what a unit of "
             "each is worth"},
            {"expr", "a formula", "the weighted sum",
             "written `dispatch: {expr: \"wait + 600 * affinity\"}`, or inside `scored`, in place of "
             "weights"},
            {"assign", "greedy | flow | assignment", "greedy",
             "one job after the other; the free accelerators to all at once (gangs that come out split "
             "follow one by one); or to the gangs of one size at once, largest first"},
            {"window", "integer >= 1", "64", "jobs that are due together and decided together, at most"},
            {"moves_after", "an amount of time", "never",
             "after which a job that waits may be moved to a centre that can start it at once"}},
       .source = "Isard et al., \"Quincy\", SOSP 2009; Ahuja, Magnanti and Orlin, \"Network Flows\", 1993",
       .promise =
           "`flow`: the least sum of scores of the relaxation; `assignment`: of the gangs of each size",
       .starves_nobody = true,
       .tests = {"tests/oracle/model/scored_test.cpp", "tests/oracle/policy/matching_test.cpp",
                 "tests/oracle/policy/transport_test.cpp", "tests/unit/policy/scorer_test.cpp"},
       .wins = kPassesTheHead,
       .loses = kWaitsWhereItIs},
      Dispatch::Chosen,
      make_scored};
}

/// Rules that go by the load alone, or not even by that.
std::vector<DispatchEntry> balancing() {
  return {
      {{.name = "round-robin",
        .summary = "centres in turn",
        .starves_nobody = true,
        .tests = {kDispatch},
        .wins = kPassesTheHead,
        .loses = kBadLuck},
       Dispatch::Chosen,
       make_round_robin},
      {{.name = "random",
        .summary = "a centre drawn at random",
        .starves_nobody = true,
        .tests = {kDispatch},
        .wins = kPassesTheHead,
        .loses = kBadLuck},
       Dispatch::Chosen,
       make_at_random},
      {{.name = "least-loaded",
        .summary = "the least accelerators held and waited for, over those online",
        .starves_nobody = true,
        .tests = {kContract},
        .wins = kPassesTheHead,
        .loses = kBadLuck},
       Dispatch::Chosen,
       make_least_loaded},
      {{.name = "power-of-two",
        .summary = "the less loaded of two centres drawn at random",
        .source = "Mitzenmacher, IEEE TPDS 12(10), 2001",
        .starves_nobody = true,
        .tests = {kDispatch},
        .wins = kPassesTheHead,
        .loses = kBadLuck},
       Dispatch::Chosen,
       make_power_of_two},
  };
}

}  // namespace

std::vector<DispatchEntry> standard_dispatches() {
  std::vector<DispatchEntry> entries{
      {{.name = "any",
        .summary =
            "the first centre, by id, that fits; a centre that has not joined serves its own jobs only",
        .promise = "one queue: no job waits behind one that stands after it",
        .starves_nobody = true,
        .tests = {kContract, "tests/oracle/model/queueing_test.cpp"}},
       Dispatch::Any},
      {{.name = "home",
        .summary = "every job at the centre that it, its trace or its tenant names",
        .promise = "no job runs elsewhere than at home",
        .starves_nobody = true,
        .tests = {kContract, "tests/oracle/model/queueing_paths_test.cpp"},
        .wins = kPassesTheHead,
        .loses = kWaitsWhereItIs},
       Dispatch::Home},
      {{.name = "overflow",
        .summary = "at home; after a wait, wherever it can start at once and end sooner",
        .parameters = {{"after", "an amount of time", "0 s",
                        "written `dispatch: {overflow: {after: 30 min}}`"}},
        .promise = "no job leaves its home before it has waited for `after`",
        .starves_nobody = true,
        .tests = {kData, kContract},
        .wins = kPassesTheHead,
        .loses = {"{after: 60 s}: another centre is free long before", 60, 43}},
       Dispatch::Chosen,
       make_overflow},
      {{.name = "data",
        .summary = "where the fewest bytes must go; then where the job is expected to end first",
        .promise = "no job is sent where more bytes must go than elsewhere",
        .starves_nobody = true,
        .tests = {kData, kContract},
        .wins = kPassesTheHead,
        .loses = kWaitsWhereItIs},
       Dispatch::Chosen,
       make_to_data},
      {{.name = "national",
        .summary =
            "where the job is expected to end first: queue, staging and run; moved while it waits if that "
            "helps",
        .promise = "where data costs nothing and all centres are alike: one queue for all",
        .starves_nobody = true,
        .tests = {kDispatch, kData, "tests/property/model/network_test.cpp"},
        .wins = kPassesTheHead,
        .loses = {"a narrow job starts at once where a wide one could have, had all walltimes been exact",
                  75.3, 59.3}},
       Dispatch::Chosen,
       make_national},
  };
  for (DispatchEntry& entry : balancing()) entries.push_back(std::move(entry));
  entries.push_back(scored());
  return entries;
}

}  // namespace suanwang
