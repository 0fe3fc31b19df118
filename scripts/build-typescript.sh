#!/usr/bin/env bash
# Compiles src, test, bench and scripts into dist/, and removes from dist/ what has no source any more: an old test
# must not run on.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p dist
while IFS= read -r output; do
  source=${output#dist/}
  [ -e "${source%.js}.ts" ] || [ -e "$source" ] || rm -f "$output" "$output.map" "${output%.js}.d.ts"
done < <(find dist -name '*.js')

# Generated, with types beside it: nothing to compile.
mkdir -p dist/src/recording
cp src/recording/protocol.js src/recording/protocol.d.ts dist/src/recording/

node_modules/.bin/tsc -p .
if [ -e dist/src/cli/main.js ]; then chmod +x dist/src/cli/main.js; fi
