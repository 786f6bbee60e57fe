#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace suanwang {

/// How text may look on where it goes.
struct Paint {
  bool colour = false;  ///< a terminal that shows colours; otherwise nothing but the text itself is written

  [[nodiscard]] std::string bold(std::string_view text) const { return dyed("1", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return dyed("2", text); }
  [[nodiscard]] std::string good(std::string_view text) const { return dyed("32", text); }
  [[nodiscard]] std::string warning(std::string_view text) const { return dyed("33", text); }

 private:
  [[nodiscard]] std::string dyed(std::string_view code, std::string_view text) const;
};

struct Column {
  enum class Align { Left, Right };
  std::string title;
  Align align = Align::Right;
};

struct Cell {
  std::string text;
  bool best = false;  ///< marked; the digits of its column stay aligned
};

/// Text in aligned columns, two blanks apart, indented by two; wide characters count as they are shown.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_{std::move(columns)} {}

  /// A row may be shorter than the table.
  void add(std::vector<Cell> row);
  /// A line of its own, of any length, above the rows to come.
  void add_section(std::string title);

  /// One line a row, the titles first, without trailing blanks. Where that is wider than `width`, left
  /// aligned columns are shortened, the widest first, down to 12 columns each.
  [[nodiscard]] std::string text(Paint paint, std::string_view best_mark = "*",
                                 std::optional<std::size_t> width = std::nullopt) const;

 private:
  std::vector<Column> columns_;
  struct Row {
    std::vector<Cell> cells;
    std::string section;  ///< then there are no cells
  };
  std::vector<Row> rows_;
};

}  // namespace suanwang
