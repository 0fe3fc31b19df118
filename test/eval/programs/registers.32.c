/* A 32-bit program that sets the registers of another process: registers.32 PID. Of a 64-bit one it sets their lower halves. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>

static void check(long result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(1);
}

int main(int argc, char **argv)
{
	struct user_regs_struct regs;
	pid_t pid = argc > 1 ? atoi(argv[1]) : 0;
	check(ptrace(PTRACE_ATTACH, pid, 0, 0), "PTRACE_ATTACH");
	check(waitpid(pid, NULL, 0), "waitpid");
	check(ptrace(PTRACE_GETREGS, pid, 0, &regs), "PTRACE_GETREGS");
	check(ptrace(PTRACE_SETREGS, pid, 0, &regs), "PTRACE_SETREGS");
	check(ptrace(PTRACE_DETACH, pid, 0, 0), "PTRACE_DETACH");
	puts("done");
	return 0;
}
