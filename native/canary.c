/*
 * The self-test's helper: does what the heuristics look for, once each, to its
 * own child, and writes there only what stands there already.
 *
 * usage: interloper-canary TECHNIQUE [i386]
 *
 * With i386, the calls that matter are 32-bit ones, of this same 64-bit program.
 * Prints the pids of the actor and, where there is one, the target. Exit codes:
 * 0 done, 1 the host does not allow it (why is on standard error), 2 usage.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/* At the same address in the child, which has a copy of our memory. */
static volatile long word = 0x6972616e6163;

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

/* A child that waits, and does not outlive us. */
static pid_t start_child(void)
{
	pid_t helper = getpid(), child = fork();

	if (child < 0)
		fail("fork");
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* of an end before that no signal tells */
		if (getppid() != helper)
			_exit(1);
		for (;;)
			pause();
	}
	return child;
}

static void end_child(pid_t child)
{
	printf("%d %d\n", getpid(), child);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void ptrace_injection(void)
{
	struct user_regs_struct registers;
	pid_t child = start_child();
	long value;

	if (ptrace(PTRACE_ATTACH, child, NULL, NULL) < 0)
		fail("PTRACE_ATTACH");
	waitpid(child, NULL, 0);
	errno = 0;
	value = ptrace(PTRACE_PEEKDATA, child, (void *)&word, NULL);
	if (errno || ptrace(PTRACE_POKEDATA, child, (void *)&word, (void *)value) < 0)
		fail("PTRACE_POKEDATA");
	if (ptrace(PTRACE_GETREGS, child, NULL, &registers) < 0 || ptrace(PTRACE_SETREGS, child, NULL, &registers) < 0)
		fail("PTRACE_SETREGS");
	ptrace(PTRACE_DETACH, child, NULL, NULL);
	end_child(child);
}

static void remote_memory_write(void)
{
	struct iovec vector = { (void *)&word, sizeof(word) };
	pid_t child = start_child();

	if (process_vm_writev(child, &vector, 1, &vector, 1, 0) != sizeof(word))
		fail("process_vm_writev");
	end_child(child);
}

static void proc_mem_write(void)
{
	pid_t child = start_child();
	char path[64];
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/mem", child);
	memory = open(path, O_RDWR | O_CLOEXEC);
	if (memory < 0)
		fail(path);
	if (pwrite(memory, (void *)&word, sizeof(word), (off_t)(uintptr_t)&word) != sizeof(word))
		fail("pwrite to /proc/PID/mem");
	close(memory);
	end_child(child);
}

/* A copy of this program that no directory names. */
static int memfd_of_self(unsigned int flags)
{
	int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int copy = memfd_create("interloper-canary", flags);
	struct stat status;

	if (self < 0 || copy < 0 || fstat(self, &status) < 0)
		fail("memfd_create");
	for (off_t left = status.st_size; left > 0;) {
		ssize_t moved = sendfile(copy, self, NULL, left);

		if (moved <= 0)
			fail("sendfile");
		left -= moved;
	}
	close(self);
	return copy;
}

static void fileless_exec(void)
{
	char *const arguments[] = { "interloper-canary", "pid", NULL };
	char *const environment[] = { NULL };

	fexecve(memfd_of_self(MFD_CLOEXEC), arguments, environment);
	fail("fexecve of a memfd");
}

static void print_pid(void)
{
	printf("%d\n", getpid());
}

static void fileless_map(void)
{
	int file = memfd_of_self(MFD_CLOEXEC);

	if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED)
		fail("mmap of a memfd with PROT_EXEC");
	print_pid();
}

#ifdef __x86_64__
/* A 32-bit call of 64-bit code: each argument lies below 4 GiB. */
static long call32(long nr, long a, long b, long c, long d, long e)
{
	long result;

	/* the sixth argument is in ebp, which the compiler may need */
	__asm__ volatile("mov %%rbp, %%r12\n\txor %%ebp, %%ebp\n\tint $0x80\n\tmov %%r12, %%rbp"
			 : "=a"(result)
			 : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
			 : "memory", "r8", "r9", "r10", "r11", "r12");
	return (int)result;
}

/* arch/x86/entry/syscalls/syscall_32.tbl */
enum {
	NR32_OPEN = 5,
	NR32_PTRACE = 26,
	NR32_PWRITE64 = 181,
	NR32_MMAP2 = 192,
	NR32_PROCESS_VM_WRITEV = 348,
	NR32_MEMFD_CREATE = 356,
	NR32_EXECVEAT = 358,
};

static void no_compat(int signal)
{
	static const char message[] = "the kernel takes no 32-bit calls\n";

	(void)signal;
	if (write(STDERR_FILENO, message, sizeof(message) - 1)) {
	}
	_exit(1);
}

/* A page that 32-bit calls can name, at the same address in a child; its first word is for others to write. */
static uint32_t *low_page(void)
{
	uint32_t *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (low == MAP_FAILED)
		fail("mmap below 4 GiB");
	signal(SIGSEGV, no_compat);
	return low;
}

static long try32(const char *what, long result)
{
	if (result >= 0)
		return result;
	errno = (int)-result;
	fail(what);
	return result;
}

static void attach32(pid_t child)
{
	try32("PTRACE_ATTACH by a 32-bit call", call32(NR32_PTRACE, PTRACE_ATTACH, child, 0, 0, 0));
	waitpid(child, NULL, 0);
}

static void poke32(pid_t child, uint32_t *low)
{
	try32("PTRACE_POKEDATA by a 32-bit call", call32(NR32_PTRACE, PTRACE_POKEDATA, child, (long)low, 0, 0));
}

/* One iovec of 32 bits: its address and length. */
static void vm_writev32(pid_t child, uint32_t *low)
{
	low[8] = (uint32_t)(uintptr_t)low;
	low[9] = sizeof(uint32_t);
	try32("process_vm_writev by a 32-bit call",
	      call32(NR32_PROCESS_VM_WRITEV, child, (long)&low[8], 1, (long)&low[8], 1));
}

static int memfd32(uint32_t *low)
{
	strcpy((char *)&low[32], "canary");
	return (int)try32("memfd_create by a 32-bit call", call32(NR32_MEMFD_CREATE, (long)&low[32], 0, 0, 0, 0));
}

static void map32(int file)
{
	/* an address above 2 GiB looks like an error */
	long result = call32(NR32_MMAP2, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file);

	if (result < 0 && result > -4096)
		try32("mmap2 of a memfd with PROT_EXEC by a 32-bit call", result);
}

static void ptrace_injection32(void)
{
	uint32_t *low = low_page();
	pid_t child = start_child();

	attach32(child);
	poke32(child, low);
	call32(NR32_PTRACE, PTRACE_DETACH, child, 0, 0, 0);
	end_child(child);
}

static void remote_memory_write32(void)
{
	uint32_t *low = low_page();
	pid_t child = start_child();

	vm_writev32(child, low);
	end_child(child);
}

static void proc_mem_write32(void)
{
	uint32_t *low = low_page();
	pid_t child = start_child();
	long memory;

	snprintf((char *)&low[32], 64, "/proc/%d/mem", child);
	memory = try32("open of /proc/PID/mem by a 32-bit call",
		       call32(NR32_OPEN, (long)&low[32], O_RDWR | O_CLOEXEC, 0, 0, 0));
	try32("pwrite to /proc/PID/mem by a 32-bit call",
	      call32(NR32_PWRITE64, memory, (long)low, sizeof(uint32_t), (long)low, 0));
	close((int)memory);
	end_child(child);
}

static void fileless_exec32(void)
{
	uint32_t *low = low_page();
	int copy = memfd_of_self(MFD_CLOEXEC);

	/* argv and envp are arrays of 32-bit pointers, which end with 0; the path is empty */
	strcpy((char *)&low[32], "interloper-canary");
	strcpy((char *)&low[48], "pid");
	low[8] = (uint32_t)(uintptr_t)&low[32];
	low[9] = (uint32_t)(uintptr_t)&low[48];
	try32("execveat of a memfd by a 32-bit call",
	      call32(NR32_EXECVEAT, copy, (long)&low[64], (long)&low[8], (long)&low[10], AT_EMPTY_PATH));
}

static void fileless_map32(void)
{
	uint32_t *low = low_page();
	int file = memfd32(low);

	if (ftruncate(file, 4096) < 0)
		fail("ftruncate of a memfd");
	map32(file);
	print_pid();
}

/* Several of them at once. */
static void i386(void)
{
	uint32_t *low = low_page();
	pid_t child = start_child();
	int file;

	attach32(child);
	poke32(child, low);
	vm_writev32(child, low);
	file = memfd32(low);
	if (ftruncate(file, 4096) < 0)
		fail("ftruncate of a memfd");
	map32(file);
	call32(NR32_PTRACE, PTRACE_DETACH, child, 0, 0, 0);
	end_child(child);
}
#else
#define ptrace_injection32 NULL
#define remote_memory_write32 NULL
#define proc_mem_write32 NULL
#define fileless_exec32 NULL
#define fileless_map32 NULL
#define i386 NULL
#endif

static const struct {
	const char *name;
	void (*run)(void);
	/* by 32-bit calls; NULL where this machine has none */
	void (*run32)(void);
} techniques[] = {
	{ "ptrace-injection", ptrace_injection, ptrace_injection32 },
	{ "remote-memory-write", remote_memory_write, remote_memory_write32 },
	{ "proc-mem-write", proc_mem_write, proc_mem_write32 },
	{ "fileless-exec", fileless_exec, fileless_exec32 },
	{ "fileless-map", fileless_map, fileless_map32 },
	{ "i386", i386, NULL },
	/* what fileless-exec becomes */
	{ "pid", print_pid, NULL },
};

int main(int argc, char **argv)
{
	int compat = argc == 3 && !strcmp(argv[2], "i386");

	for (size_t i = 0; (argc == 2 || compat) && i < sizeof(techniques) / sizeof(techniques[0]); i++) {
		void (*run)(void) = compat ? techniques[i].run32 : techniques[i].run;

		if (strcmp(argv[1], techniques[i].name) || !run)
			continue;
		run();
		return 0;
	}
	fprintf(stderr, "usage: interloper-canary TECHNIQUE [i386], one of");
	for (size_t i = 0; i < sizeof(techniques) / sizeof(techniques[0]) - 1; i++)
		fprintf(stderr, " %s", techniques[i].name);
	fprintf(stderr, "\n");
	return 2;
}
