#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "suanwang/base/time.hpp"

namespace suanwang {

/// What keeps a job from starting. At every instant of its wait exactly one of them does: how things stand
/// when everything that happens at an instant has happened counts until the next.
enum class WaitReason : std::uint8_t {
  Dispatch,       ///< no centre has been chosen for it: its dispatcher takes time, or no centre takes it now
  Data,           ///< its data is on its way
  Storage,        ///< its data finds no room where it is to run
  Capacity,       ///< it needs more than is free in all partitions that serve its queue together
  Fragmentation,  ///< so much is free in all of them together, and in no single one
  Reservation,    ///< it would fit, but could delay a job that has a reservation
  Order,          ///< it would fit, but the rule lets none pass those that stand before it
  Quota,          ///< its tenant's quota, and what others lend, is in use
  Preempted,      ///< it has been stopped and waits to go on, for whichever of these reasons
};

/// How a reason is called, one entry each, in the order of the reasons.
struct WaitReasonWords {
  WaitReason reason;
  std::string_view id;  ///< in files
  std::string_view en;  ///< head of a column
  std::string_view zh;
  std::string_view what_en;  ///< what it means
  std::string_view what_zh;
};
inline constexpr std::array kWaitReasonWords{
    WaitReasonWords{WaitReason::Dispatch, "dispatch", "dispatch", "待调度", "no centre chosen for it yet",
                    "还没有为它选定中心"},
    WaitReasonWords{WaitReason::Data, "data", "data", "等数据", "its data is on its way", "数据在途"},
    WaitReasonWords{WaitReason::Storage, "storage", "storage", "缺存储", "no room for its data",
                    "数据放不下"},
    WaitReasonWords{WaitReason::Capacity, "capacity", "capacity", "卡不够",
                    "more than is free in all partitions together", "需求多于各分区空闲之和"},
    WaitReasonWords{WaitReason::Fragmentation, "fragmentation", "fragments", "碎片",
                    "enough is free in all together, in no single one", "各分区合计够而任一分区都不够"},
    WaitReasonWords{WaitReason::Reservation, "reservation", "reservation", "让预留",
                    "would fit, but could delay a job that has a reservation",
                    "放得下但可能推迟已有预留的作业"},
    WaitReasonWords{WaitReason::Order, "order", "order", "按序等", "would fit, but none may pass",
                    "放得下但不许越过前面的作业"},
    WaitReasonWords{WaitReason::Quota, "quota", "quota", "配额用尽", "its tenant's quota is in use",
                    "租户配额已用尽"},
    WaitReasonWords{WaitReason::Preempted, "preempted", "preempted", "被抢占", "stopped, until it goes on",
                    "被停下后等待继续"},
};
inline constexpr std::size_t kWaitReasons = kWaitReasonWords.size();

[[nodiscard]] constexpr const WaitReasonWords& words_of(WaitReason reason) {
  return kWaitReasonWords[static_cast<std::size_t>(reason)];
}
static_assert([] {
  for (std::size_t i = 0; i < kWaitReasons; ++i) {
    if (static_cast<std::size_t>(kWaitReasonWords[i].reason) != i) return false;
  }
  return true;
}());

/// A wait, by reason: the parts sum to it exactly.
using WaitParts = std::array<Duration, kWaitReasons>;

}  // namespace suanwang
