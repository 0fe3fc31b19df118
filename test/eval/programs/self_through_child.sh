# Overwrites a few bytes at the end of this shell's own heap, through a dd child.
set -euo pipefail
address=$(awk '/\[heap\]/ { split($1, range, "-"); print "0x" range[2] }' /proc/$$/maps)
head -c 8 /dev/zero | dd of=/proc/$$/mem bs=1 seek=$((address - 64)) conv=notrunc
echo done
