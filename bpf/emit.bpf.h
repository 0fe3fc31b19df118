/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The one way an event reaches user space, and the counts of those that do not. */
#ifndef INTERLOPER_EMIT_BPF_H
#define INTERLOPER_EMIT_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "event.h"
#include "config.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 * 1024 * 1024);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, EVENT_KINDS);
	__type(key, u32);
	__type(value, struct event_counts);
} counts SEC(".maps");

/* Per CPU and still atomic: a program can be preempted by another one on its CPU. */
static __always_inline struct event_counts *counts_of(u32 kind)
{
	return bpf_map_lookup_elem(&counts, &kind);
}

static __always_inline void count_repeated(u32 kind)
{
	struct event_counts *c = counts_of(kind);

	if (c)
		__sync_fetch_and_add(&c->repeated, 1);
}

static __always_inline void count_filtered(u32 kind)
{
	struct event_counts *c = counts_of(kind);

	if (c)
		__sync_fetch_and_add(&c->filtered, 1);
}

static __always_inline void count_dropped(u32 kind)
{
	struct event_counts *c = counts_of(kind);

	if (c)
		__sync_fetch_and_add(&c->dropped, 1);
}

/*
 * Space for one event, or NULL with the loss counted. It is written in place:
 * a scratch buffer per CPU would not survive preemption inside a program.
 */
static __always_inline struct event *event_reserve(u32 kind, const u64 size, u64 time)
{
	struct event *event = bpf_ringbuf_reserve(&ring, size, 0);
	struct event_counts *c;

	if (!event) {
		count_dropped(kind);
		return NULL;
	}
	c = counts_of(kind);
	if (c)
		__sync_fetch_and_add(&c->emitted, 1);
	event->size = size;
	event->version = EVENT_VERSION;
	event->kind = kind;
	event->time = time;
	event->entry_time = 0;
	return event;
}

/*
 * Waking the reader costs more than the event: do it once for a batch, when
 * another wake_bytes went into the ring, or for one that cannot wait. A reader
 * that was woken and has not come yet is not woken by each event after that.
 * An event's place in the ring tells it, from wherever that is reckoned: to ask
 * how much is in the ring takes a line of memory from the reader's processor.
 */
static __always_inline void event_submit(struct event *event, bool urgent)
{
	u64 place = (u64)event - (u64)&mem_was_opened;
	u64 size = event->size;

	if (urgent || (place & (wake_bytes - 1)) < size)
		bpf_ringbuf_submit(event, BPF_RB_FORCE_WAKEUP);
	else
		bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

#endif
