/* What part of another process was written to, by each call that can. */
#include "way.h"
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/ptrace.h>

static int initialised = 1;

/* Has its name until the test has looked. */
static char named_file[] = "/var/tmp/interloper-way-XXXXXX";

static void *mapping(int prot, int flags, int file)
{
	void *address = mmap(NULL, PAGE, prot, flags, file, 0);

	if (address == MAP_FAILED)
		fail("mmap");
	return address;
}

static int file_of_a_page(const char *path, int flags)
{
	int file = open(path, O_RDWR | O_CLOEXEC | flags, 0600);

	if (file < 0 || ftruncate(file, PAGE) < 0)
		fail(path);
	return file;
}

/* Everything that the target, a copy of us, will have at the same places. */
static size_t places(void *addresses[])
{
	int memfd = memfd_create("way", MFD_CLOEXEC), named = mkstemp(named_file);
	size_t count = 0;
	int on_stack = 0;

	if (memfd < 0 || ftruncate(memfd, PAGE) < 0 || named < 0 || ftruncate(named, PAGE) < 0)
		fail("files");
#define PLACE(name, address) say(name, (uintptr_t)(addresses[count++] = (void *)(address)))
	PLACE("vdso", getauxval(AT_SYSINFO_EHDR));
	PLACE("text", &places);
	PLACE("library", (uintptr_t)&pthread_create & -8);
	PLACE("data", &initialised);
	PLACE("heap", malloc(64));
	PLACE("stack", &on_stack);
	PLACE("anonymous", mapping(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1));
	PLACE("anonymous-executable", mapping(PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1));
	PLACE("memfd", mapping(PROT_READ | PROT_WRITE, MAP_SHARED, memfd));
	PLACE("memfd-executable", mapping(PROT_READ | PROT_EXEC, MAP_PRIVATE, memfd));
	PLACE("file", mapping(PROT_READ | PROT_WRITE, MAP_PRIVATE, named));
	PLACE("unlinked", mapping(PROT_READ, MAP_PRIVATE, file_of_a_page("/var/tmp", O_TMPFILE)));
#undef PLACE
	return count;
}

static void end(pid_t target)
{
	end_target(target);
	unlink(named_file);
}

static void by_ptrace(void)
{
	void *addresses[16];
	size_t count = places(addresses);
	pid_t target = start_target();

	if (ptrace(PTRACE_ATTACH, target, NULL, NULL) < 0)
		fail("PTRACE_ATTACH");
	waitpid(target, NULL, 0);
	for (size_t i = 0; i < count; i++) {
		long value;

		errno = 0;
		value = ptrace(PTRACE_PEEKDATA, target, addresses[i], NULL);
		if (errno || ptrace(PTRACE_POKEDATA, target, addresses[i], value) < 0)
			fail("PTRACE_POKEDATA");
	}
	ptrace(PTRACE_DETACH, target, NULL, NULL);
	end(target);
}

static void by_mem_file(void)
{
	void *addresses[16];
	size_t count = places(addresses);
	pid_t target = start_target();
	int memory = open_mem(target);

	for (size_t i = 0; i < count; i++) {
		long value;

		if (pread(memory, &value, sizeof(value), offset_of(addresses[i])) != sizeof(value))
			fail("pread of /proc/PID/mem");
		/* a kernel may let only a tracer write where the target itself may not */
		if (pwrite(memory, &value, sizeof(value), offset_of(addresses[i])) != sizeof(value) && errno != EIO)
			fail("pwrite to /proc/PID/mem");
	}
	end(target);
}

/* Writes only where the target itself could: the kernel forces no page open for it. */
static void by_vm_writev(void)
{
	void *addresses[16];
	size_t count = places(addresses);
	pid_t target = start_target();

	for (size_t i = 0; i < count; i++) {
		long value;
		struct iovec local = { &value, sizeof(value) }, remote = { addresses[i], sizeof(value) };

		if (process_vm_readv(target, &local, 1, &remote, 1, 0) != sizeof(value))
			fail("process_vm_readv");
		process_vm_writev(target, &local, 1, &remote, 1, 0);
	}
	end(target);
}

#define CHANGES 5
#define ROUNDS 60

/* A page of a file of no name that nothing but its mapping holds: the kernel soon has its memory for another one. */
static void *map_file(void *address, int file)
{
	if (file < 0 || ftruncate(file, PAGE) < 0)
		fail("file");
	address = mmap(address, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0);
	close(file);
	return address;
}

/* One place in the target after another one, at the same address; the last two are one mapping. */
static void change_place(void *address, int change, int program)
{
	void *mapped = address;

	if (change < CHANGES - 1)
		munmap(address, PAGE);
	if (change == 0)
		mapped = map_file(address, memfd_create("way", MFD_CLOEXEC));
	else if (change == 1)
		mapped = mmap(address, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, program, 0);
	else if (change == 2)
		mapped = map_file(address, open("/dev/shm", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
	else if (change == 3)
		mapped = mmap(address, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	else if (mprotect(address, PAGE, PROT_READ | PROT_EXEC) < 0)
		mapped = MAP_FAILED;
	if (mapped != address)
		fail("mmap");
}

/* Memory of the target that becomes something else between any two writes. */
static void changing_places(void)
{
	void *address = mapping(PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	int program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	long value = 0;
	struct iovec local = { &value, sizeof(value) }, remote = { address, sizeof(value) };
	int pair[2];
	pid_t target;
	char byte = 0;

	if (program < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		fail("socketpair");
	target = start_child();
	if (target == 0) {
		close(pair[0]);
		for (int change = 0; recv(pair[1], &byte, 1, 0) == 1; change = (change + 1) % CHANGES) {
			change_place(address, change, program);
			send(pair[1], &byte, 1, 0);
		}
		wait_for_end();
	}
	close(pair[1]);
	say("target", target);
	for (int i = 0; i < ROUNDS * CHANGES; i++) {
		if (send(pair[0], &byte, 1, MSG_NOSIGNAL) != 1 || recv(pair[0], &byte, 1, MSG_WAITALL) != 1)
			fail("the target");
		process_vm_writev(target, &local, 1, &remote, 1, 0);
	}
	say("rounds", ROUNDS);
	end_target(target);
}

#define VECTORS 1024
/* VECTORS_LOOKED_AT of bpf/vector.bpf.h */
#define LOOKED_AT 64

/* As many vectors as the kernel takes, of odd lengths, on both sides. */
static void many_vectors(void)
{
	static struct iovec local[VECTORS], remote[VECTORS];
	unsigned char *bytes = mapping(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	size_t left = 0, here = 0;
	pid_t target;
	ssize_t moved;

	for (size_t i = 0; i < VECTORS; i++) {
		remote[i] = (struct iovec){ bytes + left, 1 + i % 3 };
		local[VECTORS - 1 - i] = (struct iovec){ bytes + here, 1 + i % 3 };
		left += 1 + i % 3;
		here += 1 + i % 3;
	}
	target = start_target();
	moved = process_vm_writev(target, local, VECTORS, remote, VECTORS, 0);
	if (moved != (ssize_t)left)
		fail("process_vm_writev");
	say("address", (uintptr_t)bytes);
	say("bytes", moved);
	end_target(target);
}

/* What matters comes after the first vector. */
static void second_vector(void)
{
	void *code = mapping(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	int on_stack = 0;
	struct iovec vectors[] = { { &on_stack, sizeof(on_stack) }, { code, 64 } };
	pid_t target = start_target();

	if (process_vm_writev(target, vectors, 2, vectors, 2, 0) != sizeof(on_stack) + 64)
		fail("process_vm_writev");
	say("address", (uintptr_t)code);
	end_target(target);
}

/* Later than the sensor looks. */
static void late_vector(void)
{
	unsigned char *code = mapping(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	struct iovec vectors[LOOKED_AT + 1];
	unsigned char harmless = 0;
	pid_t target = start_target();

	for (size_t i = 0; i < LOOKED_AT; i++)
		vectors[i] = (struct iovec){ &harmless, 1 };
	vectors[LOOKED_AT] = (struct iovec){ code, 64 };
	if (process_vm_writev(target, vectors, LOOKED_AT + 1, vectors, LOOKED_AT + 1, 0) != LOOKED_AT + 64)
		fail("process_vm_writev");
	say("address", (uintptr_t)&harmless);
	end_target(target);
}

/* The low 32 bits are the pid. */
static void high_bits(void)
{
	struct iovec vector = { (void *)&word, sizeof(word) };
	pid_t target = start_target();

	if (syscall(SYS_process_vm_writev, 0x100000000UL | target, &vector, 1UL, &vector, 1UL, 0UL) != sizeof(word))
		fail("process_vm_writev");
	end_target(target);
}

WAYS({ "ptrace", by_ptrace }, { "mem-file", by_mem_file }, { "vm-writev", by_vm_writev },
     { "changing-places", changing_places },
     { "many-vectors", many_vectors }, { "second-vector", second_vector }, { "late-vector", late_vector },
     { "high-bits", high_bits })
