#!/busybox sh
# First program of the guest: loads what its disk needs and goes on there.
/busybox mkdir -p /dev /root
/busybox mount -t devtmpfs devtmpfs /dev
while read -r module; do
  /busybox insmod "/modules/$module" || echo "lab: $module does not load"
done </modules/order

tries=0
until [ -b /dev/vda ] && [ -b /dev/vdb ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ]; then
    echo 'lab: the disks did not come'
    /busybox poweroff -f
  fi
  /busybox usleep 100000
done

if ! /busybox mount -t ext4 /dev/vda /root; then
  echo 'lab: the disk cannot be mounted'
  /busybox poweroff -f
fi
/busybox umount /dev
exec /busybox switch_root /root /lab/init.sh
