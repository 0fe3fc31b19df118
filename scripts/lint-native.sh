#!/usr/bin/env bash
# Compiles native/ without output, with warnings as errors. Headers of others are system headers here: their warnings
# are not ours.
set -euo pipefail
cd "$(dirname "$0")/.."

shopt -s nullglob
cxx=(native/*.cc)
c=(native/*.c)
warnings=(-fsyntax-only -Wall -Wextra -Wshadow -Werror -pthread)

includes=(-I. -Inative -Ibpf -isystem "$(node -p 'require("node-addon-api").include_dir')")
if folder=$(scripts/node-headers.sh); then
  includes+=(-isystem "$folder/include/node" -isystem "$folder/src" -isystem "$folder/deps/uv/include" -isystem "$folder/deps/v8/include")
elif [ ${#cxx[@]} -gt 0 ]; then
  echo "The C headers of Node.js $(node -p process.version) are not on this machine: native/*.cc cannot be checked." >&2
  exit 1
fi

for source in "${cxx[@]}"; do
  g++ -std=c++20 "${warnings[@]}" -DNAPI_VERSION=8 -DNODE_ADDON_API_DISABLE_DEPRECATED -DNAPI_DISABLE_CPP_EXCEPTIONS "${includes[@]}" "$source"
done
for source in "${c[@]}"; do
  gcc -std=gnu17 "${warnings[@]}" "${includes[@]}" "$source"
done
