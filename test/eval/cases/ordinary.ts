import { type Group, SILENT } from '../case.js';

const DONE = /^done$/m;

export const ordinary: Group = {
  title: 'More ordinary software',
  cases: [
    {
      id: 'refused-init',
      title: 'an ordinary user reads every file of /proc/1',
      why: 'Who lists /proc comes to the mem file of init, and its mode turns him away: once, and nothing came of it.',
      packages: ['coreutils', 'util-linux'],
      script: `setpriv --reuid=65534 --regid=65534 --clear-groups sh -c 'for f in /proc/1/*; do head -c 10 $f; done >/dev/null 2>&1' || true; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'setarch',
      title: 'setarch -X: programs for which reading implies executing',
      why: 'With that personality all that is mapped can be executed, and the programs are the same.',
      packages: ['util-linux', 'perl', 'python3', 'coreutils'],
      script: `setarch x86_64 -X perl -e 'print "hello\n"'; setarch x86_64 -X python3 -c 'print(sum(range(100000)))'; setarch x86_64 -X ls / >/dev/null; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'jruby',
      title: 'JRuby: a loop',
      why: 'A language on the Java virtual machine.',
      packages: ['jruby'],
      script: `jruby -e 'puts (1..1000000).reduce(:+)'; echo done`,
      proof: DONE,
      expect: SILENT,
      patience: 120,
    },
    {
      id: 'groovy',
      title: 'Groovy: a sum',
      why: 'As JRuby.',
      packages: ['groovy'],
      script: `groovy -e 'println((1..100000).sum())'; echo done`,
      proof: DONE,
      expect: SILENT,
      patience: 120,
    },
    {
      id: 'crystal',
      title: 'Crystal: compiles by LLVM and runs',
      why: 'The program runs from a cache, and the compiler makes code.',
      packages: ['crystal'],
      script: `echo 'puts 6 * 7' >a.cr; HOME=$PWD crystal run a.cr; echo done`,
      proof: /^42$/m,
      expect: SILENT,
      patience: 180,
    },
    {
      id: 'gcl',
      title: 'GNU Common Lisp and Maxima',
      why: 'It loads the code that its compiler made into its own heap.',
      packages: ['gcl', 'maxima', 'gcc'],
      script: `echo '(defun f (x) (* x 2)) (compile (quote f)) (print (f 21))' | gcl -batch
echo 'integrate(sin(x), x);' | maxima --very-quiet; echo done`,
      proof: DONE,
      expect: SILENT,
      patience: 120,
    },
    {
      id: 'pocl',
      title: 'OpenCL on the processor (PoCL)',
      why: 'Kernels are compiled by LLVM when they are used.',
      packages: ['pocl-opencl-icd', 'clinfo'],
      script: 'clinfo; echo done',
      proof: /Portable Computing Language[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'mpv',
      title: 'mpv plays a video',
      why: 'Decoders and scalers; scripts run in LuaJIT.',
      packages: ['mpv', 'ffmpeg'],
      script: `ffmpeg -v error -f lavfi -i testsrc=duration=1 a.mp4 </dev/null; mpv --vo=null --ao=null --untimed a.mp4 </dev/null; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'nginx',
      title: 'nginx and HAProxy',
      why: 'Regular expressions are compiled to code (PCRE).',
      packages: ['nginx', 'haproxy', 'curl'],
      script: `mkdir www logs; echo page >www/index.html
printf 'pid %s/pid; error_log stderr; events {} http { access_log off; client_body_temp_path %s; proxy_temp_path %s; fastcgi_temp_path %s; uwsgi_temp_path %s; scgi_temp_path %s; server { listen 127.0.0.1:8921; root %s/www; location ~ ^/(a|b)+$ { return 204; } } }' "$PWD" logs logs logs logs logs "$PWD" >nginx.conf
nginx -p "$PWD" -c "$PWD/nginx.conf" -g 'daemon off; user root;' & N=$!
printf 'frontend f\n bind 127.0.0.1:8922\n mode http\n timeout client 5s\n timeout connect 5s\n timeout server 5s\n default_backend b\nbackend b\n mode http\n server s 127.0.0.1:8921\n' >haproxy.cfg
haproxy -f haproxy.cfg & H=$!
curl -s --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8922/ && curl -s http://127.0.0.1:8922/abab; kill $H $N; wait; echo done`,
      proof: /^page$[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'lxc',
      title: 'LXC: a container of a directory',
      why: 'The runtime enters namespaces of its own, and starts what is inside.',
      packages: ['lxc', 'busybox-static'],
      script: `mkdir -p c/rootfs/bin c/rootfs/proc c/rootfs/sys c/rootfs/dev && cp /bin/busybox c/rootfs/bin/
printf 'lxc.rootfs.path=%s\nlxc.uts.name=c\nlxc.net.0.type=none\n' "$PWD/c/rootfs" >c/config
lxc-execute -P "$PWD" -n c -f c/config -- /bin/busybox echo inside; echo done`,
      proof: /^inside$[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'clamav',
      title: 'ClamAV scans a folder',
      why: 'A scanner with a compiler for its signatures.',
      packages: ['clamav'],
      script:
        'mkdir d s; echo x >d/a; printf "%s:1:x\n" d41d8cd98f00b204e9800998ecf8427e >s/a.hdb; clamscan -d s d || true; echo done',
      proof: /Infected files[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'valgrind-tools',
      title: 'valgrind: helgrind, massif, callgrind',
      why: 'Programs are translated and run from anonymous memory, their calls included.',
      packages: ['valgrind', 'coreutils'],
      script: 'for t in helgrind massif callgrind; do valgrind --tool=$t ls >/dev/null 2>&1; done; echo done',
      proof: DONE,
      expect: SILENT,
      patience: 90,
    },
    {
      id: 'eu-stack',
      title: 'eu-stack -p PID',
      why: 'Attaches and reads, as pstack does.',
      packages: ['elfutils', 'coreutils'],
      script: 'sleep 30 & P=$!; sleep 0.3; eu-stack -p $P; kill $P; echo done',
      proof: /TID[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'python-ptrace',
      title: 'python3-ptrace: a debugger in Python over its own child',
      why: 'A tracer of its own child, with a breakpoint, from a library that nobody knows as a debugger.',
      packages: ['python3-ptrace', 'coreutils'],
      script: `python3 -c '
from ptrace.debugger import PtraceDebugger
from ptrace.debugger.child import createChild
d = PtraceDebugger(); p = d.addProcess(createChild(["/bin/ls", "/"], True), is_attached=True)
b = p.createBreakpoint(p.getInstrPointer(), 1); p.cont(); p.waitSignals(5); b.desinstall(set_ip=True); p.cont(); p.waitExit(); d.quit(); print("done")'`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'gdb-checkpoint',
      title: 'gdb --args PROGRAM: checkpoint, call, watch, record',
      why: 'Of a program that it started a debugger may do anything.',
      packages: ['gdb', 'gcc'],
      script: `echo 'int n; int f(int x) { return x + 1; } int main(void) { for (int i = 0; i < 5; i++) n = f(n); return 0; }' >p.c && gcc -g p.c -o p
gdb -batch -ex 'break f' -ex run -ex checkpoint -ex 'call f(7)' -ex 'watch n' -ex continue -ex 'set var n = 40' -ex record -ex next -ex 'record stop' -ex 'generate-core-file core.1' -ex kill ./p; ls core.1; echo done`,
      proof: /Saved corefile[\s\S]*^core.1\s+done$/m,
      expect: SILENT,
    },
    {
      id: 'sanitizers',
      title: 'programs with the thread and memory sanitizers, and a fuzzer',
      why: 'Shadow memory, and programs that start themselves again with another layout.',
      packages: ['clang', 'libclang-rt-dev'],
      script: `echo '#include <pthread.h>
int n; void *f(void *p) { n++; return p; } int main(void) { pthread_t t; pthread_create(&t, 0, f, 0); n++; pthread_join(t, 0); return 0; }' >t.c
clang -g -fsanitize=thread t.c -o t -lpthread; ./t >/dev/null 2>&1 || true; clang -g -fsanitize=memory t.c -o m -lpthread; ./m >/dev/null 2>&1 || true
echo 'int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long n) { return n > 3 && d[0] == 70 && d[1] == 71 ? 0 : 0; }' >f.c
clang -fsanitize=fuzzer,address f.c -o f; ./f -runs=20000 -fork=1 >/dev/null 2>&1 || ./f -runs=20000 >/dev/null 2>&1; echo done`,
      proof: DONE,
      expect: SILENT,
      patience: 120,
    },
    {
      id: 'afl',
      title: 'AFL++ fuzzes a program',
      why: 'A server that forks the fuzzed program again and again, with shared memory.',
      packages: ['afl++'],
      script: `printf '#include <stdio.h>\\nint main(void) { int c = getchar(); return c == 70; }\\n' >p.c; AFL_QUIET=1 afl-cc p.c -o p; mkdir in; echo a >in/a
AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 timeout 8 afl-fuzz -i in -o out -V 4 ./p >log 2>&1 || true; ls out/default/fuzzer_stats; echo done`,
      proof: /fuzzer_stats[\s\S]*^done$/m,
      expect: SILENT,
      patience: 90,
    },
    {
      id: 'lisps',
      title: 'ECL, Chez Scheme, CHICKEN, Gambit, newLISP, PicoLisp: a loop each',
      why: 'Compilers into memory, into shared objects that are loaded, and callbacks.',
      packages: ['ecl', 'chezscheme', 'chicken-bin', 'gambc', 'newlisp', 'picolisp'],
      script: `ecl --norc --eval '(progn (defun f (n) (loop for i below n sum (* i i))) (compile (quote f)) (print (f 100000)) (terpri) (ext:quit))'
echo '(define (f n s) (if (= n 0) s (f (- n 1) (+ s n)))) (display (f 1000000 0)) (newline)' >f.scm; scheme -q <f.scm; csi -s f.scm; csc f.scm -o f && ./f; gsi f.scm
newlisp -e '(let (s 0) (for (i 1 100000) (inc s i)) s)'; picolisp -e '(bye (println (sum prog (range 1 1000))))' || true; echo done`,
      proof: /(500000500000\s+){4}[\s\S]*^done$/m,
      expect: SILENT,
      patience: 120,
    },
    {
      id: 'mit-scheme',
      title: 'MIT Scheme: compiles and runs a procedure',
      why: 'Native code in the heap.',
      packages: ['mit-scheme'],
      script: `echo '(define (f n s) (if (= n 0) s (f (- n 1) (+ s n)))) (display (f 100000 0)) (newline) (exit 0)' >f.scm; mit-scheme --quiet <f.scm || true; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'small-languages',
      title: 'Pike, Lua, Tcl, Nim, D: a loop each',
      why: 'Interpreters, one with a compiler into memory, and compilers into files.',
      packages: ['pike8.0', 'lua5.4', 'tcl', 'nim', 'ldc'],
      script: `pike -e 'int s; for (int i = 0; i < 1000000; i++) s += i; write("%d\\n", s);'; lua5.4 -e 'local s = 0 for i = 1, 1e6 do s = s + i end print(s)'
echo 'set s 0; for {set i 0} {$i < 100000} {incr i} {incr s $i}; puts $s' | tclsh; echo 'echo 6 * 7' >f.nim; nim c -r --hints:off --nimcache:nc f.nim
printf 'import std.stdio; void main() { writeln(6 * 7); }' >g.d; ldc2 -run g.d; echo done`,
      proof: DONE,
      expect: SILENT,
      patience: 120,
    },
    {
      id: 'numba',
      title: 'Numba: compiles a Python function with LLVM',
      why: 'LLVM’s just-in-time compiler, in Python.',
      packages: ['python3-numba'],
      script: `python3 -c '
from numba import njit, cfunc
@njit
def f(n):
    s = 0
    for i in range(n): s += i & 7
    return s
@cfunc("float64(float64)")
def g(x): return x * 2
print(f(10000000), g.ctypes(21.0))'; echo done`,
      proof: /\d+ 42.0\s+done/,
      expect: SILENT,
      patience: 120,
    },
    {
      id: 'libgccjit',
      title: 'a program that compiles with libgccjit and loads what comes out',
      why: 'The compiler’s output is a shared object in /tmp that is loaded and removed.',
      packages: ['libgccjit-12-dev', 'gcc'],
      script: `cat >j.c <<'END'
#include <libgccjit.h>
#include <stdio.h>
int main(void) {
  gcc_jit_context *c = gcc_jit_context_acquire(); gcc_jit_type *i = gcc_jit_context_get_type(c, GCC_JIT_TYPE_INT);
  gcc_jit_param *p = gcc_jit_context_new_param(c, 0, i, "x");
  gcc_jit_function *f = gcc_jit_context_new_function(c, 0, GCC_JIT_FUNCTION_EXPORTED, i, "sq", 1, &p, 0);
  gcc_jit_block *b = gcc_jit_function_new_block(f, 0); gcc_jit_rvalue *x = gcc_jit_param_as_rvalue(p);
  gcc_jit_block_end_with_return(b, 0, gcc_jit_context_new_binary_op(c, 0, GCC_JIT_BINARY_OP_MULT, i, x, x));
  gcc_jit_result *r = gcc_jit_context_compile(c); int (*sq)(int) = (int (*)(int))gcc_jit_result_get_code(r, "sq");
  printf("%d\\n", sq(9)); return 0; }
END
gcc j.c -o j -lgccjit -I$(dirname $(find /usr/lib/gcc -name libgccjit.h | head -1)) && ./j; echo done`,
      proof: /^81\s+done$/m,
      expect: SILENT,
    },
    {
      id: 'unicorn',
      title: 'Unicorn: emulates machine code from Python',
      why: 'Code is translated into memory of the process.',
      packages: ['python3-unicorn'],
      script: `python3 -c '
from unicorn import *; from unicorn.x86_const import *
u = Uc(UC_ARCH_X86, UC_MODE_64); u.mem_map(0x1000, 4096); u.mem_write(0x1000, b"\\x48\\xff\\xc0" * 10)
u.emu_start(0x1000, 0x101e); print(u.reg_read(UC_X86_REG_RAX))'; echo done`,
      proof: /^10\s+done$/m,
      expect: SILENT,
    },
    {
      id: 'qemu-system',
      title: 'QEMU: a machine under its translator, with its memory in a memfd',
      why: 'A whole machine’s code is translated into memory, with a memfd for its RAM.',
      packages: ['qemu-system-x86'],
      script: `(sleep 3; echo info registers; sleep 0.2; echo quit) | timeout 20 qemu-system-x86_64 -accel tcg -display none -m 64 -object memory-backend-memfd,id=m,size=64M,share=on -machine memory-backend=m -net none -serial none -monitor stdio; echo done`,
      proof: /EIP=[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'varnish',
      title: 'Varnish: compiles its configuration and loads it',
      why: 'A C compiler below a network server, whose output it loads.',
      packages: ['varnish'],
      script: `printf 'vcl 4.1;\\nbackend default { .host = "127.0.0.1"; .port = "1"; }\\n' >v.vcl
varnishd -n "$WORK/v" -f "$WORK/v.vcl" -a 127.0.0.1:22632 -j none -F >log 2>&1 & P=$!; sleep 5; kill $P; wait || true; cat log; echo done`,
      proof: /Child \(\d+\) Started[\s\S]*^done$/im,
      expect: SILENT,
    },
    {
      id: 'php-fpm',
      title: 'PHP-FPM: starts, stops',
      why: 'A manager of processes that looks into its children with ptrace when they are slow.',
      packages: ['php-fpm'],
      script: `printf '[global]\\nerror_log = %s/log\\ndaemonize = no\\n[www]\\nuser = nobody\\ngroup = nogroup\\nlisten = %s/s\\npm = static\\npm.max_children = 1\\nrequest_slowlog_timeout = 1s\\nslowlog = %s/slow\\n' "$WORK" "$WORK" "$WORK" >c
timeout 4 /usr/sbin/php-fpm8.2 -y c -d opcache.enable_cli=1 -d opcache.jit_buffer_size=16M -d opcache.jit=tracing >o 2>&1 || true; cat log; echo done`,
      proof: /ready to handle connections[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'webkit',
      title: 'WebKit: Epiphany shows a page, headless',
      why: 'A browser whose processes live in bubblewrap, with a just-in-time compiler.',
      packages: ['epiphany-browser', 'xvfb', 'dbus'],
      script: `printf '<script>let s = 0; for (let i = 0; i < 1e7; i++) s += i & 7; document.title = "sum " + s</script>' >p.html
timeout 30 xvfb-run -a dbus-run-session -- timeout 25 epiphany --private-instance "file://$WORK/p.html" >log 2>&1 & for i in $(seq 40); do sleep 0.5; pgrep -l WebKitWeb && break; done; sleep 3; wait || true; echo done`,
      proof: /WebKitWebProces[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'qtwebengine',
      title: 'QtWebEngine: qutebrowser, headless',
      why: 'Chromium inside another program.',
      packages: ['qutebrowser', 'xvfb'],
      script: `timeout 25 xvfb-run -a dbus-run-session -- timeout 18 env QTWEBENGINE_CHROMIUM_FLAGS=--no-sandbox qutebrowser --temp-basedir --backend webengine ':later 12000 quit' >log 2>&1 & for i in $(seq 40); do sleep 0.5; pgrep -l QtWebEngine && break; done; sleep 3; wait || true; echo done`,
      proof: /QtWebEngineProc[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'mutter',
      title: 'mutter, headless',
      why: 'The compositor of GNOME, without a session.',
      packages: ['mutter', 'dbus'],
      script:
        'mkdir -m 700 r; XDG_RUNTIME_DIR="$WORK/r" timeout 8 dbus-run-session -- mutter --wayland --headless --no-x11 --virtual-monitor 800x600 -- sh -c "touch $WORK/ran; sleep 3" >log 2>&1 || true; ls ran; echo done',
      proof: /^ran\s+done$/m,
      expect: SILENT,
    },
    {
      id: 'libreoffice',
      title: 'LibreOffice: converts a document',
      why: 'Calls between its components go through code that it makes.',
      packages: ['libreoffice-writer-nogui'],
      script:
        'echo text >d.txt; timeout 80 soffice --headless --norestore -env:UserInstallation=file://$WORK/profile --convert-to odt d.txt >log 2>&1 || true; ls d.odt; echo done',
      proof: /^d.odt\s+done$/m,
      expect: SILENT,
      patience: 120,
    },
    {
      id: 'docker',
      title: 'Docker: a container of an imported image, exec',
      why: 'A daemon, containerd, its shim and runc, each of which starts the next, down into a container.',
      packages: ['docker.io', 'busybox-static'],
      script: `dockerd --iptables=false --ip6tables=false --bridge=none --storage-driver vfs --data-root "$WORK/d" --exec-root "$WORK/e" -H "unix://$WORK/s" --pidfile "$WORK/pid" >log 2>&1 &
trap 'kill $(cat pid); wait; umount -l d 2>said || true' EXIT; until [ -S s ]; do sleep 0.2; done
D="/usr/bin/docker -H unix://$WORK/s"; mkdir -p i/bin; cp /bin/busybox i/bin/; for a in sh sleep echo; do ln -s busybox i/bin/$a; done; tar -C i -c . | $D import - t:1 >said
$D run -d --name evalbox --network none t:1 /bin/sleep 20 >said; $D exec evalbox /bin/echo inside; $D rm -f evalbox >said; echo done`,
      proof: /inside[\s\S]*^done$/m,
      expect: SILENT,
      patience: 90,
    },
    {
      id: 'java-ant',
      title: 'Java: ant builds and runs a class',
      why: 'A build tool that starts other machines.',
      packages: ['ant', 'default-jdk-headless'],
      script: `mkdir s; echo 'public class A { public static void main(String[] a) { System.out.println("sum " + 42); } }' >s/A.java
echo '<project default="r"><target name="r"><mkdir dir="c"/><javac srcdir="s" destdir="c" includeantruntime="false"/><java classname="A" classpath="c" fork="true"/></target></project>' >build.xml; ant`,
      proof: /sum 42/,
      expect: SILENT,
      patience: 90,
    },
    {
      id: 'node-inspector',
      title: 'Node.js: its inspector, asked for by a signal',
      why: 'A runtime that is debugged through a socket.',
      packages: ['nodejs'],
      script: `node -e 'setTimeout(() => {}, 6000)' 2>said & P=$!; sleep 1; kill -USR1 $P; sleep 1; cat said; kill $P; echo done`,
      proof: /Debugger listening[\s\S]*^done$/m,
      expect: SILENT,
    },
    {
      id: 'pytest',
      title: 'pytest: tests, in processes of their own',
      why: 'A test runner.',
      packages: ['python3-pytest'],
      script: `printf 'import ctypes, multiprocessing as m\\ndef f(q): q.put(7)\\ndef test_a():\\n    q = m.Queue(); p = m.Process(target=f, args=(q,)); p.start(); assert q.get() == 7; p.join()\\n    assert ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 5)() == 5\\n' >test_a.py; pytest-3 -q || py.test-3 -q; echo done`,
      proof: /1 passed/,
      expect: SILENT,
    },
    {
      id: 'mpich',
      title: 'MPICH: a message between two ranks',
      why: 'Shared memory between processes of one program.',
      packages: ['mpich', 'libmpich-dev'],
      script: `cp "$PROGRAMS/messages.mpi" m.c; mpicc.mpich -x c m.c -o m -x none 2>/dev/null || mpicc.mpich m.c -o m; mpiexec.mpich -n 2 ./m; echo done`,
      proof: DONE,
      expect: SILENT,
      patience: 90,
    },
    {
      id: 'ucx',
      title: 'UCX: messages and one-sided writes between two processes of a host',
      why: 'As libfabric, by process_vm_readv and process_vm_writev.',
      packages: ['ucx-utils'],
      script: `for t in tag_bw ucp_put_bw ucp_get; do UCX_TLS=cma,sysv,posix,self,tcp timeout 15 ucx_perftest -p 22636 -t $t -s 1000000 -n 50 -w 5 >a 2>&1 & sleep 1; UCX_TLS=cma,sysv,posix,self,tcp timeout 12 ucx_perftest 127.0.0.1 -p 22636 -t $t -s 1000000 -n 50 -w 5 >b 2>&1 || true; wait || true; tail -1 b; done; echo done`,
      proof: /Final: [\s\S]*^done$/m,
      expect: SILENT,
      patience: 90,
    },
    {
      id: 'strace-variants',
      title: 'strace -f --seccomp-bpf, strace -D, strace that is killed',
      why: 'Tracers of their own children; one that is killed has changed nothing.',
      packages: ['strace', 'coreutils'],
      script: `strace -f --seccomp-bpf -e trace=openat -o a sh -c 'ls /; true' >/dev/null; strace -D -o b true; strace -o c sleep 3 & P=$!; sleep 0.5; kill -9 $P; wait || true; pkill -x -P 1 sleep || true; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'java-agents',
      title: 'Java: an agent loaded into a running machine, flight recording, heap dump',
      why: 'The attach interface: a file, a signal and a socket, and nothing is written from outside.',
      packages: ['default-jdk-headless'],
      script: `echo 'public class A { public static void main(String[] a) throws Exception { Thread.sleep(15000); } }' >A.java; echo 'public class G { public static void agentmain(String a) { System.out.println("agent"); } }' >G.java
javac A.java G.java; echo 'Agent-Class: G' >m; jar cfm g.jar m G.class; java A & P=$!; sleep 2; jcmd $P JVMTI.agent_load "$WORK/g.jar"; jcmd $P JFR.start duration=1s filename=$WORK/r.jfr >/dev/null; jmap -dump:live,file=$WORK/h $P >/dev/null; kill $P; echo done`,
      proof: /agent[\s\S]*^done$/m,
      expect: SILENT,
      patience: 90,
    },
  ],
};
