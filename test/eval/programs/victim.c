/* A process to act on: prints its pid, the address of code, of data and of the vDSO, and runs until it is ended. */
#include <signal.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <time.h>
#include <unistd.h>

volatile long counter;
char page[4096] __attribute__((aligned(4096))) = "data";

__attribute__((noinline, used)) static void unused_code(void)
{
	counter = -1;
}

int main(void)
{
	printf("%d %p %p 0x%lx\n", getpid(), (void *)unused_code, (void *)page, getauxval(AT_SYSINFO_EHDR));
	fflush(stdout);
	for (;;) {
		counter++;
		struct timespec nap = {.tv_nsec = 20000000};
		nanosleep(&nap, NULL);
	}
}
