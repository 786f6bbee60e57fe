#pragma once

#include <cstdint>
#include <string_view>

#include "suanwang/base/job_facts.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// A job as it is submitted: what its owner asks for, and what it will turn out to need. A plain value.
struct Job : JobFacts {
  Duration run{0};              ///< time it needs when nothing disturbs it; at least 1 ns
  std::uint32_t data = 0;       ///< which list of datasets it needs where it runs; list 0 is empty
  std::int64_t output = 0;      ///< bytes that go back to its home when it has finished
  std::int64_t checkpoint = 0;  ///< bytes that go back to its home when it is killed
};

/// How a job ends, or where it stands when the simulation does.
enum class JobState : std::uint8_t { Waiting, Running, Finished, Killed, Rejected };

/// Why a job was rejected.
enum class RejectReason : std::uint8_t {
  None,
  TooLarge,   ///< larger than every partition it may use, now and in every phase until the end
  QueueFull,  ///< `max_waiting` jobs were waiting already
  NoHome,     ///< `dispatch: home`, and neither job nor tenant names a centre
  DataZone,   ///< its data may not be where it fits, or cannot get there
  NoStorage,  ///< no centre where it fits can ever hold its data
  Refused,    ///< every centre where it fits refuses it
  OverQuota,  ///< larger than all that its tenant may ever hold where it fits
};

[[nodiscard]] std::string_view to_text(JobState state);       ///< "finished", as in summary.json
[[nodiscard]] std::string_view to_text(RejectReason reason);  ///< "larger than every pool it may use", …

}  // namespace suanwang
