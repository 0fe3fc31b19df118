#!/usr/bin/env bash
# Runs what was built of the tests. The last line is `N passed, N failed`; the exit code is 0 only if none failed and
# at least one ran.
#
#   scripts/test.sh [--coverage] [mocha's options and files]
set -euo pipefail
cd "$(dirname "$0")/.."

runner=()
if [ "${1:-}" = --coverage ]; then
  shift
  runner=(node_modules/.bin/c8)
fi

files=()
options=()
for argument in "$@"; do
  case $argument in
    *.js) files+=("$argument") ;;
    *) options+=("$argument") ;;
  esac
done
[ ${#files[@]} -gt 0 ] || files=('dist/test/**/*.test.js')

# The kernel tests look at what stays attached.
if folder=$(scripts/find-bpftool.sh); then PATH=$folder:$PATH; fi

mkdir -p build
summary=build/test-summary
rm -f "$summary"

# A test that leaves something open keeps mocha from ending: that is a defect to see, but not to wait for.
minutes=${INTERLOPER_TEST_MINUTES:-30}
status=0
INTERLOPER_TEST_SUMMARY=$summary timeout --foreground --kill-after=10 "${minutes}m" \
  "${runner[@]}" node_modules/.bin/mocha --reporter scripts/summary-reporter.cjs "${options[@]}" "${files[@]}" || status=$?

if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
  echo "The tests did not end within $minutes minutes (INTERLOPER_TEST_MINUTES)." >&2
fi
if [ -s "$summary" ]; then
  cat "$summary"
else
  echo 'The tests ended before all had run.' >&2
  echo '0 passed, 1 failed'
  status=1
fi
exit "$status"
