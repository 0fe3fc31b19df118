"""Processes that share memory and pass descriptors."""

import multiprocessing
from multiprocessing import shared_memory


def fill(name):
    block = shared_memory.SharedMemory(name=name)
    for i in range(100):
        block.buf[i] = i
    block.close()


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    block = shared_memory.SharedMemory(create=True, size=100)
    child = multiprocessing.Process(target=fill, args=(block.name,))
    child.start()
    child.join()
    print("sum", sum(block.buf[:100]))
    block.close()
    block.unlink()
