/// What data does to jobs, in cases that can be worked out by hand.
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/network_runs.hpp"

namespace suanwang {
namespace {

using test::Ran;
using test::runs_of;

constexpr std::string_view kHead =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 1 TFLOPS}, source: s}}\n";

/// Two centres of four accelerators and a link of 1 GB/s with 10 s of latency; `corpus` is 100 GB at `a`: it
/// takes 10 s + 100 s to `b`.
std::string two_centres(const std::string& jobs, const std::string& policy, const std::string& more = "",
                        const std::string& link = "bandwidth: 1 GB/s, latency: 10 s") {
  return fmt::format(
      "{}centres:\n"
      "  a: {{at: [0, 0], pools: {{p: {{accelerator: card, cards: 4, source: s}}}}}}\n"
      "  b: {{at: [0, 1], pools: {{p: {{accelerator: card, cards: 4, source: s}}}}}}\n"
      "links: {{l: {{between: [a, b], {}, source: s}}}}\n"
      "datasets: {{corpus: {{size: 100 GB, at: a, source: s}}}}\n"
      "workload: {{w: {{jobs: {{{}}}}}}}\n"
      "policies: {{p: {{order: fifo, {}}}}}\n{}",
      kHead, link, jobs, policy, more);
}

/// Start, in seconds, and centre of the job with this index.
struct Start {
  double seconds;
  std::size_t centre;
  double staged;
  friend bool operator==(const Start&, const Start&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Start& s) {
    return out << s.seconds << " s at " << s.centre << ", staged " << s.staged << " s";
  }
};
std::vector<Start> starts(const RunResult& result) {
  std::vector<Start> found;
  for (const Ran& job : test::jobs_of(result)) {
    found.push_back({in_seconds(job.start - kStart), job.centre.value().index(), in_seconds(job.staged)});
  }
  return found;
}
std::vector<Start> starts_of(const std::string& text) {
  return starts(runs_of(text).at("p"));
}

// Jobs of one dataset share one shipment: the second needs nothing of its own, and starts with the first.
// Later ones find the copy.
TEST(Staging, JobsOfOneDatasetShareOneShipment) {
  const std::string jobs =
      "j0: {submit: 0 s, accelerators: 2, duration: 50 s, centre: b, data: corpus}, "
      "j1: {submit: 60 s, accelerators: 2, duration: 50 s, centre: b, data: corpus}, "
      "j2: {submit: 500 s, accelerators: 2, duration: 50 s, centre: b, data: corpus}";
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: home")),
            (std::vector<Start>{{110, 1, 110}, {110, 1, 50}, {500, 1, 0}}));
}

// While its data arrives, a job leaves its accelerators to others; with `hold` it keeps them. Job 1 runs at
// once, or after job 0: at 110 + 50.
TEST(Staging, HoldsNoAcceleratorsUnlessTold) {
  const std::string jobs =
      "j0: {submit: 0 s, accelerators: 4, duration: 50 s, centre: b, data: corpus}, "
      "j1: {submit: 1 s, accelerators: 4, duration: 30 s, centre: b}";
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: home")), (std::vector<Start>{{110, 1, 110}, {1, 1, 0}}));
  const auto held = runs_of(two_centres(jobs, "dispatch: home, staging: {hold: true}"));
  EXPECT_EQ(starts(held.at("p")), (std::vector<Start>{{0, 1, 110}, {160, 1, 0}}));
  EXPECT_EQ(test::jobs_of(held.at("p"))[0].end, kStart + std::chrono::seconds{160});
}

// Ahead, the data sets out while the job queues: job 1's turn comes at 200, and its data is there. Otherwise
// it sets out then.
TEST(Staging, AheadWhileItQueues) {
  const std::string jobs =
      "j0: {submit: 0 s, accelerators: 4, duration: 200 s, centre: b}, "
      "j1: {submit: 0 s, accelerators: 4, duration: 30 s, centre: b, data: corpus}";
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: home, staging: {ahead: true}")),
            (std::vector<Start>{{0, 1, 0}, {200, 1, 110}}));
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: home")), (std::vector<Start>{{0, 1, 0}, {310, 1, 110}}));
}

// Where the data is: there, whatever the queue. Where it ends first: at `a` after 1000 s, or at `b` after 110
// s.
TEST(Dispatch, ByDataAndByCompletion) {
  const std::string jobs =
      "j0: {submit: 0 s, accelerators: 4, duration: 1000 s, centre: a}, "
      "j1: {submit: 1 s, accelerators: 4, duration: 100 s, centre: b, data: corpus}";
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: data")), (std::vector<Start>{{0, 0, 0}, {1000, 0, 0}}));
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: national")),
            (std::vector<Start>{{0, 0, 0}, {111, 1, 110}}));
}

// Overflow: at home for a minute, then wherever it can start at once.
TEST(Dispatch, OverflowsAfterAWait) {
  const std::string jobs =
      "j0: {submit: 0 s, accelerators: 4, duration: 1000 s, centre: a}, "
      "j1: {submit: 10 s, accelerators: 4, duration: 100 s, centre: a}";
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: {overflow: {after: 1 min}}")),
            (std::vector<Start>{{0, 0, 0}, {70, 1, 0}}));
}

// A dispatcher that takes its time.
TEST(Dispatch, HasALatency) {
  const std::string jobs = "j0: {submit: 5 s, accelerators: 4, duration: 10 s, centre: a}";
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: national", "dispatcher: {latency: 3 s}\n")),
            (std::vector<Start>{{8, 0, 0}}));
}

// A cut in the middle of the shipment, from 60 to 100 s: 50 of 100 GB had arrived; the rest sets out at 100,
// and takes its latency again.
TEST(Staging, ACutDelaysAndLosesNothing) {
  const std::string jobs = "j0: {submit: 0 s, accelerators: 4, duration: 10 s, centre: b, data: corpus}";
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: home", "",
                                  "bandwidth: 1 GB/s, latency: 10 s, outages: [{from: 60 s, to: 100 s}]")),
            (std::vector<Start>{{160, 1, 160}}));
}

// Twice the bandwidth from 60 s on: 50 GB in 50 s, then 50 GB in 25 s.
TEST(Staging, AnUpgradeHelpsWhatIsUnderWay) {
  const std::string jobs = "j0: {submit: 0 s, accelerators: 4, duration: 10 s, centre: b, data: corpus}";
  EXPECT_EQ(starts_of(two_centres(jobs, "dispatch: home", "",
                                  "bandwidth: 1 GB/s, latency: 10 s, upgrades: {60 s: 2 GB/s}")),
            (std::vector<Start>{{85, 1, 85}}));
}

/// A data zone of centre a alone.
std::string zoned(const std::string& jobs, const std::string& policy, const std::string& zone) {
  std::string text = two_centres(jobs, policy, "zones: {z: {centres: a" + zone + "}}\n");
  const std::string plain = "corpus: {size: 100 GB, at: a, source: s}";
  return text.replace(text.find(plain), plain.size(),
                      "corpus: {size: 100 GB, at: a, zone: z, kind: weights, source: s}");
}

// The zone cuts the job off from its only data: home is `b`, where it may not come, so it is rejected; a
// dispatcher sends it to `a`. A rule lets weights out, after a review of 90 s.
TEST(Zones, ForbidAndOpen) {
  const std::string jobs = "j0: {submit: 0 s, accelerators: 4, duration: 10 s, centre: b, data: corpus}";
  const auto cut_off = runs_of(zoned(jobs, "dispatch: home", ""));
  EXPECT_EQ(cut_off.at("p").jobs.rejected, 1U);
  EXPECT_EQ(cut_off.at("p").jobs.rejected_by_reason.begin()->first, to_text(RejectReason::DataZone));
  EXPECT_EQ(starts_of(zoned(jobs, "dispatch: national", "")), (std::vector<Start>{{0, 0, 0}}));
  EXPECT_EQ(starts_of(zoned(jobs, "dispatch: home", ", rules: {allow: weights, review: 90 s}")),
            (std::vector<Start>{{200, 1, 200}}));
}

/// `a` keeps two datasets; `b` has room for one.
std::string small_storage(const std::string& jobs, const std::string& room) {
  return fmt::format(
      "{}centres:\n"
      "  a: {{at: [0, 0], pools: {{p: {{accelerator: card, cards: 4, source: s}}}}}}\n"
      "  b: {{at: [0, 1], storage: {}, pools: {{p: {{accelerator: card, cards: 4, source: s}}}}}}\n"
      "links: {{l: {{between: [a, b], bandwidth: 1 GB/s, latency: 0 s, source: s}}}}\n"
      "datasets: {{x: {{size: 100 GB, at: a, source: s}}, y: {{size: 100 GB, at: a, source: s}}}}\n"
      "workload: {{w: {{jobs: {{{}}}}}}}\n"
      "policies: {{p: {{order: fifo, dispatch: home}}}}\n",
      kHead, room, jobs);
}

// Room for one of two datasets. x is in use until 200, so y waits for room, then takes 100 s; then x is gone.
TEST(Storage, DropsWhatIsNotInUse) {
  const std::string jobs =
      "j0: {submit: 0 s, accelerators: 1, duration: 100 s, centre: b, data: x}, "
      "j1: {submit: 150 s, accelerators: 1, duration: 10 s, centre: b, data: y}, "
      "j2: {submit: 400 s, accelerators: 1, duration: 10 s, centre: b, data: x}";
  EXPECT_EQ(starts_of(small_storage(jobs, "150 GB")),
            (std::vector<Start>{{100, 1, 100}, {300, 1, 150}, {500, 1, 100}}));
  EXPECT_EQ(starts_of(small_storage(jobs, "200 GB")),
            (std::vector<Start>{{100, 1, 100}, {250, 1, 100}, {400, 1, 0}}));
}

TEST(Storage, RejectsWhatItCanNeverHold) {
  const auto results =
      runs_of(small_storage("j0: {accelerators: 1, duration: 100 s, centre: b, data: [x, y]}", "150 GB"));
  EXPECT_EQ(results.at("p").jobs.rejected, 1U);
  EXPECT_EQ(results.at("p").jobs.rejected_by_reason.begin()->first, to_text(RejectReason::NoStorage));
}

// Both run away from home, `a`, from 1 s on. Job 1 finishes at 51 and sends 40 GB, which are home at
// 101; job 2 is killed then and sends 200 GB. Job 3 is killed at home, and sends nothing; nor does job 0.
TEST(Checkpoint, GoesHomeFromAJobThatIsKilled) {
  const std::string jobs =
      "j0: {submit: 0 s, accelerators: 4, duration: 50 s, centre: a, output: 1 GB, checkpoint: 1 GB}, "
      "j1: {submit: 1 s, accelerators: 2, duration: 50 s, centre: a, output: 40 GB, checkpoint: 1 GB}, "
      "j2: {submit: 1 s, accelerators: 2, duration: 500 s, walltime: 100 s, centre: a, output: 1 GB, "
      "checkpoint: 200 GB}, "
      "j3: {submit: 52 s, accelerators: 4, duration: 20 s, walltime: 10 s, centre: a, checkpoint: 1 GB}";
  const auto results = runs_of(two_centres(jobs, "dispatch: national"));
  const RunResult& result = results.at("p");
  EXPECT_EQ(starts(result), (std::vector<Start>{{0, 0, 0}, {1, 1, 0}, {1, 1, 0}, {52, 0, 0}}));
  EXPECT_EQ(result.jobs.killed, 2U);
  ASSERT_EQ(result.transfer_rows.rows().size(), 2U);
  const TransferRow& output = result.transfer_rows.rows()[0];
  EXPECT_EQ(output.purpose, TransferPurpose::Output);
  EXPECT_EQ(output.start, kStart + std::chrono::seconds{51});
  EXPECT_EQ(output.at, kStart + std::chrono::seconds{51 + 10 + 40});
  const TransferRow& checkpoint = result.transfer_rows.rows()[1];
  EXPECT_EQ(checkpoint.purpose, TransferPurpose::Checkpoint);
  EXPECT_EQ(checkpoint.from, CentreId{1});
  EXPECT_EQ(checkpoint.to, CentreId{0});
  EXPECT_EQ(checkpoint.label, 2U);
  EXPECT_EQ(checkpoint.start, kStart + std::chrono::seconds{101});
  EXPECT_EQ(checkpoint.at, kStart + std::chrono::seconds{101 + 10 + 200});
  EXPECT_EQ(result.transfers.of(TransferPurpose::Checkpoint).bytes, 200e9);
}

// `b` alone has room: `a` runs a job until `until_a`, its walltime is beyond all others. At `b`, job 1 holds
// 3 of 4 from 0 to 10 and asks for 100 s, so job 2, of 4, is expected at 100; it starts at 10. A view from
// before that shows one free accelerator until 100, which job 3 is sent to at 20: job 2 has it until 110.
std::string last_free(int until_a, const std::string& refresh) {
  return two_centres(
      fmt::format("j0: {{submit: 0 s, accelerators: 4, duration: {} s, walltime: 10000 s, centre: a}}, "
                  "j1: {{submit: 0 s, accelerators: 3, duration: 10 s, walltime: 100 s, centre: b}}, "
                  "j2: {{submit: 1 s, accelerators: 4, duration: 100 s, centre: b}}, "
                  "j3: {{submit: 20 s, accelerators: 1, duration: 60 s, centre: b}}",
                  until_a),
      "dispatch: national", "dispatcher: {refresh: " + refresh + "}\n");
}

TEST(Conflicts, TwoJobsForTheSameLastFreeAccelerators) {
  const auto stale = runs_of(last_free(9000, "1 h"));
  EXPECT_EQ(starts(stale.at("p")), (std::vector<Start>{{0, 0, 0}, {0, 1, 0}, {10, 1, 0}, {110, 1, 0}}));
  EXPECT_EQ(stale.at("p").dispatch.conflicts, 1U);
  const auto fresh = runs_of(last_free(9000, "0 s"));
  EXPECT_EQ(starts(fresh.at("p")), starts(stale.at("p")));
  EXPECT_EQ(fresh.at("p").dispatch.conflicts, 0U);
  // 19 s: the view of 0 is renewed at 20, and shows what a fresh one does.
  EXPECT_EQ(runs_of(last_free(9000, "19 s")).at("p").dispatch.conflicts, 0U);
}

// The rule moves jobs: `a` is free at 50, and job 3 goes there.
TEST(Conflicts, AreResolvedByMoving) {
  const auto result = runs_of(last_free(50, "1 h"));
  EXPECT_EQ(starts(result.at("p")), (std::vector<Start>{{0, 0, 0}, {0, 1, 0}, {10, 1, 0}, {50, 0, 0}}));
  EXPECT_EQ(result.at("p").dispatch.conflicts, 1U);
  EXPECT_EQ(result.at("p").dispatch.moves, 1U);
}

// Job 1 ends in the instant in which job 3 is sent: its accelerators are free then, but job 2 takes them
// first.
TEST(Conflicts, CountWhenTheInstantIsOver) {
  std::string text = last_free(9000, "1 h");
  const std::string plain = "submit: 20 s";
  text.replace(text.find(plain), plain.size(), "submit: 10 s");
  EXPECT_EQ(runs_of(text).at("p").dispatch.conflicts, 1U);
}

// A quarter of `b` is kept for its own: of two jobs from `a`, one may be there at a time.
TEST(Autonomy, AReserveKeepsGuestsOut) {
  std::string text = two_centres(
      "j0: {submit: 0 s, accelerators: 4, duration: 1000 s, centre: a}, "
      "j1: {submit: 1 s, accelerators: 2, duration: 100 s, centre: a}, "
      "j2: {submit: 2 s, accelerators: 2, duration: 100 s, centre: a}",
      "dispatch: national");
  const std::string plain = "b: {at: [0, 1], ";
  text.replace(text.find(plain), plain.size(), "b: {at: [0, 1], reserve: 0.25, ");
  EXPECT_EQ(starts_of(text), (std::vector<Start>{{0, 0, 0}, {1, 1, 0}, {101, 1, 0}}));
}

// `b` takes no guests until 50 and from 400 to 500. Job 1 would go there at once, and waits at home instead;
// when the window is over it may be moved, and is. Job 2 belongs to `b`, which runs it in its own window. Job
// 3 finds `b` open. Job 4 is at home nowhere and could run at once, but `a` is full until 1000.
TEST(Autonomy, TakesNoGuestsInAWindow) {
  std::string text = two_centres(
      "j0: {submit: 0 s, accelerators: 4, duration: 1000 s, centre: a}, "
      "j1: {submit: 1 s, accelerators: 4, duration: 100 s, centre: a}, "
      "j2: {submit: 10 s, accelerators: 4, duration: 30 s, centre: b}, "
      "j3: {submit: 399 s, accelerators: 2, duration: 100 s, centre: a}, "
      "j4: {submit: 400 s, accelerators: 2, duration: 100 s}",
      "dispatch: national");
  const std::string plain = "b: {at: [0, 1], ";
  text.replace(text.find(plain), plain.size(),
               "b: {at: [0, 1], opt_outs: [{from: 400 s, to: 500 s}, {from: 0 s, for: 50 s}], ");
  EXPECT_EQ(starts_of(text),
            (std::vector<Start>{{0, 0, 0}, {50, 1, 0}, {10, 1, 0}, {399, 1, 0}, {500, 1, 0}}));
}

// Nobody takes a job that is at home nowhere: it waits for the first window to end, at `b`.
TEST(Autonomy, WaitsForTheEndOfAWindow) {
  std::string text = two_centres("j0: {submit: 5 s, accelerators: 4, duration: 10 s}", "dispatch: national");
  for (const auto& [centre, windows] : {std::pair{"a: {at: [0, 0], ", "opt_outs: {from: 0 s, to: 80 s}, "},
                                        std::pair{"b: {at: [0, 1], ", "opt_outs: {from: 2 s, to: 60 s}, "}}) {
    text.insert(text.find(centre) + std::string_view{centre}.size(), windows);
  }
  EXPECT_EQ(starts_of(text), (std::vector<Start>{{60, 1, 0}}));
}

}  // namespace
}  // namespace suanwang
