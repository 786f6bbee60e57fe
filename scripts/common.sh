# What the scripts share; sourced, not run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
trap 'exit 130' INT # ninja and apt-get answer Ctrl-C with an exit code of their own
jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}

case ${LC_ALL:-${LC_MESSAGES:-${LANG-}}} in
  zh*) language=zh ;;
  *) language=en ;;
esac

# say ENGLISH CHINESE: the one in the reader's language, to stderr.
say() {
  if [[ $language == zh ]]; then printf '%s\n' "$2" >&2; else printf '%s\n' "$1" >&2; fi
}

# The time now, in microseconds; bash writes the fraction in the locale's way.
now() {
  printf '%s' "${EPOCHREALTIME//[!0-9]/}"
}

# since START: seconds since then, "12.3".
since() {
  local tenths=$((($(now) - $1) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# progress LABEL DONE TOTAL: one line that is written over on a terminal, a plain line every 15 s elsewhere.
next_plain_line=15
progress() {
  if [[ -t 2 ]]; then
    printf '\r\033[K%s %d %% (%d/%d)' "$1" $(($2 * 100 / $3)) "$2" "$3" >&2
  elif ((SECONDS >= next_plain_line)); then
    printf '%s %d %% (%d/%d)\n' "$1" $(($2 * 100 / $3)) "$2" "$3" >&2
    next_plain_line=$((SECONDS + 15))
  fi
}

progress_end() {
  if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
}

# with_ninja_progress LABEL LOG: reads what ninja prints, shows how far it is, keeps all of it in LOG.
with_ninja_progress() {
  local line
  while IFS= read -r line; do
    printf '%s\n' "$line"
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then progress "$1" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"; fi
  done >"$2"
  progress_end
}

# configure PRESET [cmake arguments]: makes build/PRESET ready for ninja. Does nothing where it is, since ninja
# itself configures again when a CMake file has changed.
configure() {
  local preset=$1 build=$root/build/$1
  shift
  # What one checkout has compiled serves another.
  export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-true}
  if [[ -f $build/build.ninja ]] && grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
    if [[ $# == 0 ]]; then return; fi
  else
    rm -f "$build/CMakeCache.txt" # half made, or of a tree that has been moved
  fi
  if command -v ccache >/dev/null; then set -- -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "$@"; fi
  mkdir -p "$build"
  if ! cmake -S "$root" --preset "$preset" "$@" >"$build/configure.log" 2>&1; then
    cat "$build/configure.log" >&2
    say "configuring failed; the above is in $build/configure.log" "配置失败；以上输出在 $build/configure.log"
    return 1
  fi
}

# build PRESET [targets]: builds them with progress; shows the compiler's output when it fails.
build() {
  local build=$root/build/$1 log=$root/build/$1/build.log label=build
  shift
  if [[ $language == zh ]]; then label=编译; fi
  if ! ninja -C "$build" -j "$jobs" "$@" 2>&1 | with_ninja_progress "$label" "$log"; then
    grep -vE '^(\[[0-9]+/[0-9]+\]|ninja: Entering)' "$log" >&2 || cat "$log" >&2
    say "the build failed; all of its output is in $log" "编译失败；全部输出在 $log"
    return 1
  fi
}

# one_at_a_time PRESET: waits for other scripts that build it. `release_turn` lets the next one go.
one_at_a_time() {
  mkdir -p "$root/build"
  exec {turn}>"$root/build/$1.lock"
  if ! flock -n "$turn"; then
    say "waiting for another build of build/$1" "等待另一个正在进行的编译 build/$1"
    flock "$turn"
  fi
}

release_turn() {
  exec {turn}>&-
}
