import { found, type Group } from '../case.js';

export const fileless: Group = {
  title: 'Code that is in no file',
  cases: [
    {
      id: 'memfd-exec-c',
      title: 'C: fexecve of a memfd',
      why: 'A program that lies in no file system; 60 ordinary workloads had no instance of it.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/fileless" memfd /bin/true && echo ran',
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-exec-python',
      title: 'python3: execve of a memfd',
      why: 'As in C.',
      packages: ['python3'],
      script: `python3 -c '
import os
file = os.memfd_create("copy")
os.write(file, open("/bin/true", "rb").read())
os.execve(file, ["true"], {})' && echo ran`,
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-program-loader',
      title: 'python3: execve of a program on disk that names a memfd as its loader (PT_INTERP)',
      why: 'The kernel maps the loader and starts there, before the program: what is executed is a file, what runs is none.',
      packages: ['python3', 'coreutils'],
      script: `python3 -c '
import os, struct
program = bytearray(open("/bin/true", "rb").read())
headers, = struct.unpack_from("<Q", program, 32)
for at in range(headers, len(program), 56):
    kind, _, start, _, _, size = struct.unpack_from("<IIQQQQ", program, at)
    if kind == 3: break
file = os.memfd_create("loader", 0)
os.write(file, open(program[start:start + size - 1].decode(), "rb").read())
os.dup2(file, 9)
program[start:start + size] = b"/proc/self/fd/9".ljust(size, bytes(1))
open("program", "wb").write(program); os.chmod("program", 0o755)
os.execv("./program", ["program"])' && echo ran`,
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-read-implies-exec',
      title: 'python3: maps a library in a memfd for reading alone, where reading implies executing',
      why: 'With the personality READ_IMPLIES_EXEC no call has to ask for executable memory.',
      packages: ['python3', 'libc6-dev'],
      script: `python3 -c '
import ctypes, mmap, os
file = os.memfd_create("copy")
os.write(file, open(os.environ["PROGRAMS"] + "/library.so", "rb").read())
ctypes.CDLL(None).personality(0x400000)
code = mmap.mmap(file, 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
print("mapped" if any("r-xp" in one and "memfd:" in one for one in open("/proc/self/maps")) else "not executable")'`,
      proof: /^mapped$/m,
      expect: found(['fileless-map'], 'medium', 'high'),
    },
    {
      id: 'memfd-exec-perl',
      title: 'perl: exec of /proc/PID/fd/N of a memfd',
      why: 'The path names a file in /proc; what is executed is the memfd.',
      packages: ['perl'],
      script: 'perl "$PROGRAMS/memfd_exec.pl" && echo ran',
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-exec-php',
      title: 'php: exec of /proc/self/fd/N of a memfd that FFI made',
      why: 'As in Perl.',
      packages: ['php-cli'],
      script: `php -r '
$libc = FFI::cdef("int memfd_create(const char *, unsigned); long write(int, const void *, size_t);");
$fd = $libc->memfd_create("copy", 1); $program = file_get_contents("/bin/true");
$libc->write($fd, $program, strlen($program)); pcntl_exec("/proc/self/fd/$fd");' && echo ran`,
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-exec-ruby',
      title: 'ruby: the same through syscall()',
      why: 'As in Perl.',
      packages: ['ruby'],
      script: `ruby -W0 -e '
fd = syscall(319, "copy", 1)
IO.for_fd(fd).tap { |file| file.binmode; file.write(File.binread("/bin/true")); file.flush; exec("/proc/self/fd/#{fd}") }' && echo ran`,
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'memfd-loader',
      title: 'the dynamic loader, given a program in a memfd',
      why: 'What is executed is the loader, a file; what it maps and runs is none.',
      packages: ['python3', 'coreutils'],
      script: `python3 -c '
import os, subprocess
file = os.memfd_create("copy", 0)
os.write(file, open("/bin/ls", "rb").read())
subprocess.run(["/lib64/ld-linux-x86-64.so.2", "/proc/self/fd/%d" % file, "-d", "/"], pass_fds=[file], check=True)' && echo ran`,
      proof: /^ran$/m,
      expect: found(['fileless-map'], 'medium', 'high'),
    },
    {
      id: 'memfd-preload',
      title: 'LD_PRELOAD of a library in a memfd',
      why: 'An ordinary program is given code that is in no file.',
      packages: ['python3', 'coreutils'],
      script: `python3 -c '
import os, subprocess, sys
file = os.memfd_create("copy", 0)
os.write(file, open(sys.argv[1], "rb").read())
subprocess.run(["ls", "-d", "/"], pass_fds=[file], env={"LD_PRELOAD": "/proc/self/fd/%d" % file}, check=True)' "$PROGRAMS/library.so" && echo ran`,
      proof: /^ran$/m,
      expect: found(['fileless-map'], 'medium', 'high'),
    },
    {
      id: 'memfd-exec-child',
      title: 'a memfd made in one process and executed in its child',
      why: 'The descriptor is inherited: who made it does not matter.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/fileless" passed /bin/true',
      proof: /^done$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'tmpfile-exec',
      title: 'executes a file made with O_TMPFILE',
      why: 'No directory ever named it.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/fileless" tmpfile /bin/true && echo ran',
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'unlinked-exec',
      title: 'executes a file after it was unlinked',
      why: 'Nobody can find the program any more by the time it runs.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/fileless" unlinked /bin/true && echo ran',
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
    },
    {
      id: 'shm-exec',
      title: 'executes a program in /dev/shm',
      why: 'It lies in memory only and vanishes with the next boot; test suites do it now and then.',
      packages: ['coreutils'],
      script:
        'cp /bin/true /dev/shm/interloper-eval; /dev/shm/interloper-eval && echo ran; rm /dev/shm/interloper-eval',
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'medium', 'high'),
    },
    {
      id: 'memfd-library',
      title: 'dlopen of a library in a memfd',
      why: 'T1620: mapped in segments as a loader does it, from a file that is none.',
      packages: [],
      script: '"$PROGRAMS/fileless" library "$PROGRAMS/library.so"',
      proof: /^loaded$[\s\S]*^done$/m,
      expect: found(['fileless-map'], 'medium', 'high'),
    },
    {
      id: 'sealed-memfd-library',
      title: 'dlopen of a library in a memfd with MFD_NOEXEC_SEAL',
      why: 'The seal stops exec, not mmap(PROT_EXEC).',
      packages: [],
      script: '"$PROGRAMS/fileless" sealed-library "$PROGRAMS/library.so"',
      proof: /^loaded$[\s\S]*^done$/m,
      expect: found(['fileless-map'], 'medium', 'high'),
    },
    {
      id: 'unlinked-library',
      title: 'dlopen of a library that was unlinked',
      why: 'The library is gone by the time that it is loaded.',
      packages: [],
      script: '"$PROGRAMS/fileless" unlinked-library "$PROGRAMS/library.so"',
      proof: /^loaded$[\s\S]*^done$/m,
      expect: found(['fileless-map'], 'medium', 'high'),
    },
  ],
};
