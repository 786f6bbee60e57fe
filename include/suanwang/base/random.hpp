#pragma once

#include <cstdint>

namespace suanwang {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // g++ 12 takes the scoped Purpose::Duration to hide a Duration

/// What a draw decides. The numbers are part of every result: never renumber, only append.
enum class Purpose : std::uint32_t {
  Online = 0,        ///< date of a phase
  Capacity = 1,      ///< uncertain size of a pool
  Conversion = 2,    ///< uncertain factor between precisions
  Arrival = 3,       ///< interval to the next job
  Accelerators = 4,  ///< size of a gang
  Duration = 5,
  Walltime = 6,
  Priority = 7,
  Class = 8,      ///< which class of a mix
  Dispatch = 9,   ///< which centre
  Activity = 10,  ///< how long an activity of a programme takes
  Shock = 11,     ///< what makes several of them late together
  Lot = 12,       ///< how much a delivery brings
  Deadline = 13,  ///< how long after its submission a job is wanted to be done
  Facility = 14,  ///< what a centre states besides its pools, such as its PUE
  Test = 1000,
};

#pragma GCC diagnostic pop

/// A family of random numbers: one for each (seed, replication, purpose, entity); its members are indexed.
///
/// A draw is a pure function of (seed, replication, purpose, entity, index). Adding an entity or a draw in
/// one place therefore changes nothing elsewhere, two policies see the same arrivals, and results do not
/// depend on the number of threads. `entity` is the `hash_of` the entity's id, never a dense index.
/// @source J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11, sect. 3.3 (Philox4x32-10).
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint32_t replication, Purpose purpose, std::uint64_t entity);

  /// 64 random bits of draw `index`.
  [[nodiscard]] std::uint64_t bits(std::uint64_t index) const;

  /// Uniform in the open interval (0, 1), 52 bits.
  [[nodiscard]] double uniform(std::uint64_t index) const;

 private:
  std::uint64_t key_;
  std::uint64_t entity_;
};

}  // namespace suanwang
