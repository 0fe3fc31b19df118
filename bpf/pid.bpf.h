/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From a pid as a caller writes it to the task that the kernel finds by it. */
#ifndef INTERLOPER_PID_BPF_H
#define INTERLOPER_PID_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "task.bpf.h"

#define EBADF 9

/* include/linux/xarray.h: the two low bits of an entry that is a node are 10 */
#define XA_NODE_TAG 2
#define XA_TAG_MASK 3
#define XA_SLOT_MASK 63
/* 6 levels of 6 bits hold any pid */
#define XA_LEVELS 6

static __always_inline struct task_struct *task_of_pid(struct pid *pid)
{
	struct hlist_node *first;

	if (!pid)
		return NULL;
	first = kernel_read(pid, tasks[PIDTYPE_PID].first);
	if (!first)
		return NULL;
	return forget((void *)first - bpf_core_field_offset(struct task_struct, pid_links));
}

/* find_pid_ns() of kernel/pid.c: the radix tree of the namespace, walked without its lock (it is RCU-safe). Verified once, as it is not static. */
__noinline u64 task_by_number(u64 pid_namespace, s32 nr)
{
	struct pid_namespace *ns = typed((struct pid_namespace *)pid_namespace);
	unsigned long index = (u32)nr - typed_read(ns, idr.idr_base);
	u64 entry = address_of(typed_read(ns, idr.idr_rt.xa_head));
	bool outermost = true;
	int level;

	if (nr <= 0)
		return 0;
	for (level = 0; level < XA_LEVELS; level++) {
		struct xa_node *node;
		u8 shift;

		if ((entry & XA_TAG_MASK) != XA_NODE_TAG)
			break;
		node = (void *)(entry - XA_NODE_TAG);
		shift = kernel_read(node, shift) & XA_SLOT_MASK;
		/* an index that the tree is too low for is in none of its slots */
		if (outermost && (index >> shift) > XA_SLOT_MASK)
			return 0;
		outermost = false;
		entry = kernel_read_number((u64)&node->slots[(index >> shift) & XA_SLOT_MASK]);
	}
	/* a tree of one entry has no node: it is index 0 */
	if (outermost && index)
		return 0;
	if (entry & XA_TAG_MASK)
		return 0;
	return (u64)task_of_pid((struct pid *)entry);
}

/* The task that pid nr names for the current task: find_task_by_vpid(). */
static __always_inline struct task_struct *task_of_argument(s32 nr)
{
	struct pid *own = current_read(thread_pid);

	return (struct task_struct *)task_by_number(address_of(pid_namespace_of(own, kernel_read(own, level))), nr);
}

/* pidfd_pid() of kernel/fork.c and fs/pidfs.c: since 6.9 the struct pid is the inode's, before the file's. */
static __always_inline struct pid *pid_of_pidfd(const struct file_view *file)
{
	struct inode *inode = file->inode;

	if (file_magic(file) == PID_FS_MAGIC)
		return kernel_read(inode, i_private);
	return file->private_data;
}

/* The task that a call named by a pidfd, or NULL. On EBADF the descriptor need not be a pidfd at all. */
static __always_inline struct task_struct *task_of_pidfd(s32 pidfd, s64 ret)
{
	struct file_view file;

	if (ret == -EBADF || !file_view_read(&file, file_of_descriptor(current_task(), pidfd)))
		return NULL;
	return task_of_pid(pid_of_pidfd(&file));
}

/* The task with this number in the initial pid namespace, in which every process has one. */
static __always_inline struct task_struct *task_of_initial_pid(s32 nr)
{
	struct pid *own = current_read(thread_pid);

	return (struct task_struct *)task_by_number(address_of(pid_namespace_of(own, 0)), nr);
}

#endif
