#include "suanwang/report/table.hpp"

#include <algorithm>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/report/text.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kBetween = 2;
constexpr std::size_t kLeastShortened = 12;

/// What a column takes: its text, and beside it the mark of the best where it has one.
struct Room {
  std::size_t text = 0;
  std::size_t mark = 0;
  bool may_shrink = false;
  [[nodiscard]] std::size_t width() const { return text + mark; }
};

void shrink(std::vector<Room>& rooms, std::size_t width) {
  std::size_t taken = kIndent + (rooms.empty() ? 0 : (rooms.size() - 1) * kBetween);
  for (const Room& room : rooms) taken += room.width();
  while (taken > width) {
    Room* widest = nullptr;
    for (Room& room : rooms) {
      if (room.may_shrink && room.text > kLeastShortened && (widest == nullptr || room.text > widest->text)) {
        widest = &room;
      }
    }
    if (widest == nullptr) return;  // numbers are never cut
    --widest->text;
    --taken;
  }
}

std::string cell_text(const Cell& cell, const Column& column, const Room& room, Paint paint,
                      std::string_view mark) {
  const std::string text = shortened(cell.text, std::max<std::size_t>(room.text, 1));
  std::string result =
      column.align == Column::Align::Left ? padded_right(text, room.text) : padded_left(text, room.text);
  if (room.mark > 0) {
    result += padded_left(cell.best ? mark : "", room.mark);
  }
  return cell.best ? paint.good(result) : result;
}

std::string without_trailing_blanks(const std::string& line) {
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

}  // namespace

std::string Paint::dyed(std::string_view code, std::string_view text) const {
  if (!colour || text.empty()) return std::string{text};
  return "\x1b[" + std::string{code} + "m" + std::string{text} + "\x1b[0m";
}

void Table::add(std::vector<Cell> row) {
  SUANWANG_CHECK(row.size() <= columns_.size());
  rows_.push_back({std::move(row), ""});
}

void Table::add_section(std::string title) {
  rows_.push_back({{}, std::move(title)});
}

std::string Table::text(Paint paint, std::string_view best_mark, std::optional<std::size_t> width) const {
  std::vector<Room> rooms(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    Room& room = rooms[i];
    room.may_shrink = columns_[i].align == Column::Align::Left;
    for (const Row& row : rows_) {
      if (i >= row.cells.size()) continue;
      room.text = std::max(room.text, display_width(row.cells[i].text));
      if (row.cells[i].best) room.mark = display_width(best_mark) + 1;
    }
    const std::size_t title = display_width(columns_[i].title);
    if (title > room.width()) room.text = title - room.mark;
  }
  if (width) shrink(rooms, *width);

  std::string titles(kIndent, ' ');
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Room whole{rooms[i].width(), 0, false};
    titles += cell_text({columns_[i].title}, columns_[i], whole, {}, "") + std::string(kBetween, ' ');
  }
  std::string result = paint.faint(without_trailing_blanks(titles)) + '\n';
  for (const Row& row : rows_) {
    std::string line(kIndent, ' ');
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      line += cell_text(row.cells[i], columns_[i], rooms[i], paint, best_mark) + std::string(kBetween, ' ');
    }
    line += paint.bold(row.section);
    result += without_trailing_blanks(line) + '\n';
  }
  return result;
}

}  // namespace suanwang
