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

/* Bytes in the ring at which its reader is woken. */
const volatile u64 wake_bytes = 128 * 1024;

/* The sensor's own thread group, in the initial pid namespace; written by the whoami program. */
u32 self_tgid;

static __always_inline bool scope_is_audit(void)
{
	return capture_scope == SCOPE_AUDIT;
}

#endif
