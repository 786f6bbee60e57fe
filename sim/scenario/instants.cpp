#include "suanwang/scenario/instants.hpp"

#include <algorithm>

#include "suanwang/base/check.hpp"

namespace suanwang {

Time instant_of(const Moment& moment, const Inputs& inputs) {
  if (const auto* span = std::get_if<Duration>(&moment)) return kStart + *span;
  SUANWANG_CHECK(inputs.origin.has_value());  // `prepare` refuses dates that nothing places in time
  const auto since = static_cast<double>((std::get<CivilTime>(moment) - *inputs.origin).count());
  if (since >= 0) return after(kStart, Seconds{since});
  const Duration before = rounded_up(Seconds{-since});
  return before == Duration::max() ? kAlways : kStart - before;
}

std::pair<Time, Time> span_of(const WindowSpec& window, const Inputs& inputs) {
  const Time from = instant_of(window.from, inputs);
  if (const auto* until = std::get_if<Moment>(&window.until)) return {from, instant_of(*until, inputs)};
  const Duration length = std::get<Duration>(window.until);
  const bool is_in_reach = from < Time{} || length < kNever - from;
  return {from, is_in_reach ? from + length : kNever};
}

std::vector<std::pair<Time, Time>> spans_of(const std::vector<WindowSpec>& windows, const Inputs& inputs) {
  std::vector<std::pair<Time, Time>> each;
  for (const WindowSpec& window : windows) each.push_back(span_of(window, inputs));
  std::ranges::sort(each);
  std::vector<std::pair<Time, Time>> spans;
  for (const auto& [from, to] : each) {
    if (!spans.empty() && from <= spans.back().second) {
      spans.back().second = std::max(spans.back().second, to);
    } else {
      spans.emplace_back(from, to);
    }
  }
  return spans;
}

}  // namespace suanwang
