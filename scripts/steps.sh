# shellcheck shell=bash disable=SC2034
# steps.sh: what the scripts have in common. One line for each step; when a step fails, the end of its output and one
# line that says so. To be sourced.
set -euo pipefail

source_dir=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
build_dir=$source_dir/build
log_dir=$build_dir/logs
jobs=2  # LLVM's headers cost a gigabyte for each compiler; a small machine has to hold them too

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# step NAME TITLE COMMAND…: runs one command, its output going to $log_dir/NAME.log.
step() {
  local log=$log_dir/$1.log title=$2 started=$SECONDS
  shift 2
  mkdir -p -- "$log_dir"
  printf '%-44s' "$title"
  if "$@" >"$log" 2>&1 </dev/null; then
    printf ' done, %d s\n' $((SECONDS - started))
  else
    printf ' failed\n'
    tail -n 40 -- "$log" >&2
    fail "step \"$title\" failed; all of its output: $log"
  fi
}
