#include "suanwang/policy/matching.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <span>
#include <utility>

#include "suanwang/policy/transport.hpp"

namespace suanwang {
namespace {

/// Scores, per unit of a job, as whole numbers: even, and one more away from home.
class WholeCosts {
 public:
  /// @param jobs those that take part; `units` of each
  WholeCosts(const MatchProblem& problem, std::span<const std::size_t> jobs,
             std::span<const std::int64_t> units)
      : problem_{&problem}, centres_{problem.room.size()} {
    bool is_first = true;
    double most = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      for (std::size_t c = 0; c < centres_; ++c) {
        const double cost = per_unit(jobs[i], c, units[i]);
        if (!std::isfinite(cost)) continue;
        least_ = is_first ? cost : std::min(least_, cost);
        most = is_first ? cost : std::max(most, cost);
        is_first = false;
      }
    }
    constexpr double kSteps = static_cast<double>(TransportProblem::kDearest / 2 - 1);
    if (most > least_) scale_ = kSteps / (most - least_);
  }

  [[nodiscard]] std::int64_t operator()(std::size_t job, std::size_t centre, std::int64_t units) const {
    const double cost = per_unit(job, centre, units);
    if (!std::isfinite(cost)) return TransportProblem::kForbidden;
    const bool is_away = problem_->home[job] != centre;
    return 2 * static_cast<std::int64_t>((cost - least_) * scale_) + (is_away ? 1 : 0);
  }

 private:
  [[nodiscard]] double per_unit(std::size_t job, std::size_t centre, std::int64_t units) const {
    return problem_->score[job * centres_ + centre] / static_cast<double>(units);
  }

  const MatchProblem* problem_;
  std::size_t centres_;
  double least_ = 0;
  double scale_ = 0;
};

TransportProblem transport(const MatchProblem& problem, std::span<const std::size_t> jobs,
                           std::vector<std::int64_t> units, std::vector<std::int64_t> capacity) {
  const WholeCosts costs{problem, jobs, units};
  TransportProblem result{.rows = jobs.size(),
                          .columns = capacity.size(),
                          .cost = {},
                          .demand = std::move(units),
                          .capacity = std::move(capacity)};
  result.cost.reserve(result.rows * result.columns);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    for (std::size_t c = 0; c < result.columns; ++c)
      result.cost.push_back(costs(jobs[i], c, result.demand[i]));
  }
  return result;
}

/// The centre to which all of a row flows, or none.
std::optional<std::size_t> whole_in(const TransportProblem& problem, const std::vector<std::int64_t>& flow,
                                    std::size_t row) {
  for (std::size_t c = 0; c < problem.columns; ++c) {
    if (flow[row * problem.columns + c] == problem.demand[row]) return c;
  }
  return std::nullopt;
}

/// Takes the room of a gang, if there is any.
bool take(std::vector<Room>& rooms, Accelerators need) {
  Room* const room = tightest(rooms, need);
  if (room == nullptr) return false;
  room->free -= need;
  return true;
}

}  // namespace

Matches match_by_flow(const MatchProblem& problem) {
  auto rooms = problem.room;
  std::vector<std::size_t> jobs;
  std::vector<std::int64_t> units;
  for (std::size_t j = 0; j < problem.need.size(); ++j) {
    jobs.push_back(j);
    units.push_back(problem.need[j].milli);
  }
  std::vector<std::int64_t> capacity;
  for (const std::vector<Room>& centre : rooms) {
    Accelerators free;
    for (const Room& room : centre) free += room.free;
    capacity.push_back(free.milli);
  }
  TransportProblem flows = transport(problem, jobs, std::move(units), std::move(capacity));
  for (std::size_t j = 0; j < flows.rows; ++j) {
    for (std::size_t c = 0; c < flows.columns; ++c) {
      if (tightest(rooms[c], problem.need[j]) == nullptr)
        flows.cost[j * flows.columns + c] = TransportProblem::kForbidden;
    }
  }
  const std::vector<std::int64_t> flow = cheapest_flow(flows);
  Matches matches(flows.rows);
  for (std::size_t j = 0; j < flows.rows; ++j) {
    const std::optional<std::size_t> centre = whole_in(flows, flow, j);
    if (centre && take(rooms[*centre], problem.need[j])) matches[j] = centre;
  }
  return matches;
}

Matches match_by_size(const MatchProblem& problem) {
  auto rooms = problem.room;
  std::map<Accelerators, std::vector<std::size_t>, std::greater<>> sizes;
  for (std::size_t j = 0; j < problem.need.size(); ++j) sizes[problem.need[j]].push_back(j);
  Matches matches(problem.need.size());
  for (const auto& [need, jobs] : sizes) {
    std::vector<std::int64_t> places;
    for (const std::vector<Room>& centre : rooms) {
      places.push_back(0);
      for (const Room& room : centre) places.back() += room.free.milli / need.milli;
    }
    const TransportProblem flows =
        transport(problem, jobs, std::vector<std::int64_t>(jobs.size(), 1), std::move(places));
    const std::vector<std::int64_t> flow = cheapest_flow(flows);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      const std::optional<std::size_t> centre = whole_in(flows, flow, i);
      if (centre && take(rooms[*centre], need)) matches[jobs[i]] = centre;
    }
  }
  return matches;
}

}  // namespace suanwang
