/* Ways to make memory executable, and to change what already is. */
#include "way.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/ptrace.h>

/* mov eax, 42; ret */
static const unsigned char code[] = { 0xb8, 42, 0, 0, 0, 0xc3 };

static void run(const volatile void *address)
{
	int (*function)(void);

	memcpy(&function, &address, sizeof(function));
	if (function() != 42) {
		fprintf(stderr, "the code did not run\n");
		exit(1);
	}
	say("address", (uintptr_t)address);
}

static void *map(void *where, size_t size, int prot, int flags, int file)
{
	void *address = mmap(where, size, prot, flags, file, 0);

	if (address == MAP_FAILED)
		fail("mmap");
	return address;
}

static void *written(size_t size)
{
	void *address = map(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	memcpy(address, code, sizeof(code));
	return address;
}

static int memfd_of_code(void)
{
	int file = memfd_create("way", MFD_CLOEXEC);

	if (file < 0 || ftruncate(file, PAGE) < 0 || pwrite(file, code, sizeof(code), 0) != sizeof(code))
		fail("memfd_create");
	return file;
}

static void protect(void *address, size_t size, int prot)
{
	if (mprotect(address, size, prot) < 0)
		fail("mprotect");
}

static void write_then_mprotect(void)
{
	void *address = written(PAGE);

	protect(address, PAGE, PROT_READ | PROT_EXEC);
	run(address);
}

static void write_then_pkey_mprotect(void)
{
	void *address = written(PAGE);

	if (syscall(SYS_pkey_mprotect, address, (long)PAGE, (long)(PROT_READ | PROT_EXEC), -1L) < 0)
		fail("pkey_mprotect");
	run(address);
}

/* From then on whatever can be read can be executed, and no call has to ask for it. */
static void imply_exec(void)
{
	if (personality(READ_IMPLIES_EXEC) < 0)
		fail("personality");
}

static void implied_by_mmap(void)
{
	imply_exec();
	run(written(PAGE));
}

static void implied_by_mprotect(void)
{
	void *address;

	imply_exec();
	address = map(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	protect(address, PAGE, PROT_READ | PROT_WRITE);
	memcpy(address, code, sizeof(code));
	run(address);
}

static void implied_of_memfd(void)
{
	int file = memfd_of_code();

	imply_exec();
	run(map(NULL, PAGE, PROT_READ, MAP_PRIVATE, file));
}

static void implied_by_brk(void)
{
	char *address;

	imply_exec();
	address = sbrk(2 * PAGE);
	if (address == (void *)-1)
		fail("sbrk");
	address = (char *)(((uintptr_t)address + PAGE - 1) & ~(uintptr_t)(PAGE - 1));
	memcpy(address, code, sizeof(code));
	run(address);
}

static void attach_shared_memory(int flags)
{
	int id = make_shared_memory();
	void *address = shmat(id, NULL, flags);

	if (address == (void *)-1)
		fail("shmat");
	shmctl(id, IPC_RMID, NULL);
	memcpy(address, code, sizeof(code));
	run(address);
}

static void shared_memory(void)
{
	attach_shared_memory(SHM_EXEC);
}

static void implied_by_shmat(void)
{
	imply_exec();
	attach_shared_memory(0);
}

/* Only the page after the first one of the mapping becomes executable. */
static void middle_of_a_mapping(void)
{
	char *address = map(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	memcpy(address + PAGE, code, sizeof(code));
	protect(address + PAGE, PAGE, PROT_READ | PROT_EXEC);
	run(address + PAGE);
}

static void moved(void)
{
	void *address = written(PAGE), *elsewhere;

	protect(address, PAGE, PROT_READ | PROT_EXEC);
	say("before", (uintptr_t)address);
	elsewhere = mremap(address, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, (char *)address - 16 * PAGE);
	if (elsewhere == MAP_FAILED)
		fail("mremap");
	run(elsewhere);
}

/* A page of the program's own text, which nothing else is on. */
__attribute__((section(".text.replaced"), aligned(PAGE), noinline)) static int replaced(void)
{
	__asm__ volatile(".skip 4096, 0x90");
	return 1;
}

static void over_text(void)
{
	void *address = map((void *)replaced, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1);

	memcpy(address, code, sizeof(code));
	run(address);
}

static void memfd_over_text(void)
{
	run(map((void *)replaced, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, memfd_of_code()));
}

/* The text is a mapping of a file on disk all the time. */
static void patched_text(void)
{
	protect((void *)replaced, PAGE, PROT_READ | PROT_WRITE);
	memcpy((void *)replaced, code, sizeof(code));
	protect((void *)replaced, PAGE, PROT_READ | PROT_EXEC);
	run((void *)replaced);
}

static void write_and_execute(void)
{
	protect((void *)replaced, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
	memcpy((void *)replaced, code, sizeof(code));
	run((void *)replaced);
}

/* The target moves its vDSO, and is written to at the new place. */
static void moved_vdso(void)
{
	char *vdso = (char *)getauxval(AT_SYSINFO_EHDR), *place = map(NULL, 16 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	int ends[2];
	pid_t target;
	long value;
	char byte;

	if (!vdso)
		no_such_way("the process has no vDSO");
	if (pipe(ends) < 0)
		fail("pipe");
	target = start_child();
	if (target == 0) {
		char *start, *end;
		char line[256];
		FILE *maps = fopen("/proc/self/maps", "r");

		while (maps && fgets(line, sizeof(line), maps))
			if (strstr(line, "[vdso]") && sscanf(line, "%p-%p", (void **)&start, (void **)&end) == 2 &&
			    mremap(start, end - start, end - start, MREMAP_MAYMOVE | MREMAP_FIXED, place) == MAP_FAILED)
				fail("mremap of the vDSO");
		if (write(ends[1], "x", 1) != 1)
			fail("write");
		wait_for_end();
	}
	say("target", target);
	if (read(ends[0], &byte, 1) != 1)
		fail("read");
	if (ptrace(PTRACE_ATTACH, target, NULL, NULL) < 0)
		fail("PTRACE_ATTACH");
	waitpid(target, NULL, 0);
	errno = 0;
	value = ptrace(PTRACE_PEEKDATA, target, place + 64, NULL);
	if (errno || ptrace(PTRACE_POKEDATA, target, place + 64, value) < 0)
		fail("PTRACE_POKEDATA");
	say("address", (uintptr_t)place + 64);
	ptrace(PTRACE_DETACH, target, NULL, NULL);
	end_target(target);
}

/* An executable mapping without a page in it, and the descriptor that serves its pages. */
static int served_mapping(void **mapping)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	int faults = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (faults < 0 && (errno == ENOSYS || errno == EPERM))
		no_such_way("the kernel has no userfaultfd, or it is not allowed");
	if (faults < 0 || ioctl(faults, UFFDIO_API, &api) < 0)
		fail("userfaultfd");
	*mapping = map(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	range.range.start = (uintptr_t)*mapping;
	range.range.len = PAGE;
	if (ioctl(faults, UFFDIO_REGISTER, &range) < 0)
		fail("UFFDIO_REGISTER");
	return faults;
}

static void serve(int faults, void *mapping)
{
	static unsigned char page[PAGE] __attribute__((aligned(PAGE)));
	struct uffdio_copy copy = { .dst = (uintptr_t)mapping, .src = (uintptr_t)page, .len = PAGE };

	memcpy(page, code, sizeof(code));
	if (ioctl(faults, UFFDIO_COPY, &copy) < 0)
		fail("UFFDIO_COPY");
}

static void userfaultfd(void)
{
	void *mapping;
	int faults = served_mapping(&mapping);

	serve(faults, mapping);
	run(mapping);
}

/* Another process puts the page into the target's memory. */
static void userfaultfd_of_another(void)
{
	int ends[2];
	pid_t target;
	void *mapping;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
		fail("socketpair");
	target = start_child();
	if (target == 0) {
		int faults = served_mapping(&mapping);

		if (write(ends[1], &mapping, sizeof(mapping)) != sizeof(mapping))
			fail("write");
		send_descriptor(ends[1], faults);
		run(mapping);
		wait_for_end();
	}
	say("target", target);
	if (read(ends[0], &mapping, sizeof(mapping)) != sizeof(mapping))
		fail("read");
	serve(receive_descriptor(ends[0]), mapping);
	end_target(target);
}

/* The target runs what is in a memfd, which the actor opens where /proc shows the target's descriptors. */
static void written_file(void)
{
	int ends[2], file;
	char path[64];
	void *mapping;
	pid_t target;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
		fail("socketpair");
	target = start_child();
	if (target == 0) {
		file = memfd_create("way", MFD_CLOEXEC);
		if (file < 0 || ftruncate(file, PAGE) < 0)
			fail("memfd_create");
		mapping = map(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, file);
		if (write(ends[1], &file, sizeof(file)) != sizeof(file) || read(ends[1], path, 1) != 1)
			fail("to wait for the code");
		run(mapping);
		wait_for_end();
	}
	say("target", target);
	if (read(ends[0], &file, sizeof(file)) != sizeof(file))
		fail("read");
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", target, file);
	file = open(path, O_RDWR | O_CLOEXEC);
	if (file < 0 || pwrite(file, code, sizeof(code), 0) != sizeof(code))
		fail(path);
	if (write(ends[0], "x", 1) != 1)
		fail("write");
	end_target(target);
}

#ifndef SECCOMP_IOCTL_NOTIF_ADDFD
#error "linux/seccomp.h is older than Linux 5.9"
#endif

/* A filter that asks a supervisor about getppid(2); the descriptor by which that one answers. */
static int ask_supervisor(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };
	int listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);

	if (listener < 0)
		fail("SECCOMP_FILTER_FLAG_NEW_LISTENER");
	return listener;
}

/* Answers the one call with a descriptor of ours, put into the caller. */
static void answer(int listener, int descriptor)
{
	struct seccomp_notif_addfd add = { .srcfd = descriptor };
	struct seccomp_notif_resp response = {};
	struct seccomp_notif call = {};

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0)
		fail("SECCOMP_IOCTL_NOTIF_RECV");
	add.id = call.id;
	response.id = call.id;
	response.val = ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
	if (response.val < 0)
		fail("SECCOMP_IOCTL_NOTIF_ADDFD");
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response) < 0)
		fail("SECCOMP_IOCTL_NOTIF_SEND");
}

static pid_t start_asking(int ends[2], void (*use)(int descriptor))
{
	pid_t asking;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
		fail("socketpair");
	asking = start_child();
	if (asking == 0) {
		send_descriptor(ends[1], ask_supervisor());
		use(syscall(SYS_getppid));
		_exit(0);
	}
	say("actor", asking);
	return asking;
}

static void map_given(int memfd)
{
	run(map(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, memfd));
}

static void given_memfd(void)
{
	int ends[2], memfd = memfd_create("way", MFD_CLOEXEC);
	pid_t asking = start_asking(ends, map_given);

	if (memfd < 0 || pwrite(memfd, code, sizeof(code), 0) != sizeof(code))
		fail("memfd_create");
	answer(receive_descriptor(ends[0]), memfd);
	wait_for(asking);
}

static void write_given(int memory)
{
	if (pwrite(memory, (void *)&word, sizeof(word), offset_of(&word)) != sizeof(word))
		fail("pwrite");
}

static void given_mem_file(void)
{
	pid_t target = start_target(), asking;
	int ends[2];

	asking = start_asking(ends, write_given);
	answer(receive_descriptor(ends[0]), open_mem(target));
	wait_for(asking);
	end_target(target);
}

WAYS({ "implied-by-mmap", implied_by_mmap }, { "implied-by-mprotect", implied_by_mprotect },
     { "implied-of-memfd", implied_of_memfd }, { "implied-by-brk", implied_by_brk }, { "shared-memory", shared_memory },
     { "implied-by-shmat", implied_by_shmat }, { "write-then-mprotect", write_then_mprotect },
     { "write-then-pkey-mprotect", write_then_pkey_mprotect },
     { "middle-of-a-mapping", middle_of_a_mapping }, { "moved", moved }, { "over-text", over_text },
     { "memfd-over-text", memfd_over_text }, { "patched-text", patched_text },
     { "write-and-execute", write_and_execute }, { "moved-vdso", moved_vdso }, { "userfaultfd", userfaultfd },
     { "userfaultfd-of-another", userfaultfd_of_another }, { "written-file", written_file },
     { "given-memfd", given_memfd },
     { "given-mem-file", given_mem_file })
