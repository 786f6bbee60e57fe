#include "suanwang/centre/programme_sampler.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "suanwang/base/check.hpp"

#include "centre/programme_draws.hpp"
#include "centre/programme_schedule.hpp"
#include "centre/programme_service.hpp"

namespace suanwang {
namespace {

/// When activities start, by the facts; what is not known, at infinity. Nothing that is unfinished ends by
/// `as_of`, so what has started by then is the same in every sample.
std::vector<double> known_starts(const Programme& programme, const ProgrammeSchedule& schedule) {
  std::vector<double> ends;
  for (const Activity& a : programme.activities) {
    ends.push_back(a.done.value_or(std::numeric_limits<double>::infinity()));
  }
  std::vector<double> starts;
  for (const ProgrammeSchedule::Start& start : schedule.starts(ends)) starts.push_back(start.at);
  return starts;
}

}  // namespace

std::vector<ProgrammeProblem> problems(const Programme& programme) {
  using Kind = ProgrammeProblem::Kind;
  std::vector<ProgrammeProblem> found;
  const std::vector<double> starts = known_starts(programme, ProgrammeSchedule{programme});
  for (std::size_t i = 0; i < programme.activities.size(); ++i) {
    const Activity& a = programme.activities[i];
    if (a.begun && a.done && *a.done < *a.begun) found.push_back({Kind::DoneBeforeBegun, i});
    if (!programme.as_of) continue;
    if (std::max(a.begun.value_or(*programme.as_of), a.done.value_or(*programme.as_of)) > *programme.as_of) {
      found.push_back({Kind::FactAfterAsOf, i});
    } else if (!a.done && starts[i] < *programme.as_of) {
      const double bound = *programme.as_of - starts[i];
      if (a.duration.law.sample_above(bound, 0.5) <= bound) found.push_back({Kind::Overdue, i, starts[i]});
    }
  }
  return found;
}

struct ProgrammeSampler::Parts {
  Programme programme;
  ProgrammeSchedule schedule;
  ProgrammeDraws draws;
  ProgrammeService service;
  std::size_t lots = 0;

  Parts(Programme p, Inversion inversion)
      : programme{std::move(p)},
        schedule{programme},
        draws{programme, known_starts(programme, schedule), inversion},
        service{programme} {
    for (const Supply& supply : programme.supplies) lots += supply.lots.size();
  }
};

ProgrammeSampler::ProgrammeSampler(Programme programme, Inversion inversion)
    : parts_{std::make_shared<const Parts>(std::move(programme), inversion)} {}

const Programme& ProgrammeSampler::programme() const {
  return parts_->programme;
}

const std::vector<ProgrammeUnknown>& ProgrammeSampler::unknowns() const {
  return parts_->draws.unknowns();
}

ProgrammeSamples ProgrammeSampler::evaluate(std::span<const double> uniforms, std::size_t samples,
                                            const ProgrammeNudge& nudge) const {
  const Programme& programme = parts_->programme;
  ProgrammeSamples result;
  result.samples_ = samples;
  result.ends_.resize(programme.activities.size() * samples);
  result.quantities_.resize(parts_->lots * samples);
  parts_->draws.fill(uniforms, samples, result.ends_, result.quantities_);
  parts_->schedule.ends_from_durations(result.ends_, samples, nudge.sooner);
  if (nudge.more) {
    std::size_t lot = nudge.more->lot;
    for (std::size_t k = 0; k < nudge.more->supply; ++k) lot += programme.supplies[k].lots.size();
    for (std::size_t s = 0; s < samples; ++s) result.quantities_[lot * samples + s] += nudge.more->quantity;
  }

  const auto sample_of = [&](std::size_t s) {
    return ProgrammeService::Sample{result.ends_.data() + s, result.quantities_.data() + s, samples};
  };
  bool has_needs = false;
  result.phases_.resize(programme.phases.size());
  for (std::size_t p = 0; p < programme.phases.size(); ++p) {
    const BuildPhase& phase = programme.phases[p];
    ProgrammeSamples::Phase& of_phase = result.phases_[p];
    if (phase.retires) {
      const std::span<const double> ends = result.ends(phase.retires->activity);
      for (const double end : ends) of_phase.retires.push_back(end + phase.retires->lag_s);
    }
    if (phase.needs.empty()) {
      of_phase.steps.resize(samples);
      for (std::size_t s = 0; s < samples; ++s) {
        of_phase.steps[s] = {ProgrammeService::end_of_all(phase.after, sample_of(s)), 1};
      }
    } else {
      has_needs = true;
      of_phase.first.reserve(samples + 1);
      of_phase.first.push_back(0);
    }
  }
  if (!has_needs) return result;
  ProgrammeService::Scratch scratch;
  std::vector<ProgrammeService::Step> steps;
  for (std::size_t s = 0; s < samples; ++s) {
    parts_->service.hand_out(sample_of(s), scratch);
    for (std::size_t p = 0; p < programme.phases.size(); ++p) {
      ProgrammeSamples::Phase& of_phase = result.phases_[p];
      if (of_phase.first.empty()) continue;
      parts_->service.steps(p, scratch, steps);
      for (const ProgrammeService::Step& step : steps) of_phase.steps.push_back({step.date, step.share});
      of_phase.first.push_back(of_phase.steps.size());
    }
  }
  return result;
}

std::vector<std::size_t> ProgrammeSampler::critical_path(const ProgrammeSamples& samples, std::size_t sample,
                                                         std::size_t phase, std::size_t step) const {
  const Programme& programme = parts_->programme;
  SUANWANG_CHECK(step < samples.steps(phase, sample).size());
  std::vector<double> ends;
  for (std::size_t i = 0; i < programme.activities.size(); ++i) ends.push_back(samples.ends(i)[sample]);
  const auto last_of = [&](const std::vector<Dependency>& after) -> std::optional<Dependency> {
    const auto end = [&](const Dependency& d) { return ends[d.activity] + d.lag_s; };
    const auto last = std::max_element(after.begin(), after.end(),
                                       [&](const auto& a, const auto& b) { return end(a) < end(b); });
    if (last == after.end()) return std::nullopt;
    return *last;
  };

  std::optional<std::size_t> next;
  if (const auto last = last_of(programme.phases[phase].after)) next = last->activity;
  if (!programme.phases[phase].needs.empty()) {
    ProgrammeService::Scratch scratch;
    std::vector<ProgrammeService::Step> steps;
    parts_->service.hand_out(
        {samples.ends_.data() + sample, samples.quantities_.data() + sample, samples.samples()}, scratch);
    parts_->service.steps(phase, scratch, steps);
    if (steps[step].activity != ProgrammeService::kNoLot) next = steps[step].activity;
  }
  const std::vector<ProgrammeSchedule::Start> starts = parts_->schedule.starts(ends);
  std::vector<std::size_t> path;
  while (next && !programme.activities[*next].done) {
    const std::size_t i = *next;
    const Activity& a = programme.activities[i];
    path.push_back(i);
    next = starts[i].behind;
    if (next || a.begun) continue;
    const auto last = last_of(a.after);
    if (last && ends[last->activity] + last->lag_s >= a.not_before) next = last->activity;
  }
  return path;
}

}  // namespace suanwang
