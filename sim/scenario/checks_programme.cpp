// What a programme says that cannot be: cycles, facts that contradict one another, dates that have passed.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"

#include "scenario/by_id.hpp"
#include "scenario/checks.hpp"
#include "scenario/programme_dates.hpp"
#include "scenario/programme_parts.hpp"

namespace suanwang::scenario {
namespace {

constexpr std::size_t kMostNamed = 10;  ///< activities of a cycle

/// "a after b after c after a"
std::string cycle_text(const std::vector<ActivitySpec>& activities, const std::vector<std::size_t>& cycle) {
  std::string result;
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    if (i == kMostNamed && cycle.size() > kMostNamed + 1) {
      result += fmt::format("... ({} more) after ", cycle.size() - kMostNamed);
      break;
    }
    result += activities[cycle[i]].id + " after ";
  }
  return result + activities[cycle.front()].id;
}

/// What the checks of one scenario have in common: where things stand, and how dates are written.
struct Reader {
  const Spec& spec;
  Context& context;

  /// At the value of `path`, or at `otherwise` where that stands elsewhere.
  void error(const std::string& path, const Location& otherwise, std::string message) const {
    const Node* node = find_path(*context.root, path);
    context.diagnostics.error(node == nullptr ? otherwise : node->at.location(), path, std::move(message));
  }

  [[nodiscard]] std::string text(CivilTime at) const { return to_text(at, spec.utc_offset); }
  [[nodiscard]] std::string text(double seconds) const {
    constexpr double kYear9999 = 253'370'764'800;
    return text(CivilTime{std::chrono::seconds{static_cast<std::int64_t>(std::min(seconds, kYear9999))}});
  }

  /// The last day of which facts are known.
  [[nodiscard]] std::string as_of() const {
    return text(*spec.as_of - std::chrono::seconds{1}).substr(0, std::string_view{"2026-11-21"}.size());
  }

  void check_known(const std::optional<CivilTime>& fact, const std::string& path, const Location& at) const {
    if (!fact || !spec.as_of || *fact < *spec.as_of) return;
    error(path, at, fmt::format("a fact of {}, but facts are known up to 'as_of', {}", text(*fact), as_of()));
  }
};

/// Checks the facts and dates of one activity, or of the delivery of a lot.
class ActivityCheck {
 public:
  /// @param path of the activity
  ActivityCheck(const Reader& reader, const ActivitySpec& activity, std::string path)
      : reader_{&reader}, activity_{&activity}, path_{std::move(path)} {}

  void run(const ProgrammeDates& dates) const {
    reader_->check_known(activity_->begun, path_ + ".begun", activity_->at);
    reader_->check_known(activity_->done, path_ + ".done", activity_->at);
    if (activity_->announced) {
      reader_->check_known(activity_->announced->on, path_ + ".announced.on", activity_->at);
    }
    for (const AfterSpec& after : activity_->after) check_order(after);
    check_past(dates);
  }

 private:
  /// What has begun came after all that had to be done before.
  void check_order(const AfterSpec& after) const {
    const std::optional<CivilTime>& fact = activity_->begun ? activity_->begun : activity_->done;
    const ActivitySpec* before = find_id(reader_->spec.programme.activities, after.activity);
    if (!fact || before == nullptr) return;
    const std::string path = path_ + (activity_->begun ? ".begun" : ".done");
    const std::optional<double> end = fact_of(*before, reader_->spec.as_of);
    if (!end) {
      // A `done` that could not be read has been reported.
      if (find_path(*reader_->context.root, "programme.activities." + before->id + ".done") != nullptr)
        return;
      reader_->error(path, activity_->at,
                     fmt::format("cannot be: '{}', which it comes after, is not done", before->id));
    } else if (in_seconds(*fact) < *end + after.lag.base()) {
      reader_->error(
          path, activity_->at,
          fmt::format("{} is before '{}' was done{}, {}, which it comes after", reader_->text(*fact),
                      before->id, after.lag.base() > 0 ? " and its lag was over" : "",
                      reader_->text(*end + after.lag.base())));
    }
  }

  /// What is not done has not ended by `as_of`; its law must leave that open.
  void check_past(const ProgrammeDates& dates) const {
    const std::optional<double> latest = dates.last_by_law(*activity_);
    const std::optional<CivilTime>& as_of = reader_->spec.as_of;
    if (!as_of || !latest || *latest > in_seconds(*as_of)) return;
    reader_->context.diagnostics.error(
        activity_->at, path_,
        fmt::format(
            "must have ended by {}, and facts are known up to 'as_of', {}: say when it was 'done', or "
            "give it more time",
            reader_->text(*latest), reader_->as_of()));
  }

  const Reader* reader_;
  const ActivitySpec* activity_;
  std::string path_;
};

/// `retired` leaves service at `end`, after it has come into service. @param path of what in `said` says so
void check_retirement(const Reader& reader, const PoolSpec& retired, const std::optional<DateRange>& end,
                      const std::string& path, const PoolSpec& said, const ProgrammeDates& dates) {
  const std::optional<DateRange> begin = dates.ready(retired);
  if (!end || !begin || !std::isfinite(end->latest) || end->latest > begin->earliest) return;
  const auto is_exact = [](const DateRange& range) { return range.earliest == range.latest; };
  reader.error(path, said.at,
               fmt::format("'{}' would retire ({}{}) before it comes into service ({}{})", retired.id,
                           is_exact(*end) ? "" : "at the latest ", reader.text(end->latest),
                           is_exact(*begin) ? "" : "at the earliest ", reader.text(begin->earliest)));
}

}  // namespace

void check_programme(const Spec& spec, Context& context) {
  const Reader reader{spec, context};
  const std::vector<ActivitySpec>& activities = spec.programme.activities;
  const std::vector<std::size_t> order = order_of(activities);
  for (const std::vector<std::size_t>& cycle : cycles_of(activities, order)) {
    const ActivitySpec& first = activities[cycle.front()];
    context.diagnostics.error(first.at, "programme.activities." + first.id,
                              "a cycle: " + cycle_text(activities, cycle));
  }
  const ProgrammeDates dates{spec};
  for (const ActivitySpec& each : activities) {
    ActivityCheck{reader, each, "programme.activities." + each.id}.run(dates);
  }
  for (const SupplySpec& supply : spec.programme.supplies) {
    for (const LotSpec& lot : supply.lots) {
      ActivityCheck{reader, lot, fmt::format("programme.supplies.{}.lots.{}", supply.id, lot.id)}.run(dates);
    }
  }
  for (const CentreSpec& centre : spec.centres) {
    for (const PoolSpec& pool : centre.pools) {
      const std::string path = fmt::format("centres.{}.pools.{}.", centre.id, pool.id);
      if (pool.announced) reader.check_known(pool.announced->on, path + "announced.on", pool.at);
      if (pool.retires) {
        check_retirement(reader, pool, dates.of(*pool.retires), path + "retires", pool, dates);
      }
      const PoolSpec* replaced = pool.replaces ? find_id(centre.pools, *pool.replaces) : nullptr;
      if (replaced == nullptr || replaced == &pool) continue;
      check_retirement(reader, *replaced, dates.ready(pool), path + "replaces", pool, dates);
    }
  }
}

}  // namespace suanwang::scenario
