/* Targets in other pid namespaces than the actor's. */
#include "way.h"
#include <sched.h>
#include <sys/mount.h>
#include <sys/ptrace.h>

/* Waits in a pid namespace of its own, as process 1. */
static int wait_inside(void *unused)
{
	(void)unused;
	/* without a number for its parent, it cannot ask whether that one is still there */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	wait_for_end();
}

static pid_t start_in_new_namespace(int (*main)(void *), void *argument)
{
	static char stack[64 * 1024] __attribute__((aligned(16)));
	pid_t child = clone(main, stack + sizeof(stack), CLONE_NEWPID | SIGCHLD, argument);

	if (child < 0)
		fail("clone with CLONE_NEWPID");
	return child;
}

static void attach_and_poke(pid_t target)
{
	long value;

	if (ptrace(PTRACE_ATTACH, target, NULL, NULL) < 0)
		fail("PTRACE_ATTACH");
	waitpid(target, NULL, __WALL);
	errno = 0;
	value = ptrace(PTRACE_PEEKDATA, target, &word, NULL);
	if (errno || ptrace(PTRACE_POKEDATA, target, &word, value) < 0)
		fail("PTRACE_POKEDATA");
	ptrace(PTRACE_DETACH, target, NULL, NULL);
}

static void child_namespace(void)
{
	struct iovec vector = { (void *)&word, sizeof(word) };
	pid_t target = start_in_new_namespace(wait_inside, NULL);
	int memory;

	say("target", target);
	attach_and_poke(target);
	if (process_vm_writev(target, &vector, 1, &vector, 1, 0) != sizeof(word))
		fail("process_vm_writev");
	memory = open_mem(target);
	if (pwrite(memory, (void *)&word, sizeof(word), offset_of(&word)) != sizeof(word))
		fail("pwrite to /proc/PID/mem");
	end_target(target);
}

struct sibling {
	int pidfd;
	pid_t pid;
};

/* From a namespace without a number for the target, by what was opened outside. */
static int act_on_sibling(void *argument)
{
	const struct sibling *sibling = argument;
	int memory = open_mem(sibling->pid);

	if (pwrite(memory, (void *)&word, sizeof(word), offset_of(&word)) != sizeof(word))
		fail("pwrite to the /proc/PID/mem of a sibling namespace");
	if (syscall(SYS_pidfd_getfd, sibling->pidfd, 1, 0) < 0)
		fail("pidfd_getfd from a sibling namespace");
	return 0;
}

static void sibling_namespace(void)
{
	struct sibling sibling;
	pid_t actor;

	sibling.pid = start_in_new_namespace(wait_inside, NULL);
	say("target", sibling.pid);
	sibling.pidfd = syscall(SYS_pidfd_open, sibling.pid, 0);
	if (sibling.pidfd < 0)
		fail("pidfd_open");
	actor = start_in_new_namespace(act_on_sibling, &sibling);
	say("actor", actor);
	wait_for(actor);
	end_target(sibling.pid);
}

/* The actor joins the namespace of its target, where both have other numbers. */
static void joined_namespace(void)
{
	pid_t target = start_in_new_namespace(wait_inside, NULL), actor;
	char path[64];
	int namespace;

	say("target", target);
	snprintf(path, sizeof(path), "/proc/%d/ns/pid", target);
	namespace = open(path, O_RDONLY | O_CLOEXEC);
	if (namespace < 0 || setns(namespace, CLONE_NEWPID) < 0)
		fail("setns");
	actor = fork();
	if (actor == 0) {
		attach_and_poke(1);
		_exit(0);
	}
	say("actor", actor);
	wait_for(actor);
	end_target(target);
}

WAYS({ "child", child_namespace }, { "sibling", sibling_namespace }, { "joined", joined_namespace })
