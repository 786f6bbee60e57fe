#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "suanwang/base/check.hpp"
#include "suanwang/centre/programme.hpp"
#include "suanwang/centre/programme_sampler.hpp"

namespace suanwang {

/// When the activities of a programme start.
class ProgrammeSchedule {
 public:
  explicit ProgrammeSchedule(const Programme& programme);

  /// Turns the durations of activities into their ends, in place. What is done needs no duration.
  /// @shape [activities x samples], a row's samples side by side
  void ends_from_durations(std::span<double> rows, std::size_t samples,
                           const std::optional<ProgrammeNudge::Sooner>& sooner = std::nullopt) const;

  struct Start {
    double at = 0;
    std::optional<std::size_t> behind;  ///< the activity whose end freed the crew that this one waited for
  };

  /// When each activity starts, by the ends of all; what is done without a date of its beginning, at its end.
  [[nodiscard]] std::vector<Start> starts(std::span<const double> ends) const;

 private:
  static constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

  /// An activity whose start depends on a queue for a crew: its own, or that of one that it comes after.
  struct Queued {
    std::size_t activity = 0;
    std::size_t crew = kNobody;           ///< index into crews_
    std::vector<Dependency> before;       ///< `activity` is an index into queued_
    std::vector<Dependency> fixed_after;  ///< what it comes after that depends on no queue
    std::size_t waits_for = 0;            ///< how many others of queued_ it comes after
  };
  struct Holder {
    double until = -std::numeric_limits<double>::infinity();
    std::size_t activity = kNobody;
  };
  struct Team {
    std::size_t count = 0;
    std::vector<std::size_t> facts;  ///< activities that hold a crew by the facts
  };
  /// What one sample needs, kept from one to the next.
  struct Scratch {
    std::vector<double> ready;
    std::vector<std::size_t> missing;
    std::vector<std::pair<double, std::size_t>> heap;
    std::vector<std::vector<Holder>> holders;
  };

  [[nodiscard]] bool is_fact(std::size_t activity) const;
  void find_queued();
  template <class EndOf, class Finish, class Started>
  void serve(Scratch& scratch, EndOf end_of, Finish finish, Started started) const;

  const Programme* programme_;
  std::vector<bool> is_queued_;
  std::vector<Queued> queued_;  ///< in the order of the list
  std::vector<Team> teams_;     ///< crews that can be short of
};

}  // namespace suanwang
