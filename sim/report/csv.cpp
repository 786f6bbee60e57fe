#include "suanwang/report/csv.hpp"

#include <algorithm>
#include <cstdint>
#include <variant>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/scenario/run.hpp"

#include "report/csv_line.hpp"

namespace suanwang {
namespace {

constexpr std::string_view kHeader =
    "job_id,workload_name,profile,submission_time,requested_number_of_resources,requested_time,success,"
    "final_state,starting_time,execution_time,finish_time,waiting_time,turnaround_time,stretch,"
    "allocated_resources,replication,centre,tenant,class,priority,attempts,reason";
/// Where jobs may run elsewhere than they belong, or wait for data.
constexpr std::string_view kNetworkHeader = ",staging_time,moves";
constexpr std::string_view kOwnHeader = ",home,data";
constexpr std::string_view kWaitsHeader = ",waited_for";

constexpr std::size_t kFixedBytes = 640;  // 16 numbers of at most 32 characters, the state, and the commas
constexpr std::size_t kRangeBytes = 22;   // "4294967295-4294967295 "
constexpr std::size_t kWaitBytes = 48;    // "fragmentation:9223372036.854775807;"

std::string_view state_of(RecordKind last) {
  switch (last) {
    case RecordKind::JobFinished:
      return "COMPLETED_SUCCESSFULLY";
    case RecordKind::JobKilled:
      return "COMPLETED_WALLTIME_REACHED";
    case RecordKind::JobRejected:
      return "REJECTED";
    case RecordKind::JobLeftRunning:
      return "RUNNING";
    default:
      return "WAITING";
  }
}

/// The names that rows refer to by number, ready to be written.
struct Fields {
  std::vector<std::string> streams;
  std::vector<std::string> centres;
  std::vector<std::string> tenants;
  std::vector<std::string> classes;
  std::vector<std::string> data;  ///< by stream: what all of its jobs need; empty for listed jobs
  bool network = false;
  bool waits = false;
};

/// Ids of datasets, a blank between two, as a field.
std::string data_field(const std::vector<std::string>& datasets) {
  std::string text;
  for (const std::string& dataset : datasets) text += (text.empty() ? "" : " ") + dataset;
  return field_of(text);
}

/// By stream: the data that each job of it needs; nothing where jobs differ.
std::vector<std::string> data_of_streams(const Spec& spec) {
  std::vector<std::string> fields;
  for (const StreamSpec& stream : spec.workload) {
    std::string& field = fields.emplace_back();
    if (const auto* generated = std::get_if<GenerateSpec>(&stream.jobs)) field = data_field(generated->data);
    if (const auto* trace = std::get_if<TraceSpec>(&stream.jobs)) field = data_field(trace->data);
  }
  return fields;
}

std::string data_of(const Spec& spec, const JobRow& row, const Fields& fields) {
  const auto* listed = std::get_if<std::vector<ExplicitJobSpec>>(&spec.workload[row.stream.index()].jobs);
  return listed == nullptr ? fields.data[row.stream.index()] : data_field(listed->at(row.label).data);
}

const std::string& name_of(const std::vector<std::string>& names, std::size_t index) {
  SUANWANG_CHECK(index < names.size());
  return names[index];
}

/// When the job started, how long it held what it got, and what follows. Empty where it does not apply.
void write_times(Line& line, const JobRow& row) {
  const bool ended = row.last == RecordKind::JobFinished || row.last == RecordKind::JobKilled;
  if (row.attempts > 0) {
    line.time(row.start);
  } else {
    line.comma();
  }
  if (!ended) {
    for (int i = 0; i < 5; ++i) line.comma();
    return;
  }
  const Duration turnaround = row.at - row.submit;
  line.time(row.executed);
  line.time(row.at);
  line.time(turnaround - row.executed);
  line.time(turnaround);
  if (row.executed > Duration{0}) {
    line.real(static_cast<double>(turnaround.count()) / static_cast<double>(row.executed.count()));
  } else {
    line.comma();
  }
}

void write_waits(Line& line, std::span<const JobTable::Wait> parts) {
  std::string_view between;
  for (const JobTable::Wait& part : parts) {
    line.put(between);
    line.put(words_of(part.reason).id);
    line.put(":");
    line.put(part.span);
    between = ";";
  }
  line.comma();
}

void write_row(OutputFile& file, const Spec& spec, const JobTable& table, const JobRow& row,
               std::string_view label, std::size_t replication, const Fields& fields) {
  const std::span<const Range> held = table.ranges_of(row);
  const std::string& stream = name_of(fields.streams, row.stream.index());
  const std::string& job_class = name_of(fields.classes, row.job_class.index());
  std::string_view centre;
  std::string_view tenant;
  if (row.centre) centre = name_of(fields.centres, row.centre->index());
  if (row.tenant) tenant = name_of(fields.tenants, row.tenant->index());
  std::string_view home;
  if (row.home) home = name_of(fields.centres, row.home->index());
  const std::string data = data_of(spec, row, fields);
  const std::string reason = field_of(row.reason);

  const std::size_t most = kFixedBytes + label.size() + stream.size() + 2 * job_class.size() + centre.size() +
                           tenant.size() + reason.size() + kRangeBytes * held.size() + home.size() +
                           data.size() + kWaitBytes * table.waits_of(row).size();
  Line line{file.room(most)};
  line.text(label);
  line.text(stream);
  line.text(job_class);
  line.time(row.submit);
  line.accelerators(row.accelerators);
  line.time(row.walltime);
  line.text(row.last == RecordKind::JobFinished ? "1" : "0");
  line.text(state_of(row.last));
  write_times(line, row);
  line.ranges(held);
  line.integer(replication);
  line.text(centre);
  line.text(tenant);
  line.text(job_class);
  line.integer(row.priority);
  line.integer(row.attempts);
  line.text(reason);
  if (fields.network) {
    line.time(row.staged);
    line.integer(row.moves);
  }
  line.text(home);
  line.text(data);
  if (fields.waits) write_waits(line, table.waits_of(row));
  file.advance(line.size() - 1);  // the last comma gives way to the end of the line
  file.append("\n");
}

}  // namespace

std::string jobs_csv_header(bool network, bool waits) {
  return fmt::format("{}{}{}{}\n", kHeader, network ? kNetworkHeader : "", kOwnHeader,
                     waits ? kWaitsHeader : "");
}

void write_jobs_csv(OutputFile& file, const Spec& spec, const std::vector<std::string>& classes,
                    const std::function<std::string(const JobRow&)>& label,
                    std::span<const JobTable* const> replications) {
  Fields fields{fields_of_ids(spec.workload), fields_of_ids(spec.centres), fields_of_ids(spec.tenants), {},
                data_of_streams(spec),        uses_network(spec)};
  fields.waits =
      std::ranges::any_of(replications, [](const JobTable* table) { return table->knows_waits(); });
  for (const std::string& name : classes) fields.classes.push_back(field_of(name));

  file.append(jobs_csv_header(fields.network, fields.waits));
  for (std::size_t replication = 0; replication < replications.size(); ++replication) {
    const JobTable& table = *replications[replication];
    for (const JobRow& row : table.rows()) {
      write_row(file, spec, table, row, field_of(label(row)), replication, fields);
    }
  }
}

}  // namespace suanwang
