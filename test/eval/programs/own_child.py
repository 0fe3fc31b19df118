"""Writes into a child of its own through /proc/PID/mem, without ptrace (T1055.009)."""
import ctypes
import os
import signal

page = ctypes.create_string_buffer(b"data", 64)
child = os.fork()
if child == 0:
    signal.pause()
with open(f"/proc/{child}/mem", "r+b", buffering=0) as memory:
    memory.seek(ctypes.addressof(page))
    memory.write(b"changed")
os.kill(child, signal.SIGKILL)
print("done")
