/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* pidfd_getfd(2): taking an open file out of another process. */
#ifndef INTERLOPER_PROBE_PIDFD_BPF_H
#define INTERLOPER_PROBE_PIDFD_BPF_H

#include "../probe.bpf.h"

static __always_inline void probe_pidfd_getfd(const struct call *call)
{
	struct task_struct *task = current_task();
	struct task_struct *target = task_of_pidfd(call->args[0], call->ret);
	struct file_view file;
	struct event *event;
	bool present;

	if (is_self() || is_filtered_with(EVENT_FD_STEAL, target))
		return;
	present = call->ret >= 0 && file_view_read(&file, file_of_descriptor(task, call->ret));
	event = event_begin(EVENT_FD_STEAL, call, target, present ? &file : NULL,
			    EVENT_OTHER_IS_TARGET | EVENT_FILE_BY_DESCRIPTOR);
	if (event)
		event_submit(event, true);
}

#endif
