#pragma once

#include <cstdint>
#include <optional>

#include "suanwang/base/accelerators.hpp"
#include "suanwang/base/id.hpp"
#include "suanwang/base/time.hpp"

namespace suanwang {

/// What everybody may know of a job once it has been submitted: who it is, and what its owner asks for.
struct JobFacts {
  StreamId stream{};  ///< where it comes from
  ClassId job_class{};
  std::uint64_t index = 0;  ///< place in its stream, from 0: row of the file (kept rows), draw, or key
  std::uint64_t label = 0;  ///< what `JobSource::label_text` makes the published job id of
  Time submit = kStart;
  Accelerators accelerators{};  ///< the gang: all at once, one accelerator type, one centre
  Duration walltime{0};         ///< requested: it is killed when it has run so long; at least 1 ns
  Time deadline = kNever;       ///< when its owner wants it done; nothing happens to it then
  std::int32_t priority = 0;    ///< higher goes first, where the order is `priority`
  std::optional<TenantId> tenant{};
  std::optional<CentreId> home{};  ///< the centre it names
};

}  // namespace suanwang
