#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/audit_book.hpp"
#include "report/audit_csv.hpp"
#include "report/audit_facts.hpp"
#include "report/audit_holders.hpp"
#include "report/audit_quotas.hpp"
#include "report/audit_sums.hpp"
#include "report/audit_transfers.hpp"

namespace suanwang::audit {

/// A row of jobs.csv; texts are of the file, and valid until the next row.
struct JobRecord {
  State state = State::Waiting;
  std::int64_t submit = 0;  // ns, as all times
  std::int64_t walltime = 0;
  std::int64_t accelerators = 0;  // thousandths
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> execution;
  std::optional<std::int64_t> finish;
  std::optional<std::int64_t> waiting;
  std::optional<std::int64_t> turnaround;
  std::optional<double> stretch;
  std::vector<Range> held;
  std::vector<CsvFile::Part> waits;  // by reason, where the rows tell
  std::uint64_t replication = 0;
  std::uint64_t attempts = 0;
  std::uint64_t moves = 0;
  std::int64_t staging = 0;
  std::string_view id;
  std::string_view stream;
  std::string_view centre;
  std::string_view tenant;
  std::string_view job_class;
  std::string_view reason;
  std::string_view home;
  std::string_view data;

  [[nodiscard]] bool ended() const { return state == State::Finished || state == State::Killed; }
  /// Held its accelerators without a break: then the row tells all of it.
  [[nodiscard]] bool at_once() const { return attempts == 1; }
};

/// Goes through the rows of one policy's jobs.csv.
class Jobs {
 public:
  Jobs(const FolderFacts& folder, const VariantFacts& variant, const PolicyFacts& policy, Book& book,
       Diagnostics& diagnostics);

  /// Checks every row; the number of rows.
  std::uint64_t check();
  [[nodiscard]] Tally& tally() { return tally_; }
  [[nodiscard]] std::uint64_t transfers() const { return transfers_ ? transfers_->rows() : 0; }

 private:
  [[nodiscard]] bool read(JobRecord& row);
  void check(const JobRecord& row);
  void check_state(const JobRecord& row);
  void check_times(const JobRecord& row);
  void check_walltime(const JobRecord& row);
  void check_columns(const JobRecord& row);
  void check_waits(const JobRecord& row);
  void add_waits(const JobRecord& row);
  void check_place(const JobRecord& row);
  [[nodiscard]] bool check_range(const JobRecord& row, const CentreFacts& centre, Range range);
  void check_centre(const JobRecord& row, const CentreFacts& centre);
  void check_data(const JobRecord& row);
  void check_dataset(const JobRecord& row, std::string_view dataset, const DatasetFacts& facts);
  void check_sent(const JobRecord& row);
  void add(const JobRecord& row);
  void open_replication(std::uint64_t replication);
  void close_replication();

  template <class Say>
  void fault(Check check, const Say& say) {
    book_.fault(check, file_.shown(), file_.line(), say);
  }

  const VariantFacts& variant_;
  const PolicyFacts& policy_;
  Book& book_;
  CsvFile file_;
  Tally tally_;
  std::optional<Transfers> transfers_;
  Holders holders_;
  TenantHoldings tenants_;
  ByName<std::size_t> centres_;  // numbers for `holders_`
  std::vector<std::string> centre_names_;

  // Of the replication at hand:
  std::optional<std::uint64_t> replication_;
  const Supply* supply_ = nullptr;
  std::int64_t last_submit_ = 0;
  std::int64_t last_end_ = 0;
  bool any_left_ = false;
  std::uint64_t finished_ = 0;
  Int128 waited_ = 0;
  std::uint64_t restarted_ = 0;  // over all
  std::uint64_t retired_ = 0;    // on accelerators that the scenario retires, over all
};

/// Compares the jobs of a policy with those of another, column by column: what was asked for may not depend
/// on the policy.
void check_same_jobs(const FolderFacts& folder, const PolicyFacts& first, const PolicyFacts& other,
                     Book& book, Diagnostics& diagnostics);

}  // namespace suanwang::audit
