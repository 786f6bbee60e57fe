#pragma once

#include <cstdint>

namespace suanwang {

/// The complete list of what can be pending in the engine. What is sorted already stays outside: submissions
/// (`ArrivalQueue`, `TransferQueue`), the ends of running jobs (`Partition`), the network's next arrival
/// (`WideArea`), and what a dispatcher or a review is to decide (`World`).
enum class EventKind : std::uint8_t {
  PoolOnline,   ///< Supply. index: pool
  CentreJoins,  ///< Supply. index: centre
  WakeUp,       ///< Decision. index: domain; its policy asked for a pass
  OptOutEnds,   ///< Supply. index: centre; it takes jobs of others again
  LinkChanges,  ///< Supply. index: link; its bandwidth
};

/// An event: its kind and the dense id of what it concerns. Which job ends, and why, is the world's to know.
struct Event {
  EventKind kind;
  std::uint32_t index;
};

}  // namespace suanwang
