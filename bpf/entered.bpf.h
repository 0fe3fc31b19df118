/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Calls at their entry: when that was, and the arguments of those whose exit has none. */
#ifndef INTERLOPER_ENTERED_BPF_H
#define INTERLOPER_ENTERED_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"
#include "config.bpf.h"
#include "call.bpf.h"

struct entered_call {
	struct call call;
	u64 time;
	/* whose mem file it has opened, in the initial pid namespace; 0 for none */
	s32 opened_mem;
	/* it was noted on its way and not at its entry, of which the time is not known */
	u32 noted_late;
};

/*
 * The last watched call that a task entered. The key is the task itself and
 * not its number: a thread that executes a program takes over that of its
 * leader. A task that dies in a call leaves its entry behind until the map
 * needs the room. User space sets the size.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, u64);
	__type(value, struct entered_call);
} entered SEC(".maps");

static __always_inline void call_note(struct entered_call *entry)
{
	u64 task = bpf_get_current_task();

	entry->time = bpf_ktime_get_boot_ns();
	bpf_map_update_elem(&entered, &task, entry, BPF_ANY);
}

static __always_inline void call_entered(void)
{
	struct entered_call entry = {};

	call_read_any(&entry.call, 0);
	call_note(&entry);
}

/* The call that the current task is in. An entry from before the task began is of another one at the same place. */
static __always_inline struct entered_call *call_in_progress(void)
{
	u64 task = bpf_get_current_task();
	struct entered_call *entry = bpf_map_lookup_elem(&entered, &task);

	if (!entry || entry->time < kernel_read((struct task_struct *)task, start_boottime))
		return NULL;
	return entry;
}

static __always_inline void call_left(void)
{
	u64 task = bpf_get_current_task();

	bpf_map_delete_elem(&entered, &task);
}

/* What is kept of this call; NULL where its entry was not seen: it may be of an earlier call. */
static __always_inline struct entered_call *entry_of(const struct call *call)
{
	struct entered_call *entry = call_in_progress();

	if (!entry || entry->call.nr != call->nr || entry->call.arch != call->arch)
		return NULL;
	return entry;
}

/* When this call was entered; 0 where that was not seen. */
static __always_inline u64 entry_time_of(const struct call *call)
{
	struct entered_call *entry = entry_of(call);

	return entry ? entry->time : 0;
}

#endif
