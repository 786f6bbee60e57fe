#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "suanwang/measure/link_usage.hpp"
#include "suanwang/scenario/spec.hpp"

/// How reports call what carries transfers, and whom they were for.
namespace suanwang {

/// A direction of a link, or what limits a centre.
struct NetworkResource {
  enum class Kind : std::uint8_t { Forward, Backward, Storage, Ingress };
  Kind kind = Kind::Forward;
  ResourceId id;
  std::size_t index = 0;  ///< of the link, or of the centre
  std::size_t from = 0;   ///< centres
  std::size_t to = 0;

  [[nodiscard]] bool is_link() const { return kind == Kind::Forward || kind == Kind::Backward; }
  /// "sg-sz", "shaoguan.storage".
  [[nodiscard]] std::string name(const Spec& spec) const;
};

/// The directions of all links, forward first (as `between` has the ends), then the storages and ingresses
/// that are limited.
[[nodiscard]] std::vector<NetworkResource> resources_of(const Spec& spec);

/// "workload", "staging", "output", "checkpoint".
[[nodiscard]] std::string_view word_of(TransferPurpose purpose);

/// The id of a stream or a dataset.
[[nodiscard]] const std::string& id_of(const TransferOwner& owner, const Spec& spec);

/// Owners by their bytes, most first; equal ones by purpose and id.
[[nodiscard]] std::vector<std::pair<TransferOwner, double>> by_bytes(const ResourceUsage& usage);

/// "2024-01".
[[nodiscard]] std::string month_text(const TimeSpans& spans, std::size_t span);

}  // namespace suanwang
