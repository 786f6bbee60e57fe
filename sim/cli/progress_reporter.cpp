#include "cli/progress_reporter.hpp"

#include <condition_variable>
#include <mutex>
#include <string>

#include "suanwang/report/text.hpp"

namespace suanwang {
namespace {

constexpr std::chrono::milliseconds kOnTerminal{200};
constexpr std::chrono::seconds kElsewhere{10};
constexpr std::string_view kClearLine = "\r\x1b[K";

}  // namespace

ProgressReporter::ProgressReporter(const Progress& progress, const ProgressFacts& all, Screen& screen)
    : progress_{progress},
      facts_{all},
      screen_{screen},
      started_{std::chrono::steady_clock::now()},
      thread_{[this](const std::stop_token& stop) { report(stop); }} {}

ProgressReporter::~ProgressReporter() {
  thread_.request_stop();
  thread_.join();
  if (drawn_ && screen_.err_is_terminal()) screen_.err(kClearLine);
}

void ProgressReporter::report(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock{mutex};
  const auto pause = screen_.err_is_terminal() ? kOnTerminal : std::chrono::milliseconds{kElsewhere};
  while (!wake.wait_for(lock, stop, pause, [&stop] { return stop.stop_requested(); })) draw();
}

void ProgressReporter::draw() {
  const bool terminal = screen_.err_is_terminal();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started_;
  facts_.runs = progress_.runs.load();
  facts_.jobs = progress_.jobs.load();
  facts_.elapsed_s = elapsed.count();
  std::string text = progress_text(facts_, screen_.err_style(), terminal);
  if (terminal && screen_.err_style().width) text = shortened(text, *screen_.err_style().width);
  screen_.err(terminal ? std::string{kClearLine} + text : text + '\n');
  drawn_ = true;
}

}  // namespace suanwang
