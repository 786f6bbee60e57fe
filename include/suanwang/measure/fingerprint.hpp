#pragma once

#include <cstdint>
#include <vector>

#include "suanwang/base/hash.hpp"
#include "suanwang/measure/record.hpp"

namespace suanwang {

/// 128-bit hash of what happened to jobs, in the order of time: instant, kind, job, centre, accelerators.
/// Jobs and centres enter by the hashes of their ids, so neither names, files, policies nor the order or
/// number of declarations matter: equal behaviour has equal fingerprints.
class Fingerprint final : public Observer {
 public:
  /// Hashes of ids by StreamId and CentreId.
  Fingerprint(std::vector<std::uint64_t> streams, std::vector<std::uint64_t> centres);

  void on(const Record& record) override;
  [[nodiscard]] const Digest& digest() const { return digest_; }

 private:
  std::vector<std::uint64_t> streams_;
  std::vector<std::uint64_t> centres_;
  Digest digest_;
};

}  // namespace suanwang
