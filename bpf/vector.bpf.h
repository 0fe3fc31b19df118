/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The vectors by which a caller names another process's memory. */
#ifndef INTERLOPER_VECTOR_BPF_H
#define INTERLOPER_VECTOR_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "call.bpf.h"
#include "memory.bpf.h"

struct iovec {
	u64 base;
	u64 length;
};

struct compat_iovec {
	u32 base;
	u32 length;
};

/* The first of count vectors at an address in the caller's memory, where another of its threads may change it. */
static __always_inline void event_set_first_vector(struct event *event, struct mm_struct *mm, const struct call *call,
						   u64 vectors, u64 count)
{
	struct compat_iovec narrow = {};
	struct iovec vector = {};

	if (!count)
		return;
	if (call->arch == AUDIT_ARCH_I386) {
		if (bpf_probe_read_user(&narrow, sizeof(narrow), (void *)vectors))
			return;
		vector.base = narrow.base;
		vector.length = narrow.length;
	} else if (bpf_probe_read_user(&vector, sizeof(vector), (void *)vectors)) {
		return;
	}
	event_set_remote_memory(event, mm, vector.base, vector.length);
	event->flags |= EVENT_MEMORY_UNVERIFIED;
}

#endif
