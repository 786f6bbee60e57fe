#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/check.hpp"
#include "suanwang/base/time.hpp"
#include "suanwang/kernel/indexed_heap.hpp"

namespace suanwang {

/// Order of events that share an instant: supply changes first, then what ends, then demand, then decisions
/// on the settled state, then measurements of what was decided.
enum class Phase : std::uint8_t { Supply, Completion, Arrival, Decision, Observation };

/// Names a pending event; stale after the event has run or was cancelled, which `Engine::pending` tells.
struct Ticket {
  std::uint32_t slot = 0;
  std::uint32_t version = 0;  ///< 0 names no event
};

/// The clock and the pending events. `Payload` is a small value type: it is copied, never owned.
///
/// Events run in (time, phase, key) order. The key says what the event concerns (a centre, a pool), so the
/// order is total and does not depend on who scheduled first, on memory or on chance. What is sorted
/// already, such as arrivals and the ends of running work, stays outside: whoever runs the loop compares
/// `next_time()` with the next of those.
/// @complexity schedule, move, cancel, pop: O(log n).
template <class Payload>
class Engine {
 public:
  [[nodiscard]] Time now() const { return now_; }
  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  /// The instant of the next event; kNever when none is pending.
  [[nodiscard]] Time next_time() const { return heap_.top_time(); }
  /// Phase of the next event. @pre !empty()
  [[nodiscard]] Phase next_phase() const { return static_cast<Phase>(heap_.top_order() >> 32); }

  /// @pre at >= now(); no pending event has the same time, phase and key
  Ticket schedule(Time at, Phase phase, std::uint32_t key, Payload payload) {
    SUANWANG_CHECK(at >= now_);
    std::uint32_t slot = 0;
    if (free_.empty()) {
      slot = static_cast<std::uint32_t>(slots_.size());
      SUANWANG_CHECK(slot < IndexedHeap::kMaxSlots);
      slots_.push_back({payload, 1});
    } else {
      slot = free_.back();
      free_.pop_back();
      slots_[slot].payload = payload;
    }
    heap_.push(at, static_cast<std::uint64_t>(phase) << 32 | key, slot);
    return {slot, slots_[slot].version};
  }

  [[nodiscard]] bool pending(Ticket ticket) const {
    return ticket.version != 0 && slots_[ticket.slot].version == ticket.version;
  }

  /// @pre pending(ticket), at >= now()
  void move(Ticket ticket, Time at) {
    SUANWANG_CHECK(pending(ticket) && at >= now_);
    heap_.move(ticket.slot, at);
  }

  /// Does nothing when the event is no longer pending.
  void cancel(Ticket ticket) {
    if (!pending(ticket)) return;
    heap_.remove(ticket.slot);
    retire(ticket.slot);
  }

  /// Moves the clock forward without running anything. @pre now() <= t <= next_time()
  void advance(Time t) {
    SUANWANG_CHECK(t >= now_ && t <= heap_.top_time());
    now_ = t;
  }

  /// Takes the next event off and sets the clock to it. @pre !empty()
  Payload pop() {
    now_ = heap_.top_time();
    const std::uint32_t slot = heap_.top_slot();
    heap_.pop();
    const Payload payload = slots_[slot].payload;
    retire(slot);
    return payload;
  }

 private:
  struct Slot {
    Payload payload;
    std::uint32_t version;
  };

  void retire(std::uint32_t slot) {
    if (++slots_[slot].version == 0) slots_[slot].version = 1;
    free_.push_back(slot);
  }

  Time now_ = kStart;
  IndexedHeap heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace suanwang
