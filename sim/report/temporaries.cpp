#include "report/temporaries.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

#include "suanwang/report/output.hpp"

namespace suanwang {
namespace {

// A signal handler reaches nothing else, and may not wait for a lock. Each path belongs to whoever takes it
// out. A file beyond the last slot is left to the next run, which cleans up (see OutputFolder).
constexpr std::size_t kSlots = 64;
std::array<std::atomic<char*>, kSlots> paths{};
static_assert(std::atomic<char*>::is_always_lock_free);

}  // namespace

Temporary::Temporary(const std::string& path) : slot_{0} {
  char* own = ::strdup(path.c_str());
  for (char* none = nullptr; own != nullptr && slot_ < kSlots; ++slot_, none = nullptr) {
    if (paths[slot_].compare_exchange_strong(none, own)) return;
  }
  std::free(own);
}

Temporary::~Temporary() {
  if (slot_ < kSlots) std::free(paths[slot_].exchange(nullptr));
}

void abandon_output_files() noexcept {
  for (std::atomic<char*>& path : paths) {
    if (const char* taken = path.exchange(nullptr)) ::unlink(taken);
  }
}

}  // namespace suanwang
