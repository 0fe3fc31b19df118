import { found, type Group } from '../case.js';
import { VICTIM } from './target.js';

const DONE = /^done$/m;

/** The same victim under another user, with what acts on it as that user too. */
const AS_NOBODY = 'setpriv --reuid=65534 --regid=65534 --clear-groups';

export const ways: Group = {
  title: 'Injection, by ways of public tools',
  cases: [
    {
      id: 'call-dlopen',
      title: 'makes its target call dlopen(), as linux-inject and hookso do',
      why: 'The library is an ordinary file; that the target loads it is not its own doing.',
      packages: ['coreutils'],
      script: `sleep 60 & P=$!; sleep 0.3; cp "$PROGRAMS/library.so" "$WORK/library.so"
"$PROGRAMS/ways" dlopen $P "$WORK/library.so"; kill $P`,
      proof: DONE,
      expect: found(['ptrace-injection', 'remote-memory-write', 'register-hijack'], 'high', 'critical'),
    },
    {
      id: 'stop-and-write',
      title: 'stops its target by a signal and overwrites what it runs next, as dlinject does',
      why: 'No ptrace at all: the code runs when the target goes on.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/ways" stop-and-write $P; kill -9 $P`,
      proof: DONE,
      expect: found(['remote-memory-write', 'code-tamper', 'remote-exec-mapping'], 'high', 'critical'),
    },
    {
      id: 'thread-of-target',
      title: 'sets the registers of one thread, not the first',
      why: 'A thread has a number of its own; the process is the same.',
      packages: ['python3'],
      script: `python3 -c '
import threading, time
t = threading.Thread(target=time.sleep, args=(60,), daemon=True); t.start(); print(t.native_id, flush=True); time.sleep(60)' >tid & P=$!
until [ -s tid ]; do sleep 0.05; done; read -r T <tid; "$PROGRAMS/ways" thread $T; kill $P`,
      proof: DONE,
      expect: found(['ptrace-injection', 'register-hijack'], 'high', 'critical'),
    },
    {
      id: 'by-thread',
      title: 'a thread attaches, sets registers and ends',
      why: 'A tracer is a thread: its end lets go, while its process goes on.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/ways" by-thread $P`,
      proof: DONE,
      expect: found(['ptrace-injection', 'register-hijack', 'ptrace-attach'], 'high', 'critical'),
    },
    {
      id: 'registers-32',
      title: 'a 32-bit injector into a 64-bit process',
      why: 'What watches 64-bit calls alone does not see it.',
      packages: ['gcc-multilib'],
      script: `"$PROGRAMS/victim" >victim & until [ -s victim ]; do sleep 0.05; done; read -r P TEXT DATA VDSO <victim
"$PROGRAMS/registers.32" $P; kill -9 $P || true`,
      proof: DONE,
      expect: found(['ptrace-injection', 'register-hijack'], 'high', 'critical'),
    },
    {
      id: 'daemonised',
      title: 'an injector that has left its session and its parent',
      why: 'Whose child it was makes no difference.',
      packages: ['util-linux'],
      script: `${VICTIM} (setsid --fork "$PROGRAMS/inject" mem $P $TEXT >said 2>&1 </dev/null &); sleep 0.7; cat said`,
      proof: DONE,
      expect: found(['remote-memory-write', 'code-tamper'], 'high', 'critical'),
    },
    {
      id: 'as-service-user',
      title: 'a service user writes into another process of its own',
      why: 'No root is needed between processes of one user.',
      packages: ['util-linux', 'perl'],
      script: `${AS_NOBODY} "$PROGRAMS/victim" >victim & until [ -s victim ]; do sleep 0.05; done; read -r P TEXT DATA VDSO <victim
${AS_NOBODY} perl "$PROGRAMS/vm_writev.pl" $P $DATA`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'within-container',
      title: 'writes from one process of a container into another one of it',
      why: 'Within one container no border is crossed, but it is an injection.',
      packages: ['util-linux'],
      script: `unshare --pid --fork --mount-proc bash -c '${VICTIM} "$PROGRAMS/inject" mem $P $TEXT; kill $P'`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'spawn-attach',
      title: 'starts a program and attaches to it when it runs',
      why: 'It did not trace the program from its start: what it sets then is no debugger’s work.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/ways" spawn-attach /bin/sleep',
      proof: DONE,
      expect: found(['ptrace-injection', 'register-hijack'], 'high', 'critical'),
    },
    {
      id: 'memfd-passed',
      title: 'a memfd, sent through a socket to another process, which executes it',
      why: 'Who executes did not make it, and is no child of who did.',
      packages: ['python3'],
      script: `python3 -c '
import os, socket
s = socket.socket(socket.AF_UNIX); s.bind("s"); s.listen(1); c, _ = s.accept()
fd = os.memfd_create("x"); os.write(fd, open("/bin/true", "rb").read()); socket.send_fds(c, [b"x"], [fd]); c.recv(1)' & until [ -S s ]; do sleep 0.05; done
python3 -c '
import os, socket
c = socket.socket(socket.AF_UNIX); c.connect("s"); _, fds, _, _ = socket.recv_fds(c, 1, 1); print("done", flush=True); os.execve(fds[0], ["true"], {})'`,
      proof: DONE,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-taken',
      title: 'a memfd, taken from another process with pidfd_getfd, executed',
      why: 'As if it had been sent, but nobody asked the holder.',
      packages: ['coreutils'],
      script: `"$PROGRAMS/ways" hold /bin/true >held & until [ -s held ]; do sleep 0.05; done; read -r P FD <held
"$PROGRAMS/ways" take $P $FD; kill $P`,
      proof: DONE,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-preload-of-other',
      title: 'LD_PRELOAD of a library in a memfd that another process holds',
      why: 'The path leads into the descriptors of the other one.',
      packages: ['coreutils'],
      script: `"$PROGRAMS/ways" hold "$PROGRAMS/library.so" >held & until [ -s held ]; do sleep 0.05; done; read -r P FD <held
LD_PRELOAD=/proc/$P/fd/$FD /bin/true && echo done; kill $P`,
      proof: DONE,
      expect: found(['fileless-map'], 'medium', 'high'),
    },
    {
      id: 'memfd-script',
      title: 'executes a script in a memfd',
      why: 'The interpreter is a file, what it runs is none.',
      packages: ['python3'],
      script: `python3 -c '
import os
fd = os.memfd_create("x", 0); os.write(fd, b"#!/bin/sh\\necho done\\n"); os.execve(fd, ["x"], {})'`,
      proof: DONE,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-guile',
      title: 'Guile: exec of a memfd through its FFI',
      why: 'Any language with an FFI can do it.',
      packages: ['guile-3.0'],
      script: `guile --no-auto-compile -c '
(use-modules (system foreign) (ice-9 binary-ports) (rnrs bytevectors))
(define (c name r a) (pointer->procedure r (dynamic-func name (dynamic-link)) a))
(define image (call-with-input-file "/bin/true" get-bytevector-all #:binary #t))
(define fd ((c "memfd_create" int (list (quote *) unsigned-int)) (string->pointer "x") 0))
((c "write" long (list int (quote *) size_t)) fd (bytevector->pointer image) (bytevector-length image))
(display "done\\n") (force-output)
(execl (string-append "/proc/self/fd/" (number->string fd)) "true")'`,
      proof: DONE,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-node',
      title: 'Node.js: process.dlopen of a memfd that it inherited',
      why: 'A runtime that loads native code loads it from memory.',
      packages: ['nodejs', 'python3'],
      script: `python3 -c '
import os, sys
fd = os.memfd_create("x", 0); os.write(fd, open(sys.argv[1], "rb").read()); os.dup2(fd, 9)
os.execvp("node", ["node", "-e", "try { process.dlopen({ exports: {} }, \\"/proc/self/fd/9\\") } catch (e) {} console.log(\\"done\\")"])' "$PROGRAMS/library.so"`,
      proof: DONE,
      expect: found(['fileless-map'], 'medium', 'critical'),
    },
    {
      id: 'detached-mount',
      title: 'executes a program on a tmpfs that is mounted nowhere',
      why: 'fsmount(2) makes a file system without a place: nobody can look at what is in it, and no memfd is needed.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/ways" detached-mount /bin/true',
      proof: DONE,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'lazily-unmounted',
      title: 'executes a program on a tmpfs that was unmounted lazily',
      why: 'The same by mount(2) and umount(2).',
      packages: ['util-linux', 'coreutils'],
      script: `unshare --mount bash -c 'mkdir m; mount -t tmpfs none m; cp /bin/true m/program; cd m; umount -l .; ./program && echo done'`,
      proof: DONE,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'self-inject',
      title: 'code from a socket, run from memory of its own',
      why: 'Memory that becomes executable is what a just-in-time compiler makes; code that calls the kernel by itself is not.',
      packages: [],
      script: '"$PROGRAMS/ways" self-inject',
      proof: DONE,
      expect: found(['unbacked-call'], 'low', 'medium'),
    },
    {
      id: 'database-command',
      title: 'a query makes PostgreSQL run dd, which writes into the server',
      why: 'COPY TO PROGRAM: below a database nobody debugs.',
      packages: ['postgresql', 'coreutils'],
      script: `chown postgres "$WORK"; B=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
as $B/initdb -D "$WORK/data" >/dev/null
as $B/pg_ctl -D "$WORK/data" -w -l "$WORK/log" -o "-k $WORK -c listen_addresses=" start >/dev/null
as $B/psql -h "$WORK" postgres -Atc "copy (select 1) to program 'P=\\$(head -1 $WORK/data/postmaster.pid); dd if=/dev/zero of=/proc/\\$P/mem bs=1 count=1 seek=\\$((0x\\$(grep -m1 rw-p /proc/\\$P/maps | cut -d- -f1))) conv=notrunc; sleep 0.3'" && echo done
as $B/pg_ctl -D "$WORK/data" -m immediate stop >/dev/null`,
      proof: /done/,
      expect: found(['remote-memory-write'], 'critical'),
    },
    {
      id: 'own-code-by-thread',
      title: 'python3: a thread overwrites the code of its own process through /proc/self/mem',
      why: 'Page protection does not stop it, and no other process takes part.',
      packages: ['python3'],
      script: `python3 -c '
import os, threading
def write():
    base = next(int(l.split("-")[0], 16) for l in open("/proc/self/maps") if "libc.so.6" in l and " r-xp " in l)
    fd = os.open("/proc/thread-self/mem", os.O_RDWR); old = os.pread(fd, 16, base); os.pwritev(fd, [old[:8], old[8:]], base)
t = threading.Thread(target=write); t.start(); t.join(); print("done")'`,
      proof: DONE,
      expect: found(['self-tamper'], 'high', 'critical'),
    },
    {
      id: 'ruby-vm-writev',
      title: 'ruby: process_vm_writev into its own forked child',
      why: 'As the tests of T1055.009, by a call that opens nothing.',
      packages: ['ruby'],
      script: `ruby -e '
require "fiddle"
page = Fiddle::Pointer.malloc(4096); child = fork { sleep 60 }; sleep 0.2
vector = ->(p, n) { [p.to_i, n].pack("QQ") }
l = Fiddle::Pointer[vector.(Fiddle::Pointer["data"], 4)]; r = Fiddle::Pointer[vector.(page, 4)]
f = Fiddle::Function.new(Fiddle::Handle::DEFAULT["process_vm_writev"], [Fiddle::TYPE_INT, Fiddle::TYPE_VOIDP, Fiddle::TYPE_LONG, Fiddle::TYPE_VOIDP, Fiddle::TYPE_LONG, Fiddle::TYPE_LONG], Fiddle::TYPE_LONG)
puts f.call(child, l, 1, r, 1, 0) == 4 ? "done" : "failed"; Process.kill(:KILL, child)'`,
      proof: DONE,
      expect: found(['remote-memory-write', 'process-hollowing'], 'high', 'critical'),
    },
    {
      id: 'disguised',
      title: 'an injector that runs from a memfd under the name of a kernel thread',
      why: 'Names are free to choose: the file says what it is.',
      packages: ['perl'],
      script: `${VICTIM} perl -e '
my $f = syscall(319, my $n = "x\\e[2J", 0); open(my $in, "<:raw", $ARGV[0]); local $/; open(my $o, ">&=", $f); syswrite($o, <$in>);
exec { "/proc/$$/fd/$f" } "[kworker/0:1]", "mem", $ARGV[1], $ARGV[2]' "$PROGRAMS/inject" $P $TEXT`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'critical'),
    },
    {
      id: 'nsenter',
      title: 'enters the namespaces of a container, and writes into a process of it',
      why: 'It came from outside: it crossed the border before it wrote.',
      packages: ['bubblewrap', 'util-linux'],
      script: `bwrap --ro-bind / / --proc /proc --dev /dev --unshare-pid --bind "$WORK" "$WORK" "$PROGRAMS/victim" >victim & until [ -s victim ]; do sleep 0.05; done
read -r _ TEXT DATA VDSO <victim; P=$(pgrep -n -x victim)
nsenter --target $P --mount --pid sh -c '"$0" vm-writev $(pgrep -n -x victim) $1' "$PROGRAMS/inject" $DATA; kill $P`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
  ],
};
