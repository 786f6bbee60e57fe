// The rules for who starts, and where in a centre, that come with the library.
#include "policy/parts.hpp"

namespace suanwang {
namespace {

// A wide job waits for the end of another, and a narrow one comes after it.
constexpr PolicyCase kFillsAHole{"a narrow, short job comes after a wide one that is blocked", 73, 109};
constexpr PolicyCase kFillsTooMuch{
    "the job that blocks a wide one ends long before its walltime, and the hole was filled", 67, 45.7};

constexpr std::string_view kTextbook = "tests/property/policy/textbook_test.cpp";
constexpr std::string_view kKth = "tests/oracle/model/kth_test.cpp";
constexpr std::string_view kExamples = "tests/oracle/model/worked_examples_test.cpp";
constexpr std::string_view kPlaces = "tests/unit/policy/place_test.cpp";
constexpr std::string_view kPromises = "tests/contract/policy/promises_test.cpp";

}  // namespace

std::vector<BackfillEntry> standard_backfills() {
  return {
      {{.name = "none",
        .summary = "strict queue order: nothing overtakes a blocked head",
        .promise = "jobs start in the order of the queue",
        .starves_nobody = true,
        .tests = {kTextbook, kExamples}},
       make_no_backfill},
      {{.name = "easy",
        .summary = "the head holds a reservation; others may overtake it if they do not delay it",
        .parameters = {{"candidates", "queue | shortest", "queue", "the order in which candidates are tried"},
                       {"reserve", "count | machines", "count",
                        "whether the head reserves a number or the lowest machines"}},
        .source = "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001",
        .promise =
            "the head starts no later than it would by the walltimes of what runs when it becomes the head",
        .starves_nobody = true,
        .tests = {kTextbook, kKth, kExamples, kPromises},
        .wins = kFillsAHole,
        .loses = kFillsTooMuch},
       make_easy},
      {{.name = "conservative",
        .summary =
            "every job holds a reservation from its submission; compressed once, in queue order, at each "
            "instant in which a job ends",
        .source = "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001",
        .promise = "under fifo, no job starts later than the reservation that it was given at its submission",
        .starves_nobody = true,
        .tests = {kTextbook, kKth, kPromises},
        .wins = kFillsAHole,
        .loses = kFillsTooMuch},
       make_conservative},
      {{.name = "depth",
        .summary = "the first N blocked jobs hold reservations; `depth: 1` is EASY",
        .parameters = {{"depth", "integer >= 1", "", "written `backfill: {depth: N}`"}},
        .source = "Jackson, Snell and Clement, JSSPP 2001 (Maui's RESERVATIONDEPTH)",
        .promise = "the first N blocked jobs are delayed by none behind them, by the walltimes of what runs",
        .starves_nobody = true,
        .tests = {kTextbook, "tests/property/model/metamorphic_test.cpp"},
        .wins = kFillsAHole,
        .loses = kFillsTooMuch},
       make_depth},
  };
}

std::vector<PlaceEntry> standard_places() {
  return {
      {{.name = "first-fit",
        .summary = "lowest accelerator numbers first",
        .starves_nobody = true,
        .tests = {kPlaces, kTextbook}},
       make_first_fit},
      {{.name = "best-fit",
        .summary = "the fullest nodes that hold the gang, so that free accelerators stay together",
        .starves_nobody = true,
        .tests = {kPlaces},
        .wins = {"the tighter of two pools comes second, and a job of the whole other one follows", 100,
                 149.5},
        .loses = {"the rest of the tighter pool is too small for the last of three jobs", 132.7, 100}},
       make_best_fit},
      {{.name = "worst-fit",
        .summary = "the emptiest nodes first",
        .starves_nobody = true,
        .tests = {kPlaces},
        .wins = {"the rest of the tighter pool, which comes first, is too small for the last of three jobs",
                 100, 124.3},
        .loses = {"a job that either of two pools holds comes before one of the whole larger one", 133, 100}},
       make_worst_fit},
      {{.name = "spread",
        .summary = "one accelerator a node in turn, emptiest nodes first",
        .starves_nobody = true,
        .tests = {kPlaces},
        .wins = {"the rest of the tighter pool, which comes first, is too small for the last of three jobs",
                 100, 124.3},
        .loses = {"a job that either of two pools holds comes before one of the whole larger one", 133, 100}},
       make_spread},
  };
}

}  // namespace suanwang
