#!/usr/bin/env bash
# Makes the code of src/model/interloper.proto in the given folder: protocol.js and its types.
# usage: scripts/generate-protocol.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."

pbjs() {
  node_modules/.bin/pbjs --target static-module --wrap esm --dependency protobufjs/minimal.js --null-semantics \
    --no-create --no-verify --no-convert --no-delimited --no-typeurl --no-service "$@" src/model/interloper.proto
}

mkdir -p "$1"
# The types are made from the comments, which the code is smaller without.
pbjs --dts --out "$1/protocol.js"
pbjs --no-comments --out "$1/protocol.js"
