/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which calls are watched at their exit, by number: nearly every call of every
 * task is none, and all that it pays is to find that out.
 */
#ifndef INTERLOPER_WATCHED_BPF_H
#define INTERLOPER_WATCHED_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "call.bpf.h"
#include "config.bpf.h"
#include "watched.h"

/*
 * Filled by user space before the programs are attached: the calls whose probes
 * are served here, and not at a kernel function.
 */
u8 watched_calls[WATCHED_CELLS] __attribute__((aligned(8)));
const volatile struct watched_write calls_that_write[WATCHED_WRITES] = {};

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, WATCHED_PROGRAM + 1);
	__type(key, u32);
	__type(value, u32);
} call_programs SEC(".maps");

/* Calls that came to no program, by its place in call_programs. */
u64 calls_undelivered[WATCHED_PROGRAM + 1];

/*
 * Kernels since 7.0 let a task be preempted in a program of this tracepoint,
 * and skip the program for every other task on that CPU meanwhile. There
 * another program follows it, which takes the calls that it was skipped for.
 */
const volatile u32 exits_are_watched_twice = false;

/* Tasks whose call was taken, between the two programs. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, u64);
	__type(value, u8);
} taken_calls SEC(".maps");

/* How many there are, or more: where the second one is skipped, which the kernel counts, none is taken out. */
u32 taken_calls_count;

static __always_inline void call_is_taken(void)
{
	u64 task = bpf_get_current_task();
	u8 taken = true;

	__sync_fetch_and_add(&taken_calls_count, 1);
	bpf_map_update_elem(&taken_calls, &task, &taken, BPF_ANY);
}

/* Asked at every exit, so that nothing stays that would hide a later call. */
static __always_inline bool call_was_taken(void)
{
	u64 task;

	if (!taken_calls_count)
		return false;
	task = bpf_get_current_task();
	if (bpf_map_delete_elem(&taken_calls, &task))
		return false;
	__sync_fetch_and_add(&taken_calls_count, -1);
	return true;
}

/* in_compat_call() for the program that every call runs: no helper reads where the kernel gives the task with its type. */
static __always_inline bool is_compat(void)
{
	if (!bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs))
		return in_compat_call();
	return bpf_get_current_task_btf()->thread_info.status & TS_COMPAT;
}

/*
 * Somebody can write to a mem file from now on. Until then no write of
 * anybody's is looked at, and costs no more than a call that nobody watches.
 */
static __always_inline void watch_writes(void)
{
	u32 at;

	if (mem_was_opened)
		return;
	for (at = 0; at < WATCHED_WRITES; at++) {
		u32 cell = calls_that_write[at].cell;

		if (!calls_that_write[at].value)
			break;
		if (cell < WATCHED_CELLS)
			watched_calls[cell] = calls_that_write[at].value;
	}
	/* who finds it set finds the cells set: no store may come to stand after it */
	asm volatile("" ::: "memory");
	mem_was_opened = true;
}

/* Both ABIs have their third argument in the same register. */
static __always_inline bool exec_is_asked(const struct pt_regs *regs)
{
	return prot_may_execute(regs->dx);
}

/*
 * The cell of a call, else 0. Its number is narrowed as the kernel does.
 * *is_narrow is whether it is a 32-bit call, where there is a cell.
 */
static __always_inline u32 watched_cell(const struct pt_regs *regs, bool *is_narrow)
{
	u32 nr = regs->orig_ax;
	u32 pair, native, compat;

	*is_narrow = false;
	if (nr >= WATCHED_NUMBERS) {
		nr -= X32_SYSCALL_BIT;
		/* the verifier knows what was compared to be small, and not what a compiler reckons beside it */
		asm volatile("" : "+r"(nr));
		if (nr >= WATCHED_X32_NUMBERS)
			return 0;
		native = watched_calls[WATCHED_X32 + nr];
		return native & WATCHED_IF_EXEC && !exec_is_asked(regs) ? 0 : native;
	}
	pair = ((u16 *)watched_calls)[nr];
	if (!pair)
		return 0;
	native = pair & 0xff;
	compat = pair >> 8;
	if ((native | compat) & WATCHED_IF_EXEC && !exec_is_asked(regs)) {
		if (native & WATCHED_IF_EXEC)
			native = 0;
		if (compat & WATCHED_IF_EXEC)
			compat = 0;
		/* to ask the task is dearer than all the rest */
		if (!(native | compat))
			return 0;
	}
	*is_narrow = is_compat();
	return *is_narrow ? compat : native;
}

#endif
