#!/usr/bin/env bash
# Prints the folder to give to node-gyp as --nodedir: one with the C headers of this Node.js. Exits 1 where none is found.
set -euo pipefail

major=$(node -p 'process.versions.node.split(".")[0]')
version_header=''

holds_headers() { # FOLDER
  [ -n "$1" ] || return 1
  local header
  for header in "$1/include/node/node_version.h" "$1/src/node_version.h"; do
    if [ -r "$header" ] && grep -Eq "^#define NODE_MAJOR_VERSION $major\$" "$header"; then
      version_header=$header
      return 0
    fi
  done
  return 1
}

prefix=$(node -p 'require("path").resolve(fs.realpathSync(process.execPath), "../..")')
# npm complains on standard error of settings it does not know, this one among them; unset is `undefined`.
configured=${npm_config_nodedir:-$(npm config get nodedir 2>/dev/null || true)}

# The last is where Debian's libnode-dev has them.
for folder in "$prefix" "$configured" /usr /usr/include/nodejs; do
  if holds_headers "$folder"; then
    echo "$folder"
    exit 0
  fi
done
exit 1
