/* What one call costs, in nanoseconds: each kind of call many times in a row. Prints a line a kind. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile long word;
static pid_t child;
static int null_file, text_file;

static void call_getppid(void)
{
	syscall(SYS_getppid);
}

static void call_write(void)
{
	if (write(null_file, (void *)&word, sizeof(word)) < 0)
		exit(1);
}

static void call_open(void)
{
	close(open("/dev/null", O_RDONLY));
}

static void call_mmap(void)
{
	munmap(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 4096);
}

static void call_mmap_exec(void)
{
	munmap(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, text_file, 0), 4096);
}

static void call_memfd(void)
{
	close(memfd_create("bench", 0));
}

static void call_process_vm_writev(void)
{
	struct iovec vector = { (void *)&word, sizeof(word) };

	if (process_vm_writev(child, &vector, 1, &vector, 1, 0) < 0)
		exit(1);
}

static const struct {
	const char *name;
	void (*call)(void);
	int times;
} kinds[] = {
	{ "getppid", call_getppid, 1000000 },
	{ "write", call_write, 500000 },
	{ "open and close", call_open, 100000 },
	{ "mmap, not executable", call_mmap, 100000 },
	{ "mmap, executable file", call_mmap_exec, 50000 },
	{ "memfd_create and close", call_memfd, 20000 },
	{ "process_vm_writev", call_process_vm_writev, 20000 },
};

/* CLOCK_PROCESS_CPUTIME_ID counts what others do on the same processor to none of the calls. */
static clockid_t watch = CLOCK_MONOTONIC;

static double now(void)
{
	struct timespec time;

	clock_gettime(watch, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

/* calls [DIVISOR]: by the clock on the wall; with a divisor, so many times fewer calls by the processor time they take */
int main(int argc, char **argv)
{
	int divisor = argc > 1 ? atoi(argv[1]) : 1;

	if (argc > 1)
		watch = CLOCK_PROCESS_CPUTIME_ID;
	null_file = open("/dev/null", O_WRONLY);
	text_file = open("/proc/self/exe", O_RDONLY);
	child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		/* the best of a few: what others do on the machine only adds */
		int times = kinds[i].times / 5 / divisor;
		double best = 1e18;

		for (int part = 0; part < 5; part++) {
			double start = now();

			for (int time = 0; time < times; time++)
				kinds[i].call();
			if (now() - start < best)
				best = now() - start;
		}
		printf("%s\t%.1f\n", kinds[i].name, best / times);
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return 0;
}
