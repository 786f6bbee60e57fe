#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

#include "suanwang/work/source.hpp"

namespace suanwang::test {

/// A file of the running test, removed with this object.
class LogFile {
 public:
  explicit LogFile(std::string_view text, const std::string& name = "log.txt") : path_{place(name)} {
    write(text);
  }
  ~LogFile() { std::filesystem::remove(path_); }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  void write(std::string_view text) const {
    std::ofstream out{path_, std::ios::binary};
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
  }
  void remove() const { std::filesystem::remove(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  /// Test programs run side by side, one process a test: the test's name makes the path its own.
  static std::string place(const std::string& name) {
    const ::testing::TestInfo& info = *::testing::UnitTest::GetInstance()->current_test_info();
    std::string own = std::string{info.test_suite_name()} + "." + info.name() + ".";
    for (char& c : own) {
      if (c == '/') c = '_';
    }
    return ::testing::TempDir() + own + name;
  }

  std::string path_;
};

/// `text` as gzip compresses it.
inline std::string gzipped(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::vector<Job> jobs_of(const Trace& trace, Duration zero = Duration{0}) {
  std::vector<Job> jobs;
  for (const std::unique_ptr<JobSource> source = trace.open({}, zero); const auto job = source->next();) {
    jobs.push_back(*job);
  }
  return jobs;
}

/// What `read` has to say about a log, with "log" for its path.
inline std::string complaints(std::shared_ptr<const Trace> (*read)(const TraceOptions&, Diagnostics&),
                              const LogFile& log, TraceOptions options = {}) {
  options.file = log.path();
  Diagnostics diagnostics;
  const std::shared_ptr<const Trace> trace = read(options, diagnostics);
  EXPECT_EQ(trace == nullptr, diagnostics.has_errors());
  std::string text = diagnostics.text();
  for (std::size_t at = 0; (at = text.find(log.path(), at)) != std::string::npos;) {
    text.replace(at, log.path().size(), "log");
  }
  return text;
}

}  // namespace suanwang::test
