#pragma once

#include <string_view>
#include <vector>

namespace suanwang {

/// A parameter of a catalogue entry, as a scenario writes it.
struct PolicyParameter {
  std::string_view name;
  std::string_view values;    ///< "queue | shortest", "integer >= 1"
  std::string_view fallback;  ///< default, as written
  std::string_view summary;
};

/// One named part of a policy: what `suanwang list policies` prints and the scenario reader accepts.
struct PolicyEntry {
  std::string_view name;
  std::string_view summary;
  std::vector<PolicyParameter> parameters;
  std::string_view source;  ///< paper or standard; may be empty
};

[[nodiscard]] const std::vector<PolicyEntry>& order_entries();
[[nodiscard]] const std::vector<PolicyEntry>& backfill_entries();
[[nodiscard]] const std::vector<PolicyEntry>& place_entries();
[[nodiscard]] const std::vector<PolicyEntry>& dispatch_entries();

}  // namespace suanwang
