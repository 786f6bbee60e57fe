#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "support/seeds.hpp"
#include "support/simulate.hpp"

/// Random small worlds in which much happens at once: few accelerators, many equal instants and walltimes.
namespace suanwang::test {

/// What a random world may have.
struct Variety {
  std::int64_t centres = 1;        ///< at most
  std::int64_t types = 1;          ///< at most, in a centre
  std::int64_t pools = 1;          ///< at most, of a type in a centre
  std::int64_t jobs = 24;          ///< at most, over all streams
  std::int64_t streams = 1;        ///< at most
  std::int64_t smallest_pool = 1;  ///< accelerators
  std::int64_t largest_pool = 8;
  bool late_pools = false;       ///< some come online while jobs arrive
  bool exact_walltimes = false;  ///< otherwise some jobs end early, and some are killed
  bool too_large = false;        ///< some jobs fit nowhere
  bool islands = false;          ///< some centres join late or never
  bool homes = false;            ///< some jobs name a centre
};

/// Jobs arrive within 40 s, run for up to 12 s and ask for up to 20.
inline Job random_job(Rng& rng, const Variety& variety, std::int64_t largest) {
  const std::int64_t run = rng.integer(1, 12);
  std::int64_t walltime = run;
  if (!variety.exact_walltimes && rng.chance(0.7)) walltime = rng.integer(1, 20);
  const bool wide = rng.chance(0.3);
  const std::int64_t need = rng.integer(1, wide ? largest : std::max<std::int64_t>(1, largest / 3));
  Job made = job(rng.integer(0, 40), run, need, walltime);
  if (variety.too_large && rng.chance(0.03)) made.accelerators = Accelerators::whole(largest + 1);
  made.priority = static_cast<std::int32_t>(rng.integer(-1, 2));
  return made;
}

inline Instance random_instance(Rng& rng, const Variety& variety) {
  Instance instance;
  std::int64_t largest = 0;
  for (std::int64_t centres = rng.integer(1, variety.centres); centres > 0; --centres) {
    Time joins = kStart;
    if (variety.islands && rng.chance(0.4)) joins = rng.chance(0.3) ? kNever : at(rng.integer(1, 40));
    instance.centre(joins);
    for (std::int64_t type = rng.integer(1, variety.types) - 1; type >= 0; --type) {
      std::int64_t together = 0;
      for (std::int64_t pools = rng.integer(1, variety.pools); pools > 0; --pools) {
        const std::int64_t count = rng.integer(variety.smallest_pool, variety.largest_pool);
        const bool late = variety.late_pools && rng.chance(0.4);
        instance.pool(count, late ? at(rng.integer(1, 50)) : kStart, rng.integer(1, 4),
                      static_cast<std::size_t>(type));
        together += count;
      }
      largest = std::max(largest, together);
    }
  }
  for (std::int64_t streams = rng.integer(1, variety.streams); streams > 0; --streams) {
    std::vector<Job> jobs;
    for (std::int64_t n = rng.integer(1, variety.jobs / variety.streams); n > 0; --n) {
      jobs.push_back(random_job(rng, variety, largest));
      if (variety.homes && rng.chance(0.6)) jobs.back().home = CentreId{rng.index(instance.centres.size())};
    }
    instance.jobs(std::move(jobs));
  }
  return instance;
}

}  // namespace suanwang::test
