// The reserves that were searched for, in summary.json.
#include "report/json_parts.hpp"

namespace suanwang {
namespace {

using Finding = ReserveOutcome::Finding;

std::string_view word_of(Finding finding) {
  switch (finding) {
    case Finding::NotNeeded:
      return "not needed";
    case Finding::NoEffect:
      return "no effect";
    case Finding::Minimal:
      return "minimal";
    case Finding::Sufficient:
      return "sufficient";
    case Finding::Impossible:
      return "none";
    case Finding::Unfinished:
      break;
  }
  return "unfinished";
}

Json ids_of(const std::vector<Loser>& losers, const Spec& spec) {
  Json ids = Json::array();
  for (const Loser& loser : losers) ids.push_back(spec.centres[loser.centre].id);
  return ids;
}

}  // namespace

void add_reserves(Json& json, const PolicyOutcome& outcome, const Spec& spec) {
  if (!outcome.reserves) return;
  const ReserveOutcome& found = *outcome.reserves;
  Json reserves{{"finding", word_of(found.finding)},
                {"minimal", found.finding == Finding::Minimal || found.finding == Finding::NotNeeded}};
  reserves["by_centre"] = found.is_found() ? Json::object() : Json{};
  for (std::size_t c = 0; c < found.reserves.size(); ++c) {
    if (found.reserves[c] > 0) reserves["by_centre"][spec.centres[c].id] = number(found.reserves[c]);
  }
  reserves["mean_wait_s"] = found.finished > 0 ? number(found.mean_wait_s) : Json{};
  reserves["finished"] = found.is_found() ? Json(found.finished) : Json{};
  reserves["one_step_lower"] = Json::object();
  for (const ReserveOutcome::Lower& lower : found.lower) {
    reserves["one_step_lower"][spec.centres[lower.centre].id] = {{"reserve", number(lower.reserve)},
                                                                 {"worse_off", ids_of(lower.losers, spec)}};
  }
  reserves["worse_off"] = ids_of(found.losers, spec);
  reserves["evaluations"] = found.evaluations;
  json["reserves"] = std::move(reserves);
}

Json reserves_definitions() {
  return {
      {"reserves",
       "by the id of the centre, those above 0: multiples of 0.05, or the scenario's own and never less, "
       "with "
       "which no centre's own jobs wait, on average over those that finish, over 1 s and 1 % longer than as "
       "islands, in the same replications; minimal: any one of them a step lower, the others as they are, "
       "leaves a centre worse off (`one_step_lower` says whom). Others may do as well, perhaps with less in "
       "all. finding: 'not needed', 'minimal', 'sufficient' (the search ended before it knew them to be "
       "minimal), 'unfinished' (it ended before it found any), 'none' (even 1 everywhere leaves "
       "`worse_off`), "
       "'no effect' (one queue for all centres heeds none)"},
      {"reserves.mean_wait_s, reserves.finished", "of the policy with these reserves"},
      {"reserves.evaluations", "vectors of reserves that were simulated, each in all replications"}};
}

}  // namespace suanwang
