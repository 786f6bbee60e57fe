#pragma once

#include <vector>

#include "suanwang/base/time.hpp"

namespace suanwang {

/// A number that changes at instants and stands still between them, such as a capacity that grows with each
/// phase. At the instant of a change the new value holds already (right-continuous).
class StepFunction {
 public:
  /// A change, and the value from then until the next one.
  struct Step {
    Time at;
    double change = 0;
    double value = 0;
    friend bool operator==(const Step&, const Step&) = default;
  };

  /// `initial` holds from the beginning of time.
  explicit StepFunction(double initial = 0) : initial_{initial} {}

  /// Adds `change` to the value at `at` and ever after. Changes of one instant add up to one step, in the
  /// order of the calls; a step of exactly 0 vanishes. Values are sums in the order of time, so the order of
  /// calls for different instants does not matter. @complexity O(number of steps)
  void add(Time at, double change);

  [[nodiscard]] double value(Time at) const;

  /// The integral of the value over [from, to], in value x seconds. @pre from <= to
  [[nodiscard]] double integral(Time from, Time to) const;

  /// The first instant after `at` at which the value changes; `kNever` if there is none.
  [[nodiscard]] Time next_change(Time at) const;

  /// The steps in the order of time.
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }

 private:
  [[nodiscard]] std::vector<Step>::const_iterator after(Time at) const;

  double initial_;
  std::vector<Step> steps_;
};

}  // namespace suanwang
