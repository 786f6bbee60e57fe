#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "suanwang/measure/record.hpp"
#include "suanwang/measure/time_spans.hpp"

namespace suanwang {

/// For whom bytes go over the network: a stream (of transfers, or of jobs that send their output home), or a
/// dataset that jobs need.
struct TransferOwner {
  TransferPurpose purpose = TransferPurpose::Workload;
  std::uint32_t index = 0;  ///< of the StreamId or the DatasetId

  friend auto operator<=>(const TransferOwner&, const TransferOwner&) = default;
};

/// What a resource of the network carried over a span of time.
struct Carried {
  double bytes = 0;
  double used = 0;      ///< those of the time in which its capacity was limited and not zero
  double possible = 0;  ///< what it could have carried in that time

  void add(const Carried& other);
  /// Used ÷ possible; none without time in which there was a capacity to use.
  [[nodiscard]] std::optional<double> utilisation() const;
};

/// What became of a resource.
struct ResourceUsage {
  Carried all;
  std::vector<Carried> series;             ///< by span; shorter where the rest is nothing
  double peak = 0;                         ///< greatest share of its capacity in use, over any time at all
  double saturated_s = 0;                  ///< how long all of it was in use, while it had a capacity
  std::map<TransferOwner, double> owners;  ///< bytes; they count more exactly than integrals, and also what
                                           ///< an unlimited resource carried in no time

  /// Those of all owners.
  [[nodiscard]] double bytes() const;
};

/// What became of the network over one run, or several: then the sums over them, and the greatest peak.
struct NetworkUsage {
  TimeSpans spans;
  Time ended = kStart;  ///< of the run that lasted longest
  std::size_t runs = 0;
  std::vector<ResourceUsage> resources;  ///< by ResourceId

  void add(const NetworkUsage& other);
  /// How many spans any run reached.
  [[nodiscard]] std::size_t span_count() const;
};

/// Integrates what goes through each resource of the network, exactly: rates are constant between records.
/// Memory: resources × spans, and resources × owners.
class LinkUsage final : public Observer {
 public:
  /// `capacities`: bytes a second at time 0, by ResourceId; +inf is unlimited.
  LinkUsage(const std::vector<double>& capacities, TimeSpans spans);

  void on(const Record& record) override;

  /// Integrates to the end; call once, after the run.
  [[nodiscard]] NetworkUsage finish(Time ended);

 private:
  /// A resource as it stands since the instant `since`.
  struct Standing {
    double load = 0;
    double capacity = 0;
    bool saturated = false;
    Time since = kStart;
    std::size_t span = 0;
    Time span_end = kStart;  // not after `since`: to be found
  };
  void advance(std::size_t resource, Time to);
  void widen(Time to);

  std::vector<Standing> standing_;
  NetworkUsage usage_;
  Time enough_ = kStart;  // the spans are wide enough until then
};

}  // namespace suanwang
