/// Files of transfers: the checking pass, and the passes that replay.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/check.hpp"
#include "suanwang/base/hash.hpp"
#include "suanwang/work/transfer.hpp"

#include "work/disorder.hpp"
#include "work/line_reader.hpp"
#include "work/log_rows.hpp"
#include "work/reorder.hpp"
#include "work/transfer_rows.hpp"

namespace suanwang {
namespace {

/// The texts of ids, end to end.
class Texts {
 public:
  void add(std::string_view text) {
    all_ += text;
    ends_.push_back(all_.size());
  }
  [[nodiscard]] bool empty() const { return ends_.empty(); }
  [[nodiscard]] std::string at(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_.at(i - 1);
    return all_.substr(begin, ends_.at(i) - begin);
  }

 private:
  std::string all_;
  std::vector<std::size_t> ends_;
};

/// What the checking pass has found; shared by all passes that follow.
struct CheckedTransfers {
  TransferOptions options;
  std::uint64_t rows = 0;
  std::int64_t last_start = 0;
  std::size_t window = 0;            ///< see `Disorder`
  bool is_held = false;              ///< in `held`, because the rows are too far from their order
  std::vector<LoggedTransfer> held;  ///< in order
  Texts ids;                         ///< by row; empty: all are numbers
  Digest digest;                     ///< of the rows, in the order of the file
};

/// Equal starts keep the order of the file.
struct Earlier {
  bool operator()(const LoggedTransfer& a, const LoggedTransfer& b) const {
    return a.start != b.start ? a.start < b.start : a.row < b.row;
  }
};

void add_to(Digest& digest, const LoggedTransfer& transfer) {
  digest.add(static_cast<std::uint64_t>(transfer.start));
  digest.add(std::bit_cast<std::uint64_t>(transfer.bytes));
  digest.add(std::bit_cast<std::uint64_t>(transfer.cap));
  digest.add(std::uint64_t{transfer.from} << 32U | transfer.to);
  digest.add(transfer.id);
}

/// The rows of a file that has been checked before, as they stand in it.
class FilePass {
 public:
  explicit FilePass(const CheckedTransfers& checked)
      : checked_{checked}, lines_{checked.options.file}, rows_{checked.options.centres} {
    if (!lines_.failure().empty()) changed(lines_.failure());
  }

  std::optional<LoggedTransfer> next() {
    while (lines_.next()) {
      if (lines_.too_long()) changed("a line is too long");
      const auto transfer =
          rows_.read(lines_.line(), [this](int /*column*/, const std::string& why) { changed(why); });
      if (!transfer) continue;
      add_to(digest_, *transfer);
      return transfer;
    }
    if (!lines_.failure().empty()) changed(lines_.failure());
    if (!(digest_ == checked_.digest)) changed("other transfers are in it now");
    return std::nullopt;
  }

  /// Of the row that `next` gave last.
  [[nodiscard]] std::string id() const { return rows_.id_as_written(); }

 private:
  [[noreturn]] void changed(const std::string& what) const {
    throw SimulationError{fmt::format("{}:{}: the file has changed since it was checked: {}",
                                      checked_.options.file, lines_.number(), what)};
  }

  const CheckedTransfers& checked_;
  LineReader lines_;
  TransferRows rows_;
  Digest digest_;
};

TransferJob job_of(const LoggedTransfer& transfer, const CheckedTransfers& checked, StreamId stream) {
  return {.stream = stream,
          .label = checked.ids.empty() ? transfer.id : transfer.row,
          .start = kStart + Duration{transfer.start},
          .from = CentreId{transfer.from},
          .to = CentreId{transfer.to},
          .bytes = transfer.bytes,
          .cap = transfer.cap};
}

class FileSource final : public TransferSource {
 public:
  FileSource(std::shared_ptr<const CheckedTransfers> checked, StreamId stream)
      : checked_{std::move(checked)}, pass_{*checked_}, in_order_{checked_->window}, stream_{stream} {}

  std::optional<TransferJob> next() override {
    const auto transfer = in_order_.next([this] { return pass_.next(); });
    if (!transfer) return std::nullopt;
    return job_of(*transfer, *checked_, stream_);
  }
  [[nodiscard]] bool reads_file() const override { return true; }

 private:
  std::shared_ptr<const CheckedTransfers> checked_;
  FilePass pass_;
  Reorder<LoggedTransfer, Earlier> in_order_;
  StreamId stream_;
};

class HeldSource final : public TransferSource {
 public:
  HeldSource(std::shared_ptr<const CheckedTransfers> checked, StreamId stream)
      : checked_{std::move(checked)}, stream_{stream} {}

  std::optional<TransferJob> next() override {
    if (at_ == checked_->held.size()) return std::nullopt;
    return job_of(checked_->held[at_++], *checked_, stream_);
  }

 private:
  std::shared_ptr<const CheckedTransfers> checked_;
  std::size_t at_ = 0;
  StreamId stream_;
};

class CheckedLog final : public TransferLog {
 public:
  explicit CheckedLog(CheckedTransfers checked)
      : checked_{std::make_shared<const CheckedTransfers>(std::move(checked))} {}

  [[nodiscard]] std::unique_ptr<TransferSource> open(StreamId stream) const override {
    if (checked_->is_held) return std::make_unique<HeldSource>(checked_, stream);
    return std::make_unique<FileSource>(checked_, stream);
  }
  [[nodiscard]] std::uint64_t size() const override { return checked_->rows; }
  [[nodiscard]] Time last_start() const override { return kStart + Duration{checked_->last_start}; }
  [[nodiscard]] std::string label_text(std::uint64_t label) const override {
    return checked_->ids.empty() ? std::to_string(label) : checked_->ids.at(label);
  }

 private:
  std::shared_ptr<const CheckedTransfers> checked_;
};

/// What a second pass is for: ids that are texts, and rows too far from their order.
void hold(CheckedTransfers& checked, bool with_ids, bool with_rows) {
  if (!with_ids && !with_rows) return;
  FilePass pass{checked};
  while (const auto transfer = pass.next()) {
    if (with_ids) checked.ids.add(pass.id());
    if (with_rows) checked.held.push_back(*transfer);
  }
  checked.is_held = with_rows;
  std::ranges::sort(checked.held, Earlier{});
}

}  // namespace

std::uint64_t TransferLog::before(Time end) const {
  if (last_start() < end) return size();
  std::uint64_t count = 0;
  for (const auto source = open({}); const auto transfer = source->next();) {
    if (transfer->start >= end) break;  // they are in the order of their starts
    ++count;
  }
  return count;
}

std::shared_ptr<const TransferLog> read_transfers(const TransferOptions& options, Diagnostics& diagnostics) {
  LogProblems problems{options.file, diagnostics};
  LineReader lines{options.file};
  TransferRows rows{options.centres};
  CheckedTransfers checked;
  checked.options = options;
  Disorder disorder;
  bool with_ids = false;
  while (lines.next()) {
    if (lines.too_long()) {
      problems.add(lines.number(), 1, "", fmt::format("a line of more than {} bytes", LineReader::kLongest));
      continue;
    }
    const auto transfer = rows.read(lines.line(), [&](int column, std::string why) {
      problems.add(lines.number(), column, "", std::move(why));
    });
    if (!transfer) continue;
    with_ids = with_ids || rows.id_is_text();
    disorder.add(transfer->start);
    checked.last_start = std::max(checked.last_start, transfer->start);
    ++checked.rows;
    add_to(checked.digest, *transfer);
  }
  if (!lines.failure().empty()) {
    const std::int64_t line = lines.number() == 0 ? 0 : lines.number() + 1;
    problems.add(line, 0, "", fmt::format("cannot read the transfers: {}", lines.failure()));
  } else if (const std::string why = rows.at_end(); !why.empty()) {
    problems.add(0, 0, "", why);
  }
  problems.finish();
  if (problems.any()) return nullptr;

  const std::optional<std::size_t> window = disorder.window();
  checked.window = window.value_or(0);
  hold(checked, with_ids, !window);
  return std::make_shared<const CheckedLog>(std::move(checked));
}

}  // namespace suanwang
