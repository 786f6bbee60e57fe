#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/distribution.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/parallel.hpp"
#include "suanwang/scenario/spec.hpp"

// How good would the forecast have been? The scenario is put back to what was known on an earlier day, and
// its forecast is compared with what is known now.
//
//   A date after that day is forgotten. In its place stands what was announced by then, plus a slip:
//     slip = delivered - announced, learned from what had been announced and delivered by that day, and from
//     what was overdue then (a slip of at least so much): the estimate of E. Kaplan, P. Meier, JASA 53, 1958.
//   An activity with a `duration` keeps it. What nobody had announced by then is left out, and named.
namespace suanwang {

/// What slips were learned from.
struct Slips {
  std::size_t delivered = 0;  ///< pairs of announced and delivered dates
  std::size_t overdue = 0;    ///< announced for a day before, and not there
  double median_s = 0;        ///< of `law`
  /// [s]; beyond the longest slip seen, an exponential tail of the mean of those that were late.
  Distribution law;
};

/// Learned from the facts of `spec` up to `as_of`. Nothing where there are fewer than `kFewestSlips` pairs.
[[nodiscard]] std::optional<Slips> learn_slips(const Spec& spec, CivilTime as_of);
inline constexpr std::size_t kFewestSlips = 3;

/// A date that was unknown then, and how it was foretold.
struct Milestone {
  std::string path;
  Name name;
  std::optional<CivilTime> announced;
  double p10 = 0;  ///< seconds since 1970
  double p50 = 0;
  double p90 = 0;
  std::optional<double> actual;  ///< none: it has not come by the day up to which facts are known now
  bool inside = false;           ///< `actual` lies in [p10, p90]; where there is none, p90 lies after today
  /// Continuous ranked probability score [s]: mean distance of the forecast from the outcome, less half its
  /// own spread; 0 is perfect, and of a single date it is the distance. Only with `actual`.
  /// @source T. Gneiting, A. Raftery, "Strictly proper scoring rules", JASA 102, 2007, eq. 21.
  double crps_s = 0;
  std::optional<double>
      announced_error_s;  ///< |actual - announced|: the score of believing what was announced
};

struct Backtest {
  CivilTime as_of;
  Slips slips;
  Spec then;                                ///< the scenario as it was known
  std::vector<Milestone> milestones;        ///< by path
  std::vector<std::string> left_out;        ///< paths of pools that nobody had announced
  std::size_t known = 0;                    ///< milestones with `actual`
  std::size_t inside = 0;                   ///< of those
  double crps_s = 0;                        ///< mean over those
  std::optional<double> announced_error_s;  ///< mean over those that had been announced
};

/// The scenario as it was known at `as_of`, with slips of `law` where dates had been announced.
/// @param left_out takes the paths of the pools that are not in it
[[nodiscard]] Spec as_known(const Spec& spec, CivilTime as_of, const Distribution& slip,
                            std::vector<std::string>& left_out);

/// @pre `spec.as_of` is after `as_of`
[[nodiscard]] Backtest backtest(const Spec& spec, CivilTime as_of, const Slips& slips, std::size_t samples,
                                Parallelism parallelism);

}  // namespace suanwang
