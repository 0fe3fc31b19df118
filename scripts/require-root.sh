#!/usr/bin/env bash
# Says what to type instead where `make GOAL` needs root and is not.
set -euo pipefail

goal=${1:?goal}
[ "$(id -u)" -eq 0 ] && exit 0

command="sudo make $goal"
# sudo's usual path knows no Node.js from a home directory.
if ! PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin command -v node >/dev/null; then
  command="sudo env \"PATH=\$PATH\" make $goal"
fi
echo "Watching the kernel needs root. Run: $command" >&2
exit 1
