/** Not by the PATH, where a wrapper may stand that starts other programs. */
export const PYTHON = '/usr/bin/python3';

/** System calls by number from Python, which has no name for most of them; `target` is the first argument. */
export const PRELUDE = `
import ctypes, mmap, os, signal, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def call(number, *arguments):
    return libc.syscall(ctypes.c_long(number), *[ctypes.c_ulong(one) if isinstance(one, int) else one for one in arguments])
PTRACE, VM_READV, VM_WRITEV, MEMFD_CREATE, EXECVEAT, PIDFD_OPEN, PIDFD_GETFD = 101, 310, 311, 319, 322, 434, 438
TRACEME, ATTACH, DETACH, PEEKTEXT, POKETEXT, POKEDATA, GETREGS, SETREGS, SETOPTIONS = 0, 16, 17, 1, 4, 5, 12, 13, 0x4200
class iovec(ctypes.Structure):
    _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]
target = int(sys.argv[1]) if len(sys.argv) > 1 else 0
`;
