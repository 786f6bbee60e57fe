#include "suanwang/policy/transport.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

constexpr std::int64_t kNoWay = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

class Solver {
 public:
  explicit Solver(const TransportProblem& problem)
      : problem_{problem},
        flow_(problem.rows * problem.columns),
        left_{problem.capacity},
        members_(problem.columns),
        swaps_(problem.columns * problem.columns) {}

  std::vector<std::int64_t> solve() {
    for (std::size_t row = 0; row < problem_.rows; ++row) serve(row);
    return std::move(flow_);
  }

 private:
  /// The cheapest way to send one unit from a column to another.
  struct Swap {
    std::int64_t cost = kNoWay;
    std::size_t row = kNobody;
  };
  struct Change {
    std::size_t row;
    std::size_t column;
    std::int64_t units;
  };

  [[nodiscard]] std::int64_t cost(std::size_t row, std::size_t column) const {
    return problem_.cost[row * problem_.columns + column];
  }
  [[nodiscard]] std::int64_t& flow(std::size_t row, std::size_t column) {
    return flow_[row * problem_.columns + column];
  }

  void serve(std::size_t row) {
    std::vector<Change> changes;
    std::int64_t missing = problem_.demand[row];
    while (missing > 0) {
      const std::optional<std::size_t> end = shortest_path(row);
      if (!end) {
        for (auto change = changes.rbegin(); change != changes.rend(); ++change)
          apply({change->row, change->column, -change->units});
        return;
      }
      missing -= augment(row, *end, missing, changes);
    }
  }

  /// Bellman and Ford over the columns; the column with capacity left that is reached most cheaply.
  std::optional<std::size_t> shortest_path(std::size_t row) {
    const std::size_t n = problem_.columns;
    distance_.assign(n, kNoWay);
    before_.assign(n, kNobody);
    std::vector<std::size_t> active;
    for (std::size_t c = 0; c < n; ++c) {
      if (cost(row, c) == TransportProblem::kForbidden) continue;
      distance_[c] = cost(row, c);
      active.push_back(c);
    }
    for (std::size_t round = 0; !active.empty(); ++round) {
      SUANWANG_CHECK(round <= n);  // there is no cycle of negative cost
      std::vector<bool> improved(n, false);
      for (const std::size_t from : active) {
        for (std::size_t to = 0; to < n; ++to) {
          const Swap& swap = swaps_[from * n + to];
          if (swap.cost == kNoWay || distance_[from] + swap.cost >= distance_[to]) continue;
          distance_[to] = distance_[from] + swap.cost;
          before_[to] = from;
          improved[to] = true;
        }
      }
      active.clear();
      for (std::size_t c = 0; c < n; ++c) {
        if (improved[c]) active.push_back(c);
      }
    }
    std::optional<std::size_t> end;
    for (std::size_t c = 0; c < n; ++c) {
      if (left_[c] > 0 && distance_[c] != kNoWay && (!end || distance_[c] < distance_[*end])) end = c;
    }
    return end;
  }

  /// Sends as much as the path takes; how much that is.
  std::int64_t augment(std::size_t row, std::size_t end, std::int64_t most, std::vector<Change>& changes) {
    const std::size_t n = problem_.columns;
    std::int64_t units = std::min(most, left_[end]);
    for (std::size_t to = end; before_[to] != kNobody; to = before_[to])
      units = std::min(units, flow(swaps_[before_[to] * n + to].row, before_[to]));
    const std::size_t first = changes.size();
    std::size_t to = end;
    for (; before_[to] != kNobody; to = before_[to]) {
      const std::size_t mover = swaps_[before_[to] * n + to].row;
      changes.push_back({mover, to, units});
      changes.push_back({mover, before_[to], -units});
    }
    changes.push_back({row, to, units});
    for (std::size_t i = first; i < changes.size(); ++i) apply(changes[i]);
    return units;
  }

  void apply(const Change& change) {
    std::int64_t& of = flow(change.row, change.column);
    const bool was_there = of > 0;
    of += change.units;
    left_[change.column] -= change.units;
    auto& members = members_[change.column];
    if (!was_there && of > 0) {
      members.push_back(change.row);
      offer(change.row, change.column);
    } else if (was_there && of == 0) {
      std::erase(members, change.row);
      const auto first = swaps_.begin() + static_cast<std::ptrdiff_t>(change.column * problem_.columns);
      std::fill_n(first, problem_.columns, Swap{});
      for (const std::size_t member : members) offer(member, change.column);
    }
  }

  /// A row that stands in a column can be sent from there to others.
  void offer(std::size_t row, std::size_t from) {
    for (std::size_t to = 0; to < problem_.columns; ++to) {
      if (to == from || cost(row, to) == TransportProblem::kForbidden) continue;
      Swap& swap = swaps_[from * problem_.columns + to];
      const std::int64_t difference = cost(row, to) - cost(row, from);
      if (difference < swap.cost) swap = {difference, row};
    }
  }

  const TransportProblem& problem_;
  std::vector<std::int64_t> flow_;
  std::vector<std::int64_t> left_;                 // by column
  std::vector<std::vector<std::size_t>> members_;  // by column: rows with flow there
  std::vector<Swap> swaps_;                        // [from × columns + to]
  std::vector<std::int64_t> distance_;             // by column: of the shortest path
  std::vector<std::size_t> before_;                // by column: the one before it on that path
};

}  // namespace

std::vector<std::int64_t> cheapest_flow(const TransportProblem& problem) {
  return Solver{problem}.solve();
}

}  // namespace suanwang
