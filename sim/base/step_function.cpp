#include "suanwang/base/step_function.hpp"

#include <algorithm>

#include "suanwang/base/check.hpp"

namespace suanwang {

void StepFunction::add(Time at, double change) {
  auto step =
      std::lower_bound(steps_.begin(), steps_.end(), at, [](const Step& s, Time t) { return s.at < t; });
  if (step == steps_.end() || step->at != at) step = steps_.insert(step, Step{at});
  step->change += change;
  if (step->change == 0) step = steps_.erase(step);
  double value = step == steps_.begin() ? initial_ : std::prev(step)->value;
  for (; step != steps_.end(); ++step) step->value = value += step->change;
}

double StepFunction::value(Time at) const {
  const auto next = after(at);
  return next == steps_.begin() ? initial_ : std::prev(next)->value;
}

double StepFunction::integral(Time from, Time to) const {
  SUANWANG_CHECK(from <= to);
  double sum = 0;
  double height = value(from);
  for (auto step = after(from); step != steps_.end() && step->at < to; ++step) {
    sum += height * in_seconds(step->at - from);
    from = step->at;
    height = step->value;
  }
  return sum + height * in_seconds(to - from);
}

Time StepFunction::next_change(Time at) const {
  const auto next = after(at);
  return next == steps_.end() ? kNever : next->at;
}

std::vector<StepFunction::Step>::const_iterator StepFunction::after(Time at) const {
  return std::upper_bound(steps_.begin(), steps_.end(), at, [](Time t, const Step& s) { return t < s.at; });
}

}  // namespace suanwang
