#include "../sim/work/line_reader.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/logs.hpp"

namespace suanwang {
namespace {

using test::gzipped;
using test::LogFile;

/// All lines, each with its number, then the failure.
std::vector<std::string> lines_of(std::string_view text) {
  const LogFile file{text};
  std::vector<std::string> lines;
  LineReader reader{file.path()};
  while (reader.next()) {
    lines.push_back(std::to_string(reader.number()) + ":" +
                    (reader.too_long() ? "too long" : std::string{reader.line()}));
  }
  if (!reader.failure().empty()) lines.push_back(reader.failure());
  return lines;
}

using Lines = std::vector<std::string>;

TEST(LineReader, TakesBothLineEndsAndNone) {
  EXPECT_EQ(lines_of("a\nb\r\n\nc"), (Lines{"1:a", "2:b", "3:", "4:c"}));
  EXPECT_EQ(lines_of("a\n"), (Lines{"1:a"}));
  EXPECT_EQ(lines_of(""), Lines{});
  EXPECT_EQ(lines_of("\n"), (Lines{"1:"}));
  EXPECT_EQ(lines_of("\xEF\xBB\xBFx\n\xEF\xBB\xBFy"), (Lines{"1:x", "2:\xEF\xBB\xBFy"}));
}

TEST(LineReader, TakesLinesAcrossChunks) {
  std::string text;
  Lines expected;
  for (int i = 1; i <= 3000; ++i) {
    const std::string line(static_cast<std::size_t>(i * 37 % 1999), static_cast<char>('a' + i % 26));
    text += line + "\n";
    expected.push_back(std::to_string(i) + ":" + line);
  }
  EXPECT_EQ(lines_of(text), expected);
  EXPECT_EQ(lines_of(gzipped(text)), expected);
}

TEST(LineReader, SkipsLinesThatAreTooLong) {
  const std::string fits(LineReader::kLongest - 1, 'x');
  EXPECT_EQ(lines_of("a\n" + fits + "\nb").size(), 3U);
  EXPECT_EQ(lines_of("a\n" + fits + "\nb")[1].size(), fits.size() + 2);
  const std::string long_line(3 * LineReader::kLongest, 'x');
  EXPECT_EQ(lines_of("a\n" + long_line + "\nb\n"), (Lines{"1:a", "2:too long", "3:b"}));
  EXPECT_EQ(lines_of(long_line), (Lines{"1:too long"}));
}

TEST(LineReader, TellsACutOrDamagedGzip) {
  std::string numbers;
  for (int i = 0; i < 20'000; ++i) numbers += std::to_string(i * 7919 % 20'011) + "\n";
  const std::string whole = gzipped(numbers);
  for (const std::size_t size :
       {whole.size() - 1, whole.size() - 8, whole.size() / 2, std::size_t{12}, std::size_t{5}}) {
    EXPECT_EQ(lines_of(whole.substr(0, size)).back(),
              "the compressed data ends too early: the file has been cut short")
        << size;
  }
  std::string damaged = whole;
  damaged[whole.size() / 2] = static_cast<char>(damaged[whole.size() / 2] ^ 0x55);
  EXPECT_TRUE(lines_of(damaged).back().starts_with("the compressed data is damaged: "))
      << lines_of(damaged).back();
}

TEST(LineReader, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(LineReader{"/no/such/file"}.failure(), "no such file");
  EXPECT_EQ(LineReader{::testing::TempDir()}.failure(), "it is a directory");
  EXPECT_EQ(LineReader{"/dev/zero"}.failure(), "it is not a regular file");
}

}  // namespace
}  // namespace suanwang
