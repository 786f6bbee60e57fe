#include "cli/interrupt.hpp"

#include <atomic>

#include <unistd.h>

#include "suanwang/base/check.hpp"
#include "suanwang/report/output.hpp"

#include "cli/options.hpp"

namespace suanwang {
namespace {

// A signal handler reaches nothing else; the one InterruptHandler that lives owns it.
std::atomic<std::atomic<bool>*> to_stop{nullptr};
static_assert(std::atomic<std::atomic<bool>*>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

extern "C" void on_interrupt(int) {
  std::atomic<bool>* stop = to_stop.load();
  if (stop != nullptr && !stop->exchange(true)) return;
  abandon_output_files();
  ::_exit(static_cast<int>(ExitCode::Interrupted));
}

void take_over(int signal, struct sigaction& before) {
  struct sigaction handler {};
  handler.sa_handler = on_interrupt;
  handler.sa_flags = SA_RESTART;
  sigemptyset(&handler.sa_mask);
  ::sigaction(signal, &handler, &before);
  if (before.sa_handler == SIG_IGN) ::sigaction(signal, &before, nullptr);
}

}  // namespace

InterruptHandler::InterruptHandler(Progress& progress) {
  std::atomic<bool>* expected = nullptr;
  SUANWANG_CHECK(to_stop.compare_exchange_strong(expected, &progress.stop));
  take_over(SIGINT, before_int_);
  take_over(SIGTERM, before_term_);
}

InterruptHandler::~InterruptHandler() {
  ::sigaction(SIGINT, &before_int_, nullptr);
  ::sigaction(SIGTERM, &before_term_, nullptr);
  to_stop.store(nullptr);
}

}  // namespace suanwang
