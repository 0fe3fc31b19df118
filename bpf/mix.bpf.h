/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Many words mixed into one, which is another one if any of them is. */
#ifndef INTERLOPER_MIX_BPF_H
#define INTERLOPER_MIX_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include "read.bpf.h"

/* Odd, so that no two words become one by it; of the finalizer of MurmurHash3. */
#define MIX_FACTOR 0xff51afd7ed558ccdULL

static __always_inline u64 mixed(u64 state, u64 word)
{
	return (state ^ word) * MIX_FACTOR;
}

/* Now each bit of the words has a part in every bit: what differs in the highest one alone is not told by lower ones. */
static __always_inline u64 settled(u64 state)
{
	return (state ^ state >> 32) * MIX_FACTOR;
}

/* The word at an address. */
static __always_inline u64 mixed_at(u64 state, u64 address)
{
	return mixed(state, kernel_read_number(address));
}

#endif
