#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/kernel/progress.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/reach.hpp"

// What a little more of something would do to the probability of each target.
//
//   ΔP = mean over the samples of  [K'(by) satisfies the bound] − [K(by) satisfies it]
//
// K' is K with one thing changed and every random number the same (common random numbers), so that only the
// samples that it tips over count.
namespace suanwang {

inline constexpr double kMarginalCards = 1000;
inline constexpr double kMarginalWatts = 10e6;
inline constexpr double kMarginalSeconds = 365.25 / 12 * 86400;  ///< a month

/// What there is a little more of.
struct Marginal {
  enum class Kind : std::uint8_t {
    /// 1,000 accelerators of a pool's own kind, in service as soon as the pool is and in the same share. They
    /// bring their own chips and power: nothing is taken from the supplies that the pool draws from.
    PoolCards,
    /// 1,000 accelerators more in the first lot of a supply that has not come yet.
    LotCards,
    /// 10 MW more, likewise.
    LotPower,
    /// An activity, a lot or a pool's date ends a month sooner, yet neither before it starts nor before
    /// `as_of`. Not those by which a pool leaves service.
    Sooner,
  };
  /// On a target under a basis.
  struct Effect {
    double probability = 0;  ///< change of P
    Range95 interval;        ///< of the paired difference
    /// Change of K at `by` at 10 %, or where less is better at 90 % [FLOP/s].
    double tail = 0;
    Range95 tail_interval;
    bool none = false;  ///< K is the same in every sample: no effect, not one that is too small to see
  };

  Kind kind = Kind::Sooner;
  std::string path;  ///< as a reader would write it
  Name name;
  bool assumed = false;
  Location at;
  std::vector<Effect> effects{};  ///< by question
  /// Whether it changes nothing about any question.
  [[nodiscard]] bool is_nothing() const;
};

struct Marginals {
  struct Question {
    std::size_t target = 0;  ///< index into Spec::targets
    std::string basis;
    double probability = 0;  ///< as it is, of the same samples
  };
  std::uint64_t samples = 0;
  std::vector<Question> questions;
  /// Those with the largest change of any P first, then by change of K.
  std::vector<Marginal> entries;
  /// Pools still to come of which a capacity is known and no model of accelerator: no figure for 1,000 more.
  std::vector<Name> without_model;
};

struct MarginalOptions {
  std::uint64_t samples = 20'000;  ///< replications 0, 1, ...
  std::size_t block = 4096;        ///< samples evaluated at a time; changes nothing
  Parallelism parallelism{};
};

/// @pre the spec has a target on capacity @throws Interrupted
[[nodiscard]] Marginals marginals(const Spec& spec, const MarginalOptions& options,
                                  Progress* progress = nullptr);

}  // namespace suanwang
