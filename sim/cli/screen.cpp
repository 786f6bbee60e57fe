#include "cli/screen.hpp"

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <string>

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "suanwang/report/output.hpp"

namespace suanwang {
namespace {

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");  // no-color.org: present and not empty
  const char* terminal = std::getenv("TERM");
  return (no_colour == nullptr || *no_colour == '\0') && terminal != nullptr &&
         std::string_view{terminal} != "dumb" && *terminal != '\0';
}

ConsoleStyle style_of(int descriptor, Language language) {
  ConsoleStyle style{language, {}, std::nullopt};
  if (::isatty(descriptor) == 0) return style;
  style.paint.colour = wants_colour();
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.width = size.ws_col;
  return style;
}

}  // namespace

Screen::Screen(Language language)
    : err_is_terminal_{::isatty(kErr) != 0},
      out_style_{style_of(kOut, language)},
      err_style_{style_of(kErr, language)} {}

void Screen::err(std::string_view text) noexcept {
  try {
    write(kErr, text);
  } catch (const std::exception&) {
    closed_[kErr] = true;
  }
}

void Screen::write(int descriptor, std::string_view text) {
  while (!text.empty() && !closed_[descriptor]) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      pollfd ready{descriptor, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno == EPIPE) {
      closed_[descriptor] = true;
    } else if (errno != EINTR) {
      throw WriteError{descriptor == kOut ? "standard output" : "standard error", errno};
    }
  }
}

}  // namespace suanwang
