/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The end of a tracer, by which the kernel lets go of what it traces
 * (exit_ptrace() of kernel/ptrace.c): no call says so. A tracer is a thread.
 */
#ifndef INTERLOPER_PROBE_TRACER_EXIT_BPF_H
#define INTERLOPER_PROBE_TRACER_EXIT_BPF_H

#include "../probe.bpf.h"

/* include/linux/ptrace.h: PTRACE_O_EXITKILL << PT_OPT_FLAG_SHIFT; such a tracee ends with its tracer */
#define PT_EXITKILL (1 << 23)

/* include/linux/sched.h, include/linux/sched/signal.h: it ends, or was told to by a signal that nothing stops */
#define PF_EXITING 0x00000004
#define SIGNAL_GROUP_EXIT 0x00000004

/* Threads of tracees of one thread; those after them are not told. */
#define MOST_TRACEES 256

static __always_inline bool runs_on(struct task_struct *tracee)
{
	if (kernel_read(tracee, ptrace) & PT_EXITKILL || kernel_read(tracee, flags) & PF_EXITING)
		return false;
	return !(kernel_read(tracee, signal, flags) & SIGNAL_GROUP_EXIT);
}

/* Not static: verified once, and not again for each tracee. */
__noinline int tracee_let_go(u64 task)
{
	/* no call: what the event says of one is cleared below */
	struct call call = { .arch = AUDIT_ARCH_X86_64 };
	struct task_struct *tracee = (struct task_struct *)task;
	struct event *event;

	if (!runs_on(tracee) || is_filtered_with(EVENT_TRACER_EXIT, tracee))
		return 0;
	event = event_begin(EVENT_TRACER_EXIT, &call, tracee, NULL, EVENT_OTHER_IS_TARGET);
	if (!event)
		return 0;
	event->flags &= ~(EVENT_HAS_ARGS | EVENT_HAS_RET);
	event->entry_time = 0;
	event_submit(event, true);
	return 0;
}

static __always_inline void probe_tracer_exit(void)
{
	struct task_struct *task = current_task();
	u64 head = address_of(task) + bpf_core_field_offset(struct task_struct, ptraced);
	u64 entry = kernel_read_number(head);
	int count;

	if (is_self())
		return;
	for (count = 0; count < MOST_TRACEES && entry && entry != head; count++) {
		tracee_let_go(entry - bpf_core_field_offset(struct task_struct, ptrace_entry));
		entry = kernel_read_number(entry);
	}
}

#endif
