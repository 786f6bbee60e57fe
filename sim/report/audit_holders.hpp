#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "suanwang/base/range.hpp"

#include "report/audit_book.hpp"

namespace suanwang::audit {

/// Who holds which accelerators of one replication, and when: instants are half open, so that one job may
/// start in the instant in which another ends.
class Holders {
 public:
  static constexpr std::int64_t kOpen = INT64_MAX;  ///< an end that has not come

  /// @param centre a number of the caller's
  void add(std::size_t centre, std::int64_t start, std::int64_t end, std::uint64_t line,
           std::span<const Range> held);

  /// Sweeps through time and tells of each job that takes what another still has; then forgets all.
  void check(const std::string& file, const std::vector<std::string>& centres, Book& book);

 private:
  struct Holding {
    std::int64_t start;
    std::int64_t end;
    std::uint64_t line;
    std::size_t first_range;
    std::uint32_t ranges;
    std::uint32_t centre;
    bool kept = false;  // what it takes is in `held`
  };
  struct Piece {
    std::uint32_t last;
    std::uint32_t holding;
  };
  using Held = std::map<std::uint32_t, Piece>;  // by first accelerator

  [[nodiscard]] std::span<const Range> ranges_of(const Holding& holding) const;
  [[nodiscard]] static const Piece* overlap(const Held& held, Range range, std::uint32_t& accelerator);

  std::vector<Holding> holdings_;
  std::vector<Range> ranges_;
};

}  // namespace suanwang::audit
