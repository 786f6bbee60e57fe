// Policies and variants.

#include <array>

#include <fmt/format.h>

#include "suanwang/policy/catalogue.hpp"

#include "scenario/catalogue_words.hpp"
#include "scenario/dispatch.hpp"
#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/orders.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr std::string_view kFair = "it comes with fair shares and preemption";
constexpr std::array kPlannedPlaces{Planned{"pack", "it comes with the topology of nodes"},
                                    Planned{"topology", "it comes with the topology of nodes"}};

/// {easy: {candidates, reserve}} or {depth: N}
struct BackfillDraft {
  BackfillSettings settings;
};

struct Easy {
  BackfillSettings::Candidates candidates = BackfillSettings::Candidates::Queue;
  BackfillSettings::Reserve reserve = BackfillSettings::Reserve::Count;
};

void fields(Fields& f, Easy& easy) {
  using Candidates = BackfillSettings::Candidates;
  using Reserve = BackfillSettings::Reserve;
  f.optional("candidates", easy.candidates,
             Word<Candidates>{{{"queue", Candidates::Queue}, {"shortest", Candidates::Shortest}}},
             "the order in which jobs are tried: as they queue, or by walltime");
  f.optional("reserve", easy.reserve,
             Word<Reserve>{{{"count", Reserve::Count}, {"machines", Reserve::Machines}}},
             "what the head reserves: a number of accelerators, or the lowest-numbered ones");
}
void finish(const Object& /*object*/, Easy& /*easy*/) {}

void fields(Fields& f, BackfillDraft& backfill) {
  BackfillSettings& settings = backfill.settings;
  f.optional(
      "easy",
      [&settings](Easy easy) {
        settings.rule = "easy";
        settings.candidates = easy.candidates;
        settings.reserve = easy.reserve;
      },
      Record<Easy>{}, "EASY: the head holds a reservation");
  f.optional(
      "depth",
      [&settings](std::int32_t depth) {
        settings.rule = "depth";
        settings.depth = depth;
      },
      Whole<std::int32_t>{1, 1'000'000'000}, "so many blocked jobs hold reservations");
}
void finish(const Object& object, BackfillDraft& /*backfill*/) {
  if (object.value().node().entries.size() != 1) {
    object.value().error_here("expected one rule, such as {depth: 4}");
  }
}

/// The name of a rule, or one with its parameters.
struct BackfillFormat {
  [[nodiscard]] std::optional<BackfillSettings> read(const Value& value) const {
    if (value.node().is_map()) {
      const auto draft = Record<BackfillDraft>{}.read(value);
      return draft ? std::optional{draft->settings} : std::nullopt;
    }
    if (value.is_scalar() && value.text() == "depth") {
      value.error("expected a depth, such as {depth: 4}");
      return std::nullopt;
    }
    auto rule = kRules.read(value);
    if (!rule) return std::nullopt;
    BackfillSettings settings;
    settings.rule = *std::move(rule);
    return settings;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    std::vector<std::string> words = kRules.names();
    std::erase(words, "depth");
    return schema_any_of({schema_of_words(words), Record<BackfillDraft>{}.schema(writer)});
  }

  static constexpr Catalogue kRules{names_of<backfill_entries>, {}};
};

/// "staging: {ahead: true, hold: false}"
struct Staging {
  bool ahead = false;
  bool hold = false;
};
void fields(Fields& f, Staging& staging) {
  f.optional("ahead", staging.ahead, YesNo{},
             "true: data sets out as soon as the job's centre is known; false: when the job's turn comes");
  f.optional("hold", staging.hold, YesNo{},
             "true: a job whose turn has come holds its accelerators while its data arrives");
}
void finish(const Object& object, Staging& staging) {
  if (staging.ahead && staging.hold) {
    object.value().error_here(
        "'ahead' brings the data before the job's turn: there is nothing to 'hold' for");
  }
}

}  // namespace

void fields(Fields& f, PolicySpec& p) {
  PolicySettings& s = p.settings;
  f.optional("name", p.name, NameFormat{}, "what people read");
  f.required(
      "order",
      [&s](OrderFormat::Order order) {
        s.order = std::move(order.rule);
        s.ordering = std::move(order.settings);
      },
      OrderFormat{}, "who comes first in the queue");
  f.optional("backfill", s.backfill, BackfillFormat{},
             "who may overtake a blocked head; none where it is not given");
  f.optional("place", s.place, Catalogue{names_of<place_entries>, kPlannedPlaces},
             "which accelerators a job takes");
  f.optional(
      "dispatch",
      [&p](DispatchFormat::Dispatch dispatch) {
        p.settings.dispatch = std::move(dispatch.rule);
        p.settings.overflow_after = dispatch.after;
        p.settings.scoring = std::move(dispatch.scoring);
        p.dispatch_at = std::move(dispatch.at);
      },
      DispatchFormat{}, "which centre a job goes to");
  f.optional(
      "staging",
      [&s](Staging staging) {
        s.stage_ahead = staging.ahead;
        s.hold_while_staging = staging.hold;
      },
      Record<Staging>{}, "when data sets out for a job, and whether the job holds accelerators meanwhile");
  f.optional("decide", s.decide,
             Word<DecideRule>{{{"per-instant", DecideRule::PerInstant}, {"per-event", DecideRule::PerEvent}}},
             "once for all events of an instant, or after each event");
  f.optional("max_waiting", s.max_waiting, Whole<std::uint64_t>{0, 1'000'000'000'000},
             "jobs beyond so many waiting are refused");
  f.later("preemption", kFair);
}
void finish(const Object& /*object*/, PolicySpec& /*policy*/) {}

}  // namespace suanwang::scenario
