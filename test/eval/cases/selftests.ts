import { type Case, type Expectation, found, type Group, SILENT } from '../case.js';

const PACKAGES = ['linux-source', 'xz-utils', 'gcc', 'gcc-multilib', 'libc6-dev'];

/** Takes the sources out of Debian's package once for all cases, and copies them into the case's folder. */
const SOURCES = `
S="$WORK/../kernel-selftests"
if [ ! -d "$S" ]; then
  mkdir "$S.new"
  tar -C "$S.new" -xf "$(ls /usr/src/linux-source-*.tar.xz | tail -1)" --strip-components=4 --wildcards \\
    '*/tools/testing/selftests/'{ptrace,proc,exec,memfd}'/*' '*/tools/testing/selftests/kselftest*.h'
  mv "$S.new" "$S"
fi
cp -r "$S" s
`;

interface Suite {
  readonly name: string;
  /** Bash, in the suite's folder, with `build NAME FILE…` */
  readonly run: string;
  readonly proof: RegExp;
  readonly why: string;
  readonly expect: Expectation;
}

/** A suite of the kernel's, built for 64 or 32 bits. */
function selftest({ name, run, proof, why, expect }: Suite, bits: 64 | 32): Case {
  const [folder] = name.split('-');
  return {
    id: `selftest-${name}-${bits}`,
    title: `the kernel’s selftests of ${name.replace('-', ': ')}, ${bits} bits`,
    why,
    packages: PACKAGES,
    script: `${SOURCES}cd s/${folder}
build() { gcc -m${bits} -O1 -w -static -D_GNU_SOURCE -I.. -o "$@"; }
${run}`,
    proof,
    patience: 120,
    expect,
  };
}

const SUITES: readonly Suite[] = [
  {
    name: 'ptrace',
    run: 'for t in get_syscall_info peeksiginfo; do build $t $t.c; ./$t; done',
    proof: /PASSED: 1 \/ 1[\s\S]*^PASS$/m,
    why: 'They trace children that they forked, and read what those do.',
    expect: SILENT,
  },
  {
    name: 'memfd',
    run: 'build memfd_test memfd_test.c common.c; ./memfd_test',
    proof: /memfd: DONE/,
    why: 'They make, seal, map and share memfds, and execute none.',
    expect: SILENT,
  },
  {
    name: 'exec',
    run: `build execveat execveat.c; mkdir subdir; printf '#!/bin/sh\\nexit $*\\n' >script; chmod +x script
ln -s execveat execveat.symlink; cp execveat execveat.denatured; chmod -x execveat.denatured; ./execveat || true`,
    proof: /Check success of execveat\(\d+, '', 4096\)\.\.\. \[OK\]/,
    why: 'They execute files by descriptor after having unlinked them.',
    expect: found(['fileless-exec'], 'high', 'critical'),
  },
];

export const selftests: Group = {
  title: 'Selftests of the kernel',
  cases: [
    ...SUITES.flatMap((suite) => [selftest(suite, 64), selftest(suite, 32)]),
    selftest(
      {
        name: 'proc',
        run: 'for t in self thread-self proc-self-map-files-001 proc-self-syscall; do build $t $t.c -pthread; ./$t; done; echo done',
        proof: /^done$/m,
        why: 'They look at themselves through /proc.',
        expect: SILENT,
      },
      64,
    ),
    selftest(
      {
        name: 'proc-vm',
        run: 'build proc-pid-vm proc-pid-vm.c; ./proc-pid-vm; echo done',
        proof: /^done$/m,
        why: 'It executes a program of one page that it wrote into a file made with O_TMPFILE.',
        expect: found(['fileless-exec'], 'high', 'critical'),
      },
      64,
    ),
  ],
};
