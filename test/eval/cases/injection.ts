import { found, type Group } from '../case.js';
import { VICTIM, VICTIM_OF_OTHER } from './target.js';

const DONE = /^done$/m;

/** Writes the first bytes of `$DATA` again, with dd. */
const DD = 'dd if=/dev/zero of=/proc/$P/mem bs=1 count=1 seek=$((DATA + 64)) conv=notrunc && echo done';

/** A daemon of ssh to act on; `$P` is its pid. */
const SSHD = `mkdir -p /run/sshd
ssh-keygen -q -t ed25519 -N '' -f key
printf 'Port 22622\\nListenAddress 127.0.0.1\\nHostKey %s/key\\nUsePAM no\\nPidFile none\\n' "$WORK" >config
/usr/sbin/sshd -D -f "$WORK/config" & P=$!; sleep 1`;

export const injection: Group = {
  title: 'Injection',
  cases: [
    {
      id: 'poke-text',
      title: 'unknown program: PTRACE_ATTACH, PTRACE_POKETEXT into code, PTRACE_DETACH',
      why: 'Code of another process was overwritten by a program that nobody knows.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" poke $P $TEXT`,
      proof: DONE,
      expect: found(['ptrace-injection', 'remote-memory-write', 'code-tamper'], 'high', 'critical'),
    },
    {
      id: 'set-registers',
      title: 'unknown program: only PTRACE_SETREGS',
      why: 'Whoever sets the registers of another process decides what it runs, without a write into memory.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" registers $P`,
      proof: DONE,
      expect: found(['ptrace-injection', 'register-hijack'], 'high', 'critical'),
    },
    {
      id: 'set-register-set',
      title: 'unknown program: PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_SETREGSET',
      why: 'The same as PTRACE_SETREGS through the newer requests, which leave no SIGSTOP.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" register-set $P`,
      proof: DONE,
      expect: found(['ptrace-injection', 'register-hijack'], 'high', 'critical'),
    },
    {
      id: 'poke-instruction-pointer',
      title: 'unknown program: PTRACE_POKEUSER of the instruction pointer',
      why: 'One word is enough to send a thread to another function.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" instruction-pointer $P`,
      proof: DONE,
      expect: found(['ptrace-injection', 'register-hijack'], 'high', 'critical'),
    },
    {
      id: 'remote-mmap',
      title: 'unknown program: makes its target call mmap(PROT_EXEC) and writes code there',
      why: 'What injectors of shared libraries do: memory by a remote call, code into it.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" remote-mmap $P`,
      proof: DONE,
      expect: found(['register-hijack', 'remote-syscall', 'remote-exec-mapping'], 'high', 'critical'),
    },
    {
      id: 'vm-writev',
      title: 'unknown program: process_vm_writev into data',
      why: 'Memory of another process was changed without ptrace; function pointers are data too.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" vm-writev $P $DATA`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'mem-write',
      title: 'unknown program: writes code through /proc/PID/mem',
      why: 'The file ignores page protections, so that code itself is overwritten, with no ptrace at all.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" mem $P $TEXT`,
      proof: DONE,
      expect: found(['remote-memory-write', 'code-tamper'], 'high', 'critical'),
    },
    {
      id: 'mem-write-vdso',
      title: 'unknown program: writes into the vDSO through /proc/PID/mem',
      why: 'T1055.014: every clock_gettime of the target runs what was written.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" mem $P $VDSO`,
      proof: DONE,
      expect: found(['remote-memory-write', 'vdso-tamper'], 'high', 'critical'),
    },
    {
      id: 'mem-write-dd',
      title: 'dd of=/proc/PID/mem, one byte',
      why: 'dd opens, duplicates to descriptor 1, closes and writes: only the write itself says whose memory it is.',
      packages: ['coreutils'],
      script: `${VICTIM} ${DD}`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'mem-write-dd-terminal',
      title: 'dd of=/proc/PID/mem, one byte, by a person on a terminal',
      why: 'A terminal excuses a debugger, not a program that has no business in memory.',
      packages: ['coreutils'],
      script: `${VICTIM} ${DD}`,
      proof: /^done\r?$/m,
      terminal: true,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'mem-write-dd-loop',
      title: 'a shell that starts dd of=/proc/PID/mem for each of 20 bytes',
      why: 'Twenty writers that one shell starts for one target are one story.',
      packages: ['coreutils'],
      script: `${VICTIM} for i in $(seq 20); do printf '\\0' | dd of=/proc/$P/mem bs=1 seek=$((DATA + 64 + i)) conv=notrunc status=none; done; echo done`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'own-child-c',
      title: 'T1055.009 in C: writes into its own forked child through /proc/PID/mem',
      why: 'The public tests of T1055.009 write into the tester’s own child: to leave out own children is to miss them.',
      packages: [],
      script: '"$PROGRAMS/inject" own-child',
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'own-child-python',
      title: 'T1055.009 in Python: the same',
      why: 'The write comes from an interpreter that is in every distribution.',
      packages: ['python3'],
      script: 'python3 "$PROGRAMS/own_child.py"',
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'own-child-perl',
      title: 'T1055.009 in Perl: the same',
      why: 'As in Python.',
      packages: ['perl'],
      script: 'perl "$PROGRAMS/own_child.pl"',
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'own-child-shell',
      title: 'T1055.009 in the shell: dd into a child of the shell',
      why: 'Actor and target are both children of one shell; the actor is not the parent of its target.',
      packages: ['coreutils'],
      script: `sleep 60 & P=$!; sleep 0.3
address=$(awk '/\\[stack\\]/ { split($1, range, "-"); print "0x" range[1] }' /proc/$P/maps)
printf '\\220' | dd of=/proc/$P/mem bs=1 seek=$((address)) conv=notrunc && echo done; kill $P`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'self-through-child',
      title: 'a shell that overwrites its own memory through a dd child',
      why: 'The path is /proc/PID/mem of the parent, the writer another process: the owner of the memory counts.',
      packages: ['coreutils'],
      script: 'bash "$PROGRAMS/self_through_child.sh"',
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'self-vdso-shell',
      title: 'a shell that overwrites its own vDSO through /proc/self/mem',
      why: 'The shell itself writes: it becomes another program without executing one, with nothing but redirections.',
      packages: ['coreutils'],
      script: 'bash "$PROGRAMS/own_vdso.sh"',
      proof: DONE,
      expect: found(['self-tamper'], 'high', 'critical'),
    },
    {
      id: 'vm-writev-same-program',
      title: 'python3: process_vm_writev into another python3 of the same shell',
      why: 'That both run one program does not make them work together: the target had no part in it.',
      packages: ['python3'],
      script: `python3 -c '
import ctypes, time
page = ctypes.create_string_buffer(4096); print(ctypes.addressof(page), flush=True); time.sleep(60)' >address & P=$!
until [ -s address ]; do sleep 0.05; done; read -r A <address
python3 "$PROGRAMS/vm_writev.py" $P $(printf %x $A); kill $P`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'vm-writev-python',
      title: 'python3: process_vm_writev through ctypes',
      why: 'A write into another process from an interpreter.',
      packages: ['python3'],
      script: `${VICTIM} python3 "$PROGRAMS/vm_writev.py" $P $DATA`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'vm-writev-perl',
      title: 'perl: process_vm_writev through syscall()',
      why: 'As from Python.',
      packages: ['perl'],
      script: `${VICTIM} perl "$PROGRAMS/vm_writev.pl" $P $DATA`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'hollowing',
      title: 'starts a program, stops it, overwrites its code, lets it run',
      why: 'Hollowing: what runs is not what the process list says, and the parent did it without ptrace.',
      packages: [],
      script: '"$PROGRAMS/inject" hollow "$PROGRAMS/victim"',
      proof: DONE,
      expect: found(['remote-memory-write', 'process-hollowing'], 'high', 'critical'),
    },
    {
      id: 'spawn-payload',
      title: 'starts a program under its trace, makes it map memory, writes code there, lets it go',
      why: 'Hollowing with ptrace: a sandbox traces from the start too, but writes no code, and does not let go of what it changed.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/inject" spawn-payload /bin/sleep',
      proof: DONE,
      expect: found(['process-hollowing', 'remote-exec-mapping'], 'high', 'critical'),
    },
    {
      id: 'spawn-stack',
      title: 'starts a program under its trace, writes on its stack, lets it go',
      why: 'Return addresses make code that is there already do what the writer wants; then nobody holds the program any more.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/inject" spawn-stack /bin/sleep',
      proof: DONE,
      expect: found(['process-hollowing', 'remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'spawn-orphan',
      title: 'the same, and ends instead of letting it go',
      why: 'When a tracer ends, the kernel lets go of what it traced: no call says so.',
      packages: ['coreutils'],
      script: '"$PROGRAMS/inject" spawn-orphan /bin/sleep',
      proof: DONE,
      expect: found(['process-hollowing', 'remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'own-child-ptrace',
      title: 'T1055.008: attaches to its own forked child, writes code and registers, lets it go',
      why: 'The public test of T1055.008: the child has executed nothing since it was forked, so it was not started under the trace.',
      packages: [],
      script: '"$PROGRAMS/inject" own-child-ptrace',
      proof: DONE,
      expect: found(['ptrace-injection', 'code-tamper'], 'high', 'critical'),
    },
    {
      id: 'by-helper',
      title: 'one process attaches, its child writes',
      why: 'The work is divided so that neither half looks whole; the write alone is grave.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" helper $P $TEXT`,
      proof: DONE,
      expect: found(['remote-memory-write', 'code-tamper'], 'high', 'critical'),
    },
    {
      id: 'stolen-descriptor',
      title: 'takes an open /proc/PID/mem from another process with pidfd_getfd, and writes',
      why: 'The writer opened nothing: descriptors lead to it.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" stolen $P $TEXT`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'steal-descriptor',
      title: 'takes a descriptor of another process with pidfd_getfd',
      why: 'Theft of a descriptor is information at least; what is done with it decides.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" stolen $P $DATA`,
      proof: DONE,
      expect: found(['fd-steal'], 'low', 'critical'),
    },
    {
      id: 'foreign-abi',
      title: '64-bit code that attaches by int $0x80',
      why: 'No compiler makes such code: it is there to slip past those who watch only 64-bit calls.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" foreign-abi $P`,
      proof: DONE,
      expect: found(['foreign-abi', 'register-hijack'], 'high', 'critical'),
    },
    {
      id: 'other-user',
      title: 'root writes into a process of another user',
      why: 'Across users an injection is critical.',
      packages: [],
      script: `${VICTIM_OF_OTHER} "$PROGRAMS/inject" mem $P $TEXT`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'critical'),
    },
    {
      id: 'into-sshd',
      title: 'writes into sshd',
      why: 'The memory of sshd has passwords, and what it runs lets in whom it likes.',
      packages: ['openssh-server'],
      script: `${SSHD}
address=$(awk '/\\[stack\\]/ { split($1, range, "-"); print range[1] }' /proc/$P/maps)
"$PROGRAMS/inject" mem $P $address`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'critical'),
    },
    {
      id: 'into-container',
      title: 'writes from the host into a process of a container (bubblewrap)',
      why: 'Across containers an injection is critical.',
      packages: ['bubblewrap'],
      script: `bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev --die-with-parent "$PROGRAMS/victim" >victim &
until [ -s victim ]; do sleep 0.05; done
read -r INNER TEXT DATA VDSO <victim
P=$(pgrep -n -x -f "$PROGRAMS/victim")
"$PROGRAMS/inject" mem $P $TEXT`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'critical'),
    },
    {
      id: 'out-of-container',
      title: 'writes from a mount namespace of its own (unshare) into a process of the host',
      why: 'The writer is in another container than its target.',
      packages: ['util-linux'],
      script: `${VICTIM} unshare --mount "$PROGRAMS/inject" mem $P $TEXT`,
      proof: DONE,
      expect: found(['remote-memory-write'], 'high', 'critical'),
    },
    {
      id: 'from-memfd',
      title: 'an injector that runs from a memfd',
      why: 'The injector itself is in no file: both are grave, together critical.',
      packages: ['python3'],
      script: `${VICTIM} python3 -c '
import os, sys
file = os.memfd_create("copy")
os.write(file, open(sys.argv[1], "rb").read())
os.execve(file, ["inject"] + sys.argv[2:], {})' "$PROGRAMS/inject" poke $P $TEXT`,
      proof: DONE,
      expect: found(['ptrace-injection', 'remote-memory-write'], 'critical'),
    },
    {
      id: 'read-memory',
      title: 'process_vm_readv of a process of the same user',
      why: 'T1003.007, but a reader changes nothing: information, unless the target is sensitive.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" vm-readv $P $DATA`,
      proof: DONE,
      expect: found(['memory-read'], 'info', 'low'),
    },
    {
      id: 'read-sshd',
      title: 'python3 reads the memory of sshd through /proc/PID/mem',
      why: 'T1003.007: it changes nothing, but passwords and keys are there.',
      packages: ['openssh-server', 'python3'],
      script: `${SSHD}
python3 -c '
import sys
heap = next(line for line in open("/proc/%s/maps" % sys.argv[1]) if "[heap]" in line).split("-")[0]
memory = open("/proc/%s/mem" % sys.argv[1], "rb"); memory.seek(int(heap, 16)); memory.read(4096); print("done")' $P`,
      proof: DONE,
      expect: found(['memory-read'], 'medium', 'high'),
    },
    {
      id: 'gcore-sshd',
      title: 'gcore of sshd, without a terminal',
      why: 'The same by the system’s own debugger: nobody debugs sshd where nobody sits.',
      packages: ['openssh-server', 'gdb'],
      script: `${SSHD}
gcore -o core $P`,
      proof: /Saved corefile/,
      expect: found(['ptrace-attach'], 'medium', 'high'),
    },
    {
      id: 'open-mem',
      title: 'opens /proc/PID/mem for writing and closes it',
      why: 'An open is not a write; that an unknown program could have written is worth a note.',
      packages: [],
      script: `${VICTIM} "$PROGRAMS/inject" open-only $P`,
      proof: DONE,
      expect: found(['proc-mem-write'], 'info', 'low'),
    },
  ],
};
