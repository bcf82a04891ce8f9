#!/usr/bin/env bash
# All tests on the real parts, and one last line: "N passed, N failed". Exits 0 only if nothing failed.
# Leaves the machine as it found it: parts that were down before are down afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
local=(node infra/local/src/main.ts)
verdict=.local/log/test.verdict
mkdir -p .local/log
rm -f "$verdict"

ran_before=0
"${local[@]}" running && ran_before=1
status=0
"${local[@]}" up || status=$?
if [ "$status" -eq 0 ]; then
  pnpm exec vitest run --reporter=default --reporter=./tools/reporter.ts "$@" || status=$?
fi
[ "$ran_before" -eq 1 ] || "${local[@]}" down

if [ ! -s "$verdict" ]; then
  echo '0 passed, 1 failed' >"$verdict" # it never came to testing, which is a failure too
  [ "$status" -ne 0 ] || status=1
fi
grep -q ', 0 failed$' "$verdict" || [ "$status" -ne 0 ] || status=1
cat "$verdict"
exit "$status"
