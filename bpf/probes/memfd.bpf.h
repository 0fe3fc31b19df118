/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* memfd_create(2): a file that no directory ever names. */
#ifndef INTERLOPER_PROBE_MEMFD_BPF_H
#define INTERLOPER_PROBE_MEMFD_BPF_H

#include "../probe.bpf.h"

static __always_inline void probe_memfd_create(const struct call *call)
{
	struct file_view file;
	struct event *event;
	bool present;

	if (is_self() || is_filtered(EVENT_MEMFD_CREATE))
		return;
	/* the name is taken from the file: what stands in user memory may have changed since */
	present = call->ret >= 0 && file_view_read(&file, file_of_descriptor(current_task(), call->ret));
	event = event_begin(EVENT_MEMFD_CREATE, call, NULL, present ? &file : NULL, EVENT_FILE_BY_DESCRIPTOR);
	if (!event)
		return;
	event->open_flags = (u32)call->args[1];
	event_submit(event, false);
}

#endif
