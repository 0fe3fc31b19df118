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

/* How often an entry was put: as long as it stays, so do the answers that the map gave. 0: nobody ever wrote to anybody. */
u64 written_changes;

/* Answers that the map gave, each as one number, of those that share a slot the last one. */
#define WRITTEN_ANSWER_BITS 12

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << WRITTEN_ANSWER_BITS);
	__type(key, u32);
	__type(value, u64);
} written_answers SEC(".maps");

static __always_inline u64 *written_answer_of(u64 answer)
{
	u32 slot = answer >> (64 - WRITTEN_ANSWER_BITS);

	return bpf_map_lookup_elem(&written_answers, &slot);
}

/* A task as no other one is: for a key of what is kept for a moment. Its pointer is one that forget() has made. */
static __always_inline u64 mixed_task(u64 state, struct task_struct *task)
{
	return mixed(mixed(state, (u64)task), kernel_read(task, start_boottime));
}

static __always_inline u64 mixed_actor(u64 state)
{
	return mixed(mixed(state, (u64)acting_task()), current_read(start_boottime));
}

/* One number for a process over its life: a key of one word is looked up at half the cost of one of two. */
static __always_inline u64 process_number(struct task_struct *task)
{
	return settled(mixed(mixed(context_secret, task_start_time(task)), kernel_read(task, tgid)));
}

static __noinline void written_put(struct task_struct *target, struct task_struct *writer)
{
	struct process_id value, *known;
	u64 key;

	process_id_set(&value, writer);
	if (kernel_read(target, tgid) == value.tgid)
		return;
	key = process_number(target);
	/* to put an entry takes a lock, and makes all answers void */
	known = bpf_map_lookup_elem(&written, &key);
	if (known && known->start_time == value.start_time && known->tgid == value.tgid)
		return;
	bpf_map_update_elem(&written, &key, &value, BPF_ANY);
	__sync_fetch_and_add(&written_changes, 1);
}

/* The current task has written to the target's memory, or another one has it do so. Most writes are one of many. */
static __always_inline void written_add(struct task_struct *target)
{
	u64 answer = mixed_actor(mixed_task(context_secret ^ written_changes, target));
	u64 *given = written_answer_of(answer);

	if (given && *given == answer)
		return;
	written_put(target, acting_task());
	if (given)
		*given = answer;
}

/* Who wrote to the process of the task that acts, or NULL. */
static __always_inline struct process_id *writer_of_actor(void)
{
	struct process_id *writer;
	u64 answer, *given, key;

	if (!written_changes)
		return NULL;
	answer = settled(mixed_actor(context_secret ^ written_changes));
	given = written_answer_of(answer);
	if (given && *given == answer)
		return NULL;
	key = process_number(acting_task());
	writer = bpf_map_lookup_elem(&written, &key);
	if (!writer && given)
		*given = answer;
	return writer;
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
