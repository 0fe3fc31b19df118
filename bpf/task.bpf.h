/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Who: a task with its credentials, namespaces, terminal and binary. */
#ifndef INTERLOPER_TASK_BPF_H
#define INTERLOPER_TASK_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "event.h"
#include "call.bpf.h"
#include "file.bpf.h"

/* include/linux/pid.h: enum pid_type */
#define PIDTYPE_PID 0

#define AUDIT_UNSET 0xffffffff

/* One process over its life: a tgid is used again. */
struct process_id {
	u64 start_time;
	u32 tgid;
	u32 reserved;
};

static __always_inline u64 task_start_time(struct task_struct *task)
{
	return BPF_CORE_READ(task, group_leader, start_boottime);
}

static __always_inline void process_id_set(struct process_id *id, struct task_struct *task)
{
	id->start_time = task_start_time(task);
	id->tgid = BPF_CORE_READ(task, tgid);
	id->reserved = 0;
}

/* include/linux/sched.h */
#define PF_IO_WORKER 0x00000010
#define PF_KTHREAD 0x00200000

/* A thread of io_uring, which makes no calls: it does what calls of a process asked for. */
static __always_inline bool is_io_worker(void)
{
	struct task_struct *task = current_task();

	return BPF_CORE_READ(task, flags) & (PF_IO_WORKER | PF_KTHREAD);
}

/*
 * Who acts. Before 5.12 the threads of io_uring are the kernel's: they borrow
 * the address space of the process that asked.
 */
static __always_inline struct task_struct *acting_task(void)
{
	struct task_struct *task = current_task();
	struct task_struct *owner;
	struct mm_struct *mm;

	if (!(BPF_CORE_READ(task, flags) & PF_KTHREAD))
		return task;
	mm = BPF_CORE_READ(task, mm);
	if (!mm || !bpf_core_field_exists(mm->owner))
		return task;
	owner = BPF_CORE_READ(mm, owner);
	return owner ? owner : task;
}

static __always_inline u32 task_pid_namespace(struct task_struct *task)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	u32 level = BPF_CORE_READ(pid, level);
	struct pid_namespace *ns;
	struct upid upid = {};

	/* sizeof the kernel's struct, not of ours */
	bpf_core_read(&upid, sizeof(upid), (void *)&pid->numbers[0] + level * bpf_core_type_size(struct upid));
	ns = upid.ns;
	return BPF_CORE_READ(ns, ns.inum);
}

static __noinline void process_info_set(struct process_info *info, struct task_struct *task)
{
	const struct cred *cred = BPF_CORE_READ(task, cred);
	struct tty_struct *tty = BPF_CORE_READ(task, signal, tty);

	info->start_time = task_start_time(task);
	bpf_core_read(&info->capabilities, sizeof(info->capabilities), &cred->cap_effective);
	info->cgroup = BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
	info->tgid = BPF_CORE_READ(task, tgid);
	info->tid = BPF_CORE_READ(task, pid);
	info->ppid = BPF_CORE_READ(task, real_parent, tgid);
	info->uid = BPF_CORE_READ(cred, uid.val);
	info->euid = BPF_CORE_READ(cred, euid.val);
	info->gid = BPF_CORE_READ(cred, gid.val);
	info->egid = BPF_CORE_READ(cred, egid.val);
	info->auid = AUDIT_UNSET;
	info->session = AUDIT_UNSET;
	if (bpf_core_field_exists(task->loginuid)) {
		info->auid = BPF_CORE_READ(task, loginuid.val);
		info->session = BPF_CORE_READ(task, sessionid);
	}
	info->pid_namespace = task_pid_namespace(task);
	info->mount_namespace = BPF_CORE_READ(task, nsproxy, mnt_ns, ns.inum);
	info->tracer_tgid = BPF_CORE_READ(task, ptrace) ? BPF_CORE_READ(task, parent, tgid) : 0;
	bpf_core_read_str(info->comm, sizeof(info->comm), &task->comm);
	info->tty[0] = 0;
	if (tty)
		bpf_core_read_str(info->tty, sizeof(info->tty), &tty->name);
}

static __always_inline bool task_exe(struct file_view *view, struct task_struct *task)
{
	return file_view_read(view, BPF_CORE_READ(task, mm, exe_file));
}

/* A kernel thread has no binary; nor has a process that is exiting. */
static __noinline void task_exe_set(struct file_info *info, char *buf, struct task_struct *task)
{
	struct file_view exe;

	if (task_exe(&exe, task))
		event_set_file(info, buf, &exe);
	else
		file_info_clear(info);
}

static __noinline void event_set_parent(struct event *event, struct task_struct *parent)
{
	struct parent_info *info = &event->parent;
	struct file_view exe;

	info->start_time = task_start_time(parent);
	info->tgid = BPF_CORE_READ(parent, tgid);
	info->uid = BPF_CORE_READ(parent, cred, uid.val);
	bpf_core_read_str(info->comm, sizeof(info->comm), &parent->comm);
	if (task_exe(&exe, parent))
		event_set_parent_file(&info->exe, event->parent_path, &exe);
	else
		file_info_clear(&info->exe);
}

/* The beginning of the command line, as it stands in the process's own memory. */
static __noinline void event_set_cmdline(struct event *event, struct task_struct *task)
{
	u64 start = BPF_CORE_READ(task, mm, arg_start);
	u64 length = BPF_CORE_READ(task, mm, arg_end) - start;

	event->cmdline_length = 0;
	if (!start)
		return;
	if (length > EVENT_CMDLINE_SIZE)
		length = EVENT_CMDLINE_SIZE;
	/* the page may be swapped out, and a program may not wait for it */
	if (bpf_probe_read_user(event->cmdline, length & (2 * EVENT_CMDLINE_SIZE - 1), (void *)start))
		return;
	event->cmdline_length = length;
}

static __always_inline void event_set_actor(struct event *event, struct task_struct *task)
{
	process_info_set(&event->actor, task);
	task_exe_set(&event->actor.exe, event->actor_path, task);
	event_set_cmdline(event, task);
	event_set_parent(event, BPF_CORE_READ(task, real_parent));
}

/* Only for an event of EVENT_SIZE_WITH_OTHER; role is EVENT_OTHER_IS_*. */
static __always_inline void event_set_other(struct event *event, struct task_struct *task, u32 role)
{
	process_info_set(&event->other, task);
	task_exe_set(&event->other.exe, event->other_path, task);
	event->flags |= role;
}

#endif
