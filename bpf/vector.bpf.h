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

/* How many are looked at: a caller may give 1024, and each takes a look-up. */
#define VECTORS_LOOKED_AT 64

/* The vector with that number of those in the caller's memory, where another of its threads may change it. */
static __always_inline bool vector_read(struct iovec *vector, bool narrow, u64 vectors, u64 index)
{
	struct compat_iovec small = {};

	if (!narrow)
		return !bpf_probe_read_user(vector, sizeof(*vector), (void *)(vectors + index * sizeof(*vector)));
	if (bpf_probe_read_user(&small, sizeof(small), (void *)(vectors + index * sizeof(small))))
		return false;
	vector->base = small.base;
	vector->length = small.length;
	return true;
}

/* What a look at one vector says: its length and this, or VECTOR_LOST. */
#define VECTOR_INTO_CODE (1ULL << 63)
#define VECTOR_LOST (~0ULL)

/* Not static, so that it is verified once and not for each vector; then it can take and give numbers only. */
__noinline u64 vector_look(u64 address_space, u64 vectors, u64 index, u64 narrow)
{
	struct vm_area_struct *vma;
	struct iovec vector = {};

	if (!vector_read(&vector, narrow, vectors, index))
		return VECTOR_LOST;
	vma = (struct vm_area_struct *)vma_lookup(address_space, vector.base);
	if (vma && kernel_read(vma, vm_flags) & VM_EXEC)
		return VECTOR_INTO_CODE;
	/* a call with a length that is negative moves nothing */
	return vector.length & ~VECTOR_INTO_CODE;
}

/*
 * The number of the first vector into executable memory, of those that the
 * moved bytes came to, else of the first of all: what matters may come after
 * something harmless. Not static either.
 */
__noinline u64 vector_that_tells(u64 address_space, u64 vectors, u64 count, u64 moved, u64 narrow)
{
	u64 before = 0;
	u32 index;

	for (index = 0; index < VECTORS_LOOKED_AT; index++) {
		u64 look;

		if (index >= count || before >= moved)
			break;
		look = vector_look(address_space, vectors, index, narrow);
		if (look == VECTOR_LOST)
			break;
		if (look == VECTOR_INTO_CODE)
			return index;
		before += look;
	}
	return 0;
}

/* The memory that one of count vectors names; of a call of which nothing came to be, the first one. */
static __always_inline void event_set_vector(struct event *event, u64 address_space, const struct call *call,
					     u64 vectors, u64 count)
{
	bool narrow = call_is_narrow(call);
	struct iovec vector = {};
	u64 index = 0;

	if (!count)
		return;
	if (count > 1 && call->ret > 0)
		index = vector_that_tells(address_space, vectors, count, call->ret, narrow);
	if (!vector_read(&vector, narrow, vectors, index))
		return;
	event_set_remote_memory(event, address_space, vector.base, vector.length);
	event->flags |= EVENT_MEMORY_UNVERIFIED;
}

#endif
