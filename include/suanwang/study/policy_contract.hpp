#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "suanwang/policy/catalogue.hpp"
#include "suanwang/policy/settings.hpp"

namespace suanwang {

/// What a policy broke, on which made-up network.
struct ContractBreach {
  std::uint64_t network = 0;
  std::string what;
};

/// Runs a policy on `networks` small made-up networks (one to three centres, some of which join late; pools
/// of two types, some late; gangs that fit nowhere, jobs that are killed, tenants, priorities, deadlines) and
/// says where it breaks what every policy must keep:
///
///   - each job starts at its submission or later, with as many accelerators as it asks for, no accelerator
///   is
///     given to two (the simulation refuses that), and every job ends or is refused;
///   - equal inputs give equal results: run again, scored on two threads, and with other names and job ids.
[[nodiscard]] std::vector<ContractBreach> contract_breaches(const PolicySettings& settings,
                                                            const Catalogue& catalogue,
                                                            std::uint64_t networks);

/// How long a job of a whole centre waits for its start [s] while small jobs come faster than they can be
/// served, one every 2 s from 0 to 8000 s; by its submission at 5 s a policy that starves nobody starts it
/// within 200 s.
[[nodiscard]] double wait_beside_endless_small_jobs(const PolicySettings& settings,
                                                    const Catalogue& catalogue);

}  // namespace suanwang
