/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * When calls are entered, for the capture scope audit in both attach modes.
 *
 * syscall_trace_enter() runs this tracepoint right before audit takes its
 * stamp, after ptrace and seccomp had their say: a call that seccomp refuses
 * comes neither here nor into an audit log. It passes both ABIs, with every
 * call of every task, which auditing makes slow anyway.
 */
#ifndef INTERLOPER_HOOKS_ENTRY_BPF_H
#define INTERLOPER_HOOKS_ENTRY_BPF_H

#include "../entered.bpf.h"
#include "../memory.bpf.h"
#include "../numbers.bpf.h"

static __always_inline bool asks_exec(struct pt_regs *regs)
{
	return kernel_read(regs, dx) & PROT_EXEC;
}

static __always_inline bool native_call_is_watched(struct pt_regs *regs, s64 nr)
{
	switch (nr) {
	case NR_MMAP:
	case NR_MPROTECT:
	case NR_PKEY_MPROTECT:
		return asks_exec(regs);
	case NR_WRITE:
	case NR_PWRITE64:
	case NR_WRITEV:
	case NR_PWRITEV:
	case NR_PWRITEV2:
		return mem_was_opened;
	case NR_OPEN:
	case NR_CREAT:
	case NR_OPENAT:
	case NR_OPENAT2:
	case NR_EXECVE:
	case NR_EXECVEAT:
	case NR_PTRACE:
	case NR_PROCESS_VM_READV:
	case NR_PROCESS_VM_WRITEV:
	case NR_MEMFD_CREATE:
	case NR_PIDFD_GETFD:
	case NR_PROCESS_MADVISE:
		return true;
	}
	return false;
}

static __always_inline bool compat_call_is_watched(struct pt_regs *regs, s64 nr)
{
	switch (nr) {
	case NR32_MMAP2:
	case NR32_MPROTECT:
	case NR32_PKEY_MPROTECT:
		return asks_exec(regs);
	case NR32_WRITE:
	case NR32_PWRITE64:
	case NR32_WRITEV:
	case NR32_PWRITEV:
	case NR32_PWRITEV2:
		return mem_was_opened;
	/* the oldest mmap: its arguments are behind a pointer */
	case NR32_MMAP:
	case NR32_OPEN:
	case NR32_CREAT:
	case NR32_OPENAT:
	case NR32_OPENAT2:
	case NR32_EXECVE:
	case NR32_EXECVEAT:
	case NR32_PTRACE:
	case NR32_PROCESS_VM_READV:
	case NR32_PROCESS_VM_WRITEV:
	case NR32_MEMFD_CREATE:
	case NR32_PIDFD_GETFD:
	case NR32_PROCESS_MADVISE:
		return true;
	}
	return false;
}

/* TP_PROTO(struct pt_regs *, long id) */
SEC("raw_tracepoint/sys_enter") int audited_entry(u64 *args)
{
	struct pt_regs *regs = (void *)args[0];
	s64 nr = args[1];

	if (in_compat_call() ? compat_call_is_watched(regs, nr) : native_call_is_watched(regs, nr))
		call_entered();
	return 0;
}

#endif
