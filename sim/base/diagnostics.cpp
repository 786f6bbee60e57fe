#include "suanwang/base/diagnostics.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace suanwang {
namespace {

constexpr std::size_t kQuotedBytes = 60;

/// Number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, where no
/// part is edited twice ("optimal string alignment").
/// @complexity O(|a| |b|)
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

void Diagnostics::error(Location at, std::string path, std::string message) {
  add({Severity::Error, std::move(at), std::move(path), std::move(message)});
}

void Diagnostics::warning(Location at, std::string path, std::string message) {
  add({Severity::Warning, std::move(at), std::move(path), std::move(message)});
}

void Diagnostics::add(const Diagnostics& others) {
  for (Diagnostic& entry : others.sorted()) add(std::move(entry));
}

void Diagnostics::add(Diagnostic entry) {
  if (!said_.insert(to_text(entry)).second) return;
  if (entry.severity == Severity::Error) ++errors_;
  entries_.push_back(std::move(entry));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<std::string_view> files;  // as first seen; a scenario includes a handful
  for (const Diagnostic& entry : entries_) {
    if (std::find(files.begin(), files.end(), entry.at.file) == files.end()) files.push_back(entry.at.file);
  }
  const auto place = [&files](const Diagnostic& entry) {
    return std::tuple{std::find(files.begin(), files.end(), entry.at.file), entry.at.line, entry.at.column};
  };
  std::vector<Diagnostic> result = entries_;
  std::stable_sort(result.begin(), result.end(),
                   [&place](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  return result;
}

std::string Diagnostics::text() const {
  std::string result;
  for (const Diagnostic& entry : sorted()) result += to_text(entry) + '\n';
  return result;
}

std::string to_text(const Diagnostic& entry) {
  std::string result;
  if (!entry.at.file.empty()) result += entry.at.file + ':';
  if (entry.at.line > 0) result += std::to_string(entry.at.line) + ':';
  if (entry.at.line > 0 && entry.at.column > 0) result += std::to_string(entry.at.column) + ':';
  if (!result.empty()) result += ' ';
  result += entry.severity == Severity::Error ? "error: " : "warning: ";
  if (!entry.path.empty()) result += entry.path + ": ";
  return result + entry.message;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::size_t least = word.size() / 3 + 1;  // one more than is allowed
  std::string result;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < least || (distance == least && !result.empty() && candidate < result)) {
      least = distance;
      result = candidate;
    }
  }
  return result;
}

std::string detail::Quoted::operator()(std::string_view text) const {
  std::string_view shown = text;
  if (text.size() > kQuotedBytes) {
    std::size_t end = kQuotedBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // a whole character
    shown = text.substr(0, end);
  }
  std::string result = "'";
  for (const char c : shown) {
    const auto code = static_cast<unsigned char>(c);
    result += code < 0x20 || code == 0x7F ? ' ' : c;
  }
  return result + (shown.size() < text.size() ? "...'" : "'");
}

}  // namespace suanwang
