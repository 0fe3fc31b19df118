#!/usr/bin/env bash
# Makes an audit log with the real auditd: make-log.sh FILE [RECORDS]
#
# Runs ordinary programs and some debuggers under the rules that `interloper rules --format auditd` prints, until the log
# has so many records (default 200000). Only processes with a login uid of its own are recorded, so that the rest of the
# host is left alone. Needs root, and a host on which no audit daemon runs and no audit rule is loaded; leaves it so.
# Once audit was enabled, each new process pays for its audit context until the next boot.
set -euo pipefail

log=$(realpath -m "$1")
wanted=${2:-200000}
interloper=${INTERLOPER:-node "$(dirname "$0")/../../dist/src/cli/main.js"}
login=54321

if [ "$(id -u)" != 0 ]; then echo "make-log.sh: run it as root" >&2; exit 1; fi
if [ "$(auditctl -s | awk '$1 == "pid" {print $2}')" != 0 ] || [ "$(auditctl -l)" != "No rules" ]; then
  echo "make-log.sh: an audit daemon runs here or audit rules are loaded; not on this host" >&2
  exit 1
fi

work=$(mktemp -d)
daemon=
old=$(auditctl -s)
setting() { awk -v name="$1" '$1 == name {print $2}' <<<"$old"; }
restore() {
  auditctl -D >/dev/null || true
  auditctl -e "$(setting enabled)" >/dev/null || true
  if [ -n "$daemon" ]; then kill "$daemon" 2>/dev/null || true; wait "$daemon" 2>/dev/null || true; fi
  auditctl -b "$(setting backlog_limit)" --backlog_wait_time "$(setting backlog_wait_time)" >/dev/null || true
  rm -rf "$work"
}
trap restore EXIT

mkdir "$work/etc" "$work/etc/plugins.d"
cat >"$work/etc/auditd.conf" <<CONF
log_file = $log
log_format = ${LOG_FORMAT:-RAW}
log_group = root
flush = NONE
priority_boost = 0
num_logs = 2
max_log_file = 4000
max_log_file_action = IGNORE
name_format = NONE
space_left = 75
space_left_action = IGNORE
admin_space_left = 50
admin_space_left_action = IGNORE
disk_full_action = IGNORE
disk_error_action = IGNORE
plugin_dir = $work/etc/plugins.d
CONF
chmod 640 "$work/etc/auditd.conf"
mkdir -p "$(dirname "$log")"
rm -f "$log"
auditd -n -s enable -c "$work/etc" &
daemon=$!
for _ in $(seq 100); do [ "$(auditctl -s | awk '$1 == "pid" {print $2}')" = "$daemon" ] && break; sleep 0.05; done
if [ "$(auditctl -s | awk '$1 == "pid" {print $2}')" != "$daemon" ]; then echo "make-log.sh: auditd did not start" >&2; exit 1; fi

$interloper rules --format auditd | sed -n "s/^-a .*/& -F auid=$login/p" >"$work/rules"
auditctl -b 16384 -f 1 >/dev/null
auditctl -R "$work/rules" >/dev/null

cat >"$work/x.c" <<'C'
#include <stdio.h>
int main(void) { return printf("%d\n", 1) < 0; }
C
records() { wc -l <"$log"; }
load() {
  cd "$work"
  gcc -O2 -o x x.c
  python3 -c 'import json, ctypes, decimal'
  node -e 'let s = 0; for (let i = 0; i < 3e6; i++) s += Math.sqrt(i); JSON.stringify({ s })'
  perl -MPOSIX -e 'print ""'
  git --version >/dev/null
  strace -f -o /dev/null sh -c 'ls >/dev/null; true'
  tar cf x.tar x.c && gzip -f x.tar
  sleep 30 & local target=$!
  gdb -p "$target" -batch -ex 'call (int)getpid()' >/dev/null 2>&1 || true
  kill "$target"
}
export -f load
export work
while [ "$(records)" -lt "$wanted" ]; do
  # a login uid can be set once: each round is a login of its own
  bash -c 'echo "$1" >/proc/self/loginuid && load' round "$login" >/dev/null 2>&1 || true
done
sleep 0.5
echo "$(records) records in $log"
auditctl -s | grep -E '^lost'
