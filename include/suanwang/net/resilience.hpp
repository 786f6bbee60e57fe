#pragma once

#include <cstddef>
#include <vector>

#include "suanwang/net/network.hpp"

namespace suanwang {

/// A link whose loss parts what it joins: no other way leads around it.
struct Bridge {
  std::size_t link = 0;
  std::vector<std::size_t> a_side;  ///< nodes that stay with the link's `a`, in order
  std::vector<std::size_t> b_side;  ///< nodes that stay with its `b`
};

/// The bridges, by link. A link beside another between the same nodes is none.
[[nodiscard]] std::vector<Bridge> bridges(const Network& network);

/// The least capacity whose loss parts two nodes, which is also the most that can flow between them at once,
/// over all ways together and in one direction (max-flow = min-cut).
struct Cut {
  std::size_t from = 0;
  std::size_t to = 0;
  BytesPerSecond capacity;          ///< 0 where there is no way; +inf where links without limit lead there
  std::vector<std::size_t> links;   ///< those to be cut, in order; none where the capacity is 0 or +inf
  std::vector<std::size_t> side;    ///< nodes that stay with `from`, in order
  std::vector<std::size_t> beyond;  ///< nodes that stay with `to`; those of other parts are on neither side
};

/// Of several least cuts, the one nearest to `from`. @pre from != to
[[nodiscard]] Cut min_cut(const Network& network, std::size_t from, std::size_t to);

/// A tree of least cuts: one for each node but the first of its part. The least cut between any two nodes has
/// the least capacity on the way between them in this tree, whose edges are (from, to).
/// @source D. Gusfield, "Very simple methods for all pairs network flow analysis", SIAM J. Comput. 19 (1990).
/// @complexity a max-flow a node
[[nodiscard]] std::vector<Cut> cut_tree(const Network& network);

}  // namespace suanwang
