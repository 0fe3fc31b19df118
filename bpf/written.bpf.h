/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Processes that another one wrote to: what they map executable afterwards is of interest. */
#ifndef INTERLOPER_WRITTEN_BPF_H
#define INTERLOPER_WRITTEN_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "config.bpf.h"
#include "mix.bpf.h"
#include "task.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	/* process_number() of the target */
	__type(key, u64);
	/* the writer */
	__type(value, struct process_id);
} written SEC(".maps");

/* Whether anything is in the map: on most hosts nobody writes to anybody. Never cleared. */
u32 anybody_was_written;

/* One number for a process over its life: a key of one word is looked up at half the cost of one of two. */
static __always_inline u64 process_number(struct task_struct *task)
{
	return settled(mixed(mixed(context_secret, task_start_time(task)), kernel_read(task, tgid)));
}

static __always_inline void written_add(struct task_struct *target, struct task_struct *writer)
{
	struct process_id value, *known;
	u64 key;

	process_id_set(&value, writer);
	if (kernel_read(target, tgid) == value.tgid)
		return;
	key = process_number(target);
	anybody_was_written = true;
	/* most writes are one of many, and to put an entry takes a lock */
	known = bpf_map_lookup_elem(&written, &key);
	if (!known || known->start_time != value.start_time || known->tgid != value.tgid)
		bpf_map_update_elem(&written, &key, &value, BPF_ANY);
}

static __always_inline struct process_id *writer_of(struct task_struct *target)
{
	u64 key;

	if (!anybody_was_written)
		return NULL;
	key = process_number(target);
	return bpf_map_lookup_elem(&written, &key);
}

static __always_inline void event_set_writer(struct event *event, const struct process_id *writer)
{
	event->writer_tgid = 0;
	event->writer_start = 0;
	if (!writer)
		return;
	event->writer_tgid = writer->tgid;
	event->writer_start = writer->start_time;
	event->flags |= EVENT_HAS_WRITER;
}

#endif
