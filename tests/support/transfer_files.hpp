#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/work/transfer.hpp"

#include "support/logs.hpp"

namespace suanwang::test {

/// The columns that a file of transfers must have.
inline const std::string kTransferColumns = "id,from,to,bytes,start_s\n";

/// Centres that the files of tests may name.
inline const std::vector<std::string> kTransferCentres{"guangzhou", "shaoguan", "shenzhen"};

inline std::vector<TransferJob> transfers_of(const TransferLog& log) {
  std::vector<TransferJob> transfers;
  for (const auto source = log.open(StreamId{3}); const auto transfer = source->next();) {
    transfers.push_back(*transfer);
  }
  return transfers;
}

/// Reads a file that is right.
inline std::shared_ptr<const TransferLog> read_good(const LogFile& file) {
  Diagnostics diagnostics;
  std::shared_ptr<const TransferLog> log = read_transfers({file.path(), kTransferCentres}, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  EXPECT_NE(log, nullptr);
  return log;
}

/// What the reader has to say about a file, with "log" for its path.
inline std::string complaints_of_transfers(const LogFile& file) {
  Diagnostics diagnostics;
  const auto log = read_transfers({file.path(), kTransferCentres}, diagnostics);
  EXPECT_EQ(log == nullptr, diagnostics.has_errors());
  std::string text = diagnostics.text();
  for (std::size_t at = 0; (at = text.find(file.path(), at)) != std::string::npos;) {
    text.replace(at, file.path().size(), "log");
  }
  return text;
}

}  // namespace suanwang::test
