#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "suanwang/base/int128.hpp"

#include "report/audit_book.hpp"
#include "report/audit_facts.hpp"

namespace suanwang::audit {

enum class State : std::uint8_t { Finished, Killed, Rejected, Waiting, Running };
inline constexpr std::size_t kStates = 5;

/// What the rows of a policy add up to, all replications together.
struct Tally {
  std::array<std::uint64_t, kStates> jobs{};
  ByName<std::uint64_t> rejected_by_reason;
  std::vector<std::int64_t> waits;       ///< ns, of finished jobs
  std::vector<std::int64_t> executions;  ///< of the same
  std::vector<double> means;             ///< wait [s], of the replications in which any job finished
  ByName<std::vector<std::int64_t>> by_class;
  ByName<std::vector<std::int64_t>> by_tenant;
  struct Home {
    std::uint64_t jobs = 0;
    std::uint64_t left = 0;
    Int128 wait = 0;
  };
  ByName<Home> by_home;
  using Reasons = ByName<Int128>;  ///< ns
  struct Waits {
    Reasons all;
    Reasons without_tenant;
    ByName<Reasons> tenants;
    ByName<Reasons> homes;
  };
  Waits reasons;             ///< why finished jobs waited
  bool has_waits = false;    ///< rows tell
  bool has_network = false;  ///< jobs may run elsewhere than they belong; otherwise homes are not counted
  std::uint64_t away = 0;
  std::uint64_t moves = 0;
  std::uint64_t staged = 0;
  Int128 staging = 0;
  double makespans_s = 0;  ///< summed
  bool makespans_known = true;
  Int128 busy = 0;  ///< thousandths of accelerators × ns
  Int128 available = 0;

  struct Purpose {
    std::uint64_t started = 0;
    std::uint64_t finished = 0;
    double bytes = 0;
    double arrived = 0;  ///< of those that finished
  };
  ByName<Purpose> transfers;
};

/// Compares the figures of a policy in summary.json with what its rows add up to.
void check_sums(const FolderFacts& folder, const VariantFacts& variant, const PolicyFacts& policy,
                Tally& tally, Book& book, Diagnostics& diagnostics);

/// Compares figures of summary.json with each other: what remains without rows.
void check_figures(const FolderFacts& folder, const VariantFacts& variant, Book& book,
                   Diagnostics& diagnostics);

}  // namespace suanwang::audit
