/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* process_vm_writev(2) and process_vm_readv(2): another process's memory in one call. */
#ifndef INTERLOPER_PROBE_REMOTE_WRITE_BPF_H
#define INTERLOPER_PROBE_REMOTE_WRITE_BPF_H

#include "../probe.bpf.h"
#include "../vector.bpf.h"

static __always_inline void probe_process_vm(const struct call *call, u32 kind)
{
	s32 pid = (s32)call->args[0];
	struct task_struct *target;
	struct event *event;

	if (is_self())
		return;
	target = task_of_argument(pid);
	/* its own memory: a copy, whatever call makes it */
	if (!scope_is_audit() && target && kernel_read(target, tgid) == current_tgid())
		return;
	if (is_filtered_with(kind, target))
		return;
	if (target && kind == EVENT_REMOTE_WRITE && call->ret > 0)
		written_add(target);

	event = event_begin(kind, call, target, NULL, EVENT_OTHER_IS_TARGET);
	if (!event)
		return;
	event->target_argument = pid;
	event->flags |= EVENT_HAS_TARGET_ARGUMENT;
	if (target)
		event_set_vector(event, address_space_of(target), call, call->args[3], call->args[4]);
	event_submit(event, false);
}

#endif
