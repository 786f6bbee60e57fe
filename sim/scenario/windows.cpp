// Windows of time: outages of links, and when a centre takes no guests.

#include <utility>

#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

/// "{from, to}" or "{from, for}"
struct WindowDraft {
  std::optional<Moment> from;
  std::optional<Moment> to;
  std::optional<Seconds> length;
  WindowSpec spec;
};

void fields(Fields& f, WindowDraft& window) {
  f.required("from", window.from, kMoment, "when it begins: a date, or an amount of time from the start");
  f.optional("to", window.to, kMoment, "when it is over; the beginning of the day where it is a date");
  f.optional("for", window.length, Typed<Seconds>{kDuration}, "how long it lasts, in place of 'to'");
}

void finish(const Object& object, WindowDraft& window) {
  window.spec.at = object.value().named_at().location();
  const auto to = object.find("to");
  if (to.has_value() == object.has("for")) object.value().error_here("expected one of 'to' and 'for'");
  if (window.from && window.to && window.from->index() != window.to->index()) {
    to->error(std::holds_alternative<CivilTime>(*window.from)
                  ? "expected a date, as 'from' is one"
                  : "expected an amount of time from the start, as 'from' is one");
  } else if (window.from && window.to && *window.to <= *window.from) {
    to->expected("an end after 'from'");
  }
  if (window.from) window.spec.from = *window.from;
  if (window.to) window.spec.until = *window.to;
  if (window.length) window.spec.until = rounded_up(*window.length);
}

}  // namespace

void list_windows(Fields& f, std::string_view key, std::vector<WindowSpec>& windows, std::string_view doc) {
  f.optional(
      key,
      [&windows](std::vector<WindowDraft> drafts) {
        windows.clear();
        for (WindowDraft& each : drafts) windows.push_back(std::move(each.spec));
      },
      OneOrMore<Record<WindowDraft>>{}, doc);
}

}  // namespace suanwang::scenario
