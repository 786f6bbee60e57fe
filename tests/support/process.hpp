#pragma once

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/folders.hpp"

namespace suanwang::test {

/// How a program ended, and what it said.
struct Ended {
  int code = 0;  ///< exit code; 128 + signal where a signal ended it
  std::string out;
  std::string err;
};

/// A program that runs, with its output going to files in `folder`. It knows no locale and no NO_COLOR but
/// those of `environment` ("NAME=value").
class Process {
 public:
  Process(const Folder& folder, std::vector<std::string> command, std::vector<std::string> environment = {})
      : out_{folder.path() / "stdout.txt"}, err_{folder.path() / "stderr.txt"} {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out_.c_str(), kFlags, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_.c_str(), kFlags, 0600);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t defaults;  // whatever the runner of these tests ignores
    sigemptyset(&defaults);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) sigaddset(&defaults, signal);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    add_inherited(environment);
    const int failed = posix_spawnp(&pid_, command[0].c_str(), &actions, &attributes,
                                    pointers(command).data(), pointers(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error{"cannot start " + command[0]};
  }

  void signal(int number) const { ::kill(pid_, number); }
  [[nodiscard]] std::string out() const { return text_of(out_); }
  [[nodiscard]] std::string err() const { return text_of(err_); }

  /// Waits until standard output holds `text`; false when the program ends, or a minute passes, without it.
  [[nodiscard]] bool says(std::string_view text) {
    for (int i = 0; i < 6000; ++i) {
      if (out().find(text) != std::string::npos) return true;
      if (status_ == kRuns && ::waitpid(pid_, &status_, WNOHANG) == pid_) break;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return out().find(text) != std::string::npos;
  }

  Ended wait() {
    if (status_ == kRuns) ::waitpid(pid_, &status_, 0);
    const int code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
    return {code, out(), err()};
  }

 private:
  static constexpr int kRuns = -1;

  static void add_inherited(std::vector<std::string>& environment) {
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string_view text{*entry};
      const std::string_view name = text.substr(0, text.find('='));
      if (name.starts_with("LC_") || name == "LANG" || name == "NO_COLOR") continue;
      environment.emplace_back(text);
    }
  }
  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
  }

  std::filesystem::path out_;
  std::filesystem::path err_;
  pid_t pid_ = 0;
  int status_ = kRuns;
};

/// Runs suanwang in a folder of its own.
class Suanwang : public ::testing::Test {
 protected:
  static std::string source(const std::string& path) { return std::string{SUANWANG_SOURCE_DIR} + "/" + path; }

  [[nodiscard]] Process start(std::vector<std::string> arguments,
                              std::vector<std::string> environment = {}) const {
    arguments.insert(arguments.begin(), SUANWANG_EXECUTABLE);
    return Process{folder_, std::move(arguments), std::move(environment)};
  }
  [[nodiscard]] Ended run(std::vector<std::string> arguments,
                          std::vector<std::string> environment = {}) const {
    Ended ended = start(arguments, std::move(environment)).wait();
    expect_clean(arguments, ended);
    return ended;
  }
  /// Runs a line of shell, in which $suanwang stands for the program and $folder for the folder.
  [[nodiscard]] Ended shell(const std::string& line) const {
    return Process{folder_,
                   {"bash", "-c", line},
                   {std::string{"suanwang="} + SUANWANG_EXECUTABLE, "folder=" + folder_.path().string()}}
        .wait();
  }
  [[nodiscard]] std::string in_folder(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  [[nodiscard]] const Folder& folder() const { return folder_; }

 private:
  /// Every folder of results that a test leaves is audited.
  void expect_clean(const std::vector<std::string>& arguments, const Ended& ended) const {
    const auto out = std::ranges::find(arguments, "--out");
    if (ended.code != 0 || arguments.front() != "run" || out == arguments.end()) return;
    const Ended audit = start({"audit", *std::next(out), "--quiet", "--lang", "en"}).wait();
    EXPECT_EQ(audit.code, 0) << audit.out << audit.err;
  }

  Folder folder_;
};

/// Two policies on one small centre, a few jobs: the scenario that most tests run.
inline constexpr std::string_view kSmallScenario = R"(suanwang: 1
name: {en: A small network, zh: 小网}
accelerators: {card: {peak: {fp16: 256 TFLOPS}, source: made up for a test}}
centres:
  lab:
    source: made up for a test
    pools: {main: {accelerator: card, cards: 16, source: made up for a test}}
workload:
  training:
    source: made up for a test
    generate:
      count: 200
      arrivals: {poisson: 40 per day}
      duration: {lognormal: {median: 50 min, sigma: 1}}
      accelerators: {choice: {4: 6, 8: 3, 16: 1}}
policies: {fifo: {order: fifo}, easy: {order: fifo, backfill: easy}}
)";

}  // namespace suanwang::test
