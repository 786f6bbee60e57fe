#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "suanwang/base/diagnostics.hpp"
#include "suanwang/base/name.hpp"
#include "suanwang/base/quantity.hpp"
#include "suanwang/base/time.hpp"

// What a scenario says of links, datasets, and the zones in which they may be.
namespace suanwang {

/// Where a figure comes from. `assumed` is a source too; none at all is a warning.
struct Provenance {
  std::string source;  ///< empty: none given
  [[nodiscard]] bool assumed() const { return source.empty() || source.starts_with("assumed"); }
};

/// An instant as a scenario gives it: an amount of time from time 0, or a date.
using Moment = std::variant<Duration, CivilTime>;

/// From then on a link has another bandwidth.
struct UpgradeSpec {
  Moment from;
  BytesPerSecond bandwidth;
};

/// A window of time, up to an instant that is no longer part of it.
struct WindowSpec {
  Moment from;
  std::variant<Duration, Moment> until;  ///< how long it lasts, or when it is over
  Location at;
};

struct LinkSpec {
  std::string id;
  Name name;
  std::string from;
  std::string to;
  BytesPerSecond bandwidth;        ///< each direction; +inf: `unlimited`
  std::optional<Seconds> latency;  ///< one way; none: great circle × route_factor × 4.9 us/km
  double route_factor = 1.4;
  std::vector<UpgradeSpec> upgrades;  ///< no two of one instant
  std::vector<WindowSpec> outages;    ///< it carries nothing; may overlap
  Provenance provenance;
  Location at;
};

/// A row of the file of fixed routes.
struct RouteSpec {
  std::string from;
  std::string to;
  std::vector<std::string> links;  ///< a way from `from` to `to`
  Location at;
};

/// A dataset: bytes that jobs need where they run.
struct DatasetSpec {
  std::string id;
  Name name;
  Bytes size;
  std::vector<std::string> replicas;  ///< centres that have it from the beginning, and keep it
  std::optional<std::string> zone;    ///< where it may be; none: anywhere
  std::string kind;                   ///< what the rules of zones go by: "weights"
  Provenance provenance;
  Location at;
};

/// Data of this kind may leave a zone.
struct ZoneRule {
  std::string allow;            ///< a kind
  std::vector<std::string> to;  ///< centres; empty: all
  Duration review{0};           ///< how long it takes until it may set out
  Location at;
};

/// Where data so marked may be kept, and through what it may pass.
struct ZoneSpec {
  std::string id;
  Name name;
  std::vector<std::string> centres;
  std::vector<std::string> links;  ///< empty: every link between its centres
  std::vector<ZoneRule> rules;
  Provenance provenance;
  Location at;
};

/// Who decides where jobs go.
struct DispatcherSpec {
  Name name;
  std::optional<std::string> centre;  ///< where it stands
  Duration latency{0};                ///< from when it has a job before it to the decision
  Duration refresh{0};                ///< how old its view of the centres may be
  Provenance provenance;
};

/// A dispatcher that decides first about the jobs that belong to its centres.
struct RegionalDispatcherSpec : DispatcherSpec {
  std::string id;
  std::string region;                ///< serves the centres of this region; or empty:
  std::vector<std::string> centres;  ///< serves these
  /// How long after its submission a job that has not started is passed on; none: it keeps its jobs.
  std::optional<Duration> passes_on = Duration{0};
  Location at;
};

/// The dispatcher of the whole network, and those below it.
struct NetworkDispatcherSpec : DispatcherSpec {
  std::vector<RegionalDispatcherSpec> below;  ///< by id; a centre is of one of them at most
};

}  // namespace suanwang
