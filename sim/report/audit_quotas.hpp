#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/audit_book.hpp"
#include "report/audit_facts.hpp"

namespace suanwang::audit {

/// How much tenants hold in which regions in one replication, and when.
class TenantHoldings {
 public:
  explicit TenantHoldings(const VariantFacts& variant);

  /// A job of `tenant` at `centre` from `start` until before `end`.
  void add(std::string_view tenant, std::string_view centre, std::int64_t start, std::int64_t end,
           std::int64_t accelerators, std::uint64_t line);

  /// Sweeps through time and tells of each job that takes more than its tenant may hold; then forgets all.
  void check(const std::string& file, Book& book);

 private:
  struct Change {
    std::int64_t at;
    std::int64_t by;  // thousandths; below 0: an end
    std::uint64_t line;
    const std::vector<std::size_t>* accounts;
  };
  struct Account {
    const QuotaFacts* quota;
    std::vector<std::size_t> pool;  // all accounts of its cohort and region; empty: it has no cohort
    std::int64_t used = 0;
  };
  [[nodiscard]] std::string_view broken(const Account& account) const;

  std::vector<Account> accounts_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> counting_;  // by tenant and centre
  std::vector<Change> changes_;
};

}  // namespace suanwang::audit
