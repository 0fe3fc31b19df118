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
      id: 'memfd-exec-perl',
      title: 'perl: exec of /proc/PID/fd/N of a memfd',
      why: 'The path names a file in /proc; what is executed is the memfd.',
      packages: ['perl'],
      script: 'perl "$PROGRAMS/memfd_exec.pl" && echo ran',
      proof: /^ran$/m,
      expect: found(['fileless-exec'], 'high', 'critical'),
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
