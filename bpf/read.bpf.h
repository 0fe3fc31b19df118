/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How the programs read the kernel's memory: fields by one load each where an
 * address can be given a type (since 6.2), else by a helper, which takes some
 * ten times as many instructions. Both read zero where nothing is mapped.
 */
#ifndef INTERLOPER_READ_BPF_H
#define INTERLOPER_READ_BPF_H

#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

/* kernel/bpf/helpers.c: the verifier alone knows of it, nothing is called */
extern void *bpf_rdonly_cast(const void *address, u32 type) __ksym __weak;

/* The helper came with the same release as bpf_rdonly_cast(), of which a weak symbol does not tell before libbpf 1.2. */
#define LOADS_FIELDS bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_cgrp_storage_get)

/* A type that begins with a number of 64 bits, for addresses of such numbers. */
#define TYPE_OF_NUMBER bpf_core_type_id_kernel(struct rb_node)

#define typed(pointer) ((typeof(pointer))bpf_rdonly_cast(pointer, bpf_core_type_id_kernel(typeof(*(pointer)))))

/* A field, or that of what the fields before it point to. Not for bit fields. */
#define kernel_read(pointer, ...) \
	(LOADS_FIELDS ? ___arrow(typed(pointer), ##__VA_ARGS__) : BPF_CORE_READ(pointer, ##__VA_ARGS__))

/* Functions that are not static take and give numbers, and such a pointer is none to the verifier: a difference of two is. */
static __always_inline u64 address_of(const void *pointer)
{
	if (!LOADS_FIELDS)
		return (u64)pointer;
	return (u64)bpf_rdonly_cast(pointer, TYPE_OF_NUMBER) - (u64)bpf_rdonly_cast(NULL, TYPE_OF_NUMBER);
}

#define forget(pointer) ((typeof(pointer))address_of(pointer))

/* The number of 64 bits at an address that is reckoned, and not that of a field. */
static __always_inline u64 kernel_read_number(u64 address)
{
	u64 number = 0;

	if (LOADS_FIELDS)
		return ((struct rb_node *)bpf_rdonly_cast((void *)address, TYPE_OF_NUMBER))->__rb_parent_color;
	bpf_probe_read_kernel(&number, sizeof(number), (void *)address);
	return number;
}

#endif
