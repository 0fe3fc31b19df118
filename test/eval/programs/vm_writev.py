"""process_vm_writev(2) into another process: vm_writev.py PID ADDRESS."""
import ctypes
import sys


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


data = ctypes.create_string_buffer(b"data", 16)
local = Vector(ctypes.addressof(data), 16)
remote = Vector(int(sys.argv[2], 16), 16)
libc = ctypes.CDLL(None, use_errno=True)
written = libc.process_vm_writev(int(sys.argv[1]), ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
print("done" if written == 16 else f"errno {ctypes.get_errno()}")
