/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* From a pid as a caller writes it to the task that the kernel finds by it. */
#ifndef INTERLOPER_PID_BPF_H
#define INTERLOPER_PID_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "mix.bpf.h"
#include "task.bpf.h"

#define EBADF 9

/* include/linux/xarray.h: the two low bits of an entry that is a node are 10 */
#define XA_NODE_TAG 2
#define XA_TAG_MASK 3
#define XA_SLOT_MASK 63
/* 6 levels of 6 bits hold any pid */
#define XA_LEVELS 6

/* A number to the verifier, as forget() makes one. */
static __always_inline struct task_struct *task_of_pid(struct pid *pid)
{
	u64 first;

	if (!pid)
		return NULL;
	first = kernel_read_number((u64)pid + bpf_core_field_offset(struct pid, tasks[PIDTYPE_PID].first));
	if (!first)
		return NULL;
	return (struct task_struct *)(first - bpf_core_field_offset(struct task_struct, pid_links));
}

/* Pids that were found, of those that share a slot the last one. */
#define KNOWN_PID_BITS 12

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << KNOWN_PID_BITS);
	__type(key, u32);
	__type(value, u64);
} known_pids SEC(".maps");

/* Whether a pid has, or had until it was let go, that number in that namespace. */
static __always_inline bool is_pid_of(struct pid *pid, struct pid_namespace *ns, u32 level, s32 nr)
{
	u64 number = (u64)pid + bpf_core_field_offset(struct pid, numbers) + level * bpf_core_type_size(struct upid);
	struct upid *upid = (struct upid *)number;
	u64 words[2];

	if (span_read(words, upid, nr, ns)) {
		if (words[1] != (u64)ns || (s32)words[0] != nr)
			return false;
	} else if (kernel_read_number(number + bpf_core_field_offset(struct upid, ns)) != (u64)ns ||
		   kernel_read(upid, nr) != nr) {
		return false;
	}
	return kernel_read(pid, level) >= level;
}

/* find_pid_ns() of kernel/pid.c: the radix tree of the namespace, walked without its lock (it is RCU-safe). */
static __always_inline u64 pid_lookup(struct pid_namespace *ns, s32 nr)
{
	unsigned long index = (u32)nr - kernel_read(ns, idr.idr_base);
	u64 entry = address_of(kernel_read(ns, idr.idr_rt.xa_head));
	bool outermost = true;
	int level;

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
	return entry & XA_TAG_MASK ? 0 : entry;
}

/* By a number in the namespace of that level. Not static: verified once. Then it can take and give numbers only. */
__noinline u64 task_by_number(u64 pid_namespace, u32 level, s32 nr)
{
	struct pid_namespace *ns = (struct pid_namespace *)pid_namespace;
	u32 slot = mixed(pid_namespace, nr) >> (64 - KNOWN_PID_BITS);
	u64 *known = bpf_map_lookup_elem(&known_pids, &slot);
	u64 task = 0, pid;

	if (nr <= 0 || !known)
		return 0;
	pid = *(volatile u64 *)known;
	if (pid && is_pid_of((struct pid *)pid, ns, level, nr))
		task = (u64)task_of_pid((struct pid *)pid);
	/* one that has a task is the only one with its number */
	if (task)
		return task;
	*known = pid = pid_lookup(ns, nr);
	return (u64)task_of_pid((struct pid *)pid);
}

/* The task that pid nr names for the current task: find_task_by_vpid(). */
static __always_inline struct task_struct *task_of_argument(s32 nr)
{
	struct pid *own = current_read(thread_pid);
	u32 level = kernel_read(own, level);

	return (struct task_struct *)task_by_number((u64)pid_namespace_of(own, level), level, nr);
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
/* A number to the verifier, as forget() makes one. */
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

	return (struct task_struct *)task_by_number((u64)pid_namespace_of(own, 0), 0, nr);
}

#endif
