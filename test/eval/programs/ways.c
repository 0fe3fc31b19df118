/*
 * More ways into another process, as public tools go them: ways WAY PID [ARGUMENT].
 * Says `done` when the kernel let it.
 */
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
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

static unsigned long base_of(pid_t pid, const char *library)
{
	char path[64], line[512];
	unsigned long base = 0;
	snprintf(path, sizeof path, "/proc/%d/maps", pid);
	FILE *maps = fopen(path, "r");
	while (maps && fgets(line, sizeof line, maps)) {
		if (strstr(line, library)) {
			base = strtoul(line, NULL, 16);
			break;
		}
	}
	if (maps)
		fclose(maps);
	return base;
}

/* As linux-inject and hookso: the target calls dlopen() of its own C library, and traps at its return. */
static void call_dlopen(pid_t pid, const char *library)
{
	unsigned long function = (unsigned long)dlsym(RTLD_DEFAULT, "dlopen");
	struct user_regs_struct saved, regs;
	char name[256] = "";
	int status;
	function = function - base_of(getpid(), "libc.so.6") + base_of(pid, "libc.so.6");
	check(ptrace(PTRACE_SEIZE, pid, 0, 0), "PTRACE_SEIZE");
	check(ptrace(PTRACE_INTERRUPT, pid, 0, 0), "PTRACE_INTERRUPT");
	check(waitpid(pid, NULL, 0), "waitpid");
	check(ptrace(PTRACE_GETREGS, pid, 0, &saved), "PTRACE_GETREGS");
	regs = saved;
	regs.rsp = ((saved.rsp - 1024) & ~0xfUL) - 8;
	strncpy(name + 16, library, sizeof name - 17);
	struct iovec local = {.iov_base = name, .iov_len = sizeof name};
	struct iovec remote = {.iov_base = (void *)regs.rsp, .iov_len = sizeof name};
	check(process_vm_writev(pid, &local, 1, &remote, 1, 0), "process_vm_writev");
	regs.rdi = regs.rsp + 16;
	regs.rsi = RTLD_NOW;
	regs.rip = function;
	regs.orig_rax = (unsigned long)-1;
	check(ptrace(PTRACE_SETREGS, pid, 0, &regs), "PTRACE_SETREGS");
	check(ptrace(PTRACE_CONT, pid, 0, 0), "PTRACE_CONT");
	check(waitpid(pid, &status, 0), "waitpid");
	check(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSEGV ? 0 : -1, "the call did not return");
	check(base_of(pid, library) ? 0 : -1, "the library is not there");
	check(ptrace(PTRACE_SETREGS, pid, 0, &saved), "PTRACE_SETREGS");
	check(ptrace(PTRACE_DETACH, pid, 0, 0), "PTRACE_DETACH");
}

/* As dlinject: the target is stopped by a signal, and its next instructions are overwritten; no ptrace. */
static void stop_and_write(pid_t pid)
{
	/* mmap(0, 4096, RWX, PRIVATE|ANONYMOUS, -1, 0), then for ever pause() */
	static const unsigned char code[] = {
		0x31, 0xff, 0xbe, 0x00, 0x10, 0x00, 0x00, 0xba, 0x07, 0x00, 0x00, 0x00, 0x41, 0xba, 0x22,
		0x00, 0x00, 0x00, 0x49, 0x83, 0xc8, 0xff, 0x45, 0x31, 0xc9, 0xb8, 0x09, 0x00, 0x00, 0x00,
		0x0f, 0x05, 0xb8, 0x22, 0x00, 0x00, 0x00, 0x0f, 0x05, 0xeb, 0xf7,
	};
	char path[64], line[256];
	unsigned long ip = 0;
	check(kill(pid, SIGSTOP), "SIGSTOP");
	usleep(100000);
	snprintf(path, sizeof path, "/proc/%d/syscall", pid);
	FILE *file = fopen(path, "r");
	if (file && fgets(line, sizeof line, file))
		ip = strtoul(strrchr(line, ' '), NULL, 16);
	check(ip ? 0 : -1, path);
	snprintf(path, sizeof path, "/proc/%d/mem", pid);
	int fd = open(path, O_RDWR);
	check(fd, path);
	struct iovec vectors[2] = {
		{.iov_base = (void *)code, .iov_len = 8},
		{.iov_base = (void *)(code + 8), .iov_len = sizeof code - 8},
	};
	check(lseek(fd, (off_t)ip, SEEK_SET), "lseek");
	check(writev(fd, vectors, 2), "writev");
	close(fd);
	check(kill(pid, SIGCONT), "SIGCONT");
	usleep(200000);
}

/* A thread that is not the leader of its process; the number is its own. */
static void thread_registers(pid_t tid)
{
	struct user_regs_struct regs;
	struct iovec vector = {.iov_base = &regs, .iov_len = sizeof regs};
	check(ptrace(PTRACE_SEIZE, tid, 0, 0), "PTRACE_SEIZE");
	check(ptrace(PTRACE_INTERRUPT, tid, 0, 0), "PTRACE_INTERRUPT");
	check(waitpid(tid, NULL, __WALL), "waitpid");
	check(ptrace(PTRACE_GETREGSET, tid, NT_PRSTATUS, &vector), "PTRACE_GETREGSET");
	check(ptrace(PTRACE_SETREGSET, tid, NT_PRSTATUS, &vector), "PTRACE_SETREGSET");
	check(ptrace(PTRACE_DETACH, tid, 0, 0), "PTRACE_DETACH");
}

/* The tracer is a thread, which ends before it lets go. */
static void *attach_and_end(void *pid)
{
	struct user_regs_struct regs;
	check(ptrace(PTRACE_ATTACH, (pid_t)(long)pid, 0, 0), "PTRACE_ATTACH");
	check(waitpid((pid_t)(long)pid, NULL, __WALL), "waitpid");
	check(ptrace(PTRACE_GETREGS, (pid_t)(long)pid, 0, &regs), "PTRACE_GETREGS");
	check(ptrace(PTRACE_SETREGS, (pid_t)(long)pid, 0, &regs), "PTRACE_SETREGS");
	return NULL;
}

static void by_thread(pid_t pid)
{
	pthread_t thread;
	check(-pthread_create(&thread, NULL, attach_and_end, (void *)(long)pid), "pthread_create");
	pthread_join(thread, NULL);
	check(kill(pid, SIGCONT), "SIGCONT");
}

/* Starts a program as anybody does, and attaches to it when it runs. */
static void spawn_attach(const char *program)
{
	struct user_regs_struct regs;
	pid_t child = fork();
	if (child == 0) {
		execl(program, program, "60", NULL);
		_exit(127);
	}
	usleep(200000);
	check(ptrace(PTRACE_ATTACH, child, 0, 0), "PTRACE_ATTACH");
	check(waitpid(child, NULL, 0), "waitpid");
	check(ptrace(PTRACE_GETREGS, child, 0, &regs), "PTRACE_GETREGS");
	check(ptrace(PTRACE_SETREGS, child, 0, &regs), "PTRACE_SETREGS");
	check(ptrace(PTRACE_DETACH, child, 0, 0), "PTRACE_DETACH");
	kill(child, SIGKILL);
}

static int memfd_of(const char *path, const char *name)
{
	static char buffer[1 << 20];
	int in = open(path, O_RDONLY);
	int out = (int)syscall(SYS_memfd_create, name, 0);
	ssize_t count;
	check(in, path);
	check(out, "memfd_create");
	while ((count = read(in, buffer, sizeof buffer)) > 0)
		check(write(out, buffer, (size_t)count), "write");
	close(in);
	return out;
}

/* Holds a memfd with a copy of a file, for others: says its pid and the descriptor. */
static void hold(const char *path)
{
	int fd = memfd_of(path, "held");
	printf("%d %d\n", getpid(), fd);
	fflush(stdout);
	pause();
}

/* Takes a descriptor of the holder and executes it. */
static void take_and_execute(pid_t pid, int remote)
{
	char *const args[] = {"true", NULL}, *const env[] = {NULL};
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	check(pidfd, "pidfd_open");
	int fd = (int)syscall(SYS_pidfd_getfd, pidfd, remote, 0);
	check(fd, "pidfd_getfd");
	puts("done");
	fflush(stdout);
	fexecve(fd, args, env);
	perror("fexecve");
	exit(1);
}

/* A file system that is mounted nowhere, with a program in it. */
static void detached_mount(const char *program)
{
	static char buffer[1 << 20];
	char *const args[] = {"true", NULL}, *const env[] = {NULL};
	ssize_t count;
	int context = (int)syscall(430 /* fsopen */, "tmpfs", 0);
	check(context, "fsopen");
	check(syscall(431 /* fsconfig */, context, 6 /* FSCONFIG_CMD_CREATE */, NULL, NULL, 0), "fsconfig");
	int root = (int)syscall(432 /* fsmount */, context, 0, 0);
	check(root, "fsmount");
	int out = openat(root, "program", O_CREAT | O_WRONLY, 0755);
	int in = open(program, O_RDONLY);
	check(out, "openat");
	check(in, program);
	while ((count = read(in, buffer, sizeof buffer)) > 0)
		check(write(out, buffer, (size_t)count), "write");
	close(out);
	puts("done");
	fflush(stdout);
	syscall(SYS_execveat, root, "program", args, env, 0);
	perror("execveat");
	exit(1);
}

/* Code that comes from elsewhere, run from memory of its own: nothing that has a name. */
static void self_inject(void)
{
	/* memfd_create("x", 0), then ret */
	static const unsigned char code[] = {0x68, 0x78, 0, 0, 0, 0x48, 0x89, 0xe7, 0x31, 0xf6, 0xb8, 0x3f, 0x01, 0, 0, 0x0f, 0x05, 0x59, 0xc3};
	int pair[2];
	unsigned char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
	check(write(pair[0], code, sizeof code), "write");
	check(read(pair[1], page, 4096), "read");
	check(mprotect(page, 4096, PROT_READ | PROT_EXEC), "mprotect");
	check(((int (*)(void))(void *)page)(), "the payload");
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	const char *way = argv[1];
	pid_t pid = argc > 2 ? atoi(argv[2]) : 0;
	if (!strcmp(way, "dlopen"))
		call_dlopen(pid, argv[3]);
	else if (!strcmp(way, "stop-and-write"))
		stop_and_write(pid);
	else if (!strcmp(way, "thread"))
		thread_registers(pid);
	else if (!strcmp(way, "by-thread"))
		by_thread(pid);
	else if (!strcmp(way, "spawn-attach"))
		spawn_attach(argv[2]);
	else if (!strcmp(way, "hold"))
		hold(argv[2]);
	else if (!strcmp(way, "take"))
		take_and_execute(pid, atoi(argv[3]));
	else if (!strcmp(way, "detached-mount"))
		detached_mount(argv[2]);
	else if (!strcmp(way, "self-inject"))
		self_inject();
	else
		return 2;
	puts("done");
	return 0;
}
