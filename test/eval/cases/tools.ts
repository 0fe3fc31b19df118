import { type Group, SILENT } from '../case.js';
import { VICTIM } from './target.js';

const DONE = /^done\r?$/m;

export const tools: Group = {
  title: 'Process tools, compilers, package managers',
  cases: [
    {
      id: 'process-tools',
      title: 'ps, top, pmap, pgrep, pwdx, lsof, fuser, pstree',
      why: 'They read /proc; some open what needs ptrace rights, none changes anything.',
      packages: ['procps', 'psmisc', 'lsof'],
      script: `${VICTIM} ps auxww >/dev/null; top -b -n 1 >/dev/null; pmap -X $P >/dev/null; pgrep -x -f "$PROGRAMS/victim"; pwdx $P
lsof -p $P >/dev/null || true; fuser "$PROGRAMS/victim" || true; pstree >/dev/null; echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'signals',
      title: 'signals: stop, continue, end a process',
      why: 'A process that is stopped and continued is not hollowed.',
      packages: ['coreutils'],
      script: `${VICTIM} kill -STOP $P; kill -CONT $P; timeout 0.2 sleep 5 || true; kill $P && echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'gcc',
      title: 'gcc: compiles, links, runs',
      why: 'New programs are executed all day on a build host.',
      packages: ['gcc', 'libc6-dev'],
      script: `printf '#include <stdio.h>\\nint main(void) { puts("done"); return 0; }\\n' >a.c; gcc -O2 -o a a.c && ./a`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'clang',
      title: 'clang: compiles, links, runs',
      why: 'As gcc.',
      packages: ['clang'],
      script: `printf '#include <stdio.h>\\nint main(void) { puts("done"); return 0; }\\n' >a.c; clang -O2 -o a a.c && ./a`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'tcc-run',
      title: 'tcc -run: compiles into memory and runs it',
      why: 'It makes anonymous memory of its own executable.',
      packages: ['tcc', 'libc6-dev'],
      script: `printf '#include <stdio.h>\\nint main(void) { puts("done"); return 0; }\\n' >a.c; tcc -run a.c`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'rustc',
      title: 'rustc: compiles and runs',
      why: 'As gcc.',
      packages: ['rustc', 'gcc'],
      script: `echo 'fn main() { println!("done"); }' >a.rs; rustc -O a.rs && ./a`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'go-run',
      title: 'go run',
      why: 'The program runs from a temporary directory that is removed afterwards.',
      packages: ['golang-go'],
      script: `mkdir m && cd m && printf 'package main\\nfunc main() { println("done") }\\n' >main.go
GOCACHE="$WORK/cache" GO111MODULE=off go run main.go`,
      proof: DONE,
      patience: 180,
      expect: SILENT,
    },
    {
      id: 'dpkg',
      title: 'dpkg: builds and lists a package, simulates its installation',
      why: 'Package managers unpack and run programs.',
      packages: ['dpkg'],
      script: `mkdir -p p/DEBIAN && printf 'Package: interloper-eval\\nVersion: 1\\nArchitecture: all\\nMaintainer: nobody <nobody@localhost>\\nDescription: none\\n' >p/DEBIAN/control
dpkg-deb --build p p.deb && dpkg --contents p.deb && dpkg --simulate --install p.deb && echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'apt',
      title: 'apt-get --simulate install, apt-cache policy',
      why: 'apt runs its methods and dpkg.',
      packages: ['apt'],
      script: 'apt-get --simulate install hello >/dev/null || true; apt-cache policy bash >/dev/null; echo done',
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'npm',
      title: 'npm: installs a local package with a script',
      why: 'It runs scripts of packages in child processes.',
      packages: ['nodejs'],
      script: `mkdir a b; echo '{"name":"a","version":"1.0.0","scripts":{"postinstall":"node -e 1"}}' >a/package.json; echo '{"name":"b","version":"1.0.0"}' >b/package.json
cd b && npm install --offline --no-audit --no-fund --install-links ../a && echo done`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'python-venv',
      title: 'Python: a virtual environment',
      why: 'An interpreter that is started from a folder of the user’s.',
      packages: ['python3', 'python3-venv'],
      script: `python3 -m venv --without-pip v && v/bin/python -c 'print("done")'`,
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'git',
      title: 'git: commit, repack, worktree',
      why: 'Many short programs, and mapped files that are renamed and unlinked.',
      packages: ['git'],
      script:
        'git init -q r && cd r && git -c user.name=n -c user.email=n@localhost commit -q --allow-empty -m a && git gc -q && git worktree add -q ../w && echo done',
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'replaced-while-running',
      title: 'a program that is replaced while it runs, as an upgrade does',
      why: 'Its file is unlinked after it was executed; it does what it did before.',
      packages: ['coreutils'],
      script:
        'cp "$PROGRAMS/victim" service; ./service >out & sleep 0.3; cp service new; mv new service; sleep 0.3; kill $!; echo done',
      proof: DONE,
      expect: SILENT,
    },
    {
      id: 'perf-stat',
      title: 'perf stat of its own child',
      why: 'It opens counters on a child that it starts.',
      packages: ['linux-perf'],
      script: 'perf stat -e task-clock true; echo done',
      proof: DONE,
      expect: SILENT,
    },
  ],
};
