/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Who: a task with its credentials, namespaces, terminal and binary. */
#ifndef INTERLOPER_TASK_BPF_H
#define INTERLOPER_TASK_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
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
	return kernel_read(task, group_leader, start_boottime);
}

static __always_inline void process_id_set(struct process_id *id, struct task_struct *task)
{
	id->start_time = task_start_time(task);
	id->tgid = kernel_read(task, tgid);
	id->reserved = 0;
}

/* include/linux/sched.h */
#define PF_IO_WORKER 0x00000010
#define PF_KTHREAD 0x00200000

/* A thread of io_uring, which makes no calls: it does what calls of a process asked for. */
static __always_inline bool is_io_worker(void)
{
	return current_read(flags) & (PF_IO_WORKER | PF_KTHREAD);
}

/* The address space of a task that is a number to the verifier; 0 where it has none any more. */
static __always_inline u64 address_space_of(struct task_struct *task)
{
	return kernel_read_number((u64)task + bpf_core_field_offset(struct task_struct, mm));
}

/*
 * Who acts. Before 5.12 the threads of io_uring are the kernel's: they borrow
 * the address space of the process that asked. Kernels that are read by loads
 * are newer.
 */
#if LOADS_FIELDS
static __always_inline struct task_struct *acting_task(void)
{
	return current_task();
}
#else
static __always_inline struct task_struct *acting_task(void)
{
	struct task_struct *task = current_task();
	struct task_struct *owner;
	struct mm_struct *mm;

	if (!(current_read(flags) & PF_KTHREAD))
		return task;
	mm = kernel_read(task, mm);
	if (!mm || !bpf_core_field_exists(mm->owner))
		return task;
	owner = forget(kernel_read(mm, owner));
	return owner ? owner : task;
}
#endif

/*
 * One of the namespaces that a struct pid has a number in, as a number; 0 is the
 * initial one, and its level is that of the innermost.
 */
static __always_inline struct pid_namespace *pid_namespace_of(struct pid *pid, u32 level)
{
	/* sizeof the kernel's struct, not of ours */
	u64 numbers = address_of(pid) + bpf_core_field_offset(struct pid, numbers) +
		      level * bpf_core_type_size(struct upid);

	return (struct pid_namespace *)kernel_read_number(numbers + bpf_core_field_offset(struct upid, ns));
}

static __always_inline u32 task_pid_namespace(struct task_struct *task)
{
	struct pid *pid = kernel_read(task, thread_pid);
	struct pid_namespace *ns = pid_namespace_of(pid, kernel_read(pid, level));

	return kernel_read(ns, ns.inum);
}

/* A name of up to 15 characters: EVENT_COMM_SIZE and EVENT_TTY_SIZE are 16. */
static __always_inline void name_set(char *name, u64 address)
{
	u64 *words = (u64 *)name;

	words[0] = kernel_read_number(address);
	words[1] = kernel_read_number(address + sizeof(u64));
	name[sizeof(u64) + sizeof(u64) - 1] = 0;
}

static __always_inline void comm_set(char *comm, struct task_struct *task)
{
	name_set(comm, address_of(task) + bpf_core_field_offset(struct task_struct, comm));
}

static __noinline void process_info_set(struct process_info *info, struct task_struct *task)
{
	struct cred *cred = kernel_read(task, cred);
	struct tty_struct *tty = kernel_read(task, signal, tty);

	info->start_time = task_start_time(task);
	info->capabilities = kernel_read_number(address_of(cred) + bpf_core_field_offset(struct cred, cap_effective));
	info->cgroup = kernel_read(task, cgroups, dfl_cgrp, kn, id);
	info->tgid = kernel_read(task, tgid);
	info->tid = kernel_read(task, pid);
	info->ppid = kernel_read(task, real_parent, tgid);
	info->uid = kernel_read(cred, uid.val);
	info->euid = kernel_read(cred, euid.val);
	info->gid = kernel_read(cred, gid.val);
	info->egid = kernel_read(cred, egid.val);
	info->auid = AUDIT_UNSET;
	info->session = AUDIT_UNSET;
	if (bpf_core_field_exists(task->loginuid)) {
		info->auid = kernel_read(task, loginuid.val);
		info->session = kernel_read(task, sessionid);
	}
	info->pid_namespace = task_pid_namespace(task);
	info->mount_namespace = kernel_read(task, nsproxy, mnt_ns, ns.inum);
	info->tracer_tgid = kernel_read(task, ptrace) ? kernel_read(task, parent, tgid) : 0;
	comm_set(info->comm, task);
	info->tty[0] = 0;
	if (tty)
		name_set(info->tty, address_of(tty) + bpf_core_field_offset(struct tty_struct, name));
}

static __always_inline bool task_exe(struct file_view *view, struct task_struct *task)
{
	return file_view_read(view, kernel_read(task, mm, exe_file));
}

/* A kernel thread has no binary; nor has a process that is exiting. */
static __noinline void task_exe_set(struct file_info *info, char *buf, struct task_struct *task)
{
	struct file_view exe;

	if (!task_exe(&exe, task)) {
		file_info_clear(info);
		return;
	}
	file_info_set(info, &exe);
	path_set(info, buf, EVENT_PATH_SIZE, &exe);
}

static __noinline void parent_info_set(struct parent_info *info, char *buf, struct task_struct *parent)
{
	struct file_view exe;

	info->start_time = task_start_time(parent);
	info->tgid = kernel_read(parent, tgid);
	info->uid = kernel_read(parent, cred, uid.val);
	comm_set(info->comm, parent);
	if (!task_exe(&exe, parent)) {
		file_info_clear(&info->exe);
		return;
	}
	file_info_set(&info->exe, &exe);
	path_set(&info->exe, buf, EVENT_PARENT_PATH_SIZE, &exe);
}

/* The beginning of a command line, as it stands in the current process's own memory; gives how much there is of it. */
static __noinline u32 cmdline_set(char *buf, struct task_struct *task)
{
	u64 start = kernel_read(task, mm, arg_start);
	u64 length = kernel_read(task, mm, arg_end) - start;

	if (!start)
		return 0;
	if (length > EVENT_CMDLINE_SIZE)
		length = EVENT_CMDLINE_SIZE;
	/* the page may be swapped out, and a program may not wait for it */
	if (bpf_probe_read_user(buf, length & (2 * EVENT_CMDLINE_SIZE - 1), (void *)start))
		return 0;
	return length;
}

#endif
