#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "suanwang/measure/link_usage.hpp"
#include "suanwang/measure/transfer_table.hpp"
#include "suanwang/report/output.hpp"
#include "suanwang/scenario/spec.hpp"

namespace suanwang {

/// The first line of transfers.csv.
[[nodiscard]] std::string_view transfers_csv_header();

/// The published id of a row that has one of its own: of a transfer of a workload, or of the job whose output
/// it is.
using TransferLabel = std::function<std::string(const TransferRow&)>;

/// Writes the transfers of one policy to a file that the caller commits, replication by replication, in the
/// order of (start, start's number): times in seconds with nine decimals, exact; a field that does not apply
/// is empty, `finish_s` of a transfer that had not arrived when the simulation ended. The `id` is, by
/// `purpose`,
///     workload  that of its file; two streams may have the same,
///     staging   DATASET@CENTRE#N: the Nth of that dataset to that centre in its replication, from 1,
///     output    STREAM/JOB.
/// @throws WriteError
void write_transfers_csv(OutputFile& file, const Spec& spec, const TransferLabel& label,
                         std::span<const TransferTable* const> replications);

/// The first line of links.csv.
[[nodiscard]] std::string_view links_csv_header();

/// Writes what each resource of the network carried over time, both directions of every link, then what
/// limits centres (`CENTRE.storage`, `CENTRE.ingress`): a line for each span of time. Means over the
/// replications; `utilisation` is empty where there was no capacity, or no limit. `month` is empty where
/// there are no dates.
/// @throws WriteError
void write_links_csv(OutputFile& file, const Spec& spec, const NetworkUsage& usage);

}  // namespace suanwang
