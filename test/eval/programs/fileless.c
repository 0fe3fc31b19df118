/* Programs and libraries that never were files: fileless WAY FILE. The program that is run is FILE's copy. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void check(long result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(1);
}

static void copy(const char *from, int to)
{
	char bytes[65536];
	int fd = open(from, O_RDONLY);
	check(fd, from);
	for (ssize_t length; (length = read(fd, bytes, sizeof bytes)) > 0;)
		check(write(to, bytes, (size_t)length), "write");
	close(fd);
}

static int memory_copy(const char *from, unsigned flags)
{
	int fd = (int)syscall(SYS_memfd_create, "copy", flags);
	check(fd, "memfd_create");
	copy(from, fd);
	return fd;
}

/* Executing a file that is open for writing fails with ETXTBSY, but for a memfd. */
static int reopened(int fd)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	int again = open(path, O_RDONLY | O_CLOEXEC);
	check(again, path);
	close(fd);
	return again;
}

static void run(int fd)
{
	char *const argv[] = {"copy", NULL}, *const envp[] = {NULL};
	fexecve(fd, argv, envp);
	check(-1, "fexecve");
}

static void load(int fd)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	void *library = dlopen(path, RTLD_NOW);
	if (library == NULL) {
		fprintf(stderr, "%s\n", dlerror());
		exit(1);
	}
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	const char *way = argv[1], *file = argv[2];
	if (!strcmp(way, "memfd"))
		run(memory_copy(file, MFD_CLOEXEC));
	else if (!strcmp(way, "tmpfile")) {
		int fd = open(argc > 3 ? argv[3] : ".", O_TMPFILE | O_RDWR, 0700);
		check(fd, "O_TMPFILE");
		copy(file, fd);
		run(reopened(fd));
	} else if (!strcmp(way, "unlinked")) {
		int fd = open("./gone", O_CREAT | O_RDWR | O_TRUNC, 0700);
		check(fd, "gone");
		copy(file, fd);
		check(unlink("./gone"), "unlink");
		run(reopened(fd));
	} else if (!strcmp(way, "passed")) {
		/* made in one process, executed in its child */
		int fd = memory_copy(file, 0);
		pid_t child = fork();
		if (child == 0)
			run(fd);
		int status;
		check(waitpid(child, &status, 0), "waitpid");
		check(-status, "child");
	} else if (!strcmp(way, "library"))
		load(memory_copy(file, MFD_CLOEXEC));
	else if (!strcmp(way, "sealed-library"))
		load(memory_copy(file, MFD_CLOEXEC | 8U /* MFD_NOEXEC_SEAL */));
	else if (!strcmp(way, "unlinked-library")) {
		int fd = open("./gone.so", O_CREAT | O_RDWR | O_TRUNC, 0700);
		check(fd, "gone.so");
		copy(file, fd);
		check(unlink("./gone.so"), "unlink");
		load(reopened(fd));
	} else
		return 2;
	puts("done");
	return 0;
}
