#include "suanwang/report/network_csv.hpp"

#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"

#include "report/csv_line.hpp"
#include "report/resources.hpp"

namespace suanwang {
namespace {

constexpr std::string_view kTransfersHeader =
    "id,from,to,bytes,start_s,finish_s,purpose,stream,dataset,job,replication\n";
constexpr std::string_view kLinksHeader = "link,from,to,month,span_start_s,span_end_s,bytes,utilisation\n";
constexpr std::size_t kNumberBytes = 256;  // of a row: at most 8 numbers of 32 characters, commas with them

void end_line(OutputFile& file, const Line& line) {
  file.advance(line.size() - 1);  // the last comma gives way to the end of the line
  file.append("\n");
}

/// The rows of one replication after another; counts the shipments of each.
class TransferRows {
 public:
  TransferRows(OutputFile& file, const Spec& spec, const TransferLabel& label)
      : file_{file},
        spec_{spec},
        label_{label},
        centres_{fields_of_ids(spec.centres)},
        streams_{fields_of_ids(spec.workload)},
        datasets_{fields_of_ids(spec.datasets)} {}

  void write(const TransferTable& table, std::size_t replication) {
    shipments_.clear();
    for (const TransferRow& row : table.rows()) write(row, replication);
  }

 private:
  void write(const TransferRow& row, std::size_t replication) {
    const bool is_staging = row.purpose == TransferPurpose::Staging;
    const std::string own = is_staging ? "" : label_(row);
    const std::string id = field_of(id_of(row, own));
    const bool is_of_job =
        row.purpose == TransferPurpose::Output || row.purpose == TransferPurpose::Checkpoint;
    const std::string job = is_of_job ? field_of(own) : "";
    const std::string_view stream = is_staging ? "" : std::string_view{streams_.at(row.stream.index())};
    const std::string_view dataset = is_staging ? std::string_view{datasets_.at(row.dataset.index())} : "";
    const std::string& from = centres_.at(row.from.index());
    const std::string& to = centres_.at(row.to.index());
    const std::size_t most =
        kNumberBytes + id.size() + job.size() + stream.size() + dataset.size() + from.size() + to.size();
    Line line{file_.room(most)};
    line.text(id);
    line.text(from);
    line.text(to);
    line.bytes(row.bytes);
    line.time(row.start);
    if (row.arrived) {
      line.time(row.at);
    } else {
      line.comma();
    }
    line.text(word_of(row.purpose));
    line.text(stream);
    line.text(dataset);
    line.text(job);
    line.integer(replication);
    end_line(file_, line);
  }

  std::string id_of(const TransferRow& row, const std::string& own) {
    switch (row.purpose) {
      case TransferPurpose::Workload:
        return own;
      case TransferPurpose::Staging: {
        const std::uint64_t n = ++shipments_[{row.dataset, row.to}];
        return fmt::format("{}@{}#{}", spec_.datasets[row.dataset.index()].id,
                           spec_.centres[row.to.index()].id, n);
      }
      case TransferPurpose::Output:
      case TransferPurpose::Checkpoint:
        break;
    }
    return spec_.workload[row.stream.index()].id + "/" + own;
  }

  OutputFile& file_;
  const Spec& spec_;
  const TransferLabel& label_;
  std::vector<std::string> centres_;
  std::vector<std::string> streams_;
  std::vector<std::string> datasets_;
  std::map<std::pair<DatasetId, CentreId>, std::uint64_t> shipments_;
};

void write_span(OutputFile& file, const std::string& names, const NetworkUsage& usage, const Carried& carried,
                std::size_t span) {
  Line line{file.room(names.size() + kNumberBytes)};
  line.text(names);
  line.text(usage.spans.are_months() ? month_text(usage.spans, span) : "");
  line.time(usage.spans.begin(span));
  line.time(std::min(usage.spans.begin(span + 1), usage.ended));
  line.bytes(carried.bytes / static_cast<double>(usage.runs));
  if (const auto utilisation = carried.utilisation()) {
    line.real(*utilisation);
  } else {
    line.comma();
  }
  end_line(file, line);
}

}  // namespace

std::string_view transfers_csv_header() {
  return kTransfersHeader;
}

std::string_view links_csv_header() {
  return kLinksHeader;
}

void write_transfers_csv(OutputFile& file, const Spec& spec, const TransferLabel& label,
                         std::span<const TransferTable* const> replications) {
  file.append(kTransfersHeader);
  TransferRows rows{file, spec, label};
  for (std::size_t r = 0; r < replications.size(); ++r) rows.write(*replications[r], r);
}

void write_links_csv(OutputFile& file, const Spec& spec, const NetworkUsage& usage) {
  file.append(kLinksHeader);
  const std::size_t spans = usage.span_count();
  for (const NetworkResource& resource : resources_of(spec)) {
    const ResourceUsage& used = usage.resources.at(resource.id.index());
    const std::string names =
        fmt::format("{},{},{}", field_of(resource.name(spec)), field_of(spec.centres[resource.from].id),
                    field_of(spec.centres[resource.to].id));
    for (std::size_t i = 0; i < spans; ++i) {
      write_span(file, names, usage, i < used.series.size() ? used.series[i] : Carried{}, i);
    }
  }
}

}  // namespace suanwang
