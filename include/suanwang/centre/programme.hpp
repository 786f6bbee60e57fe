#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "suanwang/base/distribution.hpp"
#include "suanwang/base/random.hpp"

// A build-out programme: what must be done before pools come into service, and what of it is uncertain.
// Dates are seconds since 1970 at the scenario's clock, durations are seconds.
namespace suanwang {

/// A number that nobody knows yet: its law, and what names its draws.
struct Unknown {
  Distribution law;
  Purpose purpose = Purpose::Activity;
  std::uint64_t entity = 0;  ///< hash_of the path that a reader would write
};

/// Something that must have ended, and how long after its end.
struct Dependency {
  std::size_t activity = 0;
  double lag_s = 0;  ///< >= 0
};

/// Why several activities are late together: one standard normal Z for all of them (a one-factor Gaussian
/// copula). An activity's draw is u = Phi(sqrt(rho) Z + sqrt(1 - rho) e), e its own standard normal draw; its
/// duration is the quantile at u.
///
/// That some have started and not ended by the day of the facts says something about Z, hence about all: the
/// law is the joint one given all that is known. Z has the density phi(z) times the probability, given z,
/// that each of them has not ended; given Z, each is above what it has exceeded, and the others are as they
/// were.
struct Shock {
  double rho = 0;  ///< 0: independent; 1: all at the same quantile of their laws
  std::uint64_t entity = 0;
};

/// Civil works, a power line, a delivery, a commissioning: starts when everything that it comes after has
/// ended and a crew is free, and takes its duration.
///
/// Unless it is `done`, it has not ended by the day up to which facts are known: its duration is drawn given
/// that. One that comes after something unfinished starts later than that day, and needs no condition.
struct Activity {
  std::vector<Dependency> after;
  double not_before = -std::numeric_limits<double>::infinity();  ///< it starts no earlier
  Unknown duration;                  ///< of an activity that is a date by itself: starts at 0, takes the date
  std::optional<double> begun;       ///< fact: when it started
  std::optional<double> done;        ///< fact: when it ended
  std::optional<std::size_t> crew;   ///< index into Programme::crews; held from start to end
  std::optional<std::size_t> shock;  ///< index into Programme::shocks
};

/// Teams that work on one activity each, one after the other: whichever is ready first gets the next that is
/// free; of those ready at once, the one that was listed first. What has begun or is done by the facts has
/// the crew until it ends, and whatever else needs it comes after that.
struct Crew {
  std::size_t count = 1;
};

/// A part of a supply, such as a lot of chips or a transformer: there from the end of its activity.
struct Lot {
  std::size_t activity = 0;
  Unknown quantity;  ///< in the unit of the supply
};

/// What phases draw from: chips, or megawatts. Lots are handed out in the order of their arrival, each to the
/// phases that still need something, by priority (higher first), then by the date at which they are ready for
/// it, then in the order in which they are listed.
struct Supply {
  std::vector<Lot> lots;
};

/// A pool on its way into service. At a time t it is in service with the share
///
///   0 before the end of everything in `after`, else the least, over `needs`, of received by t / quantity
///
/// and from the end of `retires` on with nothing. What it has received, or still receives, is not handed out
/// again.
struct BuildPhase {
  struct Need {
    std::size_t supply = 0;
    double quantity = 0;  ///< of the whole phase; > 0
  };
  std::vector<Dependency> after;  ///< empty: ready from the beginning
  std::vector<Need> needs;
  std::int32_t priority = 0;
  std::optional<Dependency> retires;
};

/// @pre activities come after earlier ones of the list only (it is in topological order)
struct Programme {
  std::vector<Activity> activities;
  std::vector<Shock> shocks;
  std::vector<Crew> crews;
  std::vector<Supply> supplies;
  std::vector<BuildPhase> phases;
  std::optional<double> as_of;  ///< facts are known up to then; none: nothing is conditioned
};

}  // namespace suanwang
