/* Ways to execute a program that no disk holds. */
#include "way.h"
#include <elf.h>
#include <stdbool.h>

static char *const arguments[] = { "true", NULL };
static char *const environment[] = { NULL };

/* The parent waits for the program that replaces the child. */
static bool in_child(void)
{
	pid_t child = start_child();

	if (child == 0)
		return true;
	say("program", child);
	wait_for(child);
	return false;
}

static void as_executable(int file)
{
	if (fchmod(file, 0700) < 0)
		fail("fchmod");
}

/* No file may be open for writing while it is executed, other than a memfd. */
static int read_only(int file)
{
	char path[64];
	int copy;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	copy = open(path, O_RDONLY);
	if (copy < 0)
		fail(path);
	close(file);
	return copy;
}

static void by_fexecve(void)
{
	if (!in_child())
		return;
	fexecve(memfd_of("/bin/true", MFD_CLOEXEC), arguments, environment);
	fail("fexecve");
}

static void by_execveat(void)
{
	if (!in_child())
		return;
	syscall(SYS_execveat, memfd_of("/bin/true", 0), "", arguments, environment, AT_EMPTY_PATH);
	fail("execveat");
}

static void by_execveat_with_high_bits(void)
{
	if (!in_child())
		return;
	syscall(SYS_execveat, 0x500000000UL | memfd_of("/bin/true", 0), "", arguments, environment,
		0x100000000UL | AT_EMPTY_PATH);
	fail("execveat");
}

static void execute_path(int file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	execve(path, arguments, environment);
	fail(path);
}

static void by_path(void)
{
	if (in_child())
		execute_path(memfd_of("/bin/true", 0));
}

static int write_script(int file, const char *text)
{
	if (file < 0 || write(file, text, strlen(text)) != (ssize_t)strlen(text))
		fail("a script");
	as_executable(file);
	return file;
}

/* An ordinary file names the memfd as its interpreter. */
static void interpreter(void)
{
	char path[] = "/var/tmp/interloper-way-XXXXXX", line[64];
	int file = memfd_of("/bin/true", 0), script = mkstemp(path);

	snprintf(line, sizeof(line), "#!/proc/self/fd/%d\n", file);
	close(write_script(script, line));
	if (in_child()) {
		execve(path, arguments, environment);
		fail(path);
	}
	unlink(path);
}

#define LOADER_DESCRIPTOR 9

/* An ordinary program names the memfd as its loader: it has the program's memory to itself before the program begins. */
static void loader(void)
{
	char path[] = "/var/tmp/interloper-way-XXXXXX", own_loader[256], text[4096];
	int program = mkstemp(path), copy;
	Elf64_Ehdr header;
	Elf64_Phdr segment = {};

	copy_file("/bin/true", program);
	if (pread(program, &header, sizeof(header), 0) != sizeof(header))
		fail("the program");
	for (int i = 0; i < header.e_phnum && segment.p_type != PT_INTERP; i++)
		if (pread(program, &segment, sizeof(segment), header.e_phoff + i * sizeof(segment)) != sizeof(segment))
			fail("the program");
	memset(text, 0, sizeof(text));
	if (segment.p_type != PT_INTERP || segment.p_filesz > sizeof(own_loader) ||
	    pread(program, own_loader, segment.p_filesz, segment.p_offset) != (ssize_t)segment.p_filesz)
		no_such_way("the program has no loader");
	snprintf(text, sizeof(text), "/proc/self/fd/%d", LOADER_DESCRIPTOR);
	if (pwrite(program, text, segment.p_filesz, segment.p_offset) != (ssize_t)segment.p_filesz)
		fail("the program");
	as_executable(program);
	close(program);
	copy = memfd_of(own_loader, 0);
	if (dup2(copy, LOADER_DESCRIPTOR) < 0)
		fail("dup2");
	if (in_child()) {
		execve(path, arguments, environment);
		fail(path);
	}
	unlink(path);
}

static int memfd_script(void)
{
	return write_script(memfd_create("script", 0), "#!/bin/sh\nexit 0\n");
}

static void script_by_path(void)
{
	if (in_child())
		execute_path(memfd_script());
}

static void script_by_descriptor(void)
{
	if (!in_child())
		return;
	syscall(SYS_execveat, memfd_script(), "", arguments, environment, AT_EMPTY_PATH);
	fail("execveat");
}

/* The kernel is given no path that would tell of a descriptor. */
static void script_by_link(void)
{
	char name[] = "/var/tmp/interloper-way-XXXXXX", target[64];
	int script = memfd_script();

	close(mkstemp(name));
	unlink(name);
	snprintf(target, sizeof(target), "/proc/self/fd/%d", script);
	if (symlink(target, name) < 0)
		fail(name);
	if (in_child()) {
		execve(name, arguments, environment);
		fail(name);
	}
	unlink(name);
}

static void unlinked(void)
{
	char path[] = "/var/tmp/interloper-way-XXXXXX";
	int file = mkstemp(path);

	copy_file("/bin/true", file);
	as_executable(file);
	file = read_only(file);
	unlink(path);
	if (in_child())
		execute_path(file);
}

static void tmpfile_(void)
{
	int file = open("/var/tmp", O_TMPFILE | O_RDWR, 0700);

	if (file < 0)
		fail("O_TMPFILE");
	copy_file("/bin/true", file);
	file = read_only(file);
	if (in_child())
		execute_path(file);
}

WAYS({ "fexecve", by_fexecve }, { "execveat", by_execveat }, { "high-bits", by_execveat_with_high_bits },
     { "path", by_path }, { "interpreter", interpreter }, { "loader", loader }, { "script-by-path", script_by_path },
     { "script-by-descriptor", script_by_descriptor }, { "script-by-link", script_by_link },
     { "unlinked", unlinked }, { "tmpfile", tmpfile_ })
