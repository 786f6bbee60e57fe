#pragma once

#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "support/audited_runs.hpp"

// Faults to plant in the folder of a finished run, and where to find rows that they fit.
namespace suanwang::test {

/// What an audit must say of a fault: the checks that fail, and one finding in full.
struct Expected {
  std::set<std::string> checks;
  std::string check;
  std::string place;  ///< "national/jobs.csv:7", or a path in summary.json
  std::string what;   ///< a regular expression
};

struct Plant {
  std::string name;
  std::function<Expected(const std::string& folder)> plant;
};
inline void PrintTo(const Plant& plant, std::ostream* out) {
  *out << plant.name;
}

inline std::string at_line(const std::string& file, std::size_t line) {
  return file + ":" + std::to_string(line);
}

/// Plants a fault in a row of national/jobs.csv.
inline Plant in_jobs(const std::string& name, std::set<std::string> checks, const std::string& check,
                     const std::string& what, const std::function<bool(Csv&, std::size_t)>& is,
                     const std::function<void(Csv&, std::size_t)>& change) {
  return {name, [=](const std::string& folder) {
            Csv rows{folder + "/national/jobs.csv"};
            const std::size_t line = rows.line_where([&](std::size_t l) { return is(rows, l); });
            change(rows, line);
            rows.write();
            return Expected{checks, check, at_line("national/jobs.csv", line), what};
          }};
}

inline bool finished(Csv& rows, std::size_t line) {
  return rows.at(line, "success") == "1";
}

/// Another row that runs beside that of `line`, in the same centre, with as many accelerators.
inline std::size_t beside(Csv& rows, std::size_t line) {
  for (std::size_t other = line + 1; finished(rows, line) && other <= rows.size(); ++other) {
    if (!finished(rows, other)) continue;
    bool same = true;
    for (const char* column : {"centre", "replication", "requested_number_of_resources"})
      same = same && rows.at(line, column) == rows.at(other, column);
    if (same && rows.number(other, "starting_time") < rows.number(line, "finish_time") &&
        rows.number(line, "starting_time") < rows.number(other, "starting_time"))
      return other;
  }
  return 0;
}

/// The first job that started in a centre, with this data where it is named.
inline std::size_t started_in(const std::string& folder, const std::string& centre, const std::string& data) {
  Csv rows{folder + "/national/jobs.csv"};
  return rows.line_where([&](std::size_t l) {
    return rows.at(l, "centre") == centre && !rows.at(l, "starting_time").empty() &&
           (data.empty() || rows.at(l, "data") == data);
  });
}

inline std::size_t move_of(Csv& moves, const std::string& column, const std::string& value) {
  return moves.line_where([&](std::size_t l) { return moves.at(l, column) == value; });
}

}  // namespace suanwang::test
