/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* ptrace(2): attaching, writing and changing registers; in the selective scope not reading and resuming. */
#ifndef INTERLOPER_PROBE_PTRACE_BPF_H
#define INTERLOPER_PROBE_PTRACE_BPF_H

#include "../probe.bpf.h"

#define PTRACE_TRACEME 0
#define PTRACE_PEEKTEXT 1
#define PTRACE_PEEKUSR 3
#define PTRACE_POKETEXT 4
#define PTRACE_POKEDATA 5
#define PTRACE_POKEUSR 6
#define PTRACE_CONT 7
#define PTRACE_SINGLESTEP 9
#define PTRACE_GETREGS 12
#define PTRACE_SETREGS 13
#define PTRACE_GETFPREGS 14
#define PTRACE_SETFPREGS 15
#define PTRACE_ATTACH 16
#define PTRACE_GETFPXREGS 18
#define PTRACE_SETFPXREGS 19
#define PTRACE_SYSCALL 24
#define PTRACE_GET_THREAD_AREA 25
#define PTRACE_SYSEMU 31
#define PTRACE_SYSEMU_SINGLESTEP 32
#define PTRACE_SINGLEBLOCK 33
#define PTRACE_GETEVENTMSG 0x4201
#define PTRACE_GETSIGINFO 0x4202
#define PTRACE_GETREGSET 0x4204
#define PTRACE_SETREGSET 0x4205
#define PTRACE_SEIZE 0x4206
#define PTRACE_LISTEN 0x4208
#define PTRACE_PEEKSIGINFO 0x4209
#define PTRACE_GETSIGMASK 0x420a
#define PTRACE_GET_SYSCALL_INFO 0x420e
#define PTRACE_GET_RSEQ_CONFIGURATION 0x420f
#define PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG 0x4211

/* Reads, or only lets the target go on: a tracer makes these all the time. A request not named here is told. */
static __always_inline bool ptrace_only_observes(u64 request)
{
	switch (request) {
	case PTRACE_PEEKTEXT ... PTRACE_PEEKUSR:
	case PTRACE_CONT:
	case PTRACE_SINGLESTEP:
	case PTRACE_GETREGS:
	case PTRACE_GETFPREGS:
	case PTRACE_GETFPXREGS:
	case PTRACE_SYSCALL:
	case PTRACE_GET_THREAD_AREA:
	case PTRACE_SYSEMU ... PTRACE_SINGLEBLOCK:
	case PTRACE_GETEVENTMSG ... PTRACE_GETSIGINFO:
	case PTRACE_GETREGSET:
	case PTRACE_LISTEN ... PTRACE_GETSIGMASK:
	case PTRACE_GET_SYSCALL_INFO ... PTRACE_GET_RSEQ_CONFIGURATION:
	case PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG:
		return true;
	}
	return false;
}

static __always_inline bool ptrace_writes(u64 request)
{
	switch (request) {
	case PTRACE_POKETEXT ... PTRACE_POKEUSR:
	case PTRACE_SETREGS:
	case PTRACE_SETFPREGS:
	case PTRACE_SETFPXREGS:
	case PTRACE_SETREGSET:
		return true;
	}
	return false;
}

enum ptrace_trait {
	PTRACE_OBSERVES = 1 << 0,
	PTRACE_WRITES = 1 << 1,
	PTRACE_WRITES_WORD = 1 << 2,
	PTRACE_ATTACHES = 1 << 3,
	/* the caller becomes the target */
	PTRACE_IS_REVERSED = 1 << 4,
};

/* Not static, so that the verifier does not follow each request through all that comes after. */
__noinline u32 ptrace_traits(u64 request)
{
	u32 traits = 0;

	if (ptrace_only_observes(request))
		traits |= PTRACE_OBSERVES;
	if (ptrace_writes(request))
		traits |= PTRACE_WRITES;
	if (request == PTRACE_POKETEXT || request == PTRACE_POKEDATA)
		traits |= PTRACE_WRITES_WORD;
	if (request == PTRACE_ATTACH || request == PTRACE_SEIZE)
		traits |= PTRACE_ATTACHES;
	if (request == PTRACE_TRACEME)
		traits |= PTRACE_IS_REVERSED;
	return traits;
}

static __always_inline void probe_ptrace(const struct call *call)
{
	/* the kernel compares the request as a long, and narrows the pid to pid_t */
	u32 traits = ptrace_traits(call->args[0]);
	struct task_struct *target = NULL;
	s32 pid = (s32)call->args[1];
	struct event *event;

	if (!scope_is_audit() && traits & PTRACE_OBSERVES)
		return;
	if (is_self())
		return;
	if (!(traits & PTRACE_IS_REVERSED))
		target = task_of_argument(pid);
	if (is_filtered_with(EVENT_PTRACE, traits & PTRACE_IS_REVERSED ? current_read(parent) : target))
		return;
	if (target && call->ret >= 0 && traits & PTRACE_WRITES)
		written_add(target);

	event = event_begin(EVENT_PTRACE, call, target, NULL, EVENT_OTHER_IS_TARGET);
	if (!event)
		return;
	if (!(traits & PTRACE_IS_REVERSED)) {
		event->target_argument = pid;
		event->flags |= EVENT_HAS_TARGET_ARGUMENT;
	}
	if (target && traits & PTRACE_WRITES_WORD)
		event_set_remote_memory(event, address_space_of(target), call->args[2],
					call->arch == AUDIT_ARCH_I386 ? sizeof(u32) : sizeof(u64));
	event_submit(event, traits & PTRACE_ATTACHES);
}

#endif
