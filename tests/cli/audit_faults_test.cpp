// Faults planted in the folder of a finished run: `suanwang audit` finds each, and names it.
#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/audited_runs.hpp"
#include "support/planted_faults.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::at_line;
using test::beside;
using test::Csv;
using test::Ended;
using test::Expected;
using test::finished;
using test::in_jobs;
using test::move_of;
using test::Plant;
using test::started_in;
using test::text_of;
using ::testing::ContainsRegex;

void add_faults_of_times(std::vector<Plant>& list) {
  list.push_back(
      in_jobs("StartsBeforeItIsSubmitted", {"times", "columns", "rows", "same_jobs", "sums"}, "times",
              "starts .* s before it is submitted", finished,
              [](Csv& rows, std::size_t l) { rows.at(l, "submission_time") = rows.at(l, "finish_time"); }));
  list.push_back(in_jobs("WaitsOtherwise", {"columns"}, "columns",
                         "waiting_time is 1.5 s, and follows to be .* s", finished,
                         [](Csv& rows, std::size_t l) { rows.at(l, "waiting_time") = "1.500000000"; }));
  list.push_back(
      in_jobs("WaitsForMoreThanItsWait", {"columns", "sums"}, "columns",
              "waited_for adds up to .* s, and the wait is .* s", finished,
              [](Csv& rows, std::size_t l) { rows.at(l, "waited_for") = "order:987654321.000000001"; }));
  list.push_back(in_jobs("RunsLongerThanItsWalltime", {"times", "same_jobs"}, "times",
                         "runs .* s longer than its walltime", finished,
                         [](Csv& rows, std::size_t l) { rows.at(l, "requested_time") = "1.000000000"; }));
  list.push_back(in_jobs(
      "IsKilledBeforeItsWalltime", {"times", "same_jobs"}, "times", "killed 1 s before its walltime",
      [](Csv& rows, std::size_t l) { return rows.at(l, "final_state") == "COMPLETED_WALLTIME_REACHED"; },
      [](Csv& rows, std::size_t l) {
        const std::string was = rows.at(l, "requested_time");
        rows.at(l, "requested_time") = std::to_string(std::stoll(was) + 1) + was.substr(was.find('.'));
      }));
  list.push_back(in_jobs(
      "HoldsTooFewAccelerators", {"gangs"}, "gangs", "holds 1 accelerators, and asked for 8",
      [](Csv& rows, std::size_t l) {
        return finished(rows, l) && rows.at(l, "requested_number_of_resources") == "8";
      },
      [](Csv& rows, std::size_t l) {
        std::string& held = rows.at(l, "allocated_resources");
        held = held.substr(0, held.find_first_of("- "));
      }));
  list.push_back(in_jobs(
      "HoldsTwoTypes", {"gangs", "capacity", "holders"}, "gangs", "of two types: card and chip",
      [](Csv& rows, std::size_t l) {
        return finished(rows, l) && rows.at(l, "centre") == "a" &&
               rows.at(l, "requested_number_of_resources") == "8";
      },
      [](Csv& rows, std::size_t l) { rows.at(l, "allocated_resources") = "28-35"; }));
  list.push_back(in_jobs(
      "HoldsWhatIsNotThere", {"capacity"}, "capacity", "a has no accelerator 99: its last is 39",
      [](Csv& rows, std::size_t l) {
        return finished(rows, l) && rows.at(l, "centre") == "a" &&
               rows.at(l, "requested_number_of_resources") == "1";
      },
      [](Csv& rows, std::size_t l) { rows.at(l, "allocated_resources") = "99"; }));
}

void add_faults_of_quotas(std::vector<Plant>& list) {
  list.push_back({"HoldsMoreThanItsQuota", [](const std::string& folder) {
                    json summary = json::parse(text_of(folder + "/summary.json"));
                    json& tenants = summary["records"]["quotas"]["tenants"];
                    tenants["first"]["quotas"][0]["nominal"] = 0;
                    tenants["first"]["quotas"][0]["borrow"] = 0;
                    std::ofstream{folder + "/summary.json"} << summary;
                    const std::size_t line = started_in(folder, "a", "kept");
                    return Expected{
                        {"quotas"},
                        "quotas",
                        at_line("national/jobs.csv", line),
                        "tenant first holds .* accelerators \\(everywhere\\) from .* on; 0 are its "
                        "own, and it may borrow no more"};
                  }});
}

void add_faults_of_places(std::vector<Plant>& list) {
  list.push_back(
      {"HoldsWhatAnotherHolds", [](const std::string& folder) {
         Csv rows{folder + "/national/jobs.csv"};
         const std::size_t first = rows.line_where([&](std::size_t l) { return beside(rows, l) != 0; });
         const std::size_t other = beside(rows, first);
         rows.at(other, "allocated_resources") = rows.at(first, "allocated_resources");
         rows.write();
         return Expected{{"holders"},
                         "holders",
                         at_line("national/jobs.csv", other),
                         "accelerator .* is held by the job of line " + std::to_string(first) + " already"};
       }});
  list.push_back({"RunsBeforeItsPoolIsThere", [](const std::string& folder) {
                    Csv pools{folder + "/pools.csv"};
                    const std::size_t pool =
                        pools.line_where([&](std::size_t l) { return pools.at(l, "pool") == "p"; });
                    pools.at(pool, "online_s") = "900000.000000000";
                    pools.write();
                    const std::size_t line = started_in(folder, "b", "");
                    return Expected{{"capacity", "sums"},
                                    "capacity",
                                    at_line("national/jobs.csv", line),
                                    "accelerator .* of b \\(p\\) comes into service .* s after the start"};
                  }});
  list.push_back({"RunsInACentreThatHasNotJoined", [](const std::string& folder) {
                    Csv pools{folder + "/pools.csv"};
                    for (std::size_t l = 2; l <= pools.size(); ++l) {
                      if (pools.at(l, "centre") == "b") pools.at(l, "joins_s") = "";
                    }
                    pools.write();
                    const std::size_t line = started_in(folder, "b", "");
                    return Expected{{"centres"},
                                    "centres",
                                    at_line("national/jobs.csv", line),
                                    "runs in b, which has not joined, and does not belong there"};
                  }});
  list.push_back({"RunsOutsideItsZone", [](const std::string& folder) {
                    json summary = json::parse(text_of(folder + "/summary.json"));
                    summary["records"]["zones"]["z"]["centres"] = {"b"};
                    std::ofstream{folder + "/summary.json"} << summary;
                    const std::size_t line = started_in(folder, "a", "kept");
                    return Expected{{"zones"},
                                    "zones",
                                    at_line("national/jobs.csv", line),
                                    "runs in a, where the zone of kept does not let it be"};
                  }});
}

void add_faults_of_data(std::vector<Plant>& list) {
  list.push_back(
      {"StartsBeforeItsData", [](const std::string& folder) {
         Csv moves{folder + "/national/transfers.csv"};
         const std::size_t move = move_of(moves, "dataset", "kept");
         moves.at(move, "finish_s") = "1700000.000000000";
         moves.write();
         Csv rows{folder + "/national/jobs.csv"};
         const std::size_t line = rows.line_where(
             [&](std::size_t l) { return rows.at(l, "centre") == "a" && rows.at(l, "data") == "kept"; });
         return Expected{
             {"data"}, "data", at_line("national/jobs.csv", line), "starts in a .* s before kept comes"};
       }});
  list.push_back({"ArrivesFasterThanLight", [](const std::string& folder) {
                    Csv moves{folder + "/national/transfers.csv"};
                    const std::size_t move = move_of(moves, "dataset", "kept");
                    const double start = moves.number(move, "start_s");
                    moves.at(move, "finish_s") = std::to_string(start + 1) + "000";
                    moves.write();
                    return Expected{{"transfers"},
                                    "transfers",
                                    at_line("national/transfers.csv", move),
                                    "takes (1|0.9)[0-9.]* s from b to a: links need 2000.0.* s at least"};
                  }});
  list.push_back({"ArrivesBeforeItSetsOut", [](const std::string& folder) {
                    Csv moves{folder + "/national/transfers.csv"};
                    const std::size_t move = move_of(moves, "dataset", "kept");
                    moves.at(move, "finish_s") = "0.000000000";
                    moves.write();
                    return Expected{{"transfers"},
                                    "transfers",
                                    at_line("national/transfers.csv", move),
                                    "arrives .* s before it sets out"};
                  }});
  list.push_back({"SendsItsOutputFromElsewhere", [](const std::string& folder) {
                    Csv moves{folder + "/national/transfers.csv"};
                    const std::size_t move = move_of(moves, "purpose", "output");
                    moves.at(move, "from") = "c";
                    moves.write();
                    return Expected{
                        {"transfers"},
                        "transfers",
                        at_line("national/transfers.csv", move),
                        "output from c to a at .* s: its job, of line .* of jobs.csv, ended in b at"};
                  }});
}

void add_faults_of_rows(std::vector<Plant>& list) {
  list.push_back({"AnotherJobUnderAnotherPolicy", [](const std::string& folder) {
                    Csv rows{folder + "/national/jobs.csv"};
                    rows.at(9, "priority") = "7";
                    rows.write();
                    return Expected{{"same_jobs"},
                                    "same_jobs",
                                    "national/jobs.csv:9",
                                    "priority is '7', and '0' at line 9 of .*/islands/jobs.csv"};
                  }});
  list.push_back({"AJobIsMissing", [](const std::string& folder) {
                    Csv rows{folder + "/national/jobs.csv"};
                    const std::size_t line = rows.line_where(
                        [&](std::size_t l) { return finished(rows, l) && rows.at(l, "data") == "open"; });
                    rows.erase(line);
                    rows.write();
                    return Expected{{"same_jobs", "sums"},
                                    "sums",
                                    "policies/national/jobs/submitted",
                                    "is [0-9]+, and rows give [0-9]+"};
                  }});
  list.push_back(in_jobs("AStateThatIsNone", {"rows", "transfers", "sums"}, "rows", "no final state: 'LOST'",
                         finished, [](Csv& rows, std::size_t l) { rows.at(l, "final_state") = "LOST"; }));
  list.push_back(in_jobs(
      "AReplicationThatIsNone", {"rows", "data", "same_jobs", "sums"}, "rows", "there is no replication 2",
      [](Csv& rows, std::size_t l) { return l == rows.size(); },
      [](Csv& rows, std::size_t l) { rows.at(l, "replication") = "2"; }));
  list.push_back(
      {"MoreThanALinkCarries", [](const std::string& folder) {
         Csv links{folder + "/national/links.csv"};
         const std::size_t line =
             links.line_where([&](std::size_t l) { return links.number(l, "bytes") > 0; });
         links.at(line, "utilisation") = "1.5";
         links.write();
         return Expected{{"links"}, "links", at_line("national/links.csv", line), "utilisation 1.5"};
       }});
}

void add_faults_of_figures(std::vector<Plant>& list) {
  for (const auto& [key, check] : {std::pair{"p95", "sums"}, {"mean", "sums"}}) {
    list.push_back(
        {std::string{"AFigureThatIsNot_"} + key, [key = key, check = check](const std::string& folder) {
           json summary = json::parse(text_of(folder + "/summary.json"));
           json& figure = summary["policies"]["national"]["wait_s"][key];
           figure = figure.get<double>() * 1.000001;
           std::ofstream{folder + "/summary.json"} << summary;
           return Expected{{check},
                           check,
                           std::string{"policies/national/wait_s/"} + key,
                           "is [0-9.]+, and rows give [0-9.]+"};
         }});
  }
  list.push_back(
      {"AUtilisationThatIsNot", [](const std::string& folder) {
         json summary = json::parse(text_of(folder + "/summary.json"));
         summary["policies"]["islands"]["utilisation"] = 0.5;
         std::ofstream{folder + "/summary.json"} << summary;
         return Expected{{"sums"}, "sums", "policies/islands/utilisation", "is 0.5, and rows give 0.[0-9]+"};
       }});
}

std::vector<Plant> plants() {
  std::vector<Plant> list;
  add_faults_of_times(list);
  add_faults_of_places(list);
  add_faults_of_quotas(list);
  add_faults_of_data(list);
  add_faults_of_rows(list);
  add_faults_of_figures(list);
  return list;
}

class PlantedFault : public test::AuditedRuns, public ::testing::WithParamInterface<Plant> {};

TEST_P(PlantedFault, IsFoundAndNamed) {
  make(std::string{test::kAuditedNetwork} + std::string{test::kAuditedPolicies});
  const Expected expected = GetParam().plant(out_);
  const Ended ended = audit({"--json", "--most", "1000"});
  ASSERT_EQ(ended.code, 3) << ended.err << ended.out;
  const json report = json::parse(ended.out);
  std::set<std::string> failed;
  for (const auto& [check, counts] : report["checks"].items()) {
    if (counts["failed"] > 0) failed.insert(check);
  }
  // What follows from a fault may fail as well, and nothing else does.
  EXPECT_TRUE(failed.contains(expected.check));
  EXPECT_TRUE(std::ranges::includes(expected.checks, failed)) << ::testing::PrintToString(failed);
  bool found = false;
  for (const json& finding : report["findings"]) {
    const std::string place = finding["line"] == 0
                                  ? finding["path"].get<std::string>()
                                  : finding["file"].get<std::string>().substr(out_.size() + 1) + ":" +
                                        std::to_string(finding["line"].get<int>());
    if (finding["check"] != expected.check || place != expected.place) continue;
    found = found || ::testing::Value(finding["what"].get<std::string>(), ContainsRegex(expected.what));
  }
  EXPECT_TRUE(found) << expected.place << '\n' << ended.out;
}

INSTANTIATE_TEST_SUITE_P(Folder, PlantedFault, ::testing::ValuesIn(plants()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace suanwang
