#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace suanwang {

/// When a centre decides (docs/ and ARCHITECTURE, "Fixed meanings").
enum class DecideRule : std::uint8_t { PerInstant, PerEvent };

/// A backfill rule with its parameters, by its name in the catalogue.
struct BackfillSettings {
  enum class Candidates : std::uint8_t { Queue, Shortest };
  enum class Reserve : std::uint8_t { Count, Machines };
  std::string rule = "none";                  ///< catalogue name: none, easy, conservative, depth
  Candidates candidates = Candidates::Queue;  ///< easy
  Reserve reserve = Reserve::Count;           ///< easy
  int depth = 1;                              ///< depth: how many blocked jobs hold a reservation, >= 1
};

/// A policy, composed: order × backfill × place × dispatch, by their names in the catalogue.
struct PolicySettings {
  std::string order = "fifo";
  BackfillSettings backfill{};
  std::string place = "first-fit";
  std::string dispatch = "any";
  DecideRule decide = DecideRule::PerInstant;
  std::optional<std::uint64_t> max_waiting{};  ///< jobs beyond so many waiting are refused
};

}  // namespace suanwang
