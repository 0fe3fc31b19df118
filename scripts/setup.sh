#!/usr/bin/env bash
# Installs those of the named Debian packages whose purpose this machine cannot serve yet.
#
#   scripts/setup.sh [--available] PACKAGE...
#
# What is there already, from wherever, is left alone. Without root, or without apt, it says what to run and exits 1.
# With --available, it leaves out packages that apt does not know here, and says so.
set -euo pipefail
cd "$(dirname "$0")/.."

# mocha and node-gyp need 20.19; what is built runs on any 20.
if ! node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
  process.exitCode = major > 20 || (major === 20 && minor >= 19) ? 0 : 1'; then
  echo "Building Interloper needs Node.js 20.19 or newer; this is $(node -p process.version)." >&2
  exit 1
fi
if ! command -v npm >/dev/null; then
  echo "Interloper needs npm, and it is not in the PATH. Install it (Debian: apt-get install npm), then run make again." >&2
  exit 1
fi

has() { command -v "$1" >/dev/null; }

compiles() { # COMPILER LANGUAGE
  has "$1" && printf '#include <stdio.h>\nint main(void) { return 0; }\n' | "$1" -x "$2" - -o /dev/null 2>/dev/null
}

compiles_for_bpf() {
  has clang && echo 'int x;' | clang -target bpf -mcpu=v3 -x c -c - -o /dev/null 2>/dev/null
}

present() { # PACKAGE
  case $1 in
    clang) compiles_for_bpf ;;
    g++) compiles g++ c++ ;;
    gcc | libc6-dev) compiles gcc c ;;
    gcc-multilib) has gcc && printf '#include <stdio.h>\nint main(void) { return 0; }\n' | gcc -m32 -x c - -o /dev/null 2>/dev/null ;;
    libbpf-dev) has pkg-config && pkg-config --exists libbpf ;;
    libelf-dev) has pkg-config && pkg-config --exists libelf ;;
    zlib1g-dev) has pkg-config && pkg-config --exists zlib ;;
    python3) has python3 && python3 -c 'import ctypes, json' 2>/dev/null ;;
    procps) has ps ;;
    bpftool) scripts/find-bpftool.sh >/dev/null ;;
    gdb | strace | perl | git | make | pkg-config | zstd | auditd) has "$1" ;;
    *) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
  esac
}

# Where distributions disagree on the name: the first that apt can install.
candidates() { # PACKAGE
  case $1 in
    bpftool) echo bpftool "linux-tools-$(uname -r)" linux-tools-generic linux-tools-common ;;
    *) echo "$1" ;;
  esac
}

installable() { [ -n "$(apt-cache show --no-all-versions "$1" 2>/dev/null)" ]; }

package_for() { # PACKAGE
  local name
  for name in $(candidates "$1"); do
    if installable "$name"; then
      echo "$name"
      return
    fi
  done
  # apt's own message is the best there is for a name that it does not know.
  echo "$1"
}

# A Node.js from the distribution has its headers in a package of their own.
needs_libnode() {
  ! scripts/node-headers.sh >/dev/null && has dpkg-query &&
    dpkg-query -S "$(node -p 'fs.realpathSync(process.execPath)')" 2>/dev/null | grep -q '^nodejs:' && installable libnode-dev
}

available=no
if [ "${1:-}" = --available ]; then
  available=yes
  shift
fi

missing=()
for package in "$@"; do
  present "$package" || missing+=("$package")
done
if [[ " $* " == *' g++ '* ]] && needs_libnode; then missing+=(libnode-dev); fi
[ ${#missing[@]} -eq 0 ] && exit 0

if ! has apt-get; then
  echo "These are missing, by Debian's names: ${missing[*]}. Install what this distribution calls them, then run make again." >&2
  exit 1
fi

if [ "$(id -u)" -ne 0 ]; then
  names=()
  for package in "${missing[@]}"; do names+=("$(package_for "$package")"); done
  echo "Packages are missing. Run this, then make again:" >&2
  echo "  sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends ${names[*]}'" >&2
  exit 1
fi

echo "Installing what is missing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l
apt-get update -q -o DPkg::Lock::Timeout=300 </dev/null
names=()
unknown=()
for package in "${missing[@]}"; do
  name=$(package_for "$package")
  if [ $available = yes ] && ! installable "$name"; then unknown+=("$name"); else names+=("$name"); fi
done
if [ ${#unknown[@]} -gt 0 ]; then echo "apt does not know these here: ${unknown[*]}"; fi
[ ${#names[@]} -gt 0 ] || exit 0
apt-get install -q --yes --no-install-recommends -o DPkg::Lock::Timeout=300 "${names[@]}" </dev/null

still=()
for package in "$@"; do
  present "$package" || [[ " ${unknown[*]} " == *" $package "* ]] || still+=("$package")
done
if [ ${#still[@]} -gt 0 ]; then
  echo "apt installed ${names[*]}, and these still do not work here: ${still[*]}." >&2
  exit 1
fi
