#include "suanwang/policy/catalogue.hpp"

namespace suanwang {

const std::vector<PolicyEntry>& order_entries() {
  static const std::vector<PolicyEntry> entries{
      {"fifo", "by submission", {}, ""},
      {"sjf", "by requested walltime, shortest first", {}, ""},
      {"ljf", "by requested walltime, longest first", {}, ""},
      {"smallest", "by accelerators, fewest first", {}, ""},
      {"priority", "by the job's priority, highest first", {}, ""},
  };
  return entries;
}

const std::vector<PolicyEntry>& backfill_entries() {
  static const std::vector<PolicyEntry> entries{
      {"none", "strict queue order: nothing overtakes a blocked head", {}, ""},
      {"easy",
       "the head holds a reservation; others may overtake it if they do not delay it",
       {{"candidates", "queue | shortest", "queue", "the order in which candidates are tried"},
        {"reserve", "count | machines", "count",
         "whether the head reserves a number or the lowest machines"}},
       "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001"},
      {"conservative",
       "every job holds a reservation from its submission; compressed when a job ends early",
       {},
       "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001"},
      {"depth",
       "the first N blocked jobs hold reservations; `depth: 1` is EASY",
       {{"depth", "integer >= 1", "", "written `backfill: {depth: N}`"}},
       "Maui RESERVATIONDEPTH"},
  };
  return entries;
}

const std::vector<PolicyEntry>& place_entries() {
  static const std::vector<PolicyEntry> entries{
      {"first-fit", "lowest accelerator numbers first", {}, ""},
      {"best-fit", "fullest node that fits, so that free accelerators stay together", {}, ""},
      {"worst-fit", "emptiest node first", {}, ""},
      {"spread", "one accelerator a node in turn, emptiest nodes first", {}, ""},
  };
  return entries;
}

const std::vector<PolicyEntry>& dispatch_entries() {
  static const std::vector<PolicyEntry> entries{
      {"any",
       "the first centre, by id, that fits; centres that have not joined serve their own jobs only",
       {},
       ""},
      {"home", "every job at the centre that it, its trace or its tenant names", {}, ""},
  };
  return entries;
}

}  // namespace suanwang
