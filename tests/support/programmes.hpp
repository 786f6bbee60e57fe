#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/base/hash.hpp"
#include "suanwang/base/random.hpp"
#include "suanwang/centre/programme_sampler.hpp"

namespace suanwang::test {

/// An activity of this law that comes after others, without lags.
inline Activity activity(Distribution law, std::vector<std::size_t> after = {}) {
  Activity made;
  for (const std::size_t before : after) made.after.push_back({before, 0});
  made.duration.law = std::move(law);
  return made;
}

/// Activities that end at these dates.
inline Programme ending_at(const std::vector<double>& dates) {
  Programme programme;
  for (const double date : dates) programme.activities.push_back(activity(Distribution::constant(date)));
  return programme;
}

inline Lot lot(std::size_t activity, Distribution quantity) {
  Lot made;
  made.activity = activity;
  made.quantity = {std::move(quantity), Purpose::Lot, 0};
  return made;
}

inline BuildPhase phase(std::vector<std::size_t> after, std::vector<BuildPhase::Need> needs = {},
                        int priority = 0) {
  BuildPhase made;
  for (const std::size_t before : after) made.after.push_back({before, 0});
  made.needs = std::move(needs);
  made.priority = priority;
  return made;
}

/// The programme with a name of its own for each of its unknowns.
inline Programme named(Programme programme) {
  const auto name = [](const char* kind, std::size_t i) { return hash_of(kind + std::to_string(i)); };
  for (std::size_t i = 0; i < programme.activities.size(); ++i) {
    programme.activities[i].duration.entity = name("activity", i);
  }
  for (std::size_t k = 0; k < programme.shocks.size(); ++k) programme.shocks[k].entity = name("shock", k);
  for (std::size_t k = 0; k < programme.supplies.size(); ++k) {
    for (std::size_t l = 0; l < programme.supplies[k].lots.size(); ++l) {
      programme.supplies[k].lots[l].quantity.entity = name("lot", 100 * k + l);
    }
  }
  return programme;
}

/// Plain random numbers for samples first ... first + samples - 1, in the shape that a sampler takes.
inline std::vector<double> plain_uniforms(const ProgrammeSampler& sampler, std::size_t samples,
                                          std::size_t first = 0, std::uint64_t seed = 1) {
  std::vector<double> uniforms;
  for (const ProgrammeUnknown& unknown : sampler.unknowns()) {
    for (std::size_t s = first; s < first + samples; ++s) {
      const auto sample = static_cast<std::uint32_t>(s);
      uniforms.push_back(RandomStream{seed, sample, unknown.purpose, unknown.entity}.uniform(0));
    }
  }
  return uniforms;
}

/// A programme's samples with plain random numbers.
inline ProgrammeSamples sampled(const Programme& programme, std::size_t samples,
                                ProgrammeSampler::Inversion inversion = ProgrammeSampler::Inversion::Tabled) {
  const ProgrammeSampler sampler{programme, inversion};
  return sampler.evaluate(plain_uniforms(sampler, samples), samples);
}

/// Expects the mean of `value(sample)` to be `expected`, to four standard errors.
template <class Value>
void expect_mean(std::size_t samples, double expected, Value value, const char* what = "") {
  double sum = 0, squares = 0;
  for (std::size_t s = 0; s < samples; ++s) {
    const double x = value(s);
    sum += x;
    squares += (x - expected) * (x - expected);
  }
  const auto n = static_cast<double>(samples);
  const double mean = sum / n;
  EXPECT_NEAR(mean, expected, 4 * std::sqrt(squares / n / n)) << what;
}

inline void expect_probability(std::span<const double> ends, double by, double expected) {
  expect_mean(ends.size(), expected, [&](std::size_t s) { return ends[s] <= by ? 1.0 : 0.0; });
}

}  // namespace suanwang::test
