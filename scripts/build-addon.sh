#!/usr/bin/env bash
# Builds build/Release/interloper.node with node-gyp, from the C headers of Node.js that are on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

# node-gyp runs a make of its own, which must not inherit ours.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

headers=()
if folder=$(scripts/node-headers.sh); then
  headers=("--nodedir=$folder")
else
  echo "No C headers of Node.js $(node -p process.version) are on this machine: node-gyp tries to download them."
fi

# The object is embedded by the assembler, which reports no dependency on it.
if [ -d build/Release ]; then
  while IFS= read -r source; do
    name=$(basename "${source%.*}")
    find build/Release -name "$name.o" -delete
  done < <(grep -lsE 'incbin|#embed' native/* || true)
fi

gyp() {
  if ! node node_modules/node-gyp/bin/node-gyp.js "$@" "${headers[@]}" --loglevel=warn; then
    if [ ${#headers[@]} -eq 0 ]; then
      echo "The addon was not built. If the download of the headers failed: install them (Debian: apt-get install libnode-dev)," >&2
      echo "or unpack the headers of Node.js $(node -p process.version) and run: npm_config_nodedir=FOLDER make build" >&2
    fi
    exit 1
  fi
}

gyp configure --release
gyp build --release --jobs=max
