/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* process_madvise(2): telling the kernel what to do with another process's memory, as to write it out. */
#ifndef INTERLOPER_PROBE_REMOTE_ADVISE_BPF_H
#define INTERLOPER_PROBE_REMOTE_ADVISE_BPF_H

#include "../probe.bpf.h"
#include "../vector.bpf.h"

/* A negative number names the caller itself (PIDFD_SELF of 6.14), or nobody. */
static __always_inline bool is_own_pidfd(s32 pidfd, struct task_struct *target)
{
	if (pidfd < 0)
		return true;
	return target && kernel_read(target, tgid) == current_read(tgid);
}

static __always_inline void probe_process_madvise(const struct call *call)
{
	struct task_struct *target = task_of_pidfd(call->args[0], call->ret);
	struct event *event;

	if (is_self())
		return;
	if (!scope_is_audit() && is_own_pidfd(call->args[0], target))
		return;
	if (is_filtered_with(EVENT_REMOTE_ADVISE, target))
		return;
	event = event_begin(EVENT_REMOTE_ADVISE, call, target, NULL, EVENT_OTHER_IS_TARGET);
	if (!event)
		return;
	if (target)
		event_set_vector(event, address_space_of(target), call, call->args[1], call->args[2]);
	event_submit(event, false);
}

#endif
