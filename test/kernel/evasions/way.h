/*
 * What the helper programs share: PROGRAM WAY goes one way into a process, or runs code in one way, and prints what the
 * sensor should have seen as lines of NAME NUMBER. They act on their own children only and end them.
 *
 * Exit codes: 0 done, 1 a step failed (which one is on standard error), 2 usage, 77 this kernel or host has no such way
 * (why is on standard error).
 */
#ifndef INTERLOPER_TEST_WAY_H
#define INTERLOPER_TEST_WAY_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_SUCH_WAY 77
/* In seconds: less than the test has in an emulated machine. */
#define TIME_LIMIT 100
#define PAGE 4096

/* Newer than some C library's headers. */
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif
#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif

struct way {
	const char *name;
	void (*go)(void);
};

static inline void say(const char *name, unsigned long long value)
{
	printf("%s %llu\n", name, value);
	fflush(stdout);
}

static inline void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static inline void no_such_way(const char *why)
{
	fprintf(stderr, "%s\n", why);
	exit(NO_SUCH_WAY);
}

/* At the same address in each child, which has a copy of our memory. */
static volatile long word = 0x6972616e6163;

/* A child that does not outlive this program, whose output it would keep open; returns as fork(2) does. */
static inline pid_t start_child(void)
{
	pid_t program = getpid(), child = fork();

	if (child < 0)
		fail("fork");
	if (child > 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* of an end before that no signal tells */
	if (getppid() != program)
		_exit(1);
	return 0;
}

_Noreturn static inline void wait_for_end(void)
{
	for (;;)
		pause();
}

/* A child that waits. */
static inline pid_t start_target(void)
{
	pid_t child = start_child();

	if (child == 0)
		wait_for_end();
	say("target", child);
	return child;
}

/* Waits until the test has looked at what /proc still tells. */
static inline void let_look(void)
{
	char byte;

	say("over", 0);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
}

static inline void end_target(pid_t child)
{
	let_look();
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* Waits for a child of ours that should end well. */
static inline void wait_for(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		fail("waitpid");
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	fprintf(stderr, "a child ended with status 0x%x\n", status);
	exit(WIFEXITED(status) && WEXITSTATUS(status) == NO_SUCH_WAY ? NO_SUCH_WAY : 1);
}

static inline int open_mem(pid_t pid)
{
	char path[64];
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	memory = open(path, O_RDWR | O_CLOEXEC);
	if (memory < 0)
		fail(path);
	return memory;
}

static inline off_t offset_of(const volatile void *address)
{
	return (off_t)(uintptr_t)address;
}

static inline void send_descriptor(int socket, int descriptor)
{
	char space[CMSG_SPACE(sizeof(int))] = {};
	struct iovec byte = { "x", 1 };
	struct msghdr message = { .msg_iov = &byte, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof(space) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
	if (sendmsg(socket, &message, 0) != 1)
		fail("sendmsg of a descriptor");
}

static inline int receive_descriptor(int socket)
{
	char space[CMSG_SPACE(sizeof(int))], byte;
	struct iovec vector = { &byte, 1 };
	struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof(space) };
	int descriptor;

	if (recvmsg(socket, &message, 0) != 1 || !CMSG_FIRSTHDR(&message))
		fail("recvmsg of a descriptor");
	memcpy(&descriptor, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
	return descriptor;
}

static inline void copy_file(const char *path, int to)
{
	int from = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;

	if (from < 0 || fstat(from, &status) < 0)
		fail(path);
	for (off_t left = status.st_size; left > 0;) {
		ssize_t moved = sendfile(to, from, NULL, left);

		if (moved <= 0)
			fail("sendfile");
		left -= moved;
	}
	close(from);
}

/* memfd_create(2) with a program or library in it. */
static inline int memfd_of(const char *path, unsigned int flags)
{
	int file = memfd_create("way", flags);

	if (file < 0)
		fail("memfd_create");
	copy_file(path, file);
	return file;
}

/* Of System V; gone with the last that has it attached, once it is marked so (IPC_RMID). */
static inline int make_shared_memory(void)
{
	int id = shmget(IPC_PRIVATE, PAGE, IPC_CREAT | 0700);

	if (id < 0)
		no_such_way("the kernel has no shared memory of System V");
	return id;
}

static inline void end_late(int signal)
{
	static const char message[] = "the way took too long\n";

	(void)signal;
	if (write(STDERR_FILENO, message, sizeof(message) - 1)) {
	}
	_exit(1);
}

static inline int go_way(const struct way *ways, size_t count, int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < count; i++) {
		if (strcmp(ways[i].name, argv[1]) != 0)
			continue;
		signal(SIGALRM, end_late);
		alarm(TIME_LIMIT);
		say("actor", getpid());
		ways[i].go();
		return 0;
	}
	fprintf(stderr, "usage: %s WAY\n", argv[0]);
	return 2;
}

#define WAYS(...)                                                                                                     \
	int main(int argc, char **argv)                                                                               \
	{                                                                                                             \
		static const struct way ways[] = { __VA_ARGS__ };                                                     \
		return go_way(ways, sizeof(ways) / sizeof(ways[0]), argc, argv);                                      \
	}

#endif
