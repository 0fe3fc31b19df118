/*
 * Ways into another process, each without effect on what it does: inject TECHNIQUE PID [ADDRESS].
 * Says `done` when the kernel let it.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static void check(long result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(1);
}

static void attach(pid_t pid)
{
	check(ptrace(PTRACE_ATTACH, pid, 0, 0), "PTRACE_ATTACH");
	check(waitpid(pid, NULL, 0), "waitpid");
}

static void detach(pid_t pid)
{
	check(ptrace(PTRACE_DETACH, pid, 0, 0), "PTRACE_DETACH");
}

static int open_mem(pid_t pid)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/mem", pid);
	int fd = open(path, O_RDWR);
	check(fd, path);
	return fd;
}

/* The same bytes again: a write is a write. */
static void rewrite(int fd, unsigned long address)
{
	unsigned char bytes[16];
	check(pread(fd, bytes, sizeof bytes, (off_t)address), "pread");
	check(pwrite(fd, bytes, sizeof bytes, (off_t)address), "pwrite");
}

static void poke(pid_t pid, unsigned long address)
{
	attach(pid);
	for (int i = 0; i < 4; i++) {
		errno = 0;
		long word = ptrace(PTRACE_PEEKTEXT, pid, address + 8 * i, 0);
		check(-errno, "PTRACE_PEEKTEXT");
		check(ptrace(PTRACE_POKETEXT, pid, address + 8 * i, word), "PTRACE_POKETEXT");
	}
	detach(pid);
}

static void registers(pid_t pid)
{
	struct user_regs_struct regs;
	attach(pid);
	check(ptrace(PTRACE_GETREGS, pid, 0, &regs), "PTRACE_GETREGS");
	check(ptrace(PTRACE_SETREGS, pid, 0, &regs), "PTRACE_SETREGS");
	detach(pid);
}

static void register_set(pid_t pid)
{
	struct user_regs_struct regs;
	struct iovec vector = {.iov_base = &regs, .iov_len = sizeof regs};
	check(ptrace(PTRACE_SEIZE, pid, 0, 0), "PTRACE_SEIZE");
	check(ptrace(PTRACE_INTERRUPT, pid, 0, 0), "PTRACE_INTERRUPT");
	check(waitpid(pid, NULL, 0), "waitpid");
	check(ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &vector), "PTRACE_GETREGSET");
	check(ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &vector), "PTRACE_SETREGSET");
	detach(pid);
}

static void instruction_pointer(pid_t pid)
{
	attach(pid);
	errno = 0;
	long rip = ptrace(PTRACE_PEEKUSER, pid, offsetof(struct user_regs_struct, rip), 0);
	check(-errno, "PTRACE_PEEKUSER");
	check(ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, rip), rip), "PTRACE_POKEUSER");
	detach(pid);
}

static void vm_writev(pid_t pid, unsigned long address)
{
	char bytes[64] = "data";
	struct iovec local = {.iov_base = bytes, .iov_len = sizeof bytes};
	struct iovec remote = {.iov_base = (void *)address, .iov_len = sizeof bytes};
	check(process_vm_writev(pid, &local, 1, &remote, 1, 0), "process_vm_writev");
}

static void vm_readv(pid_t pid, unsigned long address)
{
	char bytes[64];
	struct iovec local = {.iov_base = bytes, .iov_len = sizeof bytes};
	struct iovec remote = {.iov_base = (void *)address, .iov_len = sizeof bytes};
	check(process_vm_readv(pid, &local, 1, &remote, 1, 0), "process_vm_readv");
}

static void write_through_mem(pid_t pid, unsigned long address)
{
	rewrite(open_mem(pid), address);
}

static void open_only(pid_t pid)
{
	close(open_mem(pid));
}

/* Runs a system call inside the target, as injectors do, and gives its result. */
static long remote_call(pid_t pid, struct user_regs_struct saved, long nr, const unsigned long *args)
{
	struct user_regs_struct regs = saved;
	long word = ptrace(PTRACE_PEEKTEXT, pid, saved.rip, 0);
	check(ptrace(PTRACE_POKETEXT, pid, saved.rip, (word & ~0xffffL) | 0x050f), "PTRACE_POKETEXT");
	regs.rax = (unsigned long)nr;
	regs.orig_rax = (unsigned long)-1;
	regs.rdi = args[0];
	regs.rsi = args[1];
	regs.rdx = args[2];
	regs.r10 = args[3];
	regs.r8 = args[4];
	regs.r9 = args[5];
	check(ptrace(PTRACE_SETREGS, pid, 0, &regs), "PTRACE_SETREGS");
	check(ptrace(PTRACE_SINGLESTEP, pid, 0, 0), "PTRACE_SINGLESTEP");
	check(waitpid(pid, NULL, 0), "waitpid");
	check(ptrace(PTRACE_GETREGS, pid, 0, &regs), "PTRACE_GETREGS");
	check(ptrace(PTRACE_POKETEXT, pid, saved.rip, word), "PTRACE_POKETEXT");
	check(ptrace(PTRACE_SETREGS, pid, 0, &saved), "PTRACE_SETREGS");
	return (long)regs.rax;
}

static void remote_mmap(pid_t pid)
{
	struct user_regs_struct saved;
	attach(pid);
	check(ptrace(PTRACE_GETREGS, pid, 0, &saved), "PTRACE_GETREGS");
	const unsigned long args[6] = {0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
				       (unsigned long)-1, 0};
	long address = remote_call(pid, saved, SYS_mmap, args);
	if (address < 0 && address > -4096) {
		fprintf(stderr, "remote mmap: %ld\n", address);
		exit(1);
	}
	check(ptrace(PTRACE_POKETEXT, pid, address, 0xc3c3c3c3c3c3c3c3), "PTRACE_POKETEXT");
	detach(pid);
}

/* One process attaches, another writes. */
static void by_helper(pid_t pid, unsigned long address)
{
	attach(pid);
	pid_t helper = fork();
	if (helper == 0) {
		rewrite(open_mem(pid), address);
		_exit(0);
	}
	int status;
	check(waitpid(helper, &status, 0), "waitpid");
	detach(pid);
	check(-status, "helper");
}

/* A process that holds the target's memory open for writing, and one that takes that descriptor and writes. */
static void stolen(pid_t pid, unsigned long address)
{
	int ready[2];
	check(pipe(ready), "pipe");
	pid_t holder = fork();
	if (holder == 0) {
		int fd = open_mem(pid);
		check(write(ready[1], &fd, sizeof fd), "write");
		pause();
		_exit(0);
	}
	int theirs;
	check(read(ready[0], &theirs, sizeof theirs), "read");
	int pidfd = (int)syscall(SYS_pidfd_open, holder, 0);
	check(pidfd, "pidfd_open");
	int ours = (int)syscall(SYS_pidfd_getfd, pidfd, theirs, 0);
	check(ours, "pidfd_getfd");
	rewrite(ours, address);
	kill(holder, SIGKILL);
}

/* Starts a program, stops it, replaces its code, lets it run: no ptrace. */
static void hollow(const char *program)
{
	int out[2];
	check(pipe(out), "pipe");
	pid_t child = fork();
	if (child == 0) {
		dup2(out[1], 1);
		execl(program, program, NULL);
		_exit(127);
	}
	char line[256] = "";
	check(read(out[0], line, sizeof line - 1), "read");
	int pid;
	unsigned long address;
	if (sscanf(line, "%d %lx", &pid, &address) != 2)
		exit(1);
	check(kill(child, SIGSTOP), "SIGSTOP");
	check(waitpid(child, NULL, WUNTRACED), "waitpid");
	rewrite(open_mem(child), address);
	check(kill(child, SIGCONT), "SIGCONT");
	usleep(50000);
	kill(child, SIGKILL);
}

/* Writes into a child that it forked and that runs the same program, as the public tests of T1055.009 do. */
static void own_child(void)
{
	static char page[4096] = "data";
	pid_t child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	char bytes[] = "changed";
	int fd = open_mem(child);
	check(pwrite(fd, bytes, sizeof bytes, (off_t)page), "pwrite");
	kill(child, SIGKILL);
}

/* Starts a program under its trace. */
static pid_t spawn_traced(const char *program)
{
	pid_t child = fork();
	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		execl(program, program, "60", NULL);
		_exit(127);
	}
	check(waitpid(child, NULL, 0), "waitpid");
	return child;
}

/* Puts code into memory that the program makes for it, sends the program there, and lets it go: no breakpoint does. */
static void spawn_payload(const char *program)
{
	struct user_regs_struct saved;
	pid_t child = spawn_traced(program);
	check(ptrace(PTRACE_GETREGS, child, 0, &saved), "PTRACE_GETREGS");
	const unsigned long args[6] = {0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
				       (unsigned long)-1, 0};
	long address = remote_call(child, saved, SYS_mmap, args);
	check(address, "remote mmap");
	for (int i = 0; i < 4; i++) /* jmp to itself */
		check(ptrace(PTRACE_POKETEXT, child, address + 8 * i, 0xfeebfeebfeebfeeb), "PTRACE_POKETEXT");
	saved.rip = (unsigned long)address;
	check(ptrace(PTRACE_SETREGS, child, 0, &saved), "PTRACE_SETREGS");
	detach(child);
	kill(child, SIGKILL);
}

/* The same without code: addresses of what the program has already, on its stack. */
static pid_t spawn_changed(const char *program)
{
	struct user_regs_struct regs;
	char bytes[256] = "";
	pid_t child = spawn_traced(program);
	check(ptrace(PTRACE_GETREGS, child, 0, &regs), "PTRACE_GETREGS");
	struct iovec local = {.iov_base = bytes, .iov_len = sizeof bytes};
	struct iovec remote = {.iov_base = (void *)(regs.rsp - 4096), .iov_len = sizeof bytes};
	check(process_vm_writev(child, &local, 1, &remote, 1, 0), "process_vm_writev");
	check(ptrace(PTRACE_SETREGS, child, 0, &regs), "PTRACE_SETREGS");
	return child;
}

static void spawn_stack(const char *program)
{
	pid_t child = spawn_changed(program);
	detach(child);
	kill(child, SIGKILL);
}

/* The tracer ends: the kernel lets go of its tracee. */
static void spawn_orphan(const char *program)
{
	pid_t tracer = fork();
	if (tracer == 0) {
		spawn_changed(program);
		_exit(0);
	}
	check(waitpid(tracer, NULL, 0), "waitpid");
}

/* As the public test of T1055.008: attaches to a child that it forked, writes where that stands, lets it go. */
static void own_child_ptrace(void)
{
	struct user_regs_struct regs;
	pid_t child = fork();
	if (child == 0) {
		for (;;)
			pause();
	}
	attach(child);
	check(ptrace(PTRACE_GETREGS, child, 0, &regs), "PTRACE_GETREGS");
	for (int i = 0; i < 4; i++)
		check(ptrace(PTRACE_POKETEXT, child, regs.rip + 8 * i, 0xfeebfeebfeebfeeb), "PTRACE_POKETEXT");
	check(ptrace(PTRACE_SETREGS, child, 0, &regs), "PTRACE_SETREGS");
	detach(child);
	kill(child, SIGKILL);
}

/* Moves its own vDSO and puts other memory in its place, as tools that restore processes do. */
static void move_own_vdso(void)
{
	char line[512];
	unsigned long start = 0, end = 0;
	FILE *maps = fopen("/proc/self/maps", "r");
	while (fgets(line, sizeof line, maps) != NULL)
		if (strstr(line, "[vdso]"))
			sscanf(line, "%lx-%lx", &start, &end);
	size_t size = end - start;
	void *place = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *moved = mremap((void *)start, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	check(moved == MAP_FAILED ? -1 : 0, "mremap");
	void *other = mmap((void *)start, size, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	check(other == MAP_FAILED ? -1 : 0, "mmap");
}

/* Nobody can attach to it afterwards. */
static void traced_self(void)
{
	pid_t child = fork();
	if (child == 0) {
		check(ptrace(PTRACE_TRACEME, 0, 0, 0), "PTRACE_TRACEME");
		_exit(ptrace(PTRACE_TRACEME, 0, 0, 0) == -1 ? 0 : 1);
	}
	int status;
	check(waitpid(child, &status, 0), "waitpid");
	check(-status, "child");
}

/* 64-bit code that makes 32-bit calls: i386 ptrace is 26, PTRACE_ATTACH 16, PTRACE_DETACH 17, PTRACE_POKETEXT 4. */
static long call32(long nr, long a, long b, long c, long d)
{
	long result;
	asm volatile("int $0x80" : "=a"(result) : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d) : "memory", "r8", "r9", "r10", "r11");
	return (int)result;
}

static void foreign_abi(pid_t pid)
{
	struct user_regs_struct regs;
	check(call32(26, 16, pid, 0, 0), "PTRACE_ATTACH by int 0x80");
	check(waitpid(pid, NULL, 0), "waitpid");
	check(ptrace(PTRACE_GETREGS, pid, 0, &regs), "PTRACE_GETREGS");
	check(ptrace(PTRACE_SETREGS, pid, 0, &regs), "PTRACE_SETREGS");
	check(call32(26, 17, pid, 0, 0), "PTRACE_DETACH by int 0x80");
}

static void madvise_remote(pid_t pid, unsigned long address)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	check(pidfd, "pidfd_open");
	struct iovec remote = {.iov_base = (void *)(address & ~4095UL), .iov_len = 4096};
	check(syscall(SYS_process_madvise, pidfd, &remote, 1UL, 21 /* MADV_PAGEOUT */, 0), "process_madvise");
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	const char *technique = argv[1];
	pid_t pid = argc > 2 ? atoi(argv[2]) : 0;
	unsigned long address = argc > 3 ? strtoul(argv[3], NULL, 16) : 0;
	if (!strcmp(technique, "poke"))
		poke(pid, address);
	else if (!strcmp(technique, "registers"))
		registers(pid);
	else if (!strcmp(technique, "register-set"))
		register_set(pid);
	else if (!strcmp(technique, "instruction-pointer"))
		instruction_pointer(pid);
	else if (!strcmp(technique, "vm-writev"))
		vm_writev(pid, address);
	else if (!strcmp(technique, "vm-readv"))
		vm_readv(pid, address);
	else if (!strcmp(technique, "mem"))
		write_through_mem(pid, address);
	else if (!strcmp(technique, "open-only"))
		open_only(pid);
	else if (!strcmp(technique, "remote-mmap"))
		remote_mmap(pid);
	else if (!strcmp(technique, "helper"))
		by_helper(pid, address);
	else if (!strcmp(technique, "stolen"))
		stolen(pid, address);
	else if (!strcmp(technique, "hollow"))
		hollow(argv[2]);
	else if (!strcmp(technique, "own-child"))
		own_child();
	else if (!strcmp(technique, "spawn-payload"))
		spawn_payload(argv[2]);
	else if (!strcmp(technique, "spawn-stack"))
		spawn_stack(argv[2]);
	else if (!strcmp(technique, "spawn-orphan"))
		spawn_orphan(argv[2]);
	else if (!strcmp(technique, "own-child-ptrace"))
		own_child_ptrace();
	else if (!strcmp(technique, "move-own-vdso"))
		move_own_vdso();
	else if (!strcmp(technique, "traced-self"))
		traced_self();
	else if (!strcmp(technique, "foreign-abi"))
		foreign_abi(pid);
	else if (!strcmp(technique, "madvise"))
		madvise_remote(pid, address);
	else
		return 2;
	puts("done");
	return 0;
}
