#!/usr/bin/env bash
# All tests on real parts of their own; at the end what failed, and one last line: "N passed, N failed". Exits 0 only if nothing failed.
# The parts live below .local/test, beside those of make up and make demo, and are thrown away at the start and stopped at the end; keep=1 leaves them up.
set -euo pipefail
cd "$(dirname "$0")/.."
export GUIDANG_RUN="$PWD/.local/test"
local=(node infra/local/src/main.ts)
verdict=.local/log/test.verdict
mkdir -p .local/log
rm -f "$verdict"

tools/browser.sh || true # without a browser the tests that need one are left out by name

status=0
"${local[@]}" reset --yes >/dev/null 2>&1 || true
"${local[@]}" up || status=$?
if [ "$status" -eq 0 ]; then
  pnpm exec vitest run --reporter=default --reporter=./tools/reporter.ts "$@" || status=$?
fi
[ "${keep:-}" = 1 ] || "${local[@]}" down

if [ ! -s "$verdict" ]; then
  echo '0 passed, 1 failed' >"$verdict" # it never came to testing, which is a failure too
  [ "$status" -ne 0 ] || status=1
fi
grep -q ', 0 failed$' "$verdict" || [ "$status" -ne 0 ] || status=1
cat "$verdict"
exit "$status"
