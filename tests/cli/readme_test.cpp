// The README's commands are run, and what they print is what the README shows. Lines that tell time or
// version are left out of the comparison. `SUANWANG_UPDATE_GOLDEN=1` writes the README's output anew.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

const std::string kRoot = SUANWANG_SOURCE_DIR;
const std::string kReadme = kRoot + "/README.md";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string read(const std::string& path) {
  std::ifstream in{path};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// A ```console block: one command after `$ `, and what it prints.
struct Block {
  std::string command;
  std::vector<std::string> shown;
  std::size_t first_line;  ///< of what is shown, in the README
};

std::vector<Block> blocks_of(const std::vector<std::string>& readme) {
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < readme.size(); ++i) {
    if (readme[i] != "```console") continue;
    Block block{readme.at(i + 1).substr(2), {}, i + 2};
    for (i += 2; readme.at(i) != "```"; ++i) block.shown.push_back(readme[i]);
    blocks.push_back(block);
  }
  return blocks;
}

/// What `scripts/run` makes of its arguments, without building.
std::string executed(const std::string& command) {
  const std::string prefix = "scripts/run ";
  EXPECT_TRUE(command.starts_with(prefix)) << command;
  std::string arguments = command.substr(prefix.size());
  if (arguments.starts_with("-")) arguments.insert(0, "run scenarios/guangdong.yaml --no-job-records ");
  return "cd '" + kRoot + "' && '" SUANWANG_EXECUTABLE "' " + arguments + " 2>/dev/null";
}

std::vector<std::string> output_of(const std::string& command) {
  std::FILE* pipe = popen(executed(command).c_str(), "r");
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
    text.append(buffer.data(), n);
  EXPECT_EQ(pclose(pipe), 0) << command;
  // The README shows the release build, wherever the tested program was built.
  const std::string program = std::string{SUANWANG_EXECUTABLE}.substr(kRoot.size() + 1);
  const std::string shown = "build/release/suanwang";
  for (std::size_t at = text.find(program); program != shown && at != std::string::npos;
       at = text.find(program)) {
    text.replace(at, program.size(), shown);
  }
  return lines_of(text);
}

bool tells_time_or_version(const std::string& line) {
  return line.starts_with("suanwang 0") || line.starts_with("simulate ") || line.starts_with("sample ") ||
         line.starts_with("open ");
}

void check(const Block& block) {
  const std::vector<std::string> printed = output_of(block.command);
  if (std::getenv("SUANWANG_UPDATE_GOLDEN") != nullptr) {
    std::vector<std::string> readme = lines_of(read(kReadme));
    for (const Block& now : blocks_of(readme)) {
      if (now.command != block.command) continue;
      const auto begin = readme.begin() + static_cast<std::ptrdiff_t>(now.first_line);
      readme.insert(readme.erase(begin, begin + static_cast<std::ptrdiff_t>(now.shown.size())),
                    printed.begin(), printed.end());
      break;
    }
    std::ofstream out{kReadme};
    for (const std::string& line : readme) out << line << '\n';
    return;
  }
  ASSERT_EQ(printed.size(), block.shown.size()) << block.command;
  for (std::size_t i = 0; i < printed.size(); ++i) {
    if (tells_time_or_version(printed[i])) continue;
    EXPECT_EQ(printed[i], block.shown[i]) << "README.md:" << block.first_line + i + 1;
  }
}

/// The main job, the comparison of four policies over four bandwidths, and 300,000 samples.
bool is_long(const Block& block) {
  return block.command.starts_with("scripts/run -") ||
         block.command.find("islands-or-network") != std::string::npos ||
         block.command.find(" reach ") != std::string::npos;
}

TEST(Readme, ShowsWhatItsCommandsPrint) {
  std::size_t checked = 0;
  for (const Block& block : blocks_of(lines_of(read(kReadme)))) {
    if (is_long(block)) continue;
    check(block);
    ++checked;
  }
  EXPECT_GE(checked, 3U);
}

TEST(ReadmeSlow, ShowsWhatLongCommandsPrint) {
  std::size_t checked = 0;
  for (const Block& block : blocks_of(lines_of(read(kReadme)))) {
    if (!is_long(block)) continue;
    check(block);
    ++checked;
  }
  EXPECT_EQ(checked, 3U);
}

TEST(Readme, NamesScriptsAndFilesThatExist) {
  const std::string text = read(kReadme);
  for (const char* path :
       {"scripts/run", "scripts/test", "scenarios/first.yaml", "scenarios/kth.yaml", "scenarios/README.md",
        "bench/README.md", "CHANGELOG.md", "docs", "scenarios/traces", "scenarios/catalogue",
        "include/suanwang/model/simulation.hpp"}) {
    EXPECT_NE(text.find(path), std::string::npos) << path << " is no longer named: drop it from this test";
    EXPECT_EQ(std::system(("test -e '" + kRoot + "/" + path + "'").c_str()), 0) << path;
  }
}

}  // namespace
}  // namespace suanwang
