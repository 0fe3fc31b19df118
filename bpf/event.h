/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The event ABI: what the BPF programs write into the ring and user space reads.
 *
 * The ring has two sorts of records: contexts, which are processes as they
 * were, and events, which name those that take part by the ids of contexts. A
 * context always comes before the first event that names it.
 *
 * src/wire/layout.ts is generated from the BTF of these types, so nothing of
 * it is typed in twice. Fixed-size structs only, every hole named, natural
 * alignment, so that the layout is the same for both compilers.
 *
 * A path is written from the end of its buffer backwards: it begins at
 * path_offset and ends with the buffer. What stands before is not part of it.
 */
#ifndef INTERLOPER_EVENT_H
#define INTERLOPER_EVENT_H

#define EVENT_VERSION 2

#define EVENT_PATH_SIZE 256
#define EVENT_PARENT_PATH_SIZE 128
#define EVENT_CMDLINE_SIZE 128
#define EVENT_COMM_SIZE 16
#define EVENT_TTY_SIZE 16
#define EVENT_ARGS 6

/* One a probe: what was seen, and the unit in which loss is counted. */
enum event_kind {
	EVENT_PTRACE,
	EVENT_REMOTE_WRITE,
	EVENT_REMOTE_READ,
	EVENT_MEMFD_CREATE,
	EVENT_MMAP,
	EVENT_MPROTECT,
	EVENT_EXEC,
	EVENT_OPEN_MEM,
	EVENT_FD_STEAL,
	EVENT_MEM_WRITE,
	EVENT_REMOTE_ADVISE,
	EVENT_MREMAP,
	EVENT_TRACER_EXIT,
	EVENT_SHMAT,
	EVENT_KINDS,
};

enum event_flags {
	/* file is filled in */
	EVENT_HAS_FILE = 1 << 0,
	/* file was taken from a descriptor after the call: it may be another one by now */
	EVENT_FILE_BY_DESCRIPTOR = 1 << 1,
	/* other is the process acted on */
	EVENT_OTHER_IS_TARGET = 1 << 2,
	/* other is the process that traces the actor */
	EVENT_OTHER_IS_TRACER = 1 << 3,
	/* writer_tgid and writer_start are filled in */
	EVENT_HAS_WRITER = 1 << 4,
	/* memory is filled in */
	EVENT_HAS_MEMORY = 1 << 5,
	/* memory was read from user memory after the call: it may have been changed */
	EVENT_MEMORY_UNVERIFIED = 1 << 6,
	/* args are what the call was given (at exec the registers are gone) */
	EVENT_HAS_ARGS = 1 << 7,
	/* ret is what the call returned */
	EVENT_HAS_RET = 1 << 8,
	/* target_argument is filled in */
	EVENT_HAS_TARGET_ARGUMENT = 1 << 9,
	/* the target was named by a path in user memory, of an open that failed */
	EVENT_TARGET_BY_PATH = 1 << 10,
	/* file_mode of an opened file is filled in */
	EVENT_HAS_OPEN_MODE = 1 << 11,
	/* 64-bit code made a 32-bit call (int 0x80) */
	EVENT_FOREIGN_ABI = 1 << 12,
	/* origin is filled in */
	EVENT_HAS_ORIGIN = 1 << 13,
};

enum file_flags {
	FILE_PRESENT = 1 << 0,
	FILE_MEMFD = 1 << 1,
	FILE_UNLINKED = 1 << 2,
	/* on a tmpfs, ramfs or hugetlbfs */
	FILE_IN_MEMORY = 1 << 3,
	/* the path is longer than its buffer, or deeper than the walk: its beginning is missing */
	FILE_PATH_TRUNCATED = 1 << 4,
	/* in memory, and reached through a mount that is in no namespace of mounts */
	FILE_UNMOUNTED = 1 << 5,
};

enum memory_region {
	REGION_UNKNOWN,
	REGION_VDSO,
	REGION_TEXT,
	REGION_DATA,
	REGION_HEAP,
	REGION_STACK,
	REGION_ANONYMOUS,
	REGION_FILE,
	REGION_MEMFD,
	REGION_UNLINKED,
	/* a file that is mapped executable, other than the main program */
	REGION_LIBRARY,
};

enum memory_flags {
	MEMORY_HAS_REGION = 1 << 0,
	/* sharing of the mapping is known: MEMORY_SHARED tells it */
	MEMORY_HAS_SHARING = 1 << 1,
	MEMORY_SHARED = 1 << 2,
	MEMORY_HAS_PROT = 1 << 3,
	MEMORY_HAS_MAP_FLAGS = 1 << 4,
	MEMORY_HAS_LENGTH = 1 << 5,
	/* what is mapped there can be executed, or written: known where the mapping was looked up */
	MEMORY_HAS_ACCESS = 1 << 6,
	MEMORY_EXECUTABLE = 1 << 7,
	MEMORY_WRITABLE = 1 << 8,
};

struct file_info {
	__u64 inode;
	__u32 device;
	__u32 owner_uid;
	__u32 magic;
	__u16 mode;
	__u16 flags;
	__u16 path_offset;
	__u16 reserved[3];
};

struct process_info {
	/* ns after boot, CLOCK_BOOTTIME; of the thread group's leader */
	__u64 start_time;
	__u64 capabilities;
	__u64 cgroup;
	/* pids are those of the initial pid namespace */
	__u32 tgid;
	__u32 tid;
	__u32 ppid;
	__u32 uid;
	__u32 euid;
	__u32 gid;
	__u32 egid;
	__u32 auid;
	__u32 session;
	__u32 pid_namespace;
	__u32 mount_namespace;
	/* of the process that traces it, 0 for none */
	__u32 tracer_tgid;
	struct file_info exe;
	char comm[EVENT_COMM_SIZE];
	char tty[EVENT_TTY_SIZE];
};

struct parent_info {
	__u64 start_time;
	__u32 tgid;
	__u32 uid;
	struct file_info exe;
	char comm[EVENT_COMM_SIZE];
};

struct memory_info {
	__u64 address;
	__u64 length;
	__u32 prot;
	__u32 map_flags;
	__u32 flags;
	__u32 region;
};

/* Where the code is that made the call. */
struct origin_info {
	__u64 address;
	__u32 region;
	/* MEMORY_HAS_ACCESS, MEMORY_WRITABLE */
	__u32 flags;
};

/* What a record is that is no event; beside enum event_kind, in the same field. */
enum record_kind {
	RECORD_CONTEXT = 255,
};

enum context_flags {
	/* parent and cmdline are filled in: it is one that acts */
	CONTEXT_HAS_PARENT = 1 << 0,
};

/* A process as it was at a time, for the events of some moments after it: while nothing of it changes it is not told again. */
struct context {
	/* bytes, this field included */
	__u32 size;
	__u16 version;
	__u16 kind;
	/* below 2^52, not 0 */
	__u64 id;
	/* ns after boot, CLOCK_BOOTTIME */
	__u64 time;
	__u32 flags;
	__u32 cmdline_length;
	char cmdline[EVENT_CMDLINE_SIZE];
	char path[EVENT_PATH_SIZE];
	char parent_path[EVENT_PARENT_PATH_SIZE];
	struct process_info process;
	struct parent_info parent;
	/* room after parent_path for the verifier, which knows no bound of offset + length */
	char reserved[56];
};

struct event {
	/* bytes, this field included: EVENT_SIZE_PLAIN or EVENT_SIZE_WITH_FILE */
	__u32 size;
	__u16 version;
	__u16 kind;
	__u32 flags;
	/* AUDIT_ARCH_* of the call */
	__u32 arch;
	__s32 nr;
	/* the pid that the caller named, in its own pid namespace */
	__s32 target_argument;
	/* ns after boot, CLOCK_BOOTTIME, when the call returned */
	__u64 time;
	/* the same when it was entered; 0 where that was not seen, or is not watched in the capture scope */
	__u64 entry_time;
	__s64 ret;
	__u64 args[EVENT_ARGS];
	/* the id of the context of who acts */
	__u64 actor;
	/* the same of the process that EVENT_OTHER_IS_* tells of */
	__u64 other;
	__u64 writer_start;
	__u32 writer_tgid;
	/* FMODE_READ 1, FMODE_WRITE 2 */
	__u32 open_mode;
	/* O_*, MFD_* or other flags of the call that made the file */
	__u32 open_flags;
	__u32 reserved;
	struct memory_info memory;
	struct origin_info origin;
	/* only in an event of EVENT_SIZE_WITH_FILE */
	struct file_info file;
	char file_path[EVENT_PATH_SIZE];
	/* room after file_path for the verifier, which knows no bound of offset + length */
	char room[EVENT_PATH_SIZE];
};

#define EVENT_SIZE_PLAIN __builtin_offsetof(struct event, file)
#define EVENT_SIZE_WITH_FILE sizeof(struct event)

/* What became of the events of one kind on one CPU. */
struct event_counts {
	/* written into the ring */
	__u64 emitted;
	/* found the ring full */
	__u64 dropped;
	/* the same as one before, of the same process: left out on purpose */
	__u64 repeated;
	/* of a process that user space asked to leave out */
	__u64 filtered;
};

#endif
