#pragma once

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/range.hpp"

namespace suanwang {

/// What a job takes of a pool.
struct Resources {
  Accelerators accelerators;
  double cpus = 0;
  Bytes memory;
};

/// A part of a gang: what it takes of one pool of one centre.
struct Share {
  CentreId centre;
  PoolId pool;
  Resources resources;
};

/// Where a job runs: its shares, and the numbers of its accelerators in their centre.
struct Placement {
  boost::container::small_vector<Share, 1> shares;
  Ranges ranges;
};

}  // namespace suanwang
