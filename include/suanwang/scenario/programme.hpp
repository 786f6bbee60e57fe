#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/centre/programme.hpp"
#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// What an activity of a built programme is to people.
struct ActivityLabel {
  std::string path;  ///< as a reader would write it, "programme.activities.hall"
  Name name;
  std::optional<AnnouncedSpec> announced;
  Provenance provenance;
  Location at;
};

/// The build-out of a spec. Shocks, crews and supplies of `programme` are those of `Spec::programme`, and the
/// lots of a supply are its lots, in the same order.
struct BuildOut {
  /// The pool that a phase stands for.
  struct Pool {
    std::size_t centre = 0;  ///< index into Spec::centres
    std::size_t pool = 0;    ///< index into its pools
  };

  Programme programme;
  std::vector<ActivityLabel> labels;  ///< by activity
  std::vector<Pool> pools;            ///< by phase: all pools, in (centre, pool id) order
};

/// Everything of a spec that has a date, as one programme.
///
/// - An activity of `Spec::programme`, and the delivery of a lot, draws with Purpose::Activity, a quantity
///   with Purpose::Lot, each named by its path.
/// - A pool with the short form of `online` comes after one activity that is this date. It is drawn as `run`
///   draws it (Purpose::Online, "centre/pool"), except that `run` does not condition on `as_of` what counts
///   from time 0 (`online: {uniform: [10 h, 20 h]}`).
/// - A pool without `online` is in service from the beginning.
/// - A fixed date before `as_of` is a fact; a later one is a constant.
/// - A pool that another one `replaces` retires once all that the other comes after has ended.
/// - How large a pool is, and conversions between precisions, are no part of it.
///
/// @param time_zero the civil instant of time 0, where dates count from it; none: `start`, or else 1970
[[nodiscard]] BuildOut build_programme(const Spec& spec, std::optional<CivilTime> time_zero = {});

}  // namespace suanwang
