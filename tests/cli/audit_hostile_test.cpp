// What is no result of a run: a clear error at its line, exit code 2, and neither a crash nor a wait.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "support/audited_runs.hpp"

namespace suanwang {
namespace {

using nlohmann::json;
using test::Ended;
using test::text_of;
using ::testing::HasSubstr;

class HostileFolder : public test::AuditedRuns {
 protected:
  void SetUp() override { make(std::string{test::kAuditedNetwork} + std::string{test::kAuditedPolicies}); }

  /// The audit of the folder is refused, and says this.
  void expect_refused(const std::string& message) const {
    for (const char* threads : {"1", "4"}) {
      const Ended ended = audit({"--threads", threads});
      EXPECT_EQ(ended.code, 2) << ended.out;
      EXPECT_EQ(ended.out, "");
      EXPECT_THAT(ended.err, HasSubstr(out_ + "/" + message));
    }
  }
  void write(const std::string& file, const std::string& text) const {
    std::ofstream{out_ + "/" + file, std::ios::binary} << text;
  }
  /// jobs.csv with one field of its third line changed.
  void set_field(const std::string& column, const std::string& value) const {
    test::Csv rows{out_ + "/islands/jobs.csv"};
    rows.at(3, column) = value;
    rows.write();
  }
};

TEST_F(HostileFolder, CutOff) {
  const std::string rows = text_of(out_ + "/islands/jobs.csv");
  write("islands/jobs.csv", rows.substr(0, rows.size() - 10));
  const auto lines = std::count(rows.begin(), rows.end(), '\n');
  expect_refused("islands/jobs.csv:" + std::to_string(lines) +
                 ": error: the file ends inside this row: it is not whole");
  write("islands/jobs.csv", "");
  expect_refused("islands/jobs.csv:1: error: empty: expected a first line");
  const std::string summary = text_of(out_ + "/summary.json");
  write("summary.json", summary.substr(0, summary.size() / 2));
  expect_refused("summary.json:");
  EXPECT_THAT(audit().err, HasSubstr(": error: the file ends inside its text: it is not whole"));
}

TEST_F(HostileFolder, Missing) {
  std::filesystem::remove(out_ + "/islands/transfers.csv");
  expect_refused("islands/transfers.csv: error: No such file or directory");
  std::filesystem::remove(out_ + "/summary.json");
  expect_refused("summary.json: error: not there: expected the folder of a finished run");
  std::filesystem::remove_all(out_);
  EXPECT_EQ(audit().code, 2);
  EXPECT_THAT(audit().err, HasSubstr(out_ + ": error: not a folder: expected that of a finished run"));
}

TEST_F(HostileFolder, SomethingElseInPlaceOfAFile) {
  std::filesystem::remove(out_ + "/islands/jobs.csv");
  std::filesystem::create_directory(out_ + "/islands/jobs.csv");
  expect_refused("islands/jobs.csv: error: not a file");
  std::filesystem::remove(out_ + "/islands/jobs.csv");
  ASSERT_EQ(::mkfifo((out_ + "/islands/jobs.csv").c_str(), 0600), 0);  // nobody ever writes to it
  expect_refused("islands/jobs.csv: error: not a file");
  std::filesystem::remove(out_ + "/summary.json");
  std::filesystem::create_directory(out_ + "/summary.json");
  expect_refused("summary.json: error: not a file");
}

TEST_F(HostileFolder, FieldsThatAreNone) {
  const std::string at = "islands/jobs.csv:3: error: ";
  set_field("submission_time", "1e99");
  expect_refused(at + "submission_time: expected seconds with at most nine decimals, below 9e9, got '1e99'");
  set_field("submission_time", "99999999999999999999999999");
  expect_refused(at + "submission_time: expected seconds with at most nine decimals");
  set_field("submission_time", "");
  expect_refused(at + "submission_time: expected seconds, got ''");
  set_field("submission_time", "0.0");
  set_field("attempts", "-1");
  expect_refused(at + "attempts: expected a whole number, got '-1'");
  set_field("attempts", "1");
  for (const std::string held : {"0-", "-3", "7-3", "3 1", "0-3 2", "0-99999999999", "1  2", "x"}) {
    set_field("allocated_resources", held);
    expect_refused(at + "allocated_resources: expected numbers of accelerators such as 0-3 7, got '" + held +
                   "'");
  }
  set_field("allocated_resources", std::string(1, '\0'));
  expect_refused(at + "a byte 0, which is no text");
  set_field("allocated_resources", "1,2");
  expect_refused(at + "expected 27 fields, as in the first line, got 28");
  set_field("allocated_resources", "\"1\"2");
  expect_refused(at + "text after the end of a quoted field");
}

TEST_F(HostileFolder, ColumnsThatAreMissing) {
  test::Csv rows{out_ + "/islands/jobs.csv"};
  rows.at(1, "finish_time") = "end";
  rows.write();
  expect_refused("islands/jobs.csv:1: error: no column 'finish_time'");
  test::Csv pools{out_ + "/pools.csv"};
  pools.at(1, "online_s") = "end";
  pools.write();
  expect_refused("pools.csv:1: error: no column 'online_s'");
}

TEST_F(HostileFolder, AQuoteThatNeverEnds) {
  write("islands/jobs.csv", text_of(out_ + "/islands/jobs.csv") + "\"" + std::string(1'000'000, 'x'));
  expect_refused("islands/jobs.csv:");
  EXPECT_THAT(audit().err, HasSubstr(": error: the file ends inside this row: it is not whole"));
}

TEST_F(HostileFolder, ASummaryOfWrongTypes) {
  const json good = json::parse(text_of(out_ + "/summary.json"));
  const std::pair<const char*, const char*> cases[] = {
      {"/policies/islands/jobs", "policies/islands/jobs: expected an object"},
      {"/policies/islands/jobs/finished", "policies/islands/jobs/finished: expected a whole number"},
      {"/policies/islands/wait_s/p95", "policies/islands/wait_s/p95: expected a number"},
      {"/policies", "policies: expected an object"},
      {"/records", "records: expected an object"},
      {"/records/links/a-b/between", "records/links/a-b/between: expected a list"},
      {"/records/datasets/kept/zone", "records/zones/[]: expected an object, found nothing"},
      {"/replications", "replications: expected a whole number"},
      {"/files", "files: expected a list"},
  };
  for (const auto& [pointer, message] : cases) {
    json bad = good;
    bad[json::json_pointer{pointer}] = std::string{"[]"};
    write("summary.json", bad.dump());
    expect_refused(std::string{"summary.json: error: "} + message);
  }
  write("summary.json", "[1, 2]");
  expect_refused("summary.json: error: not the summary.json of a run");
  write("summary.json", "{\"suanwang\": 1e999}");
  expect_refused("summary.json: error: a number that is too large");
  write("summary.json", std::string(1'000'000, '['));
  expect_refused("summary.json:1: error: the file ends inside its text");
  write("summary.json", "{\"suanwang\": {}}\n\n} \n");
  expect_refused("summary.json:3: error: not valid JSON");
}

TEST_F(HostileFolder, FilesThatLeadElsewhere) {
  json summary = json::parse(text_of(out_ + "/summary.json"));
  for (const std::string file : {"../jobs.csv", "/rows/jobs.csv", "a/../jobs.csv"}) {
    summary["files"][0] = file;
    write("summary.json", summary.dump());
    expect_refused("summary.json: error: files: leads out of the folder: '" + file + "'");
  }
  summary["files"] = {"islands/jobs.csv"};
  write("summary.json", summary.dump());
  expect_refused(
      "summary.json: error: files: expected a jobs.csv for each of 2 policies and a pools.csv, found 1 and "
      "none");
}

}  // namespace
}  // namespace suanwang
