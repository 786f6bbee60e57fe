#include "suanwang/study/reach.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/measure/intervals.hpp"

#include "study/reach_model.hpp"
#include "study/reach_samples.hpp"
#include "study/target_parts.hpp"

namespace suanwang {
namespace {

using namespace std::chrono;

constexpr std::size_t kMostMonths = 360;

CivilTime civil(double seconds_since_1970) {
  return CivilTime{seconds{static_cast<std::int64_t>(std::llround(seconds_since_1970))}};
}

/// The months of the fan: from the day up to which facts are known (else the start) to a year after the last
/// of the targets, at most 30 years.
std::vector<double> months_of(const Spec& spec, const std::vector<ReachQuestion>& questions) {
  std::vector<double> result;
  const std::optional<CivilTime> from = spec.as_of ? spec.as_of : spec.start;
  if (!from || questions.empty()) return result;
  double last = 0;
  for (const ReachQuestion& question : questions) last = std::max(last, question.by);
  const CivilTime end = civil(last) + years{1};
  year_month_day month{floor<days>(*from + spec.utc_offset)};
  for (std::size_t i = 0; i < kMostMonths; ++i) {
    month = year_month_day{month.year() / month.month() / 1d} + months{1};
    const CivilTime at = sys_days{month} - spec.utc_offset;
    if (at > end) break;
    result.push_back(static_cast<double>(at.time_since_epoch().count()));
  }
  return result;
}

/// P and its interval: Wilson's for independent points, Student's over the sets for others.
void judge(ReachAnswer& answer, const TargetSpec& target, const std::vector<double>& capacity,
           const ReachDraws& draws) {
  std::vector<double> by_set;
  std::uint64_t met = 0;
  for (std::size_t set = 0; set < draws.sets(); ++set) {
    const auto first = capacity.begin() + static_cast<std::ptrdiff_t>(set * draws.per_set());
    const auto count =
        std::count_if(first, first + static_cast<std::ptrdiff_t>(draws.per_set()),
                      [&](double k) { return satisfies(target.bound, k, target.value.base()); });
    met += static_cast<std::uint64_t>(count);
    by_set.push_back(static_cast<double>(count) / static_cast<double>(draws.per_set()));
  }
  answer.probability = static_cast<double>(met) / static_cast<double>(capacity.size());
  const Interval interval = draws.sets() == 1 ? wilson(met, capacity.size()) : mean_of(by_set).interval;
  answer.interval = {std::max(interval.low, 0.0), std::min(interval.high, 1.0)};
}

/// By how much K falls short at 10 %, or where less is better, exceeds at 90 %.
void add_shortfall(ReachAnswer& answer, const TargetSpec& target, const std::vector<double>& sorted) {
  const double limit = target.value.base();
  const bool more = wants_more(target.bound);
  const double p = more ? 0.1 : 0.9;
  const auto lacking = [&](double k) { return std::max(more ? limit - k : k - limit, 0.0); };
  answer.shortfall = lacking(nearest_rank(sorted, p));
  if (answer.shortfall <= 0) return;
  const Interval interval = quantile_interval(sorted, p);
  if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) return;  // too few samples
  answer.shortfall_interval = {lacking(more ? interval.high : interval.low),
                               lacking(more ? interval.low : interval.high)};
}

void add_dates(ReachAnswer& answer, std::vector<double> met_from) {
  std::ranges::sort(met_from);
  answer.date = {nearest_rank(met_from, 0.1), nearest_rank(met_from, 0.5), nearest_rank(met_from, 0.9)};
  if (std::isfinite(answer.date[2])) {
    const Interval interval = quantile_interval(met_from, 0.9);
    answer.date_p90 = {interval.low, interval.high};
  }
  const auto never = met_from.end() - std::ranges::lower_bound(met_from, HUGE_VAL);
  answer.never = static_cast<double>(never) / static_cast<double>(met_from.size());
}

void add_details(ReachAnswer& answer, const ReachSamples& samples, std::size_t question,
                 const std::vector<double>& months) {
  const std::vector<double>& sourced = samples.sourced[question];
  const double of = std::accumulate(sourced.begin(), sourced.end(), 0.0);
  const auto first = samples.capacity[question].begin();
  const double all = std::accumulate(first, first + static_cast<std::ptrdiff_t>(sourced.size()), 0.0);
  answer.sourced = all > 0 ? of / all : 0;
  for (std::size_t m = 0; m < months.size(); ++m) {
    std::vector<double> sorted = samples.fan[question][m];
    std::ranges::sort(sorted);
    answer.fan.push_back(
        {civil(months[m]), nearest_rank(sorted, 0.1), nearest_rank(sorted, 0.5), nearest_rank(sorted, 0.9)});
  }
  const std::vector<std::uint64_t>& critical = samples.critical[question];
  for (std::size_t a = 0; a < critical.size(); ++a) {
    if (critical[a] == 0) continue;
    answer.critical.push_back(
        {a, static_cast<double>(critical[a]) / static_cast<double>(samples.passages[question])});
  }
  std::ranges::stable_sort(answer.critical, std::ranges::greater{}, &Critical::share);
}

ReachAnswer answer(const Spec& spec, const ReachQuestion& question, std::size_t q,
                   const ReachSamples& samples, const ReachDraws& draws, const std::vector<double>& months) {
  const TargetSpec& target = spec.targets[question.target];
  ReachAnswer result;
  result.target = question.target;
  result.basis = question.basis;
  result.basis_name = {question.basis, question.basis};
  for (const BasisSpec& basis : spec.bases) {
    if (basis.id == question.basis) result.basis_name = basis.name;
  }
  result.by = civil(question.by);
  result.past = spec.as_of && result.by <= *spec.as_of;
  judge(result, target, samples.capacity[q], draws);
  std::vector<double> sorted = samples.capacity[q];
  std::ranges::sort(sorted);
  result.p10 = nearest_rank(sorted, 0.1);
  result.p50 = nearest_rank(sorted, 0.5);
  result.p90 = nearest_rank(sorted, 0.9);
  result.lowest = sorted.front();
  result.highest = sorted.back();
  add_shortfall(result, target, sorted);
  add_dates(result, samples.met_from[q]);
  result.lost = static_cast<double>(samples.lost[q]) / static_cast<double>(sorted.size());
  add_details(result, samples, q, months);
  return result;
}

double widest(const std::vector<ReachAnswer>& answers) {
  double result = 0;
  for (const ReachAnswer& each : answers) {
    result = std::max(result, (each.interval.high - each.interval.low) / 2);
  }
  return result;
}

ReachCase study(const Spec& spec, const ReachOptions& options, Progress* progress) {
  const ReachModel model{spec};
  ReachCase result;
  result.spec = &spec;
  result.unknowns = model.unknowns();
  for (const ActivityLabel& label : model.build_out().labels) {
    result.activities.push_back(
        {ReachUnknown::Kind::Date, label.path, label.name, label.provenance.assumed(), label.at});
  }
  const std::vector<double> months = months_of(spec, model.questions());
  for (std::uint64_t n = options.samples;; n *= 2) {
    const ReachDraws draws{model, options.points, spec.seed, n};
    const ReachSamples samples = sample(model, draws, months, options, progress);
    result.samples = draws.samples();
    result.answers.clear();
    for (std::size_t q = 0; q < model.questions().size(); ++q) {
      result.answers.push_back(answer(spec, model.questions()[q], q, samples, draws, months));
    }
    const bool is_narrow = !options.until_halfwidth || widest(result.answers) <= *options.until_halfwidth;
    if (!is_narrow && 2 * n <= kMostReachSamples) continue;
    if (options.influences) add_influences(result.answers, model, draws, samples, options, progress);
    return result;
  }
}

}  // namespace

Reach reach(const Scenario& scenario, const ReachOptions& options, Progress* progress) {
  SUANWANG_CHECK(options.samples > 0 && options.block > 0);
  const steady_clock::time_point before = steady_clock::now();
  Reach result;
  result.scenario = &scenario;
  result.options = options;
  const auto add = [&](const Spec& spec, bool is_assumption) {
    const auto& asked = options.variants;
    if (!asked.empty() && std::ranges::find(asked, spec.variant.id) == asked.end()) return;
    ReachCase each = study(spec, options, progress);
    each.is_assumption = is_assumption;
    result.cases.push_back(std::move(each));
  };
  for (const Spec& spec : scenario.variants) add(spec, false);
  for (const Spec& spec : scenario.assumptions) add(spec, true);
  result.seconds = duration<double>(steady_clock::now() - before).count();
  return result;
}

}  // namespace suanwang
