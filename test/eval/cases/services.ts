import { type Group, SILENT } from '../case.js';

const DONE = /^done\r?$/m;

/** A small root file system, in a bundle for an OCI runtime. */
const BUNDLE = (runtime: string): string => `
mkdir -p b/rootfs/bin b/rootfs/proc b/rootfs/dev && cp /bin/busybox b/rootfs/bin/sh && cd b && ${runtime} spec
sed -i 's/"terminal": true/"terminal": false/; s/"sh"$/"sh", "-c", "echo done"/' config.json
`;

export const services: Group = {
  title: 'Browsers, databases, sandboxes, media, emulators',
  cases: [
    {
      id: 'chromium',
      title: 'Chromium, headless, without its sandbox',
      why: 'V8, shared memory in memfds, a crash handler that is ready to read memory.',
      packages: ['chromium'],
      script: `timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$WORK/profile" --dump-dom 'data:text/html,<script>let s=0;for(let i=0;i<1e7;i++)s=(s*31+i)|0;document.write("\\ndo"+"ne\\n")</script>'`,
      proof: /done/,
      patience: 90,
      expect: SILENT,
    },
    {
      id: 'chromium-sandbox',
      title: 'Chromium, headless, in its sandbox, as an ordinary user',
      why: 'User namespaces and seccomp: sandboxes work on their own children.',
      packages: ['chromium'],
      script: `chown nobody "$WORK"; setpriv --reuid=65534 --regid=65534 --clear-groups timeout 60 chromium --headless --disable-gpu --user-data-dir="$WORK/profile" --dump-dom 'data:text/html,<script>document.write("do"+"ne")</script>'`,
      proof: /done/,
      patience: 90,
      expect: SILENT,
    },
    {
      id: 'firefox',
      title: 'Firefox, headless: a screenshot',
      why: 'SpiderMonkey, content processes, sandboxes, shared memory in memfds.',
      packages: ['firefox-esr'],
      script: `mkdir profile; timeout 100 firefox-esr --headless --no-remote --profile "$WORK/profile" --screenshot "$WORK/shot.png" 'data:text/html,<script>let s=0;for(let i=0;i<1e7;i++)s=(s*31+i)|0;document.write(s)</script>'; [ -s shot.png ] && echo done`,
      proof: DONE,
      patience: 120,
      expect: SILENT,
    },
    {
      id: 'chromium-crash',
      title: 'a renderer of Chromium crashes in its sandbox',
      why: 'The crash handler attaches from outside the sandbox and reads: it changes nothing.',
      packages: ['chromium', 'procps'],
      script: `chown nobody "$WORK"; export HOME="$WORK"
setpriv --reuid=65534 --regid=65534 --clear-groups timeout 60 chromium --headless --disable-gpu --user-data-dir="$WORK/profile" --remote-debugging-port=22626 'data:text/html,<p>' >log 2>&1 & sleep 6
kill -SEGV $(pgrep -f -- "--type=renderer.*" | head -1); sleep 4; find "$WORK" -name '*.dmp' | wc -l; kill %1; echo done`,
      proof: /^[1-9]\d*$[\s\S]*^done$/m,
      patience: 90,
      expect: SILENT,
    },
    {
      id: 'firefox-crash',
      title: 'a content process of Firefox crashes',
      why: 'As with Chromium: the helper for crashes attaches to every thread and reads.',
      packages: ['firefox-esr', 'procps'],
      script: `mkdir profile; export HOME="$WORK" MOZ_CRASHREPORTER=1 MOZ_CRASHREPORTER_NO_REPORT=1
timeout 80 firefox-esr --headless --no-remote --profile "$WORK/profile" about:blank >log 2>&1 &
for i in $(seq 60); do sleep 0.5; C=$(pgrep -f 'contentproc.* tab$' | head -1) && [ -n "$C" ] && break; done; sleep 2
kill -SEGV $C; sleep 4; find profile -name '*.dmp' | wc -l; kill %1; echo done`,
      proof: /^[1-9]\d*$[\s\S]*^done$/m,
      patience: 120,
      expect: SILENT,
    },
    {
      id: 'postgresql',
      title: 'PostgreSQL: initdb, a server, a query',
      why: 'A server that forks, with shared memory; it compiles the query where LLVM is there.',
      packages: ['postgresql'],
      script: `chown postgres "$WORK"; B=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
as $B/initdb -D "$WORK/data" >/dev/null
as $B/pg_ctl -D "$WORK/data" -w -l "$WORK/log" -o "-k $WORK -c listen_addresses=" start >/dev/null
as $B/psql -h "$WORK" postgres -Atc 'set jit_above_cost = 0; select count(*) + 7000 from generate_series(1, 300000) n where n * 3 % 7 = 1'
as $B/pg_ctl -D "$WORK/data" -m fast stop >/dev/null; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'mariadb',
      title: 'MariaDB: a new database, a server, a query',
      why: 'A server with many threads and its own memory.',
      packages: ['mariadb-server'],
      script: `chown mysql "$WORK"
mariadb-install-db --no-defaults --user=mysql --datadir="$WORK/data" --auth-root-authentication-method=normal >/dev/null
mariadbd --no-defaults --user=mysql --datadir="$WORK/data" --socket="$WORK/s" --skip-networking --pid-file="$WORK/p" >log 2>&1 &
for i in $(seq 100); do mariadb --no-defaults -S "$WORK/s" -e 'select 40000 + 2' 2>/dev/null && break; sleep 0.2; done
mariadb-admin --no-defaults -S "$WORK/s" shutdown; wait; echo done`,
      proof: /40002[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'redis',
      title: 'Redis: a server that saves in a forked child',
      why: 'A fork of a server that writes its own copy to disk.',
      packages: ['redis-server'],
      script: `redis-server --port 0 --unixsocket "$WORK/s" --dir "$WORK" --daemonize no >log & sleep 1
redis-cli -s s set a 1; redis-cli -s s eval 'return 41000 + 1' 0; redis-cli -s s bgsave; sleep 0.5; redis-cli -s s shutdown; wait; echo done`,
      proof: /41001[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'sqlite',
      title: 'SQLite: a database with a write-ahead log',
      why: 'Memory that is shared through files.',
      packages: ['sqlite3'],
      script: `sqlite3 db 'pragma journal_mode = wal; create table t(n); insert into t values (41); select n + 1 from t' && echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'bubblewrap',
      title: 'bubblewrap: a shell in a sandbox',
      why: 'What is inside works on itself, in namespaces of its own.',
      packages: ['bubblewrap'],
      script: `bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev --tmpfs /tmp sh -c 'ls / >/dev/null; echo done'`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'firejail',
      title: 'firejail: a shell in a sandbox',
      why: 'As bubblewrap, by a set-user-id program.',
      packages: ['firejail'],
      script: `firejail --quiet --noprofile --seccomp --caps.drop=all sh -c 'ls / >/dev/null; echo done'`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'namespaces',
      title: 'unshare and nsenter',
      why: 'Entering a namespace is no injection.',
      packages: ['util-linux', 'procps'],
      script: `unshare --fork --pid --mount-proc "$PROGRAMS/victim" >out & sleep 0.5
P=$(pgrep -n -x -f "$PROGRAMS/victim"); nsenter -t $P -p -m ps ax >/dev/null; kill $P; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'proot',
      title: 'proot: another root by ptrace',
      why: 'It traces its own children from exec on, and changes their registers and memory at every call.',
      packages: ['proot'],
      script: `proot -r / -b "$WORK:/mnt" sh -c 'ls /mnt >/dev/null; id -u; echo done'`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'proot-forks',
      title: 'proot -0: pipelines and background processes',
      why: 'As above, over forks: children of a tracee are the same tracer’s.',
      packages: ['proot'],
      script: `proot -0 -r / sh -c 'ls / | sort | tail -1; (sleep 0.1 & wait); echo done'`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'fakeroot',
      title: 'fakeroot and fakechroot',
      why: 'Libraries that a program is told to load are files.',
      packages: ['fakeroot', 'fakechroot'],
      script: `fakeroot sh -c 'touch f; chown 1:1 f; ls -ln f'; fakechroot true; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'crun',
      title: 'crun: a container',
      why: 'Container runtimes run their own binary from a memfd, which no container can overwrite then.',
      packages: ['crun', 'busybox-static'],
      script: `${BUNDLE('crun')} unshare --mount sh -c 'mount -t cgroup2 none /sys/fs/cgroup; crun --cgroup-manager=disabled run interloper-eval-crun'`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'runc',
      title: 'runc: a container',
      why: 'It copies its own binary into a sealed memfd and executes that.',
      packages: ['runc', 'busybox-static'],
      script: `${BUNDLE('runc')} runc run interloper-eval-runc`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'podman',
      title: 'podman: a container of an imported image',
      why: 'A chain of runtimes and helpers, each of which starts the next one.',
      packages: ['podman', 'crun', 'busybox-static'],
      script: `mkdir -p files/bin && cp /bin/busybox files/bin/sh; export XDG_RUNTIME_DIR="$WORK"
podman="podman --root $WORK/root --runroot $WORK/run --storage-driver vfs --cgroup-manager cgroupfs"
tar -C files -c . | $podman import - image >/dev/null 2>&1
unshare --mount sh -c "mount -t cgroup2 none /sys/fs/cgroup; $podman run --rm --network none --cgroups disabled --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 image sh -c 'echo done'"`,
      proof: DONE,
      patience: 120,
      expect: SILENT,
    },
    {
      id: 'buildah',
      title: 'buildah run, with chroot for a container',
      why: 'It runs a copy of itself from a memfd, which runs another one: no code but its own package’s.',
      packages: ['buildah', 'busybox-static'],
      script: `export XDG_RUNTIME_DIR="$WORK"; buildah="buildah --root $WORK/root --runroot $WORK/run --storage-driver vfs"
container=$($buildah from scratch); $buildah copy $container /bin/busybox /bin/sh >/dev/null
$buildah run --isolation chroot $container sh -c 'echo done'`,
      proof: DONE,
      patience: 120,
      expect: SILENT,
    },
    {
      id: 'nspawn',
      title: 'systemd-nspawn: a container of a directory',
      why: 'Its children are in namespaces of their own from the start.',
      packages: ['systemd-container', 'busybox-static'],
      script: `mkdir -p r/bin r/etc r/usr/lib && cp /bin/busybox r/bin/sh && echo ID=eval >r/usr/lib/os-release
systemd-nspawn --quiet --register=no --keep-unit -D r /bin/sh -c 'echo done' || true`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'umview',
      title: 'umview: a program in a partial virtual machine',
      why: 'It traces its own child and answers its system calls by registers.',
      packages: ['umview'],
      // by itself it hangs now and then, before it starts the program
      script:
        'for i in 1 2 3 4 5 6 7 8; do R=0; timeout -k 1 8 umview true || R=$?; [ $R -ge 124 ] || { echo done; break; }; done',
      proof: DONE,
      patience: 90,
      expect: SILENT,
    },
    {
      id: 'mpi',
      title: 'Open MPI: a message between two ranks, and a one-sided write',
      why: 'Ranks copy large messages out of and into each other’s memory; both do so of their own accord.',
      packages: ['openmpi-bin', 'libopenmpi-dev', 'gcc'],
      script: `cp "$PROGRAMS/messages.mpi" messages.c && mpicc.openmpi -o messages messages.c
mpirun.openmpi --allow-run-as-root --oversubscribe -np 2 ./messages`,
      proof: DONE,
      patience: 90,
      expect: SILENT,
    },
    {
      id: 'apache-php',
      title: 'Apache with PHP and its just-in-time compiler',
      why: 'Executable memory that is shared by all of its processes.',
      packages: ['apache2', 'libapache2-mod-php8.2', 'curl'],
      script: `mkdir d && echo '<?php for ($s = 0, $i = 0; $i < 3000000; $i++) $s = ($s * 31 + $i) & 0xffffff; echo "sum $s\\n";' >d/i.php && chmod -R a+rX "$WORK"
cat >conf <<END
ServerRoot $WORK
PidFile $WORK/pid
ErrorLog $WORK/error.log
Listen 127.0.0.1:22625
ServerName localhost
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
LoadModule php_module /usr/lib/apache2/modules/libphp8.2.so
TypesConfig /etc/mime.types
DocumentRoot $WORK/d
AddHandler application/x-httpd-php .php
php_admin_value opcache.jit_buffer_size 32M
php_admin_value opcache.jit tracing
END
apache2 -f "$WORK/conf" -k start; sleep 1; for i in 1 2 3; do curl -s http://127.0.0.1:22625/i.php; done; apache2 -f "$WORK/conf" -k stop; sleep 1; echo done`,
      proof: /sum \d+[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'wine',
      title: 'Wine: a Windows program',
      why: 'It maps Windows libraries by itself, executable and private; its server looks after all processes.',
      packages: ['wine64'],
      script: `export WINEPREFIX="$WORK/prefix" WINEDEBUG=-all DISPLAY=
timeout 150 /usr/lib/wine/wine64 cmd /c echo hello || true; /usr/lib/wine/wineserver64 -k || true; echo done`,
      proof: /hello[\s\S]*^done$/m,
      patience: 200,
      expect: SILENT,
    },
    {
      id: 'weston',
      title: 'weston, headless, with a client',
      why: 'Compositors and clients share memory in memfds.',
      packages: ['weston'],
      script: `mkdir -m 700 r; export XDG_RUNTIME_DIR="$WORK/r"; weston --backend=headless-backend.so --idle-time=0 --socket=w >log 2>&1 & W=$!; sleep 2
WAYLAND_DISPLAY=w timeout 2 weston-simple-shm >/dev/null 2>&1 || true; kill $W; wait || true; grep -q 'Output' log && echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'xvfb-gl',
      title: 'Xvfb and OpenGL in software',
      why: 'llvmpipe compiles shaders into executable memory.',
      packages: ['xvfb', 'libgl1-mesa-dri', 'mesa-utils'],
      script: `Xvfb :77 -screen 0 320x240x24 >/dev/null 2>&1 & X=$!; sleep 2
DISPLAY=:77 glxinfo | grep 'OpenGL renderer'; DISPLAY=:77 timeout 3 glxgears >/dev/null || true; kill $X; echo done`,
      proof: /llvmpipe[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'pipewire',
      title: 'PipeWire with a client',
      why: 'Buffers in memfds are passed between processes.',
      packages: ['pipewire', 'pipewire-bin'],
      script: `mkdir -m 700 r; export XDG_RUNTIME_DIR="$WORK/r"; pipewire >log 2>&1 & W=$!; sleep 2; timeout 5 pw-cli info 0; kill $W; echo done`,
      proof: /id: 0[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'pulseaudio',
      title: 'PulseAudio plays silence',
      why: 'Its memory blocks lie in memfds; liborc compiles its loops.',
      packages: ['pulseaudio', 'pulseaudio-utils'],
      script: `mkdir -m 700 r; export XDG_RUNTIME_DIR="$WORK/r"
printf 'load-module module-null-sink\\nload-module module-native-protocol-unix\\n' >setup
pulseaudio --daemonize=no --exit-idle-time=-1 -n -F "$WORK/setup" >log 2>&1 & W=$!
sleep 2; timeout 2 pacat --raw </dev/zero || true; timeout 5 pactl info | grep 'Server Name'; kill $W; echo done`,
      proof: /Server Name[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'gstreamer',
      title: 'GStreamer: converts video',
      why: 'liborc maps one file twice, writable and executable.',
      packages: ['gstreamer1.0-tools', 'gstreamer1.0-plugins-base', 'gstreamer1.0-plugins-good'],
      script:
        'gst-launch-1.0 -q videotestsrc num-buffers=30 ! videoconvert ! videoscale ! video/x-raw,width=64,height=48,format=I420 ! fakesink && echo done',
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'ffmpeg',
      title: 'ffmpeg: encodes a test picture',
      why: 'libswscale makes code at run time.',
      packages: ['ffmpeg'],
      script:
        'ffmpeg -v error -f lavfi -i testsrc=d=1:s=320x240 -vf scale=160:120 -c:v mpeg4 -y a.mp4 && [ -s a.mp4 ] && echo done',
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'qemu-user',
      title: 'qemu-user: an emulated program',
      why: 'A translator: it writes code and runs it, in its own process.',
      packages: ['qemu-user', 'busybox-static'],
      script: 'qemu-x86_64 /bin/busybox echo done',
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'dosbox',
      title: 'DOSBox with its dynamic core',
      why: 'As qemu-user.',
      packages: ['dosbox'],
      script: `export SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy; printf '[cpu]\\ncore=dynamic\\n[autoexec]\\nexit\\n' >c
timeout 20 dosbox -conf c -exit >log 2>&1; grep -q DOSBox log && echo done`,
      proof: DONE,
      expect: SILENT,
    },
  ],
};
