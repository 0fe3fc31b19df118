/* Ways to run code from files that never were on a disk. */
#include "way.h"
#include <dlfcn.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x8
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10
#endif

static char *const arguments[] = { "true", NULL };
static char *const environment[] = { NULL };

/* In a child, which the program replaces. */
static void execute(int file)
{
	pid_t child = start_child();

	if (child == 0) {
		fexecve(file, arguments, environment);
		fail("fexecve");
	}
	say("program", child);
	wait_for(child);
}

static void duplicated(void)
{
	int file = memfd_of("/bin/true", MFD_CLOEXEC), copy = dup(file);

	close(file);
	execute(copy);
}

/* Another process than the one that made it executes it. */
static void passed(void)
{
	int ends[2];
	pid_t runner;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
		fail("socketpair");
	runner = start_child();
	if (runner == 0) {
		fexecve(receive_descriptor(ends[1]), arguments, environment);
		fail("fexecve");
	}
	say("program", runner);
	send_descriptor(ends[0], memfd_of("/bin/true", 0));
	wait_for(runner);
}

static void sealed(void)
{
	int file = memfd_of("/bin/true", MFD_CLOEXEC | MFD_ALLOW_SEALING), copy;
	char path[64];

	if (fcntl(file, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0)
		fail("F_ADD_SEALS");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	copy = open(path, O_RDONLY | O_CLOEXEC);
	if (copy < 0)
		fail(path);
	execute(copy);
}

static int memfd_or_none(unsigned int flags)
{
	int file = memfd_create("way", flags);

	if (file < 0 && errno == EINVAL)
		no_such_way("memfd_create of this kernel has no such flag");
	if (file < 0)
		fail("memfd_create");
	return file;
}

static void noexec_seal(void)
{
	int file = memfd_or_none(MFD_CLOEXEC | MFD_NOEXEC_SEAL);

	copy_file("/bin/true", file);
	fexecve(file, arguments, environment);
	say("errno", errno);
}

static void exec_flag(void)
{
	int file = memfd_or_none(MFD_EXEC);

	copy_file("/bin/true", file);
	execute(file);
}

static void hugetlb(void)
{
	size_t size = 2UL << 20;
	int file = memfd_create("way", MFD_CLOEXEC | MFD_HUGETLB);
	void *code;

	if (file < 0 && (errno == ENOSYS || errno == ENODEV || errno == EINVAL))
		no_such_way("the kernel has no huge pages");
	if (file < 0)
		fail("memfd_create with MFD_HUGETLB");
	code = mmap(NULL, size, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
	/* a host without a reserve of them refuses the mapping, which is seen all the same */
	say("mapped", code != MAP_FAILED);
	say("errno", code == MAP_FAILED ? errno : 0);
}

static void secret(void)
{
	int file = syscall(SYS_memfd_secret, O_CLOEXEC);
	void *code;

	if (file < 0 && errno == ENOSYS)
		no_such_way("the kernel has no memfd_secret, or it is not enabled");
	if (file < 0 || ftruncate(file, PAGE) < 0)
		fail("memfd_secret");
	code = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED, file, 0);
	if (code != MAP_FAILED) {
		fprintf(stderr, "the kernel lets secret memory be executable\n");
		exit(1);
	}
	say("errno", errno);
	code = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (code == MAP_FAILED)
		fail("mmap of secret memory");
	if (mprotect(code, PAGE, PROT_READ | PROT_EXEC) == 0) {
		fprintf(stderr, "the kernel lets secret memory become executable\n");
		exit(1);
	}
	say("errno", errno);
}

/* The kernel takes the flags and the descriptor by their low halves, and of the protection the bits that it knows. */
static void high_bits(void)
{
	int file = syscall(SYS_memfd_create, "way", 0xdeadbeef00000000UL | MFD_CLOEXEC);

	if (file < 0)
		fail("memfd_create");
	copy_file("/bin/true", file);
	if (syscall(SYS_mmap, 0UL, (long)PAGE, 0x100000000UL | PROT_READ | PROT_EXEC, (long)MAP_PRIVATE,
		    0x700000000UL | file, 0UL) == -1)
		fail("mmap");
}

static void load(const char *path)
{
	if (!dlopen(path, RTLD_NOW)) {
		fprintf(stderr, "%s\n", dlerror());
		exit(1);
	}
}

static const char *library(void)
{
	static char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 32);

	if (length < 0)
		fail("readlink");
	path[length] = 0;
	strcpy(strrchr(path, '/') + 1, "loaded-library");
	return path;
}

static void load_by_descriptor(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", memfd_of(library(), MFD_CLOEXEC));
	load(path);
}

static void load_unlinked(void)
{
	char path[] = "/var/tmp/interloper-way-XXXXXX", link[64];
	int file = mkstemp(path);

	if (file < 0)
		fail(path);
	copy_file(library(), file);
	unlink(path);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
	load(link);
}

static void load_tmpfile(void)
{
	int file = open("/var/tmp", O_TMPFILE | O_RDWR, 0700);
	char path[64];

	if (file < 0)
		fail("O_TMPFILE");
	copy_file(library(), file);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	load(path);
}

WAYS({ "duplicated", duplicated }, { "passed", passed }, { "sealed", sealed }, { "noexec-seal", noexec_seal },
     { "exec-flag", exec_flag }, { "hugetlb", hugetlb }, { "secret", secret }, { "high-bits", high_bits },
     { "load-by-descriptor", load_by_descriptor }, { "load-unlinked", load_unlinked },
     { "load-tmpfile", load_tmpfile })
