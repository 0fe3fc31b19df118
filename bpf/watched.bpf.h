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

/* Filled by user space before the programs load: the calls whose probes are served here, and not at a kernel function. */
const volatile u8 watched_calls[WATCHED_CELLS] = {};

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, WATCHED_PROGRAM + 1);
	__type(key, u32);
	__type(value, u32);
} call_programs SEC(".maps");

/* Calls that came to no program, by its place in call_programs. */
u64 calls_undelivered[WATCHED_PROGRAM + 1];

/* in_compat_call() for the program that every call runs: no helper reads where the kernel gives the task with its type. */
static __always_inline bool is_compat(void)
{
	if (!bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs))
		return in_compat_call();
	return bpf_get_current_task_btf()->thread_info.status & TS_COMPAT;
}

/* What a cell may ask for that does not hold now. */
static __always_inline u32 watched_unmet(const struct pt_regs *regs)
{
	u32 unmet = 0;

	if (!(regs->dx & PROT_EXEC))
		unmet |= WATCHED_IF_EXEC;
	if (!mem_was_opened)
		unmet |= WATCHED_IF_MEM_OPENED;
	return unmet;
}

/* The cell of a call that is to be taken, else 0. Its number is narrowed as the kernel does. */
static __always_inline u32 watched_cell(const struct pt_regs *regs)
{
	u32 nr = regs->orig_ax;
	u32 native, compat, unmet;

	if (nr >= WATCHED_NUMBERS) {
		nr -= X32_SYSCALL_BIT;
		/* the verifier knows what was compared to be small, and not what a compiler reckons beside it */
		asm volatile("" : "+r"(nr));
		if (nr >= WATCHED_X32_NUMBERS)
			return 0;
		native = watched_calls[WATCHED_X32 + nr];
		return native & watched_unmet(regs) ? 0 : native;
	}
	native = watched_calls[2 * nr];
	compat = watched_calls[2 * nr + 1];
	if (!(native | compat))
		return 0;
	unmet = watched_unmet(regs);
	if (native & unmet)
		native = 0;
	if (compat & unmet)
		compat = 0;
	/* to ask the task is dearer than all the rest */
	if (!(native | compat))
		return 0;
	return is_compat() ? compat : native;
}

#endif
