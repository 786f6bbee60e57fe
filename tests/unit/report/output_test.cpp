#include "suanwang/report/output.hpp"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/folders.hpp"

namespace suanwang {
namespace {

using test::Folder;
using test::names_in;
using test::text_of;

TEST(OutputFile, TakesItsNameOnlyWhenItIsWhole) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "summary.json";
  {
    OutputFile file{path};
    file.append("new");
    EXPECT_FALSE(std::filesystem::exists(path));
    file.commit();
  }
  EXPECT_EQ(text_of(path), "new");
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"summary.json"});
}

TEST(OutputFile, ReplacesOnlyByCommit) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "summary.json";
  std::ofstream{path} << "old";
  { OutputFile{path}.append("never committed"); }
  EXPECT_EQ(text_of(path), "old");
  OutputFile file{path};
  file.append("new");
  file.commit();
  EXPECT_EQ(text_of(path), "new");
  EXPECT_EQ(names_in(folder.path()).size(), 1U);
}

TEST(OutputFile, HoldsMoreThanItsBuffer) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "large";
  const std::string line(1000, 'x');
  const std::string longer(1'000'000, 'y');  // at once, four times the buffer
  OutputFile file{path};
  for (int i = 0; i < 1000; ++i) file.append(line);
  file.append(longer);
  file.commit();
  const std::string text = text_of(path);
  ASSERT_EQ(text.size(), 2'000'000U);
  EXPECT_EQ(text.find_first_not_of('x'), 1'000'000U);
  EXPECT_EQ(text.find_last_not_of('y'), 999'999U);
}

TEST(OutputFile, SaysWhyItCannotBeWritten) {
  const Folder folder;
  const std::string missing = (folder.path() / "missing" / "x").string();
  try {
    OutputFile{missing};
    FAIL();
  } catch (const WriteError& error) {
    EXPECT_EQ(error.what(), "cannot write " + missing + ": No such file or directory");
  }
}

/// While it lives, no file may grow beyond `bytes`: the same to a program as a disk that is full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : before_signal_{std::signal(SIGXFSZ, SIG_IGN)} {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, before_signal_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*before_signal_)(int);
};

TEST(OutputFile, LeavesNothingWhenItIsNotWhole) {
  const Folder folder;
  const std::filesystem::path path = folder.path() / "jobs.csv";
  std::string message;
  {
    const FileSizeLimit limit{100'000};
    try {
      OutputFile file{path};
      for (int i = 0; i < 100; ++i) file.append(std::string(10'000, 'x'));
      file.commit();
    } catch (const WriteError& error) {
      message = error.what();
    }
  }
  EXPECT_EQ(message, "cannot write " + path.string() + ": File too large");
  EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(OutputFolder, MakesFoldersAndRemovesThoseLeftEmpty) {
  const Folder folder;
  const std::filesystem::path out = folder.path() / "a" / "b";
  {
    const OutputFolder made{out, {"summary.json", "fifo/jobs.csv", "easy/jobs.csv"}};
    EXPECT_EQ(names_in(out), (std::vector<std::string>{"easy", "fifo"}));  // and the probes are gone
    std::ofstream{out / "fifo" / "jobs.csv"} << "rows";
  }
  EXPECT_EQ(names_in(out), std::vector<std::string>{"fifo"});
  EXPECT_EQ(text_of(out / "fifo" / "jobs.csv"), "rows");
}

TEST(OutputFolder, KeepsWhatWasThere) {
  const Folder folder;
  std::filesystem::create_directories(folder.path() / "out" / "fifo");
  std::ofstream{folder.path() / "out" / "notes.txt"} << "mine";
  { const OutputFolder made{folder.path() / "out", {"summary.json", "fifo/jobs.csv"}}; }
  EXPECT_EQ(names_in(folder.path() / "out"), (std::vector<std::string>{"fifo", "notes.txt"}));
}

// A process that is killed cannot clean up: the next one does. (No process has the highest number.)
TEST(OutputFolder, RemovesWhatProcessesLeftThatAreGone) {
  const Folder folder;
  const std::string own = ".jobs.csv." + std::to_string(::getppid()) + ".tmp";
  for (const std::string& name :
       {std::string{".jobs.csv.2147483647.tmp"}, own, std::string{".jobs.csv.x.tmp"},
        std::string{".jobs.csv.tmp"}, std::string{".notes.2147483647.tmp"}}) {
    std::ofstream{folder.path() / name} << "half";
  }
  { const OutputFolder made{folder.path(), {"jobs.csv"}}; }
  std::vector<std::string> left{own, ".jobs.csv.x.tmp", ".jobs.csv.tmp", ".notes.2147483647.tmp"};
  std::ranges::sort(left);
  EXPECT_EQ(names_in(folder.path()), left);
}

TEST(OutputFolder, RemovesFilesAndTheFoldersThatThisEmpties) {
  const Folder folder;
  const OutputFolder made{folder.path(), {"base/fifo/jobs.csv", "base/easy/jobs.csv"}};
  std::ofstream{folder.path() / "base" / "fifo" / "jobs.csv"} << "rows";
  std::ofstream{folder.path() / "base" / "easy" / "jobs.csv"} << "rows";
  EXPECT_EQ(made.remove({"base/fifo/jobs.csv", "base/none/jobs.csv"}),
            (std::vector<std::filesystem::path>{"base/fifo/jobs.csv"}));
  EXPECT_EQ(names_in(folder.path() / "base"), std::vector<std::string>{"easy"});
  EXPECT_EQ(made.remove({"base/easy/jobs.csv"}).size(), 1U);
  EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(OutputFolder, RefusesWhatIsInTheWay) {
  const Folder folder;
  std::ofstream{folder.path() / "file"} << "here";
  std::filesystem::create_directories(folder.path() / "out" / "easy" / "jobs.csv");
  const auto message_of = [](const std::filesystem::path& out) {
    try {
      const OutputFolder made{out, {"summary.json", "easy/jobs.csv"}};
    } catch (const WriteError& error) {
      return std::string{error.what()};
    }
    return std::string{"no error"};
  };
  const std::string root = folder.path().string();
  EXPECT_EQ(message_of(folder.path() / "file"), "cannot write " + root + "/file: a file is in the way");
  EXPECT_EQ(message_of(folder.path() / "file" / "out"),
            "cannot write " + root + "/file: a file is in the way");
  EXPECT_EQ(message_of(folder.path() / "out"), "cannot write " + root + "/out/easy/jobs.csv: Is a directory");
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"file", "out"}));

  // What it had made by then is gone again.
  std::filesystem::create_directory(folder.path() / "half");
  std::ofstream{folder.path() / "half" / "fifo"} << "here";
  EXPECT_THROW((OutputFolder{folder.path() / "half", {"easy/jobs.csv", "fifo/jobs.csv"}}), WriteError);
  EXPECT_EQ(names_in(folder.path() / "half"), std::vector<std::string>{"fifo"});
}

}  // namespace
}  // namespace suanwang
