#!/usr/bin/env bash
# Prints the folder of a bpftool that works, exits 1 where there is none. Ubuntu's command is a wrapper that refuses
# a kernel it has no package for; the tool itself does not mind.
set -euo pipefail

for tool in "$(command -v bpftool || true)" /usr/sbin/bpftool /usr/lib/linux-tools-*/bpftool /usr/lib/linux-tools/*/bpftool; do
  if [ -x "$tool" ] && "$tool" version >/dev/null 2>&1; then
    dirname "$tool"
    exit 0
  fi
done
exit 1
