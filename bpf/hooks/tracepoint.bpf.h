/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Attach mode tracepoint: each probe at the exit of its system calls, of every
 * ABI. Works where a kernel offers nothing else. One program is attached to the
 * exit of all calls, and goes on to that of the probe for those few that are
 * watched: a tracepoint for each call would cost every other call as much, and
 * these several times as much.
 */
#ifndef INTERLOPER_HOOKS_TRACEPOINT_BPF_H
#define INTERLOPER_HOOKS_TRACEPOINT_BPF_H

#include "../numbers.bpf.h"
#include "../watched.bpf.h"
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

/*
 * Each program here takes a call of either ABI, with the arguments in the
 * caller's registers as they were, and what it returned.
 * TP_PROTO(struct pt_regs *, long ret)
 */
#define CALL_EXIT(name, probe, ...)                                                                         \
	SEC("tp_btf/sys_exit") int name##_exit(u64 *context)                                                \
	{                                                                                                   \
		struct call call;                                                                           \
                                                                                                            \
		call_set(&call, (struct pt_regs *)context[0], context[1]);                                  \
		probe(&call, ##__VA_ARGS__);                                                                \
		return 0;                                                                                   \
	}

CALL_EXIT(ptrace, probe_ptrace)
CALL_EXIT(process_vm_writev, probe_process_vm, EVENT_REMOTE_WRITE)
CALL_EXIT(process_vm_readv, probe_process_vm, EVENT_REMOTE_READ)
CALL_EXIT(memfd_create, probe_memfd_create)
CALL_EXIT(pidfd_getfd, probe_pidfd_getfd)
CALL_EXIT(process_madvise, probe_process_madvise)
CALL_EXIT(mremap, probe_mremap)
CALL_EXIT(shmat, probe_shmat)
CALL_EXIT(ipc, probe_ipc)
CALL_EXIT(exec, probe_exec_exited)
CALL_EXIT(write, probe_write_exited)

#define OPEN_EXIT(name, path_argument)                                                                      \
	SEC("tp_btf/sys_exit") int name##_exit(u64 *context)                                                \
	{                                                                                                   \
		probe_open(context[1], path_argument);                                                      \
		return 0;                                                                                   \
	}

/* open(2) and creat(2) */
OPEN_EXIT(open, 0)
/* openat(2) and openat2(2) */
OPEN_EXIT(openat, 1)

#define MAPPING_EXIT(name, kind, address)                                                                   \
	SEC("tp_btf/sys_exit") int name##_exit(u64 *context)                                                \
	{                                                                                                   \
		struct vma_view vma;                                                                        \
		struct call call;                                                                           \
                                                                                                            \
		call_set(&call, (struct pt_regs *)context[0], context[1]);                                  \
		vma_find(&vma, address);                                                                    \
		probe_mapping(&call, kind, &vma);                                                           \
		return 0;                                                                                   \
	}

/* those that ask for PROT_EXEC; mmap2(2) of 32-bit calls too */
MAPPING_EXIT(mmap, EVENT_MMAP, call.ret)
MAPPING_EXIT(mprotect, EVENT_MPROTECT, call.args[0])

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
static __always_inline bool old_mmap_executes(struct call *call, const struct vma_view *vma)
{
	if (!vma->found)
		return call->args[2] & PROT_EXEC;
	if (!(vma->flags & VM_EXEC))
		return false;
	call->args[2] |= PROT_EXEC;
	return true;
}

SEC("tp_btf/sys_exit") int old_mmap_exit(u64 *context)
{
	struct vma_view vma;
	struct call call;

	call_set(&call, (struct pt_regs *)context[0], context[1]);
	old_mmap_arguments(&call);
	vma_find(&vma, call.ret);
	if (old_mmap_executes(&call, &vma))
		probe_mapping(&call, EVENT_MMAP, &vma);
	return 0;
}

/* The place of the program that has to take this call, else 0. */
static __always_inline u32 program_for_call(u64 *context)
{
	const struct pt_regs *regs = (void *)context[0];
	bool is_narrow;
	u32 cell = watched_cell(regs, &is_narrow);

	if (cell & WATCHED_IF_OPENED && !open_may_matter(context[1]))
		return 0;
	if (cell & WATCHED_IF_WRITABLE && !write_may_matter(is_narrow ? regs->bx : regs->di))
		return 0;
	return cell & WATCHED_PROGRAM;
}

/* Every call of every task comes here. It calls no function: a program that does can go on to no other in old kernels. */
SEC("tp_btf/sys_exit") int call_exit(u64 *context)
{
	u32 place = program_for_call(context);

	if (!place)
		return 0;
	if (exits_are_watched_twice)
		call_is_taken();
	bpf_tail_call(context, &call_programs, place);
	__sync_fetch_and_add(&calls_undelivered[place], 1);
	return 0;
}

/* After it, where the kernel may have skipped it: for a task that was preempted in it, or in what it went on to. */
SEC("tp_btf/sys_exit") int call_exit_again(u64 *context)
{
	u32 place;

	if (call_was_taken())
		return 0;
	place = program_for_call(context);
	if (!place)
		return 0;
	bpf_tail_call(context, &call_programs, place);
	__sync_fetch_and_add(&calls_undelivered[place], 1);
	return 0;
}

/*
 * Writes when they are entered. It comes with every call too, so user space
 * attaches it only once a mem file was opened for writing.
 * TP_PROTO(struct pt_regs *, long id)
 */
SEC("tp_btf/sys_enter") int write_entered(u64 *context)
{
	const struct pt_regs *regs = (void *)context[0];
	bool is_narrow;

	if (watched_cell(regs, &is_narrow) & WATCHED_IF_WRITABLE && is_of_procfs(is_narrow ? regs->bx : regs->di))
		probe_write_entered();
	return 0;
}

/* include/uapi/linux/io_uring.h */
#define IORING_OP_OPENAT 18
#define IORING_OP_OPENAT2 28

/*
 * An open by io_uring is no call whose exit could be seen, and what is opened
 * by it is not known here: from then on writes are looked at.
 * TP_PROTO(struct io_kiocb *)
 */
SEC("raw_tracepoint/io_uring_submit_req") int uring_submitted(u64 *context)
{
	struct io_kiocb *request = (void *)context[0];
	u8 opcode = kernel_read(request, opcode);

	if (opcode == IORING_OP_OPENAT || opcode == IORING_OP_OPENAT2)
		watch_writes();
	return 0;
}

/* The same before 6.4, where each kernel gives it other arguments. */
SEC("raw_tracepoint/io_uring_submit_sqe") int uring_submitted_any(void *context)
{
	watch_writes();
	return 0;
}

/* TP_PROTO(struct task_struct *, const char *comm) */
SEC("raw_tracepoint/task_rename") int exec_committed(u64 *context)
{
	probe_exec_committed();
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
