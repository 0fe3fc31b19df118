/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Opening /proc/PID/mem or /proc/PID/task/TID/mem: a handle on another process's memory. */
#ifndef INTERLOPER_PROBE_PROC_MEM_BPF_H
#define INTERLOPER_PROBE_PROC_MEM_BPF_H

#include "../probe.bpf.h"

#define EPERM 1
#define EACCES 13

/* "/proc/" */
#define PROC_PREFIX 6
#define PID_DIGITS 10
#define MEM_PATH_SIZE 64

static __always_inline bool is_named_mem(struct dentry *dentry)
{
	struct qstr name = {};
	char letters[4] = {};

	bpf_core_read(&name, sizeof(name), &dentry->d_name);
	if (name.len != 3)
		return false;
	bpf_probe_read_kernel(letters, 3, name.name);
	return letters[0] == 'm' && letters[1] == 'e' && letters[2] == 'm';
}

/* The task whose memory the file is, or NULL for any other file. No path is compared: procfs may be mounted anywhere. */
static __always_inline struct task_struct *mem_owner(const struct file_view *file)
{
	struct proc_inode *inode;

	if (file_magic(file) != PROC_SUPER_MAGIC || !is_named_mem(file->dentry))
		return NULL;
	inode = (void *)file->inode - bpf_core_field_offset(struct proc_inode, vfs_inode);
	return task_of_pid(BPF_CORE_READ(inode, pid));
}

static __always_inline void emit_open_mem(const struct call *call, struct task_struct *owner,
					  const struct file_view *file, u32 flags, s32 argument)
{
	struct event *event = owner ? event_begin_with_other(EVENT_OPEN_MEM, call)
				    : event_begin(EVENT_OPEN_MEM, call);

	if (!event)
		return;
	event->flags |= flags;
	event->target_argument = argument;
	if (file) {
		event_set_file(&event->file, event->file_path, file);
		event->flags |= EVENT_HAS_FILE | EVENT_HAS_OPEN_MODE;
		event->open_mode = file->mode & (FMODE_READ | FMODE_WRITE);
		event->open_flags = file->flags;
	}
	if (owner)
		event_set_other(event, owner, EVENT_OTHER_IS_TARGET);
	event_submit(event, true);
}

/*
 * An open that was refused made no file. Its path still stands in user memory,
 * where another thread could have changed it: what it says is marked.
 */
static __noinline s32 pid_of_mem_path(const struct call *call, u64 address)
{
	char path[MEM_PATH_SIZE] = {};
	s32 length, at, pid = 0;

	length = bpf_probe_read_user_str(path, sizeof(path), (void *)address);
	/* "/proc/1/mem" and its end */
	if (length < 12 || length > MEM_PATH_SIZE)
		return 0;
	if (path[0] != '/' || path[1] != 'p' || path[2] != 'r' || path[3] != 'o' || path[4] != 'c' || path[5] != '/')
		return 0;
	for (at = PROC_PREFIX; at < PROC_PREFIX + PID_DIGITS; at++) {
		if (path[at] < '0' || path[at] > '9')
			break;
		pid = pid * 10 + (path[at] - '0');
	}
	if (path[(length - 5) & (MEM_PATH_SIZE - 1)] != '/' || path[(length - 4) & (MEM_PATH_SIZE - 1)] != 'm' ||
	    path[(length - 3) & (MEM_PATH_SIZE - 1)] != 'e' || path[(length - 2) & (MEM_PATH_SIZE - 1)] != 'm')
		return 0;
	return pid;
}

static __always_inline void probe_open_refused(const struct call *call, u64 path)
{
	s32 pid = pid_of_mem_path(call, path);
	struct task_struct *owner;

	if (pid <= 0)
		return;
	owner = task_of_argument(pid);
	if (owner && BPF_CORE_READ(owner, tgid) == BPF_CORE_READ(current_task(), tgid))
		return;
	emit_open_mem(call, owner, NULL, EVENT_HAS_TARGET_ARGUMENT | EVENT_TARGET_BY_PATH, pid);
}

/* A mem file that was opened: whoever's it is, its writes have to be looked at from now on. */
static __always_inline void probe_mem_opened(const struct call *call, const struct file_view *file,
					     struct task_struct *owner, u32 flags)
{
	struct task_struct *task = current_task();

	if (file->mode & FMODE_WRITE)
		mem_was_opened = true;
	if (is_self())
		return;
	if (BPF_CORE_READ(owner, tgid) == BPF_CORE_READ(task, tgid) && !scope_is_audit())
		return;
	if (!mem_writes_watched && file->mode & FMODE_WRITE)
		written_add(owner, task);
	emit_open_mem(call, owner, file, flags, 0);
}

/* path_argument is which argument names the file, in the caller's memory. */
static __always_inline void probe_open(s64 ret, u32 path_argument)
{
	struct task_struct *owner;
	struct file_view file;
	struct call call;

	if (ret < 0) {
		if (ret != -EACCES && ret != -EPERM)
			return;
		call_read(&call, ret);
		if (!is_self())
			probe_open_refused(&call, call.args[path_argument]);
		return;
	}
	if (!file_view_read(&file, file_of_descriptor(current_task(), ret)))
		return;
	owner = mem_owner(&file);
	if (!owner)
		return;
	call_read(&call, ret);
	probe_mem_opened(&call, &file, owner, EVENT_FILE_BY_DESCRIPTOR);
}

#endif
