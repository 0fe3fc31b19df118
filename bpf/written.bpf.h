/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Processes that another one wrote to: what they map executable afterwards is of interest. */
#ifndef INTERLOPER_WRITTEN_BPF_H
#define INTERLOPER_WRITTEN_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "task.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct process_id);
	__type(value, struct process_id);
} written SEC(".maps");

static __always_inline void written_add(struct task_struct *target, struct task_struct *writer)
{
	struct process_id key, value, *known;

	process_id_set(&key, target);
	process_id_set(&value, writer);
	if (key.tgid == value.tgid)
		return;
	/* most writes are one of many, and to put an entry takes a lock */
	known = bpf_map_lookup_elem(&written, &key);
	if (!known || known->start_time != value.start_time || known->tgid != value.tgid)
		bpf_map_update_elem(&written, &key, &value, BPF_ANY);
}

static __always_inline struct process_id *writer_of(struct task_struct *target)
{
	struct process_id key;

	process_id_set(&key, target);
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
