/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What user space tells the programs: constants before they load, variables while they run. */
#ifndef INTERLOPER_CONFIG_BPF_H
#define INTERLOPER_CONFIG_BPF_H

#include "kernel.h"

enum capture_scope {
	SCOPE_SELECTIVE,
	SCOPE_AUDIT,
};

const volatile u32 capture_scope = SCOPE_SELECTIVE;

/* The reader is woken each time that the ring has so many bytes more in it; a power of two. */
const volatile u64 wake_bytes = 128 * 1024;

/* What nobody outside knows: whatever is told apart by a number that is mixed from others begins with it. */
const volatile u64 context_secret = 0;

/* Whether a program watches writes into /proc/PID/mem; where none does, an open for writing has to do. */
const volatile u32 mem_writes_watched = false;

/*
 * Somebody has a /proc/PID/mem open for writing, or had. Until then no write
 * of anybody's is looked at. Set by watch_writes() before the descriptor can be
 * used, never cleared; user space sets it for those that were open before.
 */
u32 mem_was_opened;

/* The sensor's own thread group, in the initial pid namespace; written by the whoami program. */
u32 self_tgid;

static __always_inline bool scope_is_audit(void)
{
	return capture_scope == SCOPE_AUDIT;
}

#endif
