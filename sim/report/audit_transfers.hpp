#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "report/audit_book.hpp"
#include "report/audit_csv.hpp"
#include "report/audit_facts.hpp"
#include "report/audit_sums.hpp"

namespace suanwang::audit {

/// How fast links let a transfer be: for any two centres the least latency of a way, and the bandwidth of the
/// widest, at the greatest that each link ever has.
class Ways {
 public:
  explicit Ways(const ByName<LinkFacts>& links);

  /// Seconds that so many bytes take at least, over at most `routes` ways; none where there is no way.
  [[nodiscard]] std::optional<double> least_seconds(std::string_view from, std::string_view to, double bytes,
                                                    std::uint64_t routes);

 private:
  struct End {
    std::size_t centre;
    double latency_s;
    double bps;
  };
  struct Way {
    double latency_s;
    double bps;
  };
  [[nodiscard]] std::vector<Way> ways_from(std::size_t from) const;

  ByName<std::size_t> centres_;
  std::vector<std::vector<End>> links_;
  std::map<std::size_t, std::vector<Way>> known_;
};

/// What a finished or killed job sent home.
struct SentHome {
  std::string from;
  std::string to;
  std::string purpose;
  std::int64_t start = 0;
  std::uint64_t line = 0;
  bool claimed = false;
  bool ambiguous = false;  ///< two jobs of one name
};

/// Goes through the rows of transfers.csv, one replication at a time.
class Transfers {
 public:
  Transfers(const FolderFacts& folder, const VariantFacts& variant, const PolicyFacts& policy, Tally& tally,
            Book& book, Diagnostics& diagnostics);

  /// Reads all rows up to those of a replication, and forgets those before.
  void read(std::uint64_t replication);
  /// Reads what is left.
  void finish() { read(std::numeric_limits<std::uint64_t>::max()); }

  /// When a dataset first came to a centre in the replication; none: never.
  [[nodiscard]] std::optional<std::int64_t> arrival(std::string_view dataset, std::string_view centre) const;
  /// Null where the job sent nothing.
  [[nodiscard]] SentHome* sent_by(std::string_view stream, std::string_view job);
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] const std::string& file() const { return file_.shown(); }

 private:
  void enter(std::uint64_t replication);
  void forget();
  void check_row();
  void check_dataset(std::string_view dataset, std::int64_t start);
  void check_speed(std::int64_t start, std::int64_t finish, double bytes);

  const VariantFacts& variant_;
  Tally& tally_;
  Book& book_;
  CsvFile file_;
  Ways ways_;
  std::uint64_t rows_ = 0;
  std::uint64_t current_ = 0;  // the replication at hand
  bool ahead_ = false;         // the row at hand is of a replication to come
  std::map<std::pair<std::string, std::string>, std::int64_t, std::less<>> arrivals_;
  std::unordered_map<std::string, SentHome> sent_;  // only asked, never gone through
  std::vector<std::string> sent_order_;
};

}  // namespace suanwang::audit
