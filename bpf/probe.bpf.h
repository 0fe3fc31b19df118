/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What every probe is made of: it decides what to emit, and does not know how it is hooked. */
#ifndef INTERLOPER_PROBE_BPF_H
#define INTERLOPER_PROBE_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "config.bpf.h"
#include "event.h"
#include "call.bpf.h"
#include "entered.bpf.h"
#include "emit.bpf.h"
#include "file.bpf.h"
#include "task.bpf.h"
#include "pid.bpf.h"
#include "memory.bpf.h"
#include "written.bpf.h"
#include "repeat.bpf.h"
#include "filter.bpf.h"

static __always_inline bool is_self(void)
{
	return bpf_get_current_pid_tgid() >> 32 == self_tgid;
}

static __noinline void event_set_common(struct event *event, const struct call *call)
{
	struct task_struct *task = acting_task();

	event_set_call(event, call);
	event_set_actor(event, task);
	event_set_writer(event, writer_of(task));
	event_clear_memory(event);
	file_info_clear(&event->file);
	event->target_argument = 0;
	event->open_mode = 0;
	event->open_flags = 0;
	if (!scope_is_audit())
		return;
	event->entry_time = entry_time_of(call);
	/* a write of many vectors makes an event for each: its entry stays until the next call's */
	if (event->kind != EVENT_MEM_WRITE)
		call_left();
}

/* One call after the other, and not one in the other: together they take most of the stack. */
static __always_inline struct event *event_fill(struct event *event, const struct call *call)
{
	if (!event)
		return NULL;
	event_set_common(event, call);
	event_set_origin(event, call->ip);
	return event;
}

static __always_inline struct event *event_begin(u32 kind, const struct call *call)
{
	return event_fill(event_reserve(kind, EVENT_SIZE_ALONE), call);
}

static __always_inline struct event *event_begin_with_other(u32 kind, const struct call *call)
{
	return event_fill(event_reserve(kind, EVENT_SIZE_WITH_OTHER), call);
}

#endif
