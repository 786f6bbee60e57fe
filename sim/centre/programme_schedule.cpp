#include "centre/programme_schedule.hpp"

#include <functional>

namespace suanwang {
namespace {

constexpr double kUnbound = -std::numeric_limits<double>::infinity();

/// A start that nothing holds back is 0: the activity is a date by itself.
double start_at(double ready) {
  return ready == kUnbound ? 0 : ready;
}

}  // namespace

ProgrammeSchedule::ProgrammeSchedule(const Programme& programme) : programme_{&programme} {
  find_queued();
}

bool ProgrammeSchedule::is_fact(std::size_t activity) const {
  const Activity& a = programme_->activities[activity];
  return a.begun.has_value() || a.done.has_value();
}

void ProgrammeSchedule::find_queued() {
  const std::vector<Activity>& activities = programme_->activities;
  std::vector<std::size_t> users(programme_->crews.size(), 0);
  for (const Activity& a : activities) {
    if (!a.crew) continue;
    SUANWANG_CHECK(*a.crew < users.size());
    ++users[*a.crew];
  }
  // Who never has to wait for a crew needs no queue.
  std::vector<std::size_t> team_of(users.size(), kNobody);
  for (std::size_t c = 0; c < users.size(); ++c) {
    SUANWANG_CHECK(programme_->crews[c].count > 0);
    if (programme_->crews[c].count >= users[c]) continue;
    team_of[c] = teams_.size();
    teams_.push_back({programme_->crews[c].count, {}});
  }

  is_queued_.assign(activities.size(), false);
  std::vector<std::size_t> position(activities.size(), kNobody);
  for (std::size_t i = 0; i < activities.size(); ++i) {
    const Activity& a = activities[i];
    for (const Dependency& d : a.after) SUANWANG_CHECK(d.activity < i && d.lag_s >= 0);
    const std::size_t team = a.crew ? team_of[*a.crew] : kNobody;
    if (is_fact(i)) {
      if (team != kNobody) teams_[team].facts.push_back(i);
      continue;
    }
    Queued queued{.activity = i, .crew = team, .before = {}, .fixed_after = {}, .waits_for = 0};
    for (const Dependency& d : a.after) {
      if (is_queued_[d.activity]) {
        ++queued.waits_for;
      } else {
        queued.fixed_after.push_back(d);
      }
    }
    if (team == kNobody && queued.waits_for == 0) continue;
    is_queued_[i] = true;
    position[i] = queued_.size();
    for (const Dependency& d : a.after) {
      if (is_queued_[d.activity]) queued_[position[d.activity]].before.push_back({queued_.size(), d.lag_s});
    }
    queued_.push_back(std::move(queued));
  }
}

/// One sample. Activities are served in the order in which they become ready, at one instant in that of the
/// list. Whatever becomes ready later comes after one that has been served, so that nothing overtakes.
/// `end_of(activity)` is the end of one that depends on no queue, `finish(activity, start)` of the others;
/// `started(activity, start, whose crew it waited for)` hears of each that may queue.
template <class EndOf, class Finish, class Started>
void ProgrammeSchedule::serve(Scratch& scratch, EndOf end_of, Finish finish, Started started) const {
  const auto freed_sooner = [](const Holder& a, const Holder& b) {
    return a.until != b.until ? a.until < b.until : a.activity < b.activity;
  };
  scratch.holders.resize(teams_.size());
  for (std::size_t t = 0; t < teams_.size(); ++t) {
    std::vector<Holder>& holders = scratch.holders[t];
    holders.assign(teams_[t].count, Holder{});
    for (const std::size_t activity : teams_[t].facts) {
      Holder& first = *std::min_element(holders.begin(), holders.end(), freed_sooner);
      const double end = end_of(activity);
      if (end > first.until) first = {end, activity};
    }
  }
  auto& heap = scratch.heap;
  const auto make_ready = [&](std::size_t q) {
    heap.emplace_back(start_at(scratch.ready[q]), q);
    std::push_heap(heap.begin(), heap.end(), std::greater<>{});
  };
  scratch.ready.resize(queued_.size());
  scratch.missing.resize(queued_.size());
  for (std::size_t q = 0; q < queued_.size(); ++q) {
    double ready = programme_->activities[queued_[q].activity].not_before;
    for (const Dependency& d : queued_[q].fixed_after) ready = std::max(ready, end_of(d.activity) + d.lag_s);
    scratch.ready[q] = ready;
    scratch.missing[q] = queued_[q].waits_for;
    if (scratch.missing[q] == 0) make_ready(q);
  }
  while (!heap.empty()) {
    const auto [ready, q] = heap.front();
    std::pop_heap(heap.begin(), heap.end(), std::greater<>{});
    heap.pop_back();
    const Queued& queued = queued_[q];
    Holder crew{ready, kNobody};
    Holder* holder = &crew;
    if (queued.crew != kNobody) {
      std::vector<Holder>& holders = scratch.holders[queued.crew];
      holder = &*std::min_element(holders.begin(), holders.end(), freed_sooner);
    }
    const bool waited = holder->until > ready;
    const double start = waited ? holder->until : ready;
    started(queued.activity, start, waited ? holder->activity : kNobody);
    const double end = finish(queued.activity, start);
    *holder = {end, queued.activity};
    for (const Dependency& d : queued.before) {
      scratch.ready[d.activity] = std::max(scratch.ready[d.activity], end + d.lag_s);
      if (--scratch.missing[d.activity] == 0) make_ready(d.activity);
    }
  }
}

void ProgrammeSchedule::ends_from_durations(std::span<double> rows, std::size_t samples,
                                            const std::optional<ProgrammeNudge::Sooner>& sooner) const {
  const std::vector<Activity>& activities = programme_->activities;
  const auto hastened = [&](double start, double end) {
    const double least = std::max(start, programme_->as_of.value_or(start));
    return std::min(end, std::max(end - sooner->seconds, least));
  };
  std::vector<double> starts(samples);
  for (std::size_t i = 0; i < activities.size(); ++i) {
    const Activity& a = activities[i];
    const std::span<double> row = rows.subspan(i * samples, samples);
    if (a.done) {
      std::fill(row.begin(), row.end(), *a.done);
    } else if (a.begun || a.after.empty()) {
      if (is_queued_[i]) continue;
      const double start = a.begun ? *a.begun : start_at(a.not_before);
      for (double& x : row) x = start + x;
      if (sooner && sooner->activity == i) {
        for (double& end : row) end = hastened(start, end);
      }
    } else if (!is_queued_[i]) {
      std::fill(starts.begin(), starts.end(), a.not_before);
      for (const Dependency& d : a.after) {
        const double* const ends = &rows[d.activity * samples];
        for (std::size_t s = 0; s < samples; ++s) starts[s] = std::max(starts[s], ends[s] + d.lag_s);
      }
      for (std::size_t s = 0; s < samples; ++s) row[s] = starts[s] + row[s];
      if (sooner && sooner->activity == i) {
        for (std::size_t s = 0; s < samples; ++s) row[s] = hastened(starts[s], row[s]);
      }
    }
  }
  if (queued_.empty()) return;
  Scratch scratch;
  for (std::size_t s = 0; s < samples; ++s) {
    const auto at = [&](std::size_t i) -> double& { return rows[i * samples + s]; };
    serve(
        scratch, at,
        [&](std::size_t i, double start) {
          const double end = start + at(i);
          return at(i) = sooner && sooner->activity == i ? hastened(start, end) : end;
        },
        [](std::size_t /*activity*/, double /*start*/, std::size_t /*behind*/) {});
  }
}

std::vector<ProgrammeSchedule::Start> ProgrammeSchedule::starts(std::span<const double> ends) const {
  const std::vector<Activity>& activities = programme_->activities;
  std::vector<Start> starts(activities.size());
  for (std::size_t i = 0; i < activities.size(); ++i) {
    const Activity& a = activities[i];
    double ready = a.not_before;
    for (const Dependency& d : a.after) ready = std::max(ready, ends[d.activity] + d.lag_s);
    starts[i].at = a.begun ? *a.begun : a.done ? *a.done : start_at(ready);
  }
  Scratch scratch;
  const auto end_of = [&](std::size_t i) { return ends[i]; };
  serve(
      scratch, end_of, [&](std::size_t i, double /*start*/) { return ends[i]; },
      [&](std::size_t i, double start, std::size_t behind) {
        starts[i].at = start;
        if (behind != kNobody) starts[i].behind = behind;
      });
  return starts;
}

}  // namespace suanwang
