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
    std::vector<std::string> words = kRules.names(writer.catalogue());
    std::erase(words, "depth");
    return schema_any_of({schema_of_words(words), Record<BackfillDraft>{}.schema(writer)});
  }

  static constexpr EntryName kRules{names_of<&Catalogue::backfills>, {}};
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

/// "checkpoint: {every: 30 min, takes: 1 min}"
struct Checkpoint {
  Duration every{0};
  Duration takes{0};
};
void fields(Fields& f, Checkpoint& c) {
  f.required(
      "every", [&c](Seconds work) { c.every = rounded_up(work); }, Typed<Seconds>{kOffset},
      "work between two checkpoints; 0 s: what is done is always kept");
  f.optional(
      "takes", [&c](Seconds span) { c.takes = rounded_up(span); }, Typed<Seconds>{kOffset},
      "to write one, while the job does not work");
}
void finish(const Object& object, Checkpoint& c) {
  if (c.every == Duration{0} && c.takes > Duration{0} && object.has("every"))
    object.find("takes")->error_here("a checkpoint all the time that takes time leaves none for work");
}

struct PreemptionDraft {
  PreemptionSettings settings;
};
void fields(Fields& f, PreemptionDraft& p) {
  PreemptionSettings& s = p.settings;
  f.optional(
      "checkpoint",
      [&s](Checkpoint checkpoint) {
        s.every = checkpoint.every;
        s.takes = checkpoint.takes;
      },
      Record<Checkpoint>{}, "what is kept of an attempt that is stopped; nothing where it is not given");
  f.optional(
      "restart", [&s](Seconds span) { s.restart = rounded_up(span); }, Typed<Seconds>{kOffset},
      "to go on after it was stopped, while the job does not work");
  f.optional(
      "minimum_run", [&s](Seconds span) { s.minimum_run = rounded_up(span); }, Typed<Seconds>{kOffset},
      "before which no attempt is stopped");
  using Reclaim = PreemptionSettings::Reclaim;
  f.optional(
      "reclaim", s.reclaim,
      Word<Reclaim>{
          {{"never", Reclaim::Never}, {"lower-priority", Reclaim::LowerPriority}, {"any", Reclaim::Any}}},
      "whom a job within its tenant's nominal quota stops where others of the cohort borrow it: nobody, "
      "jobs of a lower priority, or any of them");
}
void finish(const Object& /*object*/, PreemptionDraft& /*preemption*/) {}

/// "none", or what it costs
struct PreemptionFormat {
  [[nodiscard]] std::optional<std::optional<PreemptionSettings>> read(const Value& value) const {
    if (value.is_scalar()) {
      if (Word<bool>{{{"none", false}}}.read(value)) return std::optional<PreemptionSettings>{};
      return std::nullopt;
    }
    const auto draft = Record<PreemptionDraft>{}.read(value);
    if (!draft) return std::nullopt;
    return std::optional{draft->settings};
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({schema_of_words({"none"}), Record<PreemptionDraft>{}.schema(writer)});
  }
};

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
  f.optional("place", s.place, EntryName{names_of<&Catalogue::places>, kPlannedPlaces},
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
  f.optional("preemption", s.preemption, PreemptionFormat{},
             "whether, and at what cost, the head of the queue takes the accelerators of running jobs that "
             "stand behind it");
}

void finish(const Object& object, PolicySpec& policy) {
  const PolicySettings& s = policy.settings;
  if (!s.preemption || !object.has("order")) return;
  const Value order = *object.find("order");
  const bool reclaims = s.preemption->reclaim != PreemptionSettings::Reclaim::Never;
  if (order.is_scalar() && order.text() == "fifo" && !reclaims) {
    object.find("preemption")
        ->error_here("with 'order: fifo' no job stands before one that runs: nothing would ever be stopped");
  } else if (s.order != "fifo" && s.preemption->minimum_run == Duration{0} &&
             Policy{s, object.context().catalogue}.make_order()->changes_with_time()) {
    object.find("preemption")
        ->error_here("ranks that change with time could stop jobs in turn without end: give a 'minimum_run'");
  }
}

}  // namespace suanwang::scenario
