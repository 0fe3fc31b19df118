/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Attach mode tracepoint: each probe at the exit of its system calls. Works
 * where a kernel offers nothing else. It sees no 32-bit calls, for the kernel
 * does not send those through these tracepoints.
 */
#ifndef INTERLOPER_HOOKS_TRACEPOINT_BPF_H
#define INTERLOPER_HOOKS_TRACEPOINT_BPF_H

#include "../numbers.bpf.h"
#include "../probes/exec.bpf.h"
#include "../probes/mapping.bpf.h"
#include "../probes/mem_write.bpf.h"
#include "../probes/memfd.bpf.h"
#include "../probes/pidfd.bpf.h"
#include "../probes/remote_advise.bpf.h"
#include "../probes/proc_mem.bpf.h"
#include "../probes/ptrace.bpf.h"
#include "../probes/remote_write.bpf.h"
#include "../probes/tracer_exit.bpf.h"

/* struct syscall_tp_t of kernel/trace/trace_syscalls.c */
struct syscall_exit {
	u64 common;
	s32 nr;
	u32 reserved;
	s64 ret;
};

#define SYSCALL_EXIT(name, probe, ...)                                                                      \
	SEC("tracepoint/syscalls/sys_exit_" #name) int name##_exit(struct syscall_exit *exit)               \
	{                                                                                                   \
		struct call call;                                                                           \
                                                                                                            \
		call_read(&call, exit->ret);                                                                \
		probe(&call, ##__VA_ARGS__);                                                                \
		return 0;                                                                                   \
	}

SYSCALL_EXIT(ptrace, probe_ptrace)
SYSCALL_EXIT(process_vm_writev, probe_process_vm, EVENT_REMOTE_WRITE)
SYSCALL_EXIT(process_vm_readv, probe_process_vm, EVENT_REMOTE_READ)
SYSCALL_EXIT(memfd_create, probe_memfd_create)
SYSCALL_EXIT(pidfd_getfd, probe_pidfd_getfd)
SYSCALL_EXIT(process_madvise, probe_process_madvise)
SYSCALL_EXIT(mremap, probe_mremap)
SYSCALL_EXIT(execveat, probe_exec_exited)
SYSCALL_EXIT(execve, probe_exec_exited)

#define OPEN_EXIT(name, path_argument)                                                                      \
	SEC("tracepoint/syscalls/sys_exit_" #name) int name##_exit(struct syscall_exit *exit)               \
	{                                                                                                   \
		probe_open(exit->ret, path_argument);                                                       \
		return 0;                                                                                   \
	}

OPEN_EXIT(open, 0)
OPEN_EXIT(creat, 0)
OPEN_EXIT(openat, 1)
OPEN_EXIT(openat2, 1)

#define WRITE(name)                                                                                         \
	SEC("tracepoint/syscalls/sys_enter_" #name) int name##_enter(void *ctx)                             \
	{                                                                                                   \
		probe_write_entered();                                                                      \
		return 0;                                                                                   \
	}                                                                                                   \
                                                                                                            \
	SEC("tracepoint/syscalls/sys_exit_" #name) int name##_exit(struct syscall_exit *exit)               \
	{                                                                                                   \
		probe_write_exited(exit->ret);                                                              \
		return 0;                                                                                   \
	}

WRITE(write)
WRITE(pwrite64)
WRITE(writev)
WRITE(pwritev)
WRITE(pwritev2)

#define MAPPING_EXIT(name, kind, address)                                                                   \
	SEC("tracepoint/syscalls/sys_exit_" #name) int name##_exit(struct syscall_exit *exit)               \
	{                                                                                                   \
		struct vma_view vma;                                                                        \
		struct call call;                                                                           \
                                                                                                            \
		if (!call_asks_exec())                                                                      \
			return 0;                                                                           \
		call_read(&call, exit->ret);                                                                \
		vma_find(&vma, address);                                                                    \
		probe_mapping(&call, kind, &vma);                                                           \
		return 0;                                                                                   \
	}

MAPPING_EXIT(mmap, EVENT_MMAP, call.ret)
MAPPING_EXIT(mprotect, EVENT_MPROTECT, call.args[0])
MAPPING_EXIT(pkey_mprotect, EVENT_MPROTECT, call.args[0])

SEC("tracepoint/syscalls/sys_enter_execveat") int execveat_enter(void *ctx)
{
	probe_execveat_entered();
	return 0;
}

/* Which argument of an open is the path; negative for another call. */
static __always_inline s32 path_argument_of(s64 nr, bool compat)
{
	switch (nr) {
	case NR_OPEN:
	case NR_CREAT:
		return compat ? -1 : 0;
	case NR_OPENAT:
		return compat ? -1 : 1;
	case NR32_OPEN:
	case NR32_CREAT:
		return compat ? 0 : -1;
	case NR32_OPENAT:
		return compat ? 1 : -1;
	/* the same in both */
	case NR_OPENAT2:
		return 1;
	}
	return -1;
}

/*
 * Opens of both ABIs where audit's records of them are to be matched: what
 * mem_open() saw, with what the call returned, and those that failed before
 * they came there.
 */
SEC("raw_tracepoint/sys_exit") int open_any_exit(u64 *args)
{
	s32 argument = path_argument_of(kernel_read((struct pt_regs *)args[0], orig_ax), in_compat_call());
	struct entered_call *entry;
	struct call call;

	if (argument < 0)
		return 0;
	call_read_any(&call, args[1]);
	/* what mem_open() has told already has no entry any more */
	entry = entry_of(&call);
	if (!entry)
		return 0;
	if (entry->opened_mem)
		probe_mem_open_returned(&call, entry->opened_mem);
	else if (call.ret >= 0 || !open_failure_matters(call.ret))
		return 0;
	else if (argument == 0)
		probe_open_failed(&call, call.args[0]);
	else if (argument == 1)
		probe_open_failed(&call, call.args[1]);
	return 0;
}

/*
 * 32-bit calls. This tracepoint passes them, with every other call of every
 * task: it is loaded only where somebody asked to pay for that.
 */
static __always_inline void probe_compat_call(const struct call *call)
{
	switch (call->nr) {
	case NR32_PTRACE:
		probe_ptrace(call);
		break;
	case NR32_PROCESS_VM_WRITEV:
		probe_process_vm(call, EVENT_REMOTE_WRITE);
		break;
	case NR32_PROCESS_VM_READV:
		probe_process_vm(call, EVENT_REMOTE_READ);
		break;
	case NR32_MEMFD_CREATE:
		probe_memfd_create(call);
		break;
	case NR32_PIDFD_GETFD:
		probe_pidfd_getfd(call);
		break;
	case NR32_PROCESS_MADVISE:
		probe_process_madvise(call);
		break;
	case NR32_MREMAP:
		probe_mremap(call);
		break;
	case NR32_EXECVE:
	case NR32_EXECVEAT:
		probe_exec_exited(call);
		break;
	case NR32_OPEN:
	case NR32_CREAT:
		probe_open_exited(call, 0);
		break;
	case NR32_OPENAT:
	case NR32_OPENAT2:
		probe_open_exited(call, 1);
		break;
	case NR32_WRITE:
	case NR32_WRITEV:
	case NR32_PWRITE64:
	case NR32_PWRITEV:
	case NR32_PWRITEV2:
		probe_compat_written(call);
		break;
	}
}

SEC("raw_tracepoint/sys_exit") int compat_call_exit(u64 *args)
{
	struct call call;

	if (!in_compat_call())
		return 0;
	call_read_any(&call, args[1]);
	probe_compat_call(&call);
	return 0;
}

static __always_inline bool is_compat_mapping(const struct call *call)
{
	return call->nr == NR32_MMAP2 || call->nr == NR32_MMAP || call->nr == NR32_MPROTECT ||
	       call->nr == NR32_PKEY_MPROTECT;
}

/* The arguments of the oldest mmap are behind a pointer, where another thread may have changed them since. */
static __noinline void old_mmap_arguments(struct call *call)
{
	u32 arguments[EVENT_ARGS] = {};
	int at;

	bpf_probe_read_user(arguments, sizeof(arguments), (void *)call->args[0]);
	for (at = 0; at < EVENT_ARGS; at++)
		call->args[at] = arguments[at];
}

/* Whether memory became executable, or was to; what a mapping is now is no argument's choice. */
static __always_inline bool compat_mapping_executes(struct call *call, const struct vma_view *vma)
{
	if (call->nr != NR32_MMAP || !vma->found)
		return call->args[2] & PROT_EXEC;
	if (!(vma->flags & VM_EXEC))
		return false;
	call->args[2] |= PROT_EXEC;
	return true;
}

/* A program of its own: what a verifier goes through and a stack takes is too much for one. */
SEC("raw_tracepoint/sys_exit") int compat_mapping_exit(u64 *args)
{
	struct vma_view vma;
	struct call call;
	bool made;

	if (!in_compat_call())
		return 0;
	call_read_any(&call, args[1]);
	if (!is_compat_mapping(&call))
		return 0;
	made = call.nr == NR32_MMAP2 || call.nr == NR32_MMAP;
	if (call.nr == NR32_MMAP)
		old_mmap_arguments(&call);
	else if (!(call.args[2] & PROT_EXEC))
		return 0;
	vma_find(&vma, made ? (u64)call.ret : call.args[0]);
	if (compat_mapping_executes(&call, &vma))
		probe_mapping(&call, made ? EVENT_MMAP : EVENT_MPROTECT, &vma);
	return 0;
}

/* TP_PROTO(struct task_struct *, pid_t old_pid, struct linux_binprm *) */
SEC("raw_tracepoint/sched_process_exec") int process_exec(u64 *args)
{
	probe_exec((void *)args[2]);
	return 0;
}

/* TP_PROTO(struct task_struct *, ...), of each thread that ends, while it still has its tracees */
SEC("raw_tracepoint/sched_process_exit") int process_exit(void *ctx)
{
	probe_tracer_exit();
	return 0;
}

#endif
