#include "work/csv.hpp"

namespace suanwang {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string CsvField::unescaped() const {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') ++i;
  }
  return result;
}

bool split_csv(std::string_view line, std::vector<CsvField>& fields) {
  fields.clear();
  std::size_t at = 0;
  for (;;) {
    std::size_t end = at;
    bool inside = false;
    while (end < line.size() && (inside || line[end] != ',')) inside ^= line[end++] == '"';
    if (inside) return false;
    std::string_view text = trimmed(line.substr(at, end - at));
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
      text = trimmed(text.substr(1, text.size() - 2));
    }
    fields.push_back({text, at});
    if (end == line.size()) return true;
    at = end + 1;
  }
}

}  // namespace suanwang
