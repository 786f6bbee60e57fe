/// What the fingerprint of a run depends on, and what it does not.
#include "suanwang/measure/fingerprint.hpp"

#include <functional>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

const JobFacts kJob{.stream = StreamId{1}, .index = 7};

Record started(const JobFacts& job = kJob) {
  Record record;
  record.at = kStart + std::chrono::seconds{5};
  record.kind = RecordKind::JobStarted;
  record.centre = CentreId{1};
  record.accelerators = Accelerators::whole(3);
  record.job = &job;
  return record;
}

Digest digest_of(const std::vector<Record>& records, std::vector<std::uint64_t> streams = {11, 12},
                 std::vector<std::uint64_t> centres = {21, 22}) {
  Fingerprint fingerprint{std::move(streams), std::move(centres)};
  for (const Record& record : records) fingerprint.on(record);
  return fingerprint.digest();
}

Digest changed_job(const std::function<void(JobFacts&)>& change) {
  JobFacts job = kJob;
  change(job);
  return digest_of({started(job)});
}

Digest changed(const std::function<void(Record&)>& change) {
  Record record = started();
  change(record);
  return digest_of({record});
}

// Instant, kind, job, centre, accelerators.
TEST(Fingerprint, DependsOnWhatHappenedToJobs) {
  const Digest same = digest_of({started()});
  EXPECT_EQ(same, digest_of({started()}));
  EXPECT_NE(same, digest_of({}));
  EXPECT_NE(same, digest_of({started(), started()}));
  EXPECT_NE(same, changed([](Record& r) { r.at += Duration{1}; }));
  EXPECT_NE(same, changed([](Record& r) { r.kind = RecordKind::JobFinished; }));
  EXPECT_NE(same, changed([](Record& r) { r.accelerators = Accelerators::whole(4); }));
  EXPECT_NE(same, changed_job([](JobFacts& job) { job.stream = StreamId{0}; }));
  EXPECT_NE(same, changed_job([](JobFacts& job) { job.index = 8; }));
  EXPECT_NE(same, changed([](Record& r) { r.centre = CentreId{0}; }));
  EXPECT_NE(same, changed([](Record& r) { r.centre.reset(); }));
}

TEST(Fingerprint, DependsOnTheOrder) {
  const JobFacts eighth{.stream = StreamId{1}, .index = 8};
  const Record other = started(eighth);
  EXPECT_NE(digest_of({started(), other}), digest_of({other, started()}));
}

// Dense ids follow from what else is declared; only the hashes of names count.
TEST(Fingerprint, KnowsStreamsAndCentresByTheHashesOfTheirNames) {
  const JobFacts same_job{.stream = StreamId{2}, .index = 7};
  Record renumbered = started(same_job);
  renumbered.centre = CentreId{0};
  EXPECT_EQ(digest_of({started()}, {11, 12}, {21, 22}), digest_of({renumbered}, {0, 11, 12}, {22}));
}

// Supply, and where things stood at the end, are no behaviour of jobs; neither are labels, classes, tenants
// or why a job was refused.
TEST(Fingerprint, LeavesOutTheRest) {
  const Digest same = digest_of({started()});
  for (const RecordKind kind : {RecordKind::PoolOnline, RecordKind::CentreJoined, RecordKind::JobLeftWaiting,
                                RecordKind::JobLeftRunning}) {
    Record other = started();
    other.kind = kind;
    EXPECT_EQ(digest_of({other, started(), other}), same);
  }
  EXPECT_EQ(same, changed_job([](JobFacts& job) { job.label = 99; }));
  EXPECT_EQ(same, changed_job([](JobFacts& job) { job.job_class = ClassId{3}; }));
  EXPECT_EQ(same, changed_job([](JobFacts& job) { job.tenant = TenantId{3}; }));
  EXPECT_EQ(same, changed([](Record& r) { r.reason = "the queue was full"; }));
  EXPECT_EQ(same, changed([](Record& r) { r.pool = PoolId{3}; }));
}

// Kinds are part of every fingerprint: their numbers must stay.
TEST(Fingerprint, NumbersOfKinds) {
  EXPECT_EQ(static_cast<int>(RecordKind::PoolOnline), 0);
  EXPECT_EQ(static_cast<int>(RecordKind::CentreJoined), 1);
  EXPECT_EQ(static_cast<int>(RecordKind::JobSubmitted), 2);
  EXPECT_EQ(static_cast<int>(RecordKind::JobStarted), 3);
  EXPECT_EQ(static_cast<int>(RecordKind::JobFinished), 4);
  EXPECT_EQ(static_cast<int>(RecordKind::JobKilled), 5);
  EXPECT_EQ(static_cast<int>(RecordKind::JobRejected), 6);
  EXPECT_EQ(static_cast<int>(RecordKind::JobLeftWaiting), 7);
  EXPECT_EQ(static_cast<int>(RecordKind::JobLeftRunning), 8);
}

}  // namespace
}  // namespace suanwang
