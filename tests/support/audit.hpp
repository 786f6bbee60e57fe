#pragma once

#include <utility>
#include <vector>

#include "support/record_audit.hpp"
#include "support/simulate.hpp"
#include "support/wait_reference.hpp"

namespace suanwang::test {

/// Runs `instance` under the eyes of an audit.
inline Outcome simulate_audited(const Instance& instance, const PolicySettings& settings,
                                std::vector<Observer*> more = {}) {
  Audit audit{instance, settings};
  WaitReference waits{instance, settings};
  more.insert(more.end(), {&audit, &waits});
  WaitBook book;
  Outcome run = simulate(instance, settings, std::move(more), &book);
  audit.close(run);
  waits.check();
  return run;
}

}  // namespace suanwang::test
