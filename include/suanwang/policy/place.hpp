#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "suanwang/centre/ledger.hpp"

namespace suanwang {

/// Chooses where in a centre a gang runs: the partition (accelerator type), and the accelerators in it.
class Place {
 public:
  virtual ~Place() = default;

  /// Among the partitions of one centre that can take a gang of `need` now, the one with the least score
  /// does; ties go to the first.
  [[nodiscard]] virtual double score(const Ledger& partition, Accelerators need) const = 0;

  /// `need` free accelerators, none of them in `reserved` (if given), as ranges of numbers minus the
  /// partition's first number. @pre there are so many
  [[nodiscard]] virtual Ranges pick(const Ledger& partition, Accelerators need,
                                    const BitSet* reserved) const = 0;
};

/// The partition to take: that of the first centre, in the view's order, in which one `fits`; within that
/// centre by `place`. None if none fits.
template <class Fits>
[[nodiscard]] const Ledger* choose_partition(std::span<const Ledger* const> partitions, const Place& place,
                                             Accelerators need, Fits&& fits) {
  const Ledger* best = nullptr;
  double best_score = 0;
  for (const Ledger* partition : partitions) {
    if (best != nullptr && partition->centre() != best->centre()) break;
    if (!fits(*partition)) continue;
    const double score = place.score(*partition, need);
    if (best == nullptr || score < best_score) {
      best = partition;
      best_score = score;
    }
  }
  return best;
}

/// The lowest `count` free accelerators that are not in `reserved`. @pre there are so many
[[nodiscard]] Ranges lowest_free(const BitSet& free, std::int64_t count, const BitSet* reserved);

}  // namespace suanwang
