#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "support/programme_reference.hpp"
#include "support/programmes.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

using test::ProgrammeReference;
using test::Rng;
using Inversion = ProgrammeSampler::Inversion;

/// Half of the laws are whole numbers, so that much happens at one instant.
Distribution random_duration(Rng& rng) {
  const double low = static_cast<double>(rng.integer(0, 4));
  switch (rng.integer(0, 6)) {
    case 0:
      return Distribution::constant(low);
    case 1:
      return Distribution::uniform(low, low + 3);
    case 2:
      return Distribution::triangular(low, low + 1, low + 4);
    case 3:
      return Distribution::exponential(2);
    case 4:
      return Distribution::mixture({{Distribution::uniform(1, 2), 0.7}, {Distribution::constant(4), 0.3}});
    default:
      return Distribution::choice({{low, 1}, {low + 1, 2}, {low + 3, 1}});
  }
}

Distribution random_quantity(Rng& rng) {
  const double low = static_cast<double>(rng.integer(0, 6));
  if (rng.chance(0.5)) return Distribution::constant(low);
  return rng.chance(0.5) ? Distribution::choice({{low, 1}, {low + 2, 1}})
                         : Distribution::uniform(low, low + 4);
}

std::vector<Dependency> random_dependencies(Rng& rng, std::size_t count, std::int64_t most) {
  std::vector<Dependency> after;
  if (count == 0) return after;
  for (std::int64_t k = rng.integer(0, most); k > 0; --k) {
    after.push_back({rng.index(count), rng.chance(0.5) ? 0 : static_cast<double>(rng.integer(1, 2))});
  }
  return after;
}

/// Everything that a programme can have.
Programme random_programme(Rng& rng) {
  Programme programme;
  const bool facts = rng.chance(0.5);
  if (facts) programme.as_of = static_cast<double>(rng.integer(0, 12));
  for (std::int64_t k = rng.integer(0, 2); k > 0; --k) {
    programme.crews.push_back({static_cast<std::size_t>(rng.integer(1, 3))});
  }
  if (!facts) {  // shocks that are conditioned have their own tests
    for (std::int64_t k = rng.integer(0, 2); k > 0; --k)
      programme.shocks.push_back({rng.chance(0.5) ? 1.0 : 0.0, 0});
  }
  const std::size_t count = static_cast<std::size_t>(rng.integer(1, 12));
  for (std::size_t i = 0; i < count; ++i) {
    Activity a;
    a.after = random_dependencies(rng, i, 3);
    a.duration.law = random_duration(rng);
    if (rng.chance(0.2)) a.not_before = static_cast<double>(rng.integer(-3, 8));
    if (facts && rng.chance(0.3))
      a.begun = static_cast<double>(rng.integer(-3, static_cast<int>(*programme.as_of)));
    if (facts && rng.chance(0.2)) {
      a.done = static_cast<double>(
          rng.integer(static_cast<int>(a.begun.value_or(-3)), static_cast<int>(*programme.as_of)));
    }
    if (!programme.crews.empty() && rng.chance(0.6)) a.crew = rng.index(programme.crews.size());
    if (!programme.shocks.empty() && rng.chance(0.5)) a.shock = rng.index(programme.shocks.size());
    programme.activities.push_back(a);
  }
  for (std::int64_t k = rng.integer(0, 2); k > 0; --k) {
    Supply supply;
    for (std::int64_t l = rng.integer(0, 4); l > 0; --l) {
      supply.lots.push_back(test::lot(rng.index(count), random_quantity(rng)));
    }
    programme.supplies.push_back(supply);
  }
  for (std::int64_t p = rng.integer(1, 5); p > 0; --p) {
    BuildPhase phase;
    phase.after = random_dependencies(rng, count, 2);
    phase.priority = static_cast<std::int32_t>(rng.integer(0, 1));
    for (std::size_t k = 0; k < programme.supplies.size(); ++k) {
      if (rng.chance(0.7)) phase.needs.push_back({k, static_cast<double>(rng.integer(1, 8))});
    }
    if (rng.chance(0.3)) phase.retires = Dependency{rng.index(count), 2};
    programme.phases.push_back(phase);
  }
  return test::named(std::move(programme));
}

double share_at(std::span<const PhaseStep> steps, double t) {
  double share = 0;
  for (const PhaseStep& step : steps) {
    if (step.date <= t) share = step.share;
  }
  return share;
}

/// All dates at which something can change in a sample, and one after each.
std::vector<double> dates(const Programme& programme, const ProgrammeReference& reference) {
  std::vector<double> found;
  for (std::size_t i = 0; i < programme.activities.size(); ++i) found.push_back(reference.end(i));
  for (std::size_t p = 0; p < programme.phases.size(); ++p) found.push_back(reference.ready(p));
  const std::size_t count = found.size();
  for (std::size_t k = 0; k < count; ++k) found.push_back(found[k] + 1e-3);
  return found;
}

constexpr std::size_t kSamples = 5;

std::vector<double> column(const std::vector<double>& uniforms, std::size_t samples, std::size_t s) {
  std::vector<double> u;
  for (std::size_t k = s; k < uniforms.size(); k += samples) u.push_back(uniforms[k]);
  return u;
}

void expect_as_the_reference(const Programme& programme, const ProgrammeSamples& samples, std::size_t s,
                             const ProgrammeReference& reference) {
  for (std::size_t i = 0; i < programme.activities.size(); ++i) {
    ASSERT_EQ(samples.ends(i)[s], reference.end(i)) << "activity " << i << " of sample " << s;
  }
  const std::vector<double> all_dates = dates(programme, reference);
  for (std::size_t p = 0; p < programme.phases.size(); ++p) {
    const std::span<const PhaseStep> steps = samples.steps(p, s);
    for (const double t : all_dates) {
      ASSERT_NEAR(share_at(steps, t), reference.share(p, t), 1e-12) << "phase " << p << " at " << t;
    }
    for (std::size_t k = 0; k < steps.size(); ++k) {
      ASSERT_GT(steps[k].share, k == 0 ? 0 : steps[k - 1].share);
      ASSERT_LE(steps[k].share, 1);
      if (k > 0) {
        ASSERT_GT(steps[k].date, steps[k - 1].date);
      }
    }
    const auto& retires = programme.phases[p].retires;
    ASSERT_EQ(samples.retirement(p, s),
              retires ? reference.end(retires->activity) + retires->lag_s : HUGE_VAL);
  }
}

TEST(ProgrammeProperty, IsWhatWalkingFromInstantToInstantGives) {
  test::for_seeds(2000, [](Rng& rng) {
    const Programme programme = random_programme(rng);
    const ProgrammeSampler sampler{programme, Inversion::Exact};
    const std::vector<double> u = test::plain_uniforms(sampler, kSamples, 0, rng.bits());
    const ProgrammeSamples samples = sampler.evaluate(u, kSamples);
    for (std::size_t s = 0; s < kSamples; ++s) {
      const std::vector<double> own = column(u, kSamples, s);
      expect_as_the_reference(programme, samples, s, {programme, sampler.unknowns(), own});
      if (::testing::Test::HasFatalFailure()) return;
    }
  });
}

TEST(ProgrammeProperty, HandsOutNoMoreThanHasArrived) {
  test::for_seeds(500, [](Rng& rng) {
    Programme programme = random_programme(rng);
    for (BuildPhase& phase : programme.phases) {  // of one need, so that shares say what was received
      if (phase.needs.size() > 1) phase.needs.resize(1);
      phase.after.clear();
    }
    const ProgrammeSampler sampler{programme};
    const std::vector<double> u = test::plain_uniforms(sampler, 1, 0, rng.bits());
    const ProgrammeSamples samples = sampler.evaluate(u, 1);
    const ProgrammeReference reference{programme, sampler.unknowns(), u};
    for (std::size_t k = 0; k < programme.supplies.size(); ++k) {
      double needed = 0;
      for (std::size_t p = 0; p < programme.phases.size(); ++p) needed += reference.needed(p, k);
      for (const double t : dates(programme, reference)) {
        double arrived = 0, handed_out = 0;
        for (std::size_t l = 0; l < programme.supplies[k].lots.size(); ++l) {
          if (samples.ends(programme.supplies[k].lots[l].activity)[0] <= t)
            arrived += reference.quantity(k, l);
        }
        for (std::size_t p = 0; p < programme.phases.size(); ++p) {
          handed_out += share_at(samples.steps(p, 0), t) * reference.needed(p, k);
        }
        ASSERT_NEAR(handed_out, std::min(arrived, needed), 1e-9);
      }
    }
  });
}

TEST(ProgrammeProperty, SamplesDoNotDependOnTheirBlock) {
  test::for_seeds(100, [](Rng& rng) {
    const ProgrammeSampler sampler{random_programme(rng)};
    const Programme& programme = sampler.programme();
    const ProgrammeSamples whole = sampler.evaluate(test::plain_uniforms(sampler, 20), 20);
    for (const std::size_t size : {1, 7}) {
      for (std::size_t first = 0; first < 20; first += size) {
        const std::size_t count = std::min(size, 20 - first);
        const ProgrammeSamples block = sampler.evaluate(test::plain_uniforms(sampler, count, first), count);
        for (std::size_t s = 0; s < count; ++s) {
          for (std::size_t i = 0; i < programme.activities.size(); ++i) {
            ASSERT_EQ(block.ends(i)[s], whole.ends(i)[first + s]);
          }
          for (std::size_t p = 0; p < programme.phases.size(); ++p) {
            ASSERT_TRUE(std::ranges::equal(block.steps(p, s), whole.steps(p, first + s)));
          }
        }
      }
    }
  });
}

/// A path is what a step's date moves with: it comes later when one of the path takes longer, and only then.
TEST(ProgrammeProperty, CriticalPathIsWhatTheDateMovesWith) {
  test::for_seeds(1000, [](Rng& rng) {
    Programme programme = random_programme(rng);
    programme.as_of.reset();
    for (Activity& a : programme.activities) {  // lengths that make no two paths equal
      a.begun.reset();
      a.done.reset();
      a.duration.law = Distribution::constant(rng.uniform(0.1, 3));
    }
    for (Supply& supply : programme.supplies) {
      for (Lot& lot : supply.lots) lot.quantity.law = Distribution::constant(rng.uniform(1, 5));
    }
    const ProgrammeSampler sampler{programme};
    const ProgrammeSamples samples = sampler.evaluate({}, 1);
    constexpr double kLonger = 1e-6;
    for (std::size_t i = 0; i < programme.activities.size(); ++i) {
      Programme slower = programme;
      slower.activities[i].duration.law =
          Distribution::constant(programme.activities[i].duration.law.minimum() + kLonger);
      const ProgrammeSamples later = ProgrammeSampler{slower}.evaluate({}, 1);
      for (std::size_t p = 0; p < programme.phases.size(); ++p) {
        ASSERT_EQ(samples.steps(p, 0).size(), later.steps(p, 0).size());
        for (std::size_t k = 0; k < samples.steps(p, 0).size(); ++k) {
          const double date = samples.steps(p, 0)[k].date;
          if (std::isinf(date)) continue;
          const std::vector<std::size_t> path = sampler.critical_path(samples, 0, p, k);
          const bool on_path = std::find(path.begin(), path.end(), i) != path.end();
          ASSERT_NEAR(later.steps(p, 0)[k].date, date + (on_path ? kLonger : 0), 1e-9)
              << "activity " << i << ", step " << k << " of phase " << p;
        }
      }
    }
  });
}

}  // namespace
}  // namespace suanwang
