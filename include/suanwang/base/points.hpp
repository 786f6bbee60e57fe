#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "suanwang/base/random.hpp"

namespace suanwang {

/// One coordinate of the points: the uncertain number that it drives.
struct Coordinate {
  Purpose purpose = Purpose::Test;
  std::uint64_t entity = 0;     ///< the `hash_of` an id, as of a RandomStream
  std::uint32_t dimension = 0;  ///< dense, from 0; read by Sobol points alone, which are best in the lowest
};

/// Points in the open unit cube for Monte Carlo. Coordinate c of sample i is a pure function of (kind, seed,
/// i, c), at random access: results depend neither on chunks nor on threads.
///
/// In every kind a single point is uniform over the cube (over seeds), so that means are unbiased; the kinds
/// differ in how points of one set depend on each other. The error of a mean over a Latin or Sobol set is
/// known from several `randomised` sets (measure/intervals.hpp, mean_of).
class PointSet {
 public:
  /// How many samples there are at most.
  static constexpr std::uint64_t kMostSamples = std::uint64_t{1} << 32;
  /// How many dimensions Sobol points have at most.
  static constexpr std::uint32_t kMostDimensions = 3667;

  /// Independent points: sample r is draw 0 of the RandomStream of (seed, replication r, purpose, entity),
  /// bit for bit, so that sample r of a study is replication r of a run.
  [[nodiscard]] static PointSet plain(std::uint64_t seed);

  /// Latin hypercube of `samples` points: in each coordinate each interval [k/samples, (k+1)/samples) holds
  /// one point. Coordinates of different (purpose, entity) are permuted independently, by a keyed Feistel
  /// network that walks its cycle until it is in range. @pre 1 <= samples <= kMostSamples
  /// @source M. McKay, R. Beckman, W. Conover, "A comparison of three methods for selecting values of input
  ///   variables", Technometrics 21(2), 1979; J. Black, P. Rogaway, "Ciphers with arbitrary finite domains",
  ///   CT-RSA 2002, sect. 3 and 4.
  [[nodiscard]] static PointSet latin(std::uint64_t seed, std::uint64_t samples);

  /// Sobol points in base 2 with nested uniform scrambling, and random digits after the 32nd. Each aligned
  /// run of 2^m samples has one point in each of the 2^m intervals of a coordinate, and a digital net in any
  /// coordinates: take a power of two. Purpose and entity do not matter. @pre 1 <= dimensions <=
  /// kMostDimensions
  /// @source S. Joe, F. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J.
  ///   Sci. Comput. 30, 2008 (the direction numbers, from Boost.Random); A. Owen, "Randomly permuted
  ///   (t,m,s)-nets and (t,s)-sequences", 1995; S. Laine, T. Karras, "Stratified sampling for stochastic
  ///   transparency", EGSR 2011, and B. Burley, "Practical hash-based Owen scrambling", JCGT 9(4), 2020.
  [[nodiscard]] static PointSet sobol(std::uint64_t seed, std::uint32_t dimensions);

  /// The set number `number` of a family of independent ones of this kind and size; 0 is this set itself.
  [[nodiscard]] PointSet randomised(std::uint32_t number) const;

  /// Writes samples `first` to `first + count - 1`, a column for each of `coordinates`: `out[c * count + k]`
  /// is coordinate c of sample `first + k`, above 0 and below 1. Plain columns that follow each other with
  /// the same purpose share half of their work.
  /// @pre out.size() == count * coordinates.size(); the samples exist; a Sobol set has the dimensions
  void fill(std::uint64_t first, std::size_t count, std::span<const Coordinate> coordinates,
            std::span<double> out) const;

  /// How many samples there are.
  [[nodiscard]] std::uint64_t samples() const { return samples_; }

 private:
  enum class Kind : std::uint8_t { Plain, Latin, Sobol };
  struct Directions;

  PointSet(Kind kind, std::uint64_t seed, std::uint64_t samples);

  Kind kind_;
  std::uint64_t seed_;
  std::uint64_t samples_;
  std::shared_ptr<const Directions> directions_;  ///< of Sobol points
};

}  // namespace suanwang
