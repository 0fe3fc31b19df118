/* 32-bit calls of 64-bit code, by int $0x80. */
#include "way.h"
#include <sys/ptrace.h>

/* arch/x86/entry/syscalls/syscall_32.tbl */
enum {
	NR32_WRITE = 4,
	NR32_PTRACE = 26,
	NR32_OLD_MMAP = 90,
	NR32_IPC = 117,
	NR32_MPROTECT = 125,
	NR32_PWRITE64 = 181,
	NR32_MMAP2 = 192,
	NR32_OPENAT = 295,
	NR32_PROCESS_VM_WRITEV = 348,
	NR32_MEMFD_CREATE = 356,
	NR32_EXECVEAT = 358,
	NR32_SHMAT = 397,
	NR32_PIDFD_GETFD = 438,
};

static void no_compat(int signal)
{
	static const char why[] = "the kernel takes no 32-bit calls\n";

	(void)signal;
	if (write(STDERR_FILENO, why, sizeof(why) - 1) < 0)
		_exit(1);
	_exit(NO_SUCH_WAY);
}

static long call32(long nr, long a, long b, long c, long d, long e)
{
	long result;

	/* the sixth argument is in ebp, which the compiler may need */
	__asm__ volatile("mov %%rbp, %%r12\n\txor %%ebp, %%ebp\n\tint $0x80\n\tmov %%r12, %%rbp"
			 : "=a"(result)
			 : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
			 : "memory", "r8", "r9", "r10", "r11", "r12");
	if ((int)result < 0 && (int)result > -4096) {
		errno = -(int)result;
		return -1;
	}
	return (unsigned int)result;
}

static long must(long result, const char *what)
{
	if (result == -1)
		fail(what);
	return result;
}

/* Below 4 GiB, at the same place in the children. */
static uint32_t *low;

static uint32_t address_of(const void *place)
{
	return (uint32_t)(uintptr_t)place;
}

static void prepare(void)
{
	signal(SIGSEGV, no_compat);
	low = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	if (low == MAP_FAILED)
		fail("mmap below 4 GiB");
	say("address", address_of(low));
}

static const char *put(const char *text)
{
	return strcpy((char *)(low + 64), text);
}

static long memfd32(void)
{
	return must(call32(NR32_MEMFD_CREATE, address_of(put("way")), 0, 0, 0, 0), "memfd_create");
}

static void ptrace32(void)
{
	pid_t target;

	prepare();
	target = start_target();
	must(call32(NR32_PTRACE, PTRACE_ATTACH, target, 0, 0, 0), "PTRACE_ATTACH");
	waitpid(target, NULL, 0);
	must(call32(NR32_PTRACE, PTRACE_POKEDATA, target, address_of(low), 7, 0), "PTRACE_POKEDATA");
	must(call32(NR32_PTRACE, PTRACE_DETACH, target, 0, 0, 0), "PTRACE_DETACH");
	end_target(target);
}

static void vm_writev32(void)
{
	pid_t target;

	prepare();
	target = start_target();
	low[8] = address_of(low);
	low[9] = 4;
	must(call32(NR32_PROCESS_VM_WRITEV, target, address_of(low + 8), 1, address_of(low + 8), 1), "process_vm_writev");
	end_target(target);
}

static void mem_file32(void)
{
	char path[64];
	pid_t target;
	long memory;

	prepare();
	target = start_target();
	snprintf(path, sizeof(path), "/proc/%d/mem", target);
	memory = must(call32(NR32_OPENAT, AT_FDCWD, address_of(put(path)), O_RDWR, 0, 0), "openat");
	must(call32(NR32_PWRITE64, memory, address_of(low), 8, address_of(low), 0), "pwrite64");
	end_target(target);
}

/* The file was opened by a 64-bit call, as somebody else may have done. */
static void mem_write32(void)
{
	pid_t target;
	int memory;

	prepare();
	target = start_target();
	memory = open_mem(target);
	must(call32(NR32_PWRITE64, memory, address_of(low), 8, address_of(low), 0), "pwrite64");
	if (lseek(memory, offset_of(low), SEEK_SET) < 0)
		fail("lseek");
	must(call32(NR32_WRITE, memory, address_of(low), 8, 0, 0), "write");
	end_target(target);
}

static void mapping32(void)
{
	prepare();
	say("mapped", must(call32(NR32_MMAP2, 0, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, memfd32()), "mmap2"));
}

/* The arguments are behind a pointer. */
static void old_mapping32(void)
{
	prepare();
	low[0] = 0;
	low[1] = PAGE;
	low[2] = PROT_READ | PROT_EXEC;
	low[3] = MAP_PRIVATE;
	low[4] = memfd32();
	low[5] = 0;
	say("mapped", must(call32(NR32_OLD_MMAP, address_of(low), 0, 0, 0, 0), "mmap"));
}

static void protection32(void)
{
	prepare();
	must(call32(NR32_MPROTECT, address_of(low), PAGE, PROT_READ | PROT_EXEC, 0, 0), "mprotect");
}

static void attachment32(void)
{
	int id = make_shared_memory();

	prepare();
	say("mapped", must(call32(NR32_SHMAT, id, 0, SHM_EXEC, 0, 0), "shmat"));
	shmctl(id, IPC_RMID, NULL);
}

/* include/uapi/linux/ipc.h */
#define IPC_SHMAT 21

/* Where it was attached is written behind a pointer. */
static void old_attachment32(void)
{
	int id = make_shared_memory();

	prepare();
	must(call32(NR32_IPC, IPC_SHMAT, id, SHM_EXEC, address_of(low), 0), "ipc");
	say("mapped", low[0]);
	shmctl(id, IPC_RMID, NULL);
}

static void execution32(void)
{
	pid_t child;
	long file;

	prepare();
	file = memfd32();
	copy_file("/bin/true", file);
	low[0] = address_of(low + 32);
	low[1] = 0;
	low[32] = 'x';
	low[64] = 0;
	child = start_child();
	if (child == 0) {
		call32(NR32_EXECVEAT, file, address_of(low + 64), address_of(low), address_of(low + 1), AT_EMPTY_PATH);
		fail("execveat");
	}
	say("program", child);
	wait_for(child);
}

static void steal32(void)
{
	pid_t target;
	int pidfd;

	prepare();
	target = start_target();
	pidfd = syscall(SYS_pidfd_open, target, 0);
	must(call32(NR32_PIDFD_GETFD, pidfd, 1, 0, 0, 0), "pidfd_getfd");
	end_target(target);
}

WAYS({ "ptrace", ptrace32 }, { "vm-writev", vm_writev32 }, { "mem-file", mem_file32 }, { "mem-write", mem_write32 },
     { "mapping", mapping32 }, { "old-mapping", old_mapping32 }, { "protection", protection32 },
     { "attachment", attachment32 }, { "old-attachment", old_attachment32 },
     { "execution", execution32 }, { "steal", steal32 })
