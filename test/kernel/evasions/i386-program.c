/* A 32-bit program without a C library: attaches to a child of its own, writes into it, and maps a memfd executable. */

/* arch/x86/entry/syscalls/syscall_32.tbl */
enum {
	NR_EXIT = 1,
	NR_FORK = 2,
	NR_READ = 3,
	NR_WRITE = 4,
	NR_WAITPID = 7,
	NR_GETPID = 20,
	NR_PTRACE = 26,
	NR_PAUSE = 29,
	NR_KILL = 37,
	NR_OLD_MMAP = 90,
	NR_PRCTL = 172,
	NR_PWRITE64 = 181,
	NR_OPENAT = 295,
	NR_PROCESS_VM_WRITEV = 348,
	NR_MEMFD_CREATE = 356,
};

enum { ATTACH = 16, DETACH = 17, POKEDATA = 5 };

static int word = 7;

/* The sixth argument is 0. */
static long call(long nr, long a, long b, long c, long d, long e)
{
	long result;

	__asm__ volatile("push %%ebp\n\txor %%ebp, %%ebp\n\tint $0x80\n\tpop %%ebp"
			 : "=a"(result)
			 : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
			 : "memory");
	return result;
}

static long length(const char *text)
{
	long count = 0;

	while (text[count])
		count++;
	return count;
}

static char *decimal(unsigned long value, char *end)
{
	*--end = 0;
	do
		*--end = '0' + value % 10;
	while (value /= 10);
	return end;
}

static void print(const char *text)
{
	call(NR_WRITE, 1, (long)text, length(text), 0, 0);
}

static void say(const char *name, unsigned long value)
{
	char digits[16];

	print(name);
	print(" ");
	print(decimal(value, digits + sizeof(digits)));
	print("\n");
}

static long must(long result, const char *what)
{
	if (result > -4096 && result < 0) {
		call(NR_WRITE, 2, (long)what, length(what), 0, 0);
		call(NR_EXIT, 1, 0, 0, 0, 0);
	}
	return result;
}

static long open_mem(long pid)
{
	char path[32] = "/proc/", digits[16];
	const char *from = decimal(pid, digits + sizeof(digits)), *rest = "/mem";
	char *to = path + 6;

	while (*from)
		*to++ = *from++;
	while ((*to++ = *rest++))
		;
	return must(call(NR_OPENAT, -100, (long)path, 2, 0, 0), "openat");
}

__attribute__((noreturn, used)) static void run(void)
{
	long vector[2] = { (long)&word, sizeof(word) }, map[6] = { 0, 4096, 5, 2, 0, 0 };
	long target = call(NR_FORK, 0, 0, 0, 0, 0);
	char byte;

	if (target == 0) {
		call(NR_PRCTL, 1 /* PR_SET_PDEATHSIG */, 9, 0, 0, 0);
		for (;;)
			call(NR_PAUSE, 0, 0, 0, 0, 0);
	}
	say("actor", call(NR_GETPID, 0, 0, 0, 0, 0));
	say("target", target);
	say("address", (unsigned long)&word);
	must(call(NR_PTRACE, ATTACH, target, 0, 0, 0), "PTRACE_ATTACH");
	call(NR_WAITPID, target, 0, 0, 0, 0);
	must(call(NR_PTRACE, POKEDATA, target, (long)&word, word, 0), "PTRACE_POKEDATA");
	must(call(NR_PTRACE, DETACH, target, 0, 0, 0), "PTRACE_DETACH");
	must(call(NR_PROCESS_VM_WRITEV, target, (long)vector, 1, (long)vector, 1), "process_vm_writev");
	must(call(NR_PWRITE64, open_mem(target), (long)&word, 4, (long)&word, 0), "pwrite64");
	map[4] = must(call(NR_MEMFD_CREATE, (long)"way", 0, 0, 0, 0), "memfd_create");
	say("mapped", must(call(NR_OLD_MMAP, (long)map, 0, 0, 0, 0), "mmap"));
	print("over 0\n");
	while (call(NR_READ, 0, (long)&byte, 1, 0, 0) > 0)
		;
	call(NR_KILL, target, 9, 0, 0, 0);
	call(NR_WAITPID, target, 0, 0, 0, 0);
	call(NR_EXIT, 0, 0, 0, 0, 0);
	__builtin_unreachable();
}

__attribute__((naked)) void _start(void)
{
	__asm__("and $-16, %esp\n\tcall run");
}
