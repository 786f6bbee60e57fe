#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace suanwang {

/// An index that knows what it indexes: a `CentreId` is not a `PoolId`, nor a number.
/// Ids are dense, from 0, in the alphabetical order of the names that the scenario gives, so they do not
/// depend on the order of declaration.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : index_{static_cast<std::uint32_t>(index)} {}
  [[nodiscard]] constexpr std::size_t index() const { return index_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::uint32_t index_ = 0;
};

using AcceleratorId = Id<struct AcceleratorTag>;
using CentreId = Id<struct CentreTag>;
using PoolId = Id<struct PoolTag>;            ///< over all centres, in (centre, pool) order
using PartitionId = Id<struct PartitionTag>;  ///< one accelerator type in one centre
using TenantId = Id<struct TenantTag>;
using StreamId = Id<struct StreamTag>;  ///< a workload stream
using ClassId = Id<struct ClassTag>;    ///< a job class: a stream, or a class of its mix
using DomainId = Id<struct DomainTag>;  ///< a queue and the partitions that serve it
using DatasetId = Id<struct DatasetTag>;
using LinkId = Id<struct LinkTag>;
using ResourceId =
    Id<struct ResourceTag>;       ///< what flows share: a direction of a link, or a centre's storage
using JobId = Id<struct JobTag>;  ///< a live job's place in the job table; reused after the job has left

}  // namespace suanwang
