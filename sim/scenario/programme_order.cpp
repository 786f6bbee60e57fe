#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

#include "scenario/by_id.hpp"
#include "scenario/programme_parts.hpp"

namespace suanwang::scenario {
namespace {

/// By activity, the indices of those that it comes after.
std::vector<std::vector<std::size_t>> predecessors_of(const std::vector<ActivitySpec>& activities) {
  std::vector<std::vector<std::size_t>> result(activities.size());
  for (std::size_t i = 0; i < activities.size(); ++i) {
    for (const AfterSpec& each : activities[i].after) {
      const ActivitySpec* before = find_id(activities, each.activity);
      if (before != nullptr) result[i].push_back(static_cast<std::size_t>(before - activities.data()));
    }
    std::ranges::sort(result[i]);
  }
  return result;
}

}  // namespace

std::vector<std::size_t> order_of(const std::vector<ActivitySpec>& activities) {
  const auto before = predecessors_of(activities);
  std::vector<std::vector<std::size_t>> after(activities.size());
  std::vector<std::size_t> missing(activities.size());
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t i = 0; i < activities.size(); ++i) {
    missing[i] = before[i].size();
    if (missing[i] == 0) ready.push(i);
    for (const std::size_t each : before[i]) after[each].push_back(i);
  }
  std::vector<std::size_t> order;
  order.reserve(activities.size());
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    order.push_back(next);
    for (const std::size_t each : after[next]) {
      if (--missing[each] == 0) ready.push(each);
    }
  }
  return order;
}

std::vector<std::vector<std::size_t>> cycles_of(const std::vector<ActivitySpec>& activities,
                                                const std::vector<std::size_t>& order) {
  std::vector<bool> is_open(activities.size(), true);  // left out of the order, and on no walk so far
  for (const std::size_t each : order) is_open[each] = false;
  const std::vector<bool> is_left = is_open;
  const auto before = predecessors_of(activities);
  std::vector<std::vector<std::size_t>> cycles;
  for (std::size_t i = 0; i < activities.size(); ++i) {
    // What is left comes after something that is left, too: a walk from there to there ends in a cycle, or on
    // an earlier walk.
    std::vector<std::size_t> walk;
    std::size_t at = i;
    while (is_open[at]) {
      is_open[at] = false;
      walk.push_back(at);
      at = *std::ranges::find_if(before[at], [&](std::size_t each) { return is_left[each]; });
    }
    const auto again = std::ranges::find(walk, at);
    if (again == walk.end()) continue;
    std::vector<std::size_t> cycle{again, walk.end()};
    std::ranges::rotate(cycle, std::ranges::min_element(cycle));
    cycles.push_back(std::move(cycle));
  }
  return cycles;
}

std::optional<double> fact_of(const ActivitySpec& activity, const std::optional<CivilTime>& as_of) {
  if (activity.done) return in_seconds(*activity.done);
  if (!activity.date || !activity.date->is_constant()) return std::nullopt;
  const double date = activity.date->minimum();
  return !as_of || date < in_seconds(*as_of) ? std::optional{date} : std::nullopt;
}

}  // namespace suanwang::scenario
