/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Opening /proc/PID/mem or /proc/PID/task/TID/mem: a handle on another process's memory. */
#ifndef INTERLOPER_PROBE_PROC_MEM_BPF_H
#define INTERLOPER_PROBE_PROC_MEM_BPF_H

#include "../probe.bpf.h"
#include "../proc_path.bpf.h"
#include "../watched.bpf.h"

#define EPERM 1
#define ENOENT 2
#define EACCES 13
#define EINVAL 22
#define ENFILE 23
#define EMFILE 24

/* "mem", as the number that its letters are in memory */
#define MEM_NAME 0x6d656dULL
#define MEM_NAME_MASK 0xffffffULL

static __always_inline bool is_named_mem(struct dentry *dentry)
{
	if (kernel_read(dentry, d_name.len) != 3)
		return false;
	return (kernel_read_number(address_of(kernel_read(dentry, d_name.name))) & MEM_NAME_MASK) == MEM_NAME;
}

/* The task whose memory the file is, or NULL for any other file. No path is compared: procfs may be mounted anywhere. */
static __always_inline struct task_struct *mem_owner(const struct file_view *file)
{
	struct proc_inode *inode;

	if (file_magic(file) != PROC_SUPER_MAGIC || !is_named_mem(file->dentry))
		return NULL;
	inode = (void *)file->inode - bpf_core_field_offset(struct proc_inode, vfs_inode);
	return task_of_pid(kernel_read(inode, pid));
}

static __always_inline void emit_open_mem(const struct call *call, struct task_struct *owner,
					  const struct file_view *file, u32 flags, s32 argument)
{
	struct event *event = event_begin(EVENT_OPEN_MEM, call, owner, file, flags | EVENT_OTHER_IS_TARGET);

	if (!event)
		return;
	event->target_argument = argument;
	if (file) {
		event->flags |= EVENT_HAS_OPEN_MODE;
		event->open_mode = file->mode & (FMODE_READ | FMODE_WRITE);
		event->open_flags = file->flags;
	}
	event_submit(event, true);
}

/*
 * The process whose mem file a path names: 0 where that is told by a name
 * (self, thread-self), negative where it is no such path. Not inlined, for the
 * path takes room that those who then make an event have not.
 */
static __noinline s32 pid_of_mem_path(u64 address)
{
	struct proc_path path = {};

	if (!proc_path_read(&path, address) || !proc_path_is_mem(&path))
		return -1;
	return path.pid;
}

/* An open that failed: the file that it named was not made, so its path has to tell. */
static __noinline void probe_open_failed(const struct call *call, u64 address)
{
	struct task_struct *task = current_task();
	s32 pid = pid_of_mem_path(address);
	struct task_struct *owner;

	if (pid < 0 || is_self())
		return;
	owner = pid ? task_of_argument(pid) : task;
	if (!scope_is_audit() && (!pid || (owner && kernel_read(owner, tgid) == kernel_read(task, tgid))))
		return;
	if (is_filtered_with(EVENT_OPEN_MEM, owner))
		return;
	emit_open_mem(call, owner, NULL, EVENT_TARGET_BY_PATH | (pid ? EVENT_HAS_TARGET_ARGUMENT : 0), pid);
}

/* A mem file that was opened: whoever's it is, its writes have to be looked at from now on. */
static __always_inline void probe_mem_opened(const struct call *call, const struct file_view *file,
					     struct task_struct *owner, u32 flags)
{
	struct task_struct *task = current_task();

	if (file->mode & FMODE_WRITE)
		watch_writes();
	if (is_self())
		return;
	if (kernel_read(owner, tgid) == kernel_read(task, tgid) && !scope_is_audit())
		return;
	if (is_filtered_with(EVENT_OPEN_MEM, owner))
		return;
	if (!mem_writes_watched && file->mode & FMODE_WRITE)
		written_add(owner);
	emit_open_mem(call, owner, file, flags, 0);
}

/*
 * The heuristics care for what was not permitted. A rule of audit for a folder
 * matches as soon as the file was found, whatever became of it then.
 */
static __always_inline bool open_failure_matters(s64 ret)
{
	if (!scope_is_audit())
		return ret == -EACCES || ret == -EPERM;
	return ret != -ENOENT && ret != -EINVAL && ret != -EMFILE && ret != -ENFILE;
}

/* Whether a descriptor is of a file of procfs: what nearly none is, for a few instructions. */
static __always_inline bool is_of_procfs(s32 descriptor)
{
	struct file *file = file_of_descriptor(current_task(), descriptor);

	return kernel_read(file, f_inode, i_sb, s_magic) == PROC_SUPER_MAGIC;
}

/* The first tests of probe_open(). */
static __always_inline bool open_may_matter(s64 ret)
{
	return ret < 0 ? open_failure_matters(ret) : is_of_procfs(ret);
}

/* path_argument is which argument names the file, in the caller's memory. */
static __always_inline void probe_open(s64 ret, u32 path_argument)
{
	struct task_struct *owner;
	struct file_view file;
	struct call call;

	if (ret < 0) {
		if (!open_failure_matters(ret))
			return;
		call_read_any(&call, ret);
		probe_open_failed(&call, call.args[path_argument]);
		return;
	}
	if (!file_view_read(&file, file_of_descriptor(current_task(), ret)))
		return;
	owner = mem_owner(&file);
	if (!owner)
		return;
	call_read_any(&call, ret);
	probe_mem_opened(&call, &file, owner, EVENT_FILE_BY_DESCRIPTOR);
}

/*
 * At mem_open(), where the descriptor that the call returns is not known yet.
 * Audit's record has it: where that is to be matched, the return of the call
 * tells. False where that cannot, and the open has to be told here.
 */
static __always_inline bool open_is_told_at_return(const struct call *call, const struct file_view *file,
						   struct task_struct *owner)
{
	struct entered_call *entry;

	if (!scope_is_audit() || call->ret < 0)
		return false;
	entry = entry_of(call);
	if (!entry)
		return false;
	if (file->mode & FMODE_WRITE)
		watch_writes();
	entry->opened_mem = kernel_read(owner, pid);
	return true;
}

/* The return of such a call. Another thread may have put another file in the descriptor's place by then. */
static __always_inline void probe_mem_open_returned(const struct call *call, s32 owner_pid)
{
	struct task_struct *owner = task_of_initial_pid(owner_pid);
	struct file_view file;

	if (owner && call->ret >= 0 && file_view_read(&file, file_of_descriptor(current_task(), call->ret)) &&
	    mem_owner(&file) == owner)
		probe_mem_opened(call, &file, owner, EVENT_FILE_BY_DESCRIPTOR);
	else if (!is_self() && !is_filtered_with(EVENT_OPEN_MEM, owner))
		emit_open_mem(call, owner, NULL, 0, 0);
}

#endif
