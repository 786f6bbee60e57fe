#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

namespace suanwang::test {

/// Rows of a CSV file without quotes, plain or compressed, without its header.
inline std::vector<std::vector<std::string>> rows_of(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file{gzopen(path.c_str(), "rb"), gzclose};
  EXPECT_NE(file, nullptr) << path;
  char line[512];
  while (file != nullptr && gzgets(file.get(), line, sizeof line) != nullptr) {
    std::string text{line};
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    std::istringstream in{text};
    auto& row = rows.emplace_back();
    for (std::string cell; std::getline(in, cell, ',');) row.push_back(cell);
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

}  // namespace suanwang::test
