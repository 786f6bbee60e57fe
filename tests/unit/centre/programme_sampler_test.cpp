#include "suanwang/centre/programme_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/programmes.hpp"

namespace suanwang {
namespace {

using test::activity;
using test::ending_at;
using test::lot;
using test::named;
using test::phase;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Distribution fixed(double value) {
  return Distribution::constant(value);
}

/// The only sample of a programme in which nothing is uncertain.
ProgrammeSamples outcome(const Programme& programme) {
  return ProgrammeSampler{programme}.evaluate({}, 1);
}

std::vector<double> ends(const Programme& programme) {
  const ProgrammeSamples samples = outcome(programme);
  std::vector<double> all;
  for (std::size_t i = 0; i < programme.activities.size(); ++i) all.push_back(samples.ends(i)[0]);
  return all;
}

std::vector<PhaseStep> steps(const ProgrammeSamples& samples, std::size_t phase) {
  const auto all = samples.steps(phase, 0);
  return {all.begin(), all.end()};
}

/// Activities of these lengths that all need the one crew there is.
Programme one_crew(const std::vector<double>& lengths) {
  Programme programme = ending_at(lengths);
  programme.crews = {{1}};
  for (Activity& a : programme.activities) a.crew = 0;
  return programme;
}

// When activities end.

TEST(ProgrammeSampler, StartsAfterTheLastPredecessorWithItsLag) {
  Programme programme = ending_at({10, 12});
  programme.activities.push_back(activity(fixed(5)));
  programme.activities[2].after = {{0, 4}, {1, 1}};  // 14 and 13
  programme.activities.push_back(activity(fixed(1), {0}));
  programme.activities[3].not_before = 20;
  EXPECT_THAT(ends(programme), ElementsAre(10, 12, 19, 21));
}

TEST(ProgrammeSampler, TakesFactsBeforePredecessors) {
  Programme programme = ending_at({10});
  for (int i = 0; i < 2; ++i) programme.activities.push_back(activity(fixed(5), {0}));
  programme.activities[1].begun = 3;
  programme.activities[2].done = 4;
  EXPECT_THAT(ends(programme), ElementsAre(10, 8, 4));
}

TEST(ProgrammeSampler, CrewsWorkInTheOrderInWhichWorkIsReady) {
  Programme programme = one_crew({3, 2, 2});
  programme.activities[0].not_before = 1;  // ready after the others, of which the first listed goes first
  EXPECT_THAT(ends(programme), ElementsAre(7, 2, 4));
}

TEST(ProgrammeSampler, OneCrewWorksInTurnAndEnoughCrewsAtOnce) {
  Programme programme = one_crew({1, 1, 1});
  EXPECT_THAT(ends(programme), ElementsAre(1, 2, 3));
  programme.crews[0].count = 2;
  EXPECT_THAT(ends(programme), ElementsAre(1, 1, 2));
  programme.crews[0].count = 3;
  EXPECT_THAT(ends(programme), ElementsAre(1, 1, 1));
}

TEST(ProgrammeSampler, WhatComesAfterWaitsForTheCrewToo) {
  Programme programme = one_crew({4, 4});
  programme.activities.push_back(activity(fixed(1), {1}));
  EXPECT_THAT(ends(programme), ElementsAre(4, 8, 9));
}

TEST(ProgrammeSampler, CrewsAreHeldByFactsFirst) {
  Programme programme = one_crew({4, 9, 1});
  programme.activities[1].begun = 2;  // until 11
  programme.activities[2].done = 1;
  programme.as_of = 3;
  EXPECT_THAT(ends(programme), ElementsAre(15, 11, 1));
}

TEST(ProgrammeSampler, GivenTheDateOfTheFactsCrewsHaveStarted) {
  // One crew: the first is done at 4, so that the second started then, and has lasted 2 by 6.
  Programme programme = one_crew({1, 1});
  programme.activities[0].done = 4;
  programme.activities[1].duration.law = Distribution::uniform(0, 10);
  programme.as_of = 6;
  const ProgrammeSampler sampler{programme};
  EXPECT_DOUBLE_EQ(sampler.evaluate(std::vector{0.25}, 1).ends(1)[0], 4 + 2 + 8 * 0.25);
}

// What is uncertain.

TEST(ProgrammeSampler, ListsWhatCanChangeAResult) {
  const Distribution law = Distribution::uniform(1, 2);
  Programme programme;
  programme.activities = {activity(law), activity(fixed(1)), activity(law), activity(law), activity(law)};
  programme.activities[0].done = 3;
  programme.activities[2].shock = 1;  // of rho 1
  programme.activities[3].shock = 2;
  programme.activities[4].shock = 0;  // of rho 0
  programme.shocks = {{0, 0}, {1, 0}, {0.5, 0}, {0.5, 0}};
  programme.supplies = {{{lot(0, fixed(1)), lot(1, law)}}};
  programme = named(programme);
  const ProgrammeSampler sampler{programme};
  std::vector<std::pair<Purpose, std::uint64_t>> names;
  for (const ProgrammeUnknown& unknown : sampler.unknowns())
    names.emplace_back(unknown.purpose, unknown.entity);
  EXPECT_THAT(names, ElementsAre(std::pair{Purpose::Shock, programme.shocks[1].entity},
                                 std::pair{Purpose::Shock, programme.shocks[2].entity},
                                 std::pair{Purpose::Activity, programme.activities[3].duration.entity},
                                 std::pair{Purpose::Activity, programme.activities[4].duration.entity},
                                 std::pair{Purpose::Lot, programme.supplies[0].lots[1].quantity.entity}));
  EXPECT_EQ(sampler.unknowns()[3].index, 4);
  EXPECT_EQ(sampler.unknowns()[4].index, 0);
  EXPECT_EQ(sampler.unknowns()[4].lot, 1);
}

TEST(ProgrammeSampler, DrawsAsTheLawItself) {
  const Distribution pert = Distribution::pert(100, 150, 300);
  const Distribution mixture = Distribution::mixture({{pert, 0.6}, {Distribution::uniform(90, 120), 0.4}});
  Programme programme;
  programme.activities = {activity(pert), activity(mixture)};
  for (const bool given : {false, true}) {
    if (given) programme.as_of = 140;
    const ProgrammeSampler exact{programme, ProgrammeSampler::Inversion::Exact};
    const ProgrammeSampler tabled{programme};
    const std::vector<double> u = test::plain_uniforms(exact, 200);
    const ProgrammeSamples samples = exact.evaluate(u, 200), by_table = tabled.evaluate(u, 200);
    for (std::size_t i = 0; i < 2; ++i) {
      const Distribution& law = programme.activities[i].duration.law;
      for (std::size_t s = 0; s < 200; ++s) {
        const double own = u[i * 200 + s];
        ASSERT_EQ(samples.ends(i)[s], given ? law.sample_above(140, own) : law.sample(own));
        ASSERT_NEAR(by_table.ends(i)[s], samples.ends(i)[s], 1e-9 * 210);
      }
    }
  }
}

// How phases come into service.

TEST(ProgrammeSampler, PhaseWithoutNeedsComesAtOnce) {
  Programme programme = ending_at({3, 5});
  programme.phases = {phase({0, 1}), phase({})};
  programme.phases[0].after[0].lag_s = 4;
  programme.phases[1].retires = Dependency{1, 10};
  const ProgrammeSamples samples = outcome(programme);
  EXPECT_THAT(steps(samples, 0), ElementsAre(PhaseStep{7, 1}));
  EXPECT_EQ(samples.retirement(0, 0), HUGE_VAL);
  EXPECT_THAT(steps(samples, 1), ElementsAre(PhaseStep{-HUGE_VAL, 1}));
  EXPECT_EQ(samples.retirement(1, 0), 15);
}

TEST(ProgrammeSampler, LotsComePartByPart) {
  Programme programme = ending_at({10, 20, 30});  // two lots and the hall
  programme.supplies = {{{lot(0, fixed(30)), lot(1, fixed(50))}}};
  programme.phases = {phase({}, {{0, 60}}), phase({2}, {{0, 40}})};
  const ProgrammeSamples samples = outcome(programme);
  EXPECT_THAT(steps(samples, 0), ElementsAre(PhaseStep{10, 0.5}, PhaseStep{20, 1}));
  EXPECT_THAT(steps(samples, 1), ElementsAre(PhaseStep{30, 0.5}))
      << "20 of 40, for ever; there before the hall";
}

TEST(ProgrammeSampler, HandsOutByPriorityThenReadinessThenOrder) {
  Programme programme = ending_at({10, 11, 12, 5, 5, 5, 5});
  programme.supplies = {{{lot(0, fixed(1)), lot(1, fixed(1)), lot(2, fixed(1))}}};
  programme.phases = {phase({3}, {{0, 1}}), phase({4}, {{0, 1}}), phase({5}, {{0, 1}}, 1)};
  const auto dates = [&] {
    const ProgrammeSamples samples = outcome(programme);
    std::vector<double> all;
    for (std::size_t p = 0; p < 3; ++p) all.push_back(steps(samples, p).front().date);
    return all;
  };
  EXPECT_THAT(dates(), ElementsAre(11, 12, 10));
  programme.activities[4].duration.law = fixed(4);  // the second is ready sooner
  EXPECT_THAT(dates(), ElementsAre(12, 11, 10));
  programme.activities[5].duration.law = fixed(50);  // the third is served first, though its hall comes late
  EXPECT_THAT(dates(), ElementsAre(12, 11, 50));
}

TEST(ProgrammeSampler, PhaseHasTheLeastOfItsNeeds) {
  Programme programme = ending_at({10, 20, 15, 25});
  programme.supplies = {{{lot(0, fixed(30)), lot(1, fixed(30))}}, {{lot(2, fixed(1)), lot(3, fixed(3))}}};
  programme.phases = {phase({}, {{0, 60}, {1, 4}})};
  // Chips: half at 10, all at 20. Megawatts: a quarter at 15, all at 25.
  EXPECT_THAT(steps(outcome(programme), 0), ElementsAre(PhaseStep{15, 0.25}, PhaseStep{25, 1}));
  programme.supplies[1].lots.clear();
  EXPECT_THAT(steps(outcome(programme), 0), IsEmpty());
}

TEST(ProgrammeSampler, LotsOfOneDateAreOneStep) {
  Programme programme = ending_at({10});
  programme.supplies = {{{lot(0, fixed(1)), lot(0, fixed(2)), lot(0, fixed(0))}}};
  programme.phases = {phase({}, {{0, 4}})};
  EXPECT_THAT(steps(outcome(programme), 0), ElementsAre(PhaseStep{10, 0.75}));
}

// What a step waited for.

TEST(ProgrammeSampler, CriticalPathGoesBackByTheLatest) {
  Programme programme = one_crew({4, 5});                      // 4, 9: the second waits for the crew
  programme.activities.push_back(activity(fixed(1)));          // 1
  programme.activities.push_back(activity(fixed(2), {1, 2}));  // 11
  programme.activities.push_back(activity(fixed(20)));         // a lot
  programme.supplies = {{{lot(2, fixed(1)), lot(4, fixed(1))}}};
  programme.phases = {phase({3}, {{0, 2}}), phase({3})};
  const ProgrammeSampler sampler{programme};
  const ProgrammeSamples samples = sampler.evaluate({}, 1);
  EXPECT_THAT(steps(samples, 0), ElementsAre(PhaseStep{11, 0.5}, PhaseStep{20, 1}));
  EXPECT_THAT(sampler.critical_path(samples, 0, 0, 0), ElementsAre(3, 1, 0));
  EXPECT_THAT(sampler.critical_path(samples, 0, 0, 1), ElementsAre(4));
  EXPECT_THAT(sampler.critical_path(samples, 0, 1, 0), ElementsAre(3, 1, 0));
}

TEST(ProgrammeSampler, CriticalPathStopsAtFactsAndGivenDates) {
  Programme programme = ending_at({4});
  for (std::size_t i = 0; i < 3; ++i) programme.activities.push_back(activity(fixed(5), {i}));
  programme.phases = {phase({3})};
  const auto path = [&] {
    const ProgrammeSampler sampler{programme};
    return sampler.critical_path(sampler.evaluate({}, 1), 0, 0, 0);
  };
  EXPECT_THAT(path(), ElementsAre(3, 2, 1, 0));
  programme.activities[1].not_before = 7;
  EXPECT_THAT(path(), ElementsAre(3, 2, 1));
  programme.activities[2].begun = 8;
  EXPECT_THAT(path(), ElementsAre(3, 2));
  programme.activities[3].done = 9;
  EXPECT_THAT(path(), IsEmpty());
}

}  // namespace
}  // namespace suanwang
