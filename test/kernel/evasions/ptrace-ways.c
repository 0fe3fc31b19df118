/* Ways to take hold of a process by ptrace(2). */
#include "way.h"
#include <pthread.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#ifndef __x86_64__
#error "the registers are those of x86-64"
#endif

static void stopped(pid_t target)
{
	if (waitpid(target, NULL, __WALL) != target)
		fail("waitpid of a tracee");
}

static void attach(pid_t target)
{
	if (ptrace(PTRACE_ATTACH, target, NULL, NULL) < 0)
		fail("PTRACE_ATTACH");
	stopped(target);
}

static void poke(pid_t target, const volatile void *address)
{
	long value;

	errno = 0;
	value = ptrace(PTRACE_PEEKTEXT, target, address, NULL);
	if (errno || ptrace(PTRACE_POKETEXT, target, address, value) < 0)
		fail("PTRACE_POKETEXT");
	say("address", (uintptr_t)address);
}

static void detach(pid_t target)
{
	if (ptrace(PTRACE_DETACH, target, NULL, NULL) < 0)
		fail("PTRACE_DETACH");
}

/* Spawn, then inject: nothing but root or the parent may do this under Yama. */
static void own_child(void)
{
	pid_t target = start_target();

	attach(target);
	poke(target, &word);
	detach(target);
	end_target(target);
}

static void seize(void)
{
	pid_t target = start_target();

	if (ptrace(PTRACE_SEIZE, target, NULL, PTRACE_O_TRACEEXEC) < 0)
		fail("PTRACE_SEIZE");
	if (ptrace(PTRACE_INTERRUPT, target, NULL, NULL) < 0)
		fail("PTRACE_INTERRUPT");
	stopped(target);
	poke(target, &word);
	detach(target);
	end_target(target);
}

static void *say_thread(void *pipe)
{
	pid_t tid = gettid();

	if (write(*(int *)pipe, &tid, sizeof(tid)) != sizeof(tid))
		fail("write");
	wait_for_end();
}

static void thread(void)
{
	pid_t target, tid;
	int ends[2];

	if (pipe(ends) < 0)
		fail("pipe");
	target = start_child();
	if (target == 0) {
		pthread_t started;

		if (pthread_create(&started, NULL, say_thread, &ends[1]))
			fail("pthread_create");
		wait_for_end();
	}
	say("target", target);
	if (read(ends[0], &tid, sizeof(tid)) != sizeof(tid))
		fail("read");
	say("thread", tid);
	attach(tid);
	poke(tid, &word);
	detach(tid);
	end_target(target);
}

static void parent(void)
{
	pid_t child;

	say("target", getpid());
	child = start_child();
	if (child == 0) {
		say("actor", getpid());
		attach(getppid());
		poke(getppid(), &word);
		detach(getppid());
		_exit(0);
	}
	wait_for(child);
}

static void traceme(void)
{
	pid_t target = start_child();
	struct user_regs_struct registers;

	if (target == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			fail("PTRACE_TRACEME");
		execl("/bin/true", "true", NULL);
		fail("/bin/true");
	}
	say("target", target);
	/* it stands at the first instruction of the new program's loader */
	stopped(target);
	if (ptrace(PTRACE_GETREGS, target, NULL, &registers) < 0)
		fail("PTRACE_GETREGS");
	poke(target, (void *)registers.rip);
	if (ptrace(PTRACE_SETREGS, target, NULL, &registers) < 0)
		fail("PTRACE_SETREGS");
	let_look();
	detach(target);
	wait_for(target);
}

/* The target asks for its pid; its call becomes an executable mapping, and its result the memory of it. */
static void rewrite_call(void)
{
	struct user_regs_struct registers;
	pid_t target = fork();

	if (target == 0) {
		/* not start_child(), whose getppid(2) is another than the one that is rewritten */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;) {
			syscall(SYS_getppid);
			usleep(1000);
		}
	}
	say("target", target);
	attach(target);
	if (ptrace(PTRACE_SETOPTIONS, target, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) < 0)
		fail("PTRACE_SETOPTIONS");
	do {
		if (ptrace(PTRACE_SYSCALL, target, NULL, NULL) < 0)
			fail("PTRACE_SYSCALL");
		stopped(target);
		if (ptrace(PTRACE_GETREGS, target, NULL, &registers) < 0)
			fail("PTRACE_GETREGS");
	} while (registers.orig_rax != SYS_getppid || registers.rax != (unsigned long long)-ENOSYS);
	registers.orig_rax = SYS_mmap;
	registers.rdi = 0;
	registers.rsi = PAGE;
	registers.rdx = PROT_READ | PROT_WRITE | PROT_EXEC;
	registers.r10 = MAP_PRIVATE | MAP_ANONYMOUS;
	registers.r8 = -1;
	registers.r9 = 0;
	if (ptrace(PTRACE_SETREGS, target, NULL, &registers) < 0 || ptrace(PTRACE_SYSCALL, target, NULL, NULL) < 0)
		fail("PTRACE_SETREGS");
	stopped(target);
	if (ptrace(PTRACE_GETREGS, target, NULL, &registers) < 0)
		fail("PTRACE_GETREGS");
	say("address", registers.rax);
	detach(target);
	end_target(target);
}

static void poke_user(pid_t target, size_t offset, long value)
{
	if (ptrace(PTRACE_POKEUSER, target, offset, value) < 0)
		fail("PTRACE_POKEUSER");
	say("offset", offset);
}

static void debug_register(void)
{
	pid_t target = start_target();

	attach(target);
	poke_user(target, offsetof(struct user, u_debugreg[0]), (long)&word);
	/* DR7: enable the first, at execution */
	poke_user(target, offsetof(struct user, u_debugreg[7]), 1);
	detach(target);
	end_target(target);
}

static void instruction_register(void)
{
	pid_t target = start_target();
	long rip;

	attach(target);
	errno = 0;
	rip = ptrace(PTRACE_PEEKUSER, target, offsetof(struct user, regs.rip), NULL);
	if (errno)
		fail("PTRACE_PEEKUSER");
	poke_user(target, offsetof(struct user, regs.rip), rip);
	detach(target);
	end_target(target);
}

static void register_set(void)
{
	struct user_regs_struct registers;
	struct iovec vector = { &registers, sizeof(registers) };
	pid_t target = start_target();

	attach(target);
	if (ptrace(PTRACE_GETREGSET, target, 1 /* NT_PRSTATUS */, &vector) < 0 ||
	    ptrace(PTRACE_SETREGSET, target, 1, &vector) < 0)
		fail("PTRACE_SETREGSET");
	detach(target);
	end_target(target);
}

/* The kernel takes the pid by its low 32 bits, and compares the request whole. */
static void high_bits(void)
{
	pid_t target = start_target();

	if (syscall(SYS_ptrace, 0x100000000UL | PTRACE_ATTACH, (long)target, 0, 0) != -1 || errno != ESRCH)
		fail("PTRACE_ATTACH with high bits is not refused");
	if (syscall(SYS_ptrace, (long)PTRACE_ATTACH, 0x7fffffff00000000UL | target, 0, 0) < 0)
		fail("PTRACE_ATTACH of a pid with high bits");
	stopped(target);
	detach(target);
	end_target(target);
}

WAYS({ "own-child", own_child }, { "seize", seize }, { "thread", thread }, { "parent", parent },
     { "traceme", traceme }, { "rewrite-call", rewrite_call }, { "debug-register", debug_register },
     { "instruction-register", instruction_register }, { "register-set", register_set },
     { "high-bits", high_bits })
