#!/bin/sh
# Process 1 of the guest: makes it a usual host, runs the tests, and hands the results over on the second disk.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=755 tmpfs /run
mount -t securityfs securityfs /sys/kernel/security
mount -t debugfs debugfs /sys/kernel/debug
mount -t tracefs tracefs /sys/kernel/tracing
mount -t bpf bpf /sys/fs/bpf
mount -t cgroup2 cgroup2 /sys/fs/cgroup
ln -sf /proc/self/fd /dev/fd
busybox ip link set lo up

# From here on a program without a reader or a log has somewhere to write.
. /lab/settings
mkdir -p "$RESULTS"
cd "$PRODUCT" || busybox poweroff -f
node "$GUEST" </dev/null
echo $? >"$RESULTS/code"
dmesg >"$RESULTS/dmesg"

busybox tar -cf /dev/vdb -C "$RESULTS" .
sync
busybox poweroff -f
