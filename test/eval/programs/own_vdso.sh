# Overwrites the end of this shell's own vDSO: the shell itself writes, a child only moves the position of the descriptor.
set -euo pipefail
vdso=$(awk '/\[vdso\]/ { split($1, range, "-"); print "0x" range[1] }' /proc/$$/maps)
exec 7<>/proc/self/mem
dd bs=1 skip=$((vdso + 4080)) count=0 status=none <&7
printf 'xxxxxxxx' >&7
echo done
