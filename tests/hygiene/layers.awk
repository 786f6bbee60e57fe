# Checks which room (folder) includes which, and the bans that go with rooms, over the files given. Paths are
# relative to the root of the repository. Prints `file:line: what` for each violation, exits 1 if there is one.
#
#   awk -f layers.awk include/suanwang/base/check.hpp sim/base/check.cpp ...

BEGIN {
  # Rooms from low to high. A room includes itself and lower ranks; rooms of one rank do not see each other.
  rank["base"] = 0
  rank["kernel"] = 1
  split("net centre power work fault measure", rooms, " ")
  for (i in rooms) rank[rooms[i]] = 2
  rank["policy"] = 3
  rank["model"] = 4
  rank["scenario"] = 5
  rank["study"] = 6
  rank["report"] = 7
  rank["cli"] = 8
  first_that_prints = rank["report"]
}

function complain(what) {
  print FILENAME ":" FNR ": " what
  failed = 1
}

# The room of a path below include/suanwang/ or sim/: its first folder. sim/main.cpp is of no room.
function room_of(path) {
  sub(/^(include\/suanwang|sim)\//, "", path)
  return path ~ /\// ? substr(path, 1, index(path, "/") - 1) : ""
}

function check_first_line() {
  public = FILENAME ~ /^include\//
  room = room_of(FILENAME)
  if (room != "" && !(room in rank)) complain("'" room "' is not a room: tests/hygiene/layers.awk lists them")
}

# The line without comments, and without the text of its string literals in `code`, with it in `text`.
function strip_comments(line) {
  if (in_comment) {
    if (!match(line, /\*\//)) return ""
    line = substr(line, RSTART + 2)
    in_comment = 0
  }
  gsub(/\\\\/, "", line)
  gsub(/\\"/, "", line)
  out = ""
  while (match(line, /"[^"]*"|\/\/|\/\*/)) {
    token = substr(line, RSTART, RLENGTH)
    out = out substr(line, 1, RSTART - 1)
    line = substr(line, RSTART + RLENGTH)
    if (token == "//") return out
    if (token == "/*") {
      if (!match(line, /\*\//)) {
        in_comment = 1
        return out
      }
      line = substr(line, RSTART + 2)
    } else {
      out = out token
    }
  }
  return out line
}

function check_own_include(path) {
  if (path ~ /^suanwang\//) sub(/^suanwang\//, "", path)
  else if (path ~ /^\.\.\//) sub(/^(\.\.\/)+/, "", path)
  else if (path !~ /\//) return  # a private header beside this file
  target = room_of(path)
  if (FILENAME ~ /\/report\/audit/ && target != "base" && target != "report")
    complain("the auditor shares no code with what it audits: not '" target "'")
  if (!(target in rank)) complain("'" path "' is in no room")
  else if (room != "" && target != room && rank[target] >= rank[room])
    complain("'" room "' must not include '" target "'")
}

function check_foreign_include(path) {
  if (path ~ /^(one)?(api\/)?tbb/ && FILENAME != "sim/base/parallel.cpp")
    complain("only sim/base/parallel.cpp knows TBB")
  if (path ~ /^boost\/graph\// && (public || room != "net"))
    complain("Boost.Graph stays inside the sources of 'net'")
  if (path ~ /^yaml-cpp\// && public && FILENAME != "include/suanwang/scenario/reader.hpp")
    complain("yaml-cpp must not be in a public header, except scenario/reader.hpp")
  if (path == "iostream" && room != "" && rank[room] < first_that_prints)
    complain("'" room "' must not print: no <iostream>")
}

function check_code(code, text) {
  if (match(code, /std::[a-z_]+_distribution/))
    complain(substr(code, RSTART, RLENGTH) " differs between libraries: use base/distribution.hpp")
  if (match(code, /(random_device|mt19937(_64)?|default_random_engine|[^_a-z]s?rand\()/))
    complain("random numbers come from base/random.hpp only")
  if (match(text, /"\/(home|root|work|tmp|usr|opt|var|etc|mnt|srv)[\/"]/))
    complain("absolute path")
  if (room == "" || rank[room] >= first_that_prints) return
  if (match(code, /std::(cout|cerr|clog)|(^|[^a-z_])(printf|puts|putchar|fprintf|fmt::print|std::perror)\(/))
    complain("'" room "' must not print")
  if (match(code, /(^|[^a-z_.>])(std::)?(exit|_exit|_Exit|quick_exit|abort|terminate)\(/))
    complain("'" room "' must not end the program")
  if (match(code, /(system_clock|high_resolution_clock)::now|gettimeofday|std::time\(|[^a-z_]time\((nullptr|NULL|0)\)/))
    complain("'" room "' must not read the calendar")
}

FNR == 1 {
  in_comment = 0
  if (previous_header != "" && !guarded) unguarded = unguarded previous_header ":1: a header starts with #pragma once\n"
  guarded = 0
  previous_header = FILENAME ~ /\.hpp$/ ? FILENAME : ""
  check_first_line()
}

/^#pragma once$/ { guarded = 1 }

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
  match($0, /[<"][^>"]*[>"]/)
  path = substr($0, RSTART + 1, RLENGTH - 2)
  if (substr($0, RSTART, 1) == "\"") check_own_include(path)
  else check_foreign_include(path)
  next
}

{
  text = strip_comments($0)
  if (text == "") next
  code = text
  gsub(/"[^"]*"/, "\"\"", code)
  check_code(code, text)
}

END {
  if (previous_header != "" && !guarded) unguarded = unguarded previous_header ":1: a header starts with #pragma once\n"
  if (unguarded != "") {
    printf "%s", unguarded
    failed = 1
  }
  exit failed
}
