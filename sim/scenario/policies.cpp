// Policies and variants.

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "suanwang/policy/catalogue.hpp"

#include "scenario/distributions.hpp"
#include "scenario/formats.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

/// A part of a policy that the language knows and a later version brings.
struct Planned {
  std::string_view name;
  std::string_view needs;
};

constexpr std::string_view kFair = "it comes with fair shares and preemption";
constexpr std::array kPlannedOrders{Planned{"fair-share", kFair}, Planned{"drf", kFair},
                                    Planned{"las", kFair},        Planned{"srtf", kFair},
                                    Planned{"deadline", kFair},   Planned{"multifactor", kFair},
                                    Planned{"expr", kFair}};
constexpr std::array kPlannedDispatch{Planned{"scored", "it comes with scored dispatch"}};
constexpr std::array kPlannedPlaces{Planned{"pack", "it comes with the topology of nodes"},
                                    Planned{"topology", "it comes with the topology of nodes"}};

/// Names of the entries of one part of the catalogue.
template <auto entries>
std::vector<std::string> names_of() {
  std::vector<std::string> result;
  for (const auto& entry : entries()) result.emplace_back(entry.name);
  return result;
}

/// The name of a catalogue's entry. With parameters it would be written as a mapping with that one key.
struct Catalogue {
  std::vector<std::string> (*names)();
  std::span<const Planned> planned;

  [[nodiscard]] std::optional<std::string> read(const Value& value) const {
    const Node& node = value.node();
    const bool is_single_key = node.is_map() && node.entries.size() == 1;
    const std::string& name = is_single_key ? node.entries.front().key : node.text;
    if (node.is_scalar() || is_single_key) {
      for (const Planned& each : planned) {
        if (each.name != name) continue;
        value.error(not_available(fmt::format("'{}': {}", name, each.needs)));
        return std::nullopt;
      }
    }
    const std::vector<std::string> known = names();
    if (node.is_scalar() && std::ranges::find(known, name) != known.end()) return name;
    refuse_word(value, known);
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& /*writer*/) const { return schema_of_words(names()); }
};

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

/// {overflow: {after: 30 min}}
struct Overflow {
  Duration after{0};
};
void fields(Fields& f, Overflow& overflow) {
  f.optional(
      "after", [&overflow](Seconds wait) { overflow.after = rounded_up(wait); }, Typed<Seconds>{kOffset},
      "how long a job waits at home before it may go elsewhere");
}
void finish(const Object& /*object*/, Overflow& /*overflow*/) {}

struct DispatchDraft {
  Overflow overflow;
};
void fields(Fields& f, DispatchDraft& dispatch) {
  f.required("overflow", dispatch.overflow, Record<Overflow>{}, "home first, elsewhere after a wait");
}
void finish(const Object& /*object*/, DispatchDraft& /*dispatch*/) {}

/// The name of a rule, or `overflow` with how long a job waits at home.
struct DispatchFormat {
  struct Settings {
    std::string rule;
    Duration after{0};
  };
  [[nodiscard]] std::optional<Settings> read(const Value& value) const {
    if (value.node().is_map() && value.node().find("overflow") != nullptr) {
      const auto draft = Record<DispatchDraft>{}.read(value);
      return draft ? std::optional{Settings{"overflow", draft->overflow.after}} : std::nullopt;
    }
    auto rule = kRules.read(value);
    return rule ? std::optional{Settings{*std::move(rule), Duration{0}}} : std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({schema_of_words(kRules.names()), Record<DispatchDraft>{}.schema(writer)});
  }

  static constexpr Catalogue kRules{names_of<dispatch_entries>, kPlannedDispatch};
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
  f.required("order", s.order, Catalogue{names_of<order_entries>, kPlannedOrders},
             "who comes first in the queue");
  f.optional("backfill", s.backfill, BackfillFormat{},
             "who may overtake a blocked head; none where it is not given");
  f.optional("place", s.place, Catalogue{names_of<place_entries>, kPlannedPlaces},
             "which accelerators a job takes");
  f.optional(
      "dispatch",
      [&s](DispatchFormat::Settings dispatch) {
        s.dispatch = std::move(dispatch.rule);
        s.overflow_after = dispatch.after;
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
