#include "work/line_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <zlib.h>

namespace suanwang {
namespace {

constexpr std::size_t kChunk = std::size_t{256} << 10;

std::string message_of(int error) {
  return error == ENOENT ? "no such file" : std::generic_category().message(error);
}

}  // namespace

struct ByteFile::Handle {
  gzFile file = nullptr;
  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (file != nullptr) gzclose_r(file);
  }
};

ByteFile::ByteFile(const std::string& path) : handle_{std::make_unique<Handle>()} {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    failure_ = message_of(ENOENT);
  } else if (status.type() == std::filesystem::file_type::directory) {
    failure_ = "it is a directory";
  } else if (error) {
    failure_ = error.message();
  } else if (status.type() != std::filesystem::file_type::regular) {
    failure_ = "it is not a regular file";
  } else if (handle_->file = gzopen(path.c_str(), "rb"); handle_->file == nullptr) {
    failure_ = message_of(errno);
  } else {
    gzbuffer(handle_->file, static_cast<unsigned>(kChunk) / 2);
  }
}

ByteFile::~ByteFile() = default;

std::size_t ByteFile::read(char* to, std::size_t room) {
  if (!failure_.empty() || handle_->file == nullptr) return 0;
  const int got = gzread(handle_->file, to, static_cast<unsigned>(std::min<std::size_t>(room, 1U << 30)));
  if (got > 0) return static_cast<std::size_t>(got);
  int code = Z_OK;
  const char* text = gzerror(handle_->file, &code);
  if (code == Z_BUF_ERROR) {  // set at the end of what there is, inside a stream
    failure_ = "the compressed data ends too early: the file has been cut short";
  } else if (code == Z_ERRNO) {
    failure_ = message_of(errno);
  } else if (code != Z_OK && code != Z_STREAM_END) {
    failure_ = std::string{"the compressed data is damaged: "} + text;
  }
  return 0;
}

LineReader::LineReader(const std::string& path) : file_{path}, buffer_(kChunk) {}

bool LineReader::refill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  } else if (end_ == buffer_.size()) {
    buffer_.resize(buffer_.size() * 2);
  }
  const std::size_t got = file_.read(buffer_.data() + end_, buffer_.size() - end_);
  end_ += got;
  return got > 0;
}

void LineReader::take(std::size_t length, std::size_t terminator) {
  line_ = {buffer_.data() + begin_, length};
  begin_ += length + terminator;
  if (++number_ == 1 && line_.starts_with("\xEF\xBB\xBF")) line_.remove_prefix(3);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
}

void LineReader::skip_long_line() {
  first_ = buffer_[begin_];
  begin_ = end_ = 0;
  for (;;) {
    const std::size_t got = file_.read(buffer_.data(), buffer_.size());
    if (got == 0) break;
    if (const void* found = std::memchr(buffer_.data(), '\n', got)) {
      begin_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + 1;
      end_ = got;
      break;
    }
  }
  line_ = {};
  too_long_ = true;
  ++number_;
}

bool LineReader::next() {
  too_long_ = false;
  std::size_t searched = 0;
  for (;;) {
    const char* from = buffer_.data() + begin_;
    const std::size_t length = end_ - begin_;
    if (const void* found = std::memchr(from + searched, '\n', length - searched)) {
      take(static_cast<std::size_t>(static_cast<const char*>(found) - from), 1);
      return true;
    }
    if (length >= kLongest) {
      skip_long_line();
      return true;
    }
    searched = length;
    if (!refill()) break;
  }
  // A last line without an end. After a failure it may be cut anywhere, so it is not given.
  if (begin_ == end_ || !file_.failure().empty()) return false;
  take(end_ - begin_, 0);
  return true;
}

}  // namespace suanwang
