# Files over 300 lines and functions over 60 lines need a reason (STYLE section 1). Prints a line for each that
# has none in the list of exceptions, and for each exception that is not needed; exits 1 if it printed.
#
#   awk -f sizes.awk exceptions.txt include/a.hpp sim/a.cpp ...
#
# An exception is a line `path: reason` or `path:function: reason`. A function is found by the layout that
# clang-format gives it: its first line and its closing brace stand at one depth (0, or 2 inside a class) and
# its body deeper. A lambda counts for the function that holds it.

function complain(name, what) {
  used[name] = 1
  if (name in reason) return
  print what
  failed = 1
}

# "order_entries" of its signature, "Suite.Name" of a test.
function name_of(signature) {
  if (match(signature, /^TEST(_F|_P)?\(/)) {
    signature = substr(signature, RLENGTH + 1)
    sub(/\).*/, "", signature)
    sub(/, */, ".", signature)
    return signature
  }
  sub(/\(.*/, "", signature)
  sub(/.*[ *&]/, "", signature)
  return signature
}

function forget(depth) {
  delete start[depth]
  delete head[depth]
}

function file_ends() {
  if (file != "" && lines > 300) complain(file, file ": " lines " lines, more than 300")
}

FILENAME == ARGV[1] {
  if ($0 !~ /^#/ && match($0, /: /)) reason[substr($0, 1, RSTART - 1)] = substr($0, RSTART + 2)
  next
}

FNR == 1 {
  file_ends()
  file = FILENAME
  forget(0)
  forget(2)
}

{ lines = FNR }

/^(  )?[A-Za-z_~[]/ {
  depth = match($0, /[^ ]/) - 1
  if (depth == 2 && 0 in start) next  # a statement of a function
  if (!(depth in start)) start[depth] = FNR
  if (head[depth] !~ /\(/) head[depth] = substr($0, depth + 1)  # else it is the signature already
  holds_functions = $0 ~ /^(  )?(namespace|class|struct|enum|union|extern)( .*)?[{]$/
  if (holds_functions || $0 ~ /(;|{.*})( *\/\/.*)?$/) forget(depth)
}

/^(  )?}/ {
  depth = match($0, /}/) - 1
  if (depth == 2 && 0 in start) next
  extent = depth in start ? FNR - start[depth] + 1 : 0
  if (extent > 60 && $0 !~ /};/) {
    name = name_of(head[depth])
    complain(FILENAME ":" name, FILENAME ":" start[depth] ": '" name "' has " extent " lines, more than 60")
  }
  forget(depth)
}

END {
  file_ends()
  for (name in reason)
    if (!(name in used)) {
      print ARGV[1] ": '" name "' needs no exception"
      failed = 1
    }
  exit failed
}
