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
#include "context.bpf.h"
#include "pid.bpf.h"
#include "memory.bpf.h"
#include "written.bpf.h"
#include "repeat.bpf.h"
#include "filter.bpf.h"

static __always_inline u32 current_tgid(void)
{
#if LOADS_FIELDS
	return current_read(tgid);
#else
	return bpf_get_current_pid_tgid() >> 32;
#endif
}

static __always_inline bool is_self(void)
{
	return current_tgid() == self_tgid;
}

static __noinline void event_set_common(struct event *event, const struct call *call)
{
	event_set_call(event, call);
	event_set_writer(event, writer_of_actor());
	event_clear_memory(event);
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

static __always_inline struct event *event_reserve_about(u32 kind, const struct file_view *file, u64 time)
{
	struct event *event;

	if (!file)
		return event_reserve(kind, EVENT_SIZE_PLAIN, time);
	event = event_reserve(kind, EVENT_SIZE_WITH_FILE, time);
	if (event)
		file_set(&event->file, event->file_path, file);
	return event;
}

#define EVENT_OTHER_ROLES (EVENT_OTHER_IS_TARGET | EVENT_OTHER_IS_TRACER)
#define EVENT_FILE_TRAITS (EVENT_HAS_FILE | EVENT_FILE_BY_DESCRIPTOR)

/*
 * An event with all that is the same for every kind, or NULL with the loss
 * counted. other is the process that flags give a role to, file what flags
 * say how it was found; either can be NULL, and then has no flags. other is
 * a pointer that the verifier takes for a number, as forget() makes it.
 */
static __always_inline struct event *event_begin(u32 kind, const struct call *call, struct task_struct *other,
						 const struct file_view *file, u32 flags)
{
	u64 time = bpf_ktime_get_boot_ns();
	u64 actor_id, other_id = 0;
	struct event *event;

	actor_id = context_of((u64)acting_task(), time, CONTEXT_HAS_PARENT);
	if (other)
		other_id = context_of((u64)other, time, 0);
	if (!actor_id || (other && !other_id)) {
		count_dropped(kind);
		return NULL;
	}
	event = event_reserve_about(kind, file, time);
	if (!event)
		return NULL;
	event->actor = actor_id;
	event->other = other_id;
	event->flags = other ? flags : flags & ~EVENT_OTHER_ROLES;
	if (file)
		event->flags |= EVENT_HAS_FILE;
	else
		event->flags &= ~EVENT_FILE_TRAITS;
	event_set_common(event, call);
	event_set_origin(event, call->ip);
	return event;
}

#endif
