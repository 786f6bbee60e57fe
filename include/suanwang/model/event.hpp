#pragma once

#include <cstdint>

namespace suanwang {

/// The complete list of what can be pending in the engine. Submissions are not: they are sorted and stay
/// outside (`ArrivalQueue`).
enum class EventKind : std::uint8_t {
  PoolOnline,      ///< Supply. index: pool
  CentreJoins,     ///< Supply. index: centre
  CompletionsDue,  ///< Completion. index: partition; its next job ends
  WakeUp,          ///< Decision. index: domain; its policy asked for a pass
};

/// An event: its kind and the dense id of what it concerns. Which job ends, and why, is the world's to know.
struct Event {
  EventKind kind;
  std::uint32_t index;
};

}  // namespace suanwang
