#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace suanwang {

/// What is wanted by rows, and what there is by columns.
struct TransportProblem {
  static constexpr std::int64_t kForbidden = std::numeric_limits<std::int64_t>::max();
  static constexpr std::int64_t kDearest = std::int64_t{1} << 48;

  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::int64_t> cost;      ///< [row × columns + column] of a unit; 0 to kDearest, or kForbidden
  std::vector<std::int64_t> demand;    ///< by row, above 0
  std::vector<std::int64_t> capacity;  ///< by column
};

/// Flow from rows to columns: each row is served whole, or not at all where those before it leave too little;
/// among the flows that serve the same rows the cost is least.
///
/// Rows come in turn, each by shortest augmenting paths. A path leads from column to column, for whoever
/// stands in one can be sent to another at the difference of his costs: so the graph has as many nodes as
/// there are columns, which are few. (Boost.Graph's successive shortest paths, on all nodes and edges, take
/// some fifty times as long; they are the oracle of this one.) Costs are whole numbers, so that optimal means
/// optimal.
///
/// @returns [row × columns + column]
/// @source Ahuja, Magnanti and Orlin, "Network Flows", 1993, section 9.7 (successive shortest paths)
/// @complexity O(rows · columns² · path) and, for the differences, O(rows of a column · columns) a change
[[nodiscard]] std::vector<std::int64_t> cheapest_flow(const TransportProblem& problem);

}  // namespace suanwang
