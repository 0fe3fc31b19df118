/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Whose events to leave out: executables, cgroups, pid and mount namespaces,
 * which user space names while the programs run.
 *
 * Only what stays among the filtered is left out. An event with another
 * process in it passes unless the same entry of the filter covers that one
 * too, and it passes where that other one cannot be told. So does what a
 * process does that was written to from outside, for it may be the writer's
 * doing. A filter that cannot be looked up leaves nothing out.
 */
#ifndef INTERLOPER_FILTER_BPF_H
#define INTERLOPER_FILTER_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "emit.bpf.h"
#include "filter.h"
#include "task.bpf.h"
#include "written.bpf.h"

/* FILTER_*; 0 while user space changes the maps */
u32 filters_in_use;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, FILTER_ENTRIES);
	__type(key, struct filter_exe);
	__type(value, u8);
} ignored_exes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, FILTER_ENTRIES);
	__type(key, u64);
	__type(value, u8);
} ignored_cgroups SEC(".maps");

/* Numbers of pid and mount namespaces: no two namespaces of any type have the same. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, FILTER_ENTRIES);
	__type(key, u32);
	__type(value, u8);
} ignored_namespaces SEC(".maps");

/*
 * The file that a task executes. In a user namespace of one's own anybody may
 * name another one (PR_SET_MM_MAP, with the capabilities that one has there):
 * such a task has none here.
 */
static __always_inline bool filter_exe_of(struct filter_exe *exe, struct task_struct *task)
{
	struct inode *inode = kernel_read(task, mm, exe_file, f_inode);

	if (!inode || kernel_read(task, cred, user_ns, level))
		return false;
	exe->inode = kernel_read(inode, i_ino);
	exe->device = kernel_read(inode, i_sb, s_dev);
	return true;
}

static __noinline bool is_ignored_exe(struct task_struct *task, struct task_struct *other)
{
	struct filter_exe own = {}, others = {};

	if (!filter_exe_of(&own, task) || !bpf_map_lookup_elem(&ignored_exes, &own))
		return false;
	if (!other)
		return true;
	return filter_exe_of(&others, other) && others.inode == own.inode && others.device == own.device;
}

/* A cgroup that is nested deeper below a filtered one passes. */
#define CGROUP_LEVELS 12

static __noinline bool is_under_cgroup(struct task_struct *task, u64 id)
{
	struct cgroup *cgroup = kernel_read(task, cgroups, dfl_cgrp);
	int level;

	for (level = 0; level < CGROUP_LEVELS && cgroup; level++) {
		if (kernel_read(cgroup, kn, id) == id)
			return true;
		cgroup = kernel_read(cgroup, self.parent, cgroup);
	}
	return false;
}

/* The innermost cgroup around the task that is filtered; 0 where none is. */
static __noinline u64 ignored_cgroup_of(struct task_struct *task)
{
	struct cgroup *cgroup = kernel_read(task, cgroups, dfl_cgrp);
	int level;

	for (level = 0; level < CGROUP_LEVELS && cgroup; level++) {
		u64 id = kernel_read(cgroup, kn, id);

		if (bpf_map_lookup_elem(&ignored_cgroups, &id))
			return id;
		cgroup = kernel_read(cgroup, self.parent, cgroup);
	}
	return 0;
}

static __always_inline bool is_ignored_cgroup(struct task_struct *task, struct task_struct *other)
{
	u64 id = ignored_cgroup_of(task);

	return id && (!other || is_under_cgroup(other, id));
}

static __always_inline u32 task_mount_namespace(struct task_struct *task)
{
	return kernel_read(task, nsproxy, mnt_ns, ns.inum);
}

static __noinline bool is_ignored_namespace(struct task_struct *task, struct task_struct *other)
{
	u32 pid = task_pid_namespace(task);
	u32 mount = task_mount_namespace(task);

	if (pid && bpf_map_lookup_elem(&ignored_namespaces, &pid) && (!other || task_pid_namespace(other) == pid))
		return true;
	return mount && bpf_map_lookup_elem(&ignored_namespaces, &mount) &&
	       (!other || task_mount_namespace(other) == mount);
}

/* Whether one entry covers the task, and the other one if there is one. Not static, as filter_passes(). */
__noinline int filter_covers(u64 task_address, u64 other_address)
{
	struct task_struct *task = (struct task_struct *)task_address;
	struct task_struct *other = (struct task_struct *)other_address;
	u32 use = filters_in_use;

	if (use & FILTER_NAMESPACES && is_ignored_namespace(task, other))
		return true;
	if (use & FILTER_CGROUPS && is_ignored_cgroup(task, other))
		return true;
	return use & FILTER_EXES && is_ignored_exe(task, other);
}

/* Not static: verified once, and not again on each path that calls it. Then it can take numbers only. */
__noinline int filter_passes(u32 kind, u64 other_task)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	if (writer_of_actor() || !filter_covers(address_of(task), other_task))
		return true;
	if (kernel_read(task, ptrace) && !filter_covers(address_of(task), address_of(kernel_read(task, parent))))
		return true;
	count_filtered(kind);
	return false;
}

/* Whether to leave out an event of the current task that has nobody else in it. */
static __always_inline bool is_filtered(u32 kind)
{
	return filters_in_use && !filter_passes(kind, 0);
}

/* The same of what it does to another process, which is NULL where that is not known. */
static __always_inline bool is_filtered_with(u32 kind, struct task_struct *other)
{
	return filters_in_use && other && !filter_passes(kind, address_of(other));
}

#endif
